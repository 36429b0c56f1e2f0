"""What the groups send, and by when: calls, submissions, plans, clips and files."""

from submissions.models.calls import Call, ProvinceDay
from submissions.models.extensions import Extension
from submissions.models.files import Attachment, Clip, PlanVersion, RosterFile, StoredFile
from submissions.models.links import UploadLink
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
from submissions.models.receipts import Receipt, ReceiptRegister
from submissions.models.remarks import Remark
from submissions.models.submissions import Step, Submission
from submissions.models.uploads import Upload
from submissions.models.withdrawals import Withdrawal
from submissions.models.writers import Saving, Writer

__all__ = [
    "Activity",
    "Attachment",
    "BudgetLine",
    "Business",
    "BusinessPlan",
    "Call",
    "Clip",
    "CommitteeSeat",
    "Extension",
    "Indicator",
    "Material",
    "Partner",
    "PlanVersion",
    "ProvinceDay",
    "Receipt",
    "ReceiptRegister",
    "Remark",
    "Risk",
    "RosterFile",
    "Saving",
    "Step",
    "StoredFile",
    "Submission",
    "Upload",
    "UploadLink",
    "Withdrawal",
    "Writer",
]
