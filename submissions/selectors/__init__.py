"""Page-sized reads of what the groups send."""

from submissions.selectors.budget import Cut, budget_cut, cuts, in_priority, total_satang
from submissions.selectors.cautions import cautions
from submissions.selectors.clips import clip_response, current_clip, poster_response
from submissions.selectors.content import Content, is_empty, plan_content
from submissions.selectors.document import DocumentSection, plan_document
from submissions.selectors.history import Check, gate_checks, history
from submissions.selectors.known import Known, answers, digest, digests, known_of, known_text
from submissions.selectors.missing import (
    REQUIRED,
    REQUIRED_OF_BUSINESS,
    Missing,
    missing,
    missing_from,
    states,
)
from submissions.selectors.sections import PARTS, row_fields
from submissions.selectors.versions import digest_now, latest_version, plan_digest
from submissions.selectors.writers import Due, due, others_writing

__all__ = [
    "PARTS",
    "REQUIRED",
    "REQUIRED_OF_BUSINESS",
    "Check",
    "Content",
    "Cut",
    "DocumentSection",
    "Due",
    "Known",
    "Missing",
    "answers",
    "budget_cut",
    "cautions",
    "clip_response",
    "current_clip",
    "cuts",
    "digest",
    "digest_now",
    "digests",
    "due",
    "gate_checks",
    "history",
    "in_priority",
    "is_empty",
    "known_of",
    "known_text",
    "latest_version",
    "missing",
    "missing_from",
    "others_writing",
    "plan_content",
    "plan_digest",
    "plan_document",
    "poster_response",
    "row_fields",
    "states",
    "total_satang",
]
