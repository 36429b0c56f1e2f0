"""What the groups send, and by when: calls, submissions, plans, clips and files."""

from submissions.models.calls import Call, ProvinceDay
from submissions.models.files import Attachment, Clip, PlanVersion, RosterFile, StoredFile
from submissions.models.plans import BudgetLine, Business, BusinessPlan, Indicator
from submissions.models.submissions import Step, Submission
from submissions.models.uploads import Upload
from submissions.models.writers import Saving, Writer

__all__ = [
    "Attachment",
    "BudgetLine",
    "Business",
    "BusinessPlan",
    "Call",
    "Clip",
    "Indicator",
    "PlanVersion",
    "ProvinceDay",
    "RosterFile",
    "Saving",
    "Step",
    "StoredFile",
    "Submission",
    "Upload",
    "Writer",
]
