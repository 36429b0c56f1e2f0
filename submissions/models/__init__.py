"""What the groups send, and by when: calls, submissions, plans, clips and files."""

from submissions.models.calls import Call, ProvinceDay
from submissions.models.extensions import Extension
from submissions.models.files import Attachment, Clip, PlanVersion, RosterFile, StoredFile
from submissions.models.links import UploadLink
from submissions.models.plans import BudgetLine, Business, BusinessPlan, Indicator
from submissions.models.receipts import Receipt, ReceiptRegister
from submissions.models.remarks import Remark
from submissions.models.submissions import Step, Submission
from submissions.models.uploads import Upload
from submissions.models.withdrawals import Withdrawal

__all__ = [
    "Attachment",
    "BudgetLine",
    "Business",
    "BusinessPlan",
    "Call",
    "Clip",
    "Extension",
    "Indicator",
    "PlanVersion",
    "ProvinceDay",
    "Receipt",
    "ReceiptRegister",
    "Remark",
    "RosterFile",
    "Step",
    "StoredFile",
    "Submission",
    "Upload",
    "UploadLink",
    "Withdrawal",
]
