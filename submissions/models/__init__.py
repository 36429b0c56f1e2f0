"""What the groups send, and by when: calls, submissions, plans, clips and files."""

from submissions.models.calls import Call, ProvinceDay
from submissions.models.files import Attachment, Clip, PlanVersion, RosterFile, StoredFile
from submissions.models.plan_rows import (
    Activity,
    BudgetLine,
    Business,
    CommitteeSeat,
    Indicator,
    Material,
    Partner,
    Risk,
)
from submissions.models.plans import BusinessPlan
from submissions.models.submissions import Step, Submission
from submissions.models.uploads import Upload

__all__ = [
    "Activity",
    "Attachment",
    "BudgetLine",
    "Business",
    "BusinessPlan",
    "Call",
    "Clip",
    "CommitteeSeat",
    "Indicator",
    "Material",
    "Partner",
    "PlanVersion",
    "ProvinceDay",
    "Risk",
    "RosterFile",
    "Step",
    "StoredFile",
    "Submission",
    "Upload",
]
