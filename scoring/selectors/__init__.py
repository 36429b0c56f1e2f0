"""Page-sized reads of rounds: who has marked what, and what the order is."""

from scoring.selectors.marks import (
    Histogram,
    Marks,
    OwnMarks,
    Pace,
    histogram,
    own_marks,
    pace,
    total_of,
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
from scoring.selectors.rounds import judges_of, last_day, own_province_pks, submissions_in

__all__ = [
    "Completeness",
    "GroupProgress",
    "Histogram",
    "JudgeProgress",
    "Marks",
    "OwnMarks",
    "Pace",
    "Place",
    "Queue",
    "Tie",
    "completeness",
    "declaration_of",
    "histogram",
    "in_order",
    "judges_of",
    "last_day",
    "order_of",
    "own_marks",
    "own_province_pks",
    "pace",
    "queue",
    "ranking",
    "standing_places",
    "submissions_in",
    "ties",
    "total_of",
]
