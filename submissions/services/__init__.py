"""What officers do with calls, rosters and plans."""

from submissions.services.calls import (
    CallRefusedError,
    change_call,
    copy_of,
    create_call,
    open_call,
    set_province_day,
)
from submissions.services.captions import remove_captions, save_captions
from submissions.services.clips import check_clip, lighten_clip, retry_clip, upload_clip
from submissions.services.files import TooManyFilesError, add_attachment, remove_attachment
from submissions.services.forwarding import ClipNotReadyError, forward, send, send_back
from submissions.services.links import make_link, revoke_link, takes_clips
from submissions.services.plans import (
    IncompletePlanError,
    PlanValues,
    StalePlanError,
    freeze,
    save_section,
    write_plan,
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
    LinkClosedError,
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
    "IncompletePlanError",
    "LinkClosedError",
    "PlanValues",
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
    "lighten_clip",
    "make_link",
    "open_call",
    "plan_reminders",
    "read_roster",
    "read_stored_roster",
    "refuse_late_piece",
    "remove_attachment",
    "remove_captions",
    "remove_group",
    "retry_clip",
    "revoke_link",
    "save_captions",
    "save_section",
    "send",
    "send_back",
    "set_province_day",
    "stop_upload",
    "store_roster_file",
    "sweep_uploads",
    "takes_clips",
    "upload_clip",
    "write_plan",
]
