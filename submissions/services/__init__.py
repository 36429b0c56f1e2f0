"""What officers do with calls, rosters and plans."""

from submissions.services.calls import (
    CallRefusedError,
    change_call,
    copy_of,
    create_call,
    open_call,
    set_province_day,
)
from submissions.services.clips import check_clip, retry_clip, upload_clip
from submissions.services.files import (
    TooManyFilesError,
    add_attachment,
    label_attachment,
    remove_attachment,
)
from submissions.services.forwarding import ClipNotReadyError, forward, send, send_back
from submissions.services.looking import FileRefusedError, look_at_file, retry_file
from submissions.services.plans import (
    IncompletePlanError,
    PlanValues,
    StalePlanError,
    freeze,
    save_section,
    write_plan,
)
from submissions.services.receipts import (
    ReceiptRefusedError,
    issue_receipt,
    make_receipt,
    make_receipts,
    receipt_name,
    retry_receipt,
)
from submissions.services.reminders import plan_reminders
from submissions.services.roster import (
    add_group,
    confirm_roster,
    read_stored_roster,
    remove_group,
    store_roster_file,
)
from submissions.services.roster_reading import Roster, RosterRow, read_roster
from submissions.services.uploads import (
    UploadRunningError,
    arrived,
    begin_upload,
    finish_upload,
    refuse_late_piece,
    stop_upload,
    sweep_uploads,
)

__all__ = [
    "CallRefusedError",
    "ClipNotReadyError",
    "FileRefusedError",
    "IncompletePlanError",
    "PlanValues",
    "ReceiptRefusedError",
    "Roster",
    "RosterRow",
    "StalePlanError",
    "TooManyFilesError",
    "UploadRunningError",
    "add_attachment",
    "add_group",
    "arrived",
    "begin_upload",
    "change_call",
    "check_clip",
    "confirm_roster",
    "copy_of",
    "create_call",
    "finish_upload",
    "forward",
    "freeze",
    "issue_receipt",
    "label_attachment",
    "look_at_file",
    "make_receipt",
    "make_receipts",
    "open_call",
    "plan_reminders",
    "read_roster",
    "read_stored_roster",
    "receipt_name",
    "refuse_late_piece",
    "remove_attachment",
    "remove_group",
    "retry_clip",
    "retry_file",
    "retry_receipt",
    "save_section",
    "send",
    "send_back",
    "set_province_day",
    "stop_upload",
    "store_roster_file",
    "sweep_uploads",
    "upload_clip",
    "write_plan",
]
