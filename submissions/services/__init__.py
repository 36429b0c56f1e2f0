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
from submissions.services.files import TooManyFilesError, add_attachment, remove_attachment
from submissions.services.forwarding import ClipNotReadyError, forward, send, send_back
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
    "IncompletePlanError",
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
    "note_writer",
    "open_call",
    "plan_reminders",
    "read_roster",
    "read_stored_roster",
    "refuse_late_piece",
    "remove_attachment",
    "remove_group",
    "retry_clip",
    "save_answer",
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
