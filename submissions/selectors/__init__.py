"""Page-sized reads of what the groups send."""

from submissions.selectors.budget import Cut, budget_cut, cuts, in_priority, total_satang
from submissions.selectors.cautions import cautions
from submissions.selectors.clips import current_clip
from submissions.selectors.content import Content, plan_content
from submissions.selectors.missing import Missing, missing, missing_from, states
from submissions.selectors.sections import PARTS, row_fields
from submissions.selectors.versions import digest_now, latest_version, plan_digest

__all__ = [
    "PARTS",
    "Content",
    "Cut",
    "Missing",
    "budget_cut",
    "cautions",
    "current_clip",
    "cuts",
    "digest_now",
    "in_priority",
    "latest_version",
    "missing",
    "missing_from",
    "plan_content",
    "plan_digest",
    "row_fields",
    "states",
    "total_satang",
]
