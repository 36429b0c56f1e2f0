"""What leaves the house: letters and their register, result reports, exports."""

from reports.models.exports import Export
from reports.models.letters import Agency, Letter, LetterRun, Register
from reports.models.results import FollowUp, Photo, ReportFigure, ReportFile, ResultReport

__all__ = [
    "Agency",
    "Export",
    "FollowUp",
    "Letter",
    "LetterRun",
    "Photo",
    "Register",
    "ReportFigure",
    "ReportFile",
    "ResultReport",
]
