"""Page-sized reads of what the groups send."""

from submissions.selectors.budget import Cut, budget_cut, cuts, in_priority, total_satang
from submissions.selectors.cautions import cautions
from submissions.selectors.clips import clip_response, current_clip, poster_response
from submissions.selectors.content import Content, is_empty, plan_content
from submissions.selectors.document import DocumentSection, plan_document
from submissions.selectors.files import (
    FileRow,
    file_cautions,
    file_rows,
    files_remarks,
    thumbnail_response,
)
from submissions.selectors.history import Check, gate_checks, history
from submissions.selectors.missing import (
    REQUIRED,
    REQUIRED_OF_BUSINESS,
    Missing,
    missing,
    missing_from,
    states,
)
from submissions.selectors.receipts import (
    CODE_LENGTH,
    CODE_SIGNS,
    Verdict,
    check_receipt,
    plain_code,
)
from submissions.selectors.sections import PARTS, row_fields
from submissions.selectors.versions import digest_now, latest_version, plan_digest

__all__ = [
    "CODE_LENGTH",
    "CODE_SIGNS",
    "PARTS",
    "REQUIRED",
    "REQUIRED_OF_BUSINESS",
    "Check",
    "Content",
    "Cut",
    "DocumentSection",
    "FileRow",
    "Missing",
    "Verdict",
    "budget_cut",
    "cautions",
    "check_receipt",
    "clip_response",
    "current_clip",
    "cuts",
    "digest_now",
    "file_cautions",
    "file_rows",
    "files_remarks",
    "gate_checks",
    "history",
    "in_priority",
    "is_empty",
    "latest_version",
    "missing",
    "missing_from",
    "plain_code",
    "plan_content",
    "plan_digest",
    "plan_document",
    "poster_response",
    "row_fields",
    "states",
    "thumbnail_response",
    "total_satang",
]
