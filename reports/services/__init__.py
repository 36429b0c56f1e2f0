"""What leaves the house: the letterhead, the letters and the reports on what became of it."""

from reports.services.agency import (
    AgencyRefusedError,
    remove_emblem,
    save_agency,
    set_emblem,
)
from reports.services.exports import (
    ExportRefusedError,
    build_export,
    order_export,
    retry_export,
)
from reports.services.follow_ups import save_follow_up, upload_follow_up_clip
from reports.services.letters import (
    LetterRefusedError,
    file_name,
    make_letters,
    order_letters,
    retry_letters,
    sample_letter,
)
from reports.services.nudging import to_remind
from reports.services.reminders import plan_reminders, tell_of_refused_clips
from reports.services.results import add_file, add_photo, remove_file, remove_photo, save_result
from reports.services.sending import IncompleteReportError, accept, send_back, send_report
from reports.services.writing import StaleReportError
from reports.stages import ReportRefusedError

__all__ = [
    "AgencyRefusedError",
    "ExportRefusedError",
    "IncompleteReportError",
    "LetterRefusedError",
    "ReportRefusedError",
    "StaleReportError",
    "accept",
    "add_file",
    "add_photo",
    "build_export",
    "file_name",
    "make_letters",
    "order_export",
    "order_letters",
    "plan_reminders",
    "remove_emblem",
    "remove_file",
    "remove_photo",
    "retry_export",
    "retry_letters",
    "sample_letter",
    "save_agency",
    "save_follow_up",
    "save_result",
    "send_back",
    "send_report",
    "set_emblem",
    "tell_of_refused_clips",
    "to_remind",
    "upload_follow_up_clip",
]
