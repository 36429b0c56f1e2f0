"""What officers do with calls, rosters and plans."""

from submissions.services.calls import (
    CallRefusedError,
    change_call,
    close_plans,
    copy_of,
    create_call,
    open_call,
    set_province_day,
    why_plans_still_come,
)
from submissions.services.captions import remove_captions, save_captions
from submissions.services.clips import check_clip, lighten_clip, retry_clip, upload_clip
from submissions.services.extensions import (
    ExtensionRefusedError,
    approve_extension,
    ask_extension,
    propose_extension,
    refuse_extension,
)
from submissions.services.files import (
    TooManyFilesError,
    add_attachment,
    label_attachment,
    remove_attachment,
)
from submissions.services.forwarding import (
    ClipNotReadyError,
    GateClosedError,
    forward,
    send,
    send_back,
)
from submissions.services.links import make_link, revoke_link, takes_clips
from submissions.services.looking import FileRefusedError, look_at_file, retry_file
from submissions.services.nudging import to_remind
from submissions.services.plans import (
    IncompletePlanError,
    PlanValues,
    StalePlanError,
    freeze,
    save_answer,
    save_section,
    write_plan,
)
from submissions.services.presence import note_writer
from submissions.services.receipts import (
    ReceiptRefusedError,
    issue_receipt,
    make_receipts,
    receipt_name,
    retry_receipt,
)
from submissions.services.remarks import (
    Spot,
    accept_remark,
    keep_remarks,
    repeat_remark,
    reply_remark,
)
from submissions.services.reminders import plan_reminders
from submissions.services.roster import (
    add_group,
    confirm_roster,
    read_stored_roster,
    remove_group,
    store_roster_file,
)
from submissions.services.roster_reading import read_roster
from submissions.services.taking_over import TakingOverRefusedError, take_over
from submissions.services.uploads import (
    UploadRunningError,
    arrived,
    begin_upload,
    finish_upload,
    refuse_late_piece,
    stop_upload,
    sweep_uploads,
)
from submissions.services.withdrawals import (
    ask_withdrawal,
    dismiss_withdrawal,
    reinstate,
    replace_group,
    withdraw,
)

__all__ = [
    "CallRefusedError",
    "ClipNotReadyError",
    "ExtensionRefusedError",
    "FileRefusedError",
    "GateClosedError",
    "IncompletePlanError",
    "PlanValues",
    "ReceiptRefusedError",
    "Spot",
    "StalePlanError",
    "TakingOverRefusedError",
    "TooManyFilesError",
    "UploadRunningError",
    "accept_remark",
    "add_attachment",
    "add_group",
    "approve_extension",
    "arrived",
    "ask_extension",
    "ask_withdrawal",
    "begin_upload",
    "change_call",
    "check_clip",
    "close_plans",
    "confirm_roster",
    "copy_of",
    "create_call",
    "dismiss_withdrawal",
    "finish_upload",
    "forward",
    "freeze",
    "issue_receipt",
    "keep_remarks",
    "label_attachment",
    "lighten_clip",
    "look_at_file",
    "make_link",
    "make_receipts",
    "note_writer",
    "open_call",
    "plan_reminders",
    "propose_extension",
    "read_roster",
    "read_stored_roster",
    "receipt_name",
    "refuse_extension",
    "refuse_late_piece",
    "reinstate",
    "remove_attachment",
    "remove_captions",
    "remove_group",
    "repeat_remark",
    "replace_group",
    "reply_remark",
    "retry_clip",
    "retry_file",
    "retry_receipt",
    "revoke_link",
    "save_answer",
    "save_captions",
    "save_section",
    "send",
    "send_back",
    "set_province_day",
    "stop_upload",
    "store_roster_file",
    "sweep_uploads",
    "take_over",
    "takes_clips",
    "to_remind",
    "upload_clip",
    "why_plans_still_come",
    "withdraw",
    "write_plan",
]
