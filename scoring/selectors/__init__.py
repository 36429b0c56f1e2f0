"""Page-sized reads of rounds: who has marked what, and what the order is."""

from scoring.selectors.conflicts import (
    Known,
    declared_before,
    known_conflicts,
    open_questions,
)
from scoring.selectors.progress import (
    Completeness,
    GroupProgress,
    JudgeProgress,
    Queue,
    completeness,
    declaration_of,
    queue,
)
from scoring.selectors.ranking import (
    Place,
    Tie,
    in_order,
    order_of,
    ranking,
    standing_places,
    ties,
)
from scoring.selectors.rounds import judges_of, last_day, submissions_in
from scoring.selectors.sharing import (
    Committee,
    Coverage,
    NoPanelsError,
    Preview,
    committee_of,
    coverage,
    drawn,
    is_begun,
    preview,
    usual_most,
)

__all__ = [
    "Committee",
    "Completeness",
    "Coverage",
    "GroupProgress",
    "JudgeProgress",
    "Known",
    "NoPanelsError",
    "Place",
    "Preview",
    "Queue",
    "Tie",
    "committee_of",
    "completeness",
    "coverage",
    "declaration_of",
    "declared_before",
    "drawn",
    "in_order",
    "is_begun",
    "judges_of",
    "known_conflicts",
    "last_day",
    "open_questions",
    "order_of",
    "preview",
    "queue",
    "ranking",
    "standing_places",
    "submissions_in",
    "ties",
    "usual_most",
]
