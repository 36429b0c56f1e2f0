"""Page-sized reads of what the groups send."""

from submissions.selectors.budget import (
    Cut,
    budget_cut,
    budget_reach,
    cuts,
    in_priority,
    total_satang,
)
from submissions.selectors.cautions import cautions
from submissions.selectors.cells import DocumentSection, months
from submissions.selectors.clips import clip_response, current_clip, poster_response
from submissions.selectors.content import Content, is_empty, plan_content
from submissions.selectors.document import plan_document
from submissions.selectors.document_rows import gantt
from submissions.selectors.history import Check, gate_checks, history
from submissions.selectors.missing import (
    Missing,
    first_field,
    missing,
    missing_from,
    states,
)
from submissions.selectors.plan_rules import REQUIRED, REQUIRED_IN_ROWS
from submissions.selectors.sections import PARTS, ROWS, row_fields
from submissions.selectors.versions import digest_now, latest_version, plan_digest

__all__ = [
    "PARTS",
    "REQUIRED",
    "REQUIRED_IN_ROWS",
    "ROWS",
    "Check",
    "Content",
    "Cut",
    "DocumentSection",
    "Missing",
    "budget_cut",
    "budget_reach",
    "cautions",
    "clip_response",
    "current_clip",
    "cuts",
    "digest_now",
    "first_field",
    "gantt",
    "gate_checks",
    "history",
    "in_priority",
    "is_empty",
    "latest_version",
    "missing",
    "missing_from",
    "months",
    "plan_content",
    "plan_digest",
    "plan_document",
    "poster_response",
    "row_fields",
    "states",
    "total_satang",
]
