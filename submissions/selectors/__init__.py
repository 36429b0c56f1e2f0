"""Page-sized reads of what the groups send."""

from submissions.selectors.budget import (
    budget_cut,
    budget_reach,
    cuts,
    in_priority,
    total_satang,
)
from submissions.selectors.cautions import cautions
from submissions.selectors.cells import DocumentSection, months
from submissions.selectors.clips import (
    clip_response,
    current_clip,
    part_response,
    poster_response,
    version_captions_response,
)
from submissions.selectors.content import Content, is_empty, plan_content
from submissions.selectors.diff import version_changes
from submissions.selectors.document import plan_document
from submissions.selectors.document_rows import gantt
from submissions.selectors.files import (
    file_cautions,
    file_rows,
    files_remarks,
    thumbnail_response,
)
from submissions.selectors.gate import gate_checks
from submissions.selectors.history import history
from submissions.selectors.known import Known, answers, digest, digests, known_of, known_text
from submissions.selectors.lines import plan_lines
from submissions.selectors.links import link_of, link_token, upload_links
from submissions.selectors.missing import Missing, missing, missing_from, missing_in, states
from submissions.selectors.plan_rules import REQUIRED_IN_ROWS
from submissions.selectors.receipts import (
    CODE_LENGTH,
    CODE_SIGNS,
    check_receipt,
    plain_code,
)
from submissions.selectors.sections import PARTS, ROWS, row_fields
from submissions.selectors.taking_over import (
    CONFIRM,
    earlier_version,
    is_untouched,
    offered_year,
    sections_of,
    stable_values,
    taken_from,
)
from submissions.selectors.versions import (
    captions_digest,
    digest_now,
    latest_version,
    plan_digest,
    version_files,
)
from submissions.selectors.writers import Due, due, others_writing

__all__ = [
    "CODE_LENGTH",
    "CODE_SIGNS",
    "CONFIRM",
    "PARTS",
    "REQUIRED_IN_ROWS",
    "ROWS",
    "Content",
    "DocumentSection",
    "Due",
    "Known",
    "Missing",
    "answers",
    "budget_cut",
    "budget_reach",
    "captions_digest",
    "cautions",
    "check_receipt",
    "clip_response",
    "current_clip",
    "cuts",
    "digest",
    "digest_now",
    "digests",
    "due",
    "earlier_version",
    "file_cautions",
    "file_rows",
    "files_remarks",
    "gantt",
    "gate_checks",
    "history",
    "in_priority",
    "is_empty",
    "is_untouched",
    "known_of",
    "known_text",
    "latest_version",
    "link_of",
    "link_token",
    "missing",
    "missing_from",
    "missing_in",
    "months",
    "offered_year",
    "others_writing",
    "part_response",
    "plain_code",
    "plan_content",
    "plan_digest",
    "plan_document",
    "plan_lines",
    "poster_response",
    "row_fields",
    "sections_of",
    "stable_values",
    "states",
    "taken_from",
    "thumbnail_response",
    "total_satang",
    "upload_links",
    "version_captions_response",
    "version_changes",
    "version_files",
]
