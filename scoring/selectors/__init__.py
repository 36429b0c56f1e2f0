"""Page-sized reads of rounds: who has marked what, and what the order is."""

from scoring.selectors.cut import Cut
from scoring.selectors.entrants import open_conflicts
from scoring.selectors.ladder import (
    Decision,
    Entrant,
    Rung,
    Verdict,
    decision_words,
    ladder_of,
    rung_words,
    usual_ladder,
)
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
from scoring.selectors.ranking import Place, Tie, in_order, order_of, ranking, standing_places, ties
from scoring.selectors.rounds import judges_of, last_day, own_province_pks, submissions_in
from scoring.selectors.selection import Rules, cut_of, declared, rules_are_open, rules_of

__all__ = [
    "Completeness",
    "Cut",
    "Decision",
    "Entrant",
    "GroupProgress",
    "Histogram",
    "JudgeProgress",
    "Marks",
    "OwnMarks",
    "Pace",
    "Place",
    "Queue",
    "Rules",
    "Rung",
    "Tie",
    "Verdict",
    "completeness",
    "cut_of",
    "decision_words",
    "declaration_of",
    "declared",
    "histogram",
    "in_order",
    "judges_of",
    "ladder_of",
    "last_day",
    "open_conflicts",
    "order_of",
    "own_marks",
    "own_province_pks",
    "pace",
    "queue",
    "ranking",
    "rules_are_open",
    "rules_of",
    "rung_words",
    "standing_places",
    "submissions_in",
    "ties",
    "total_of",
    "usual_ladder",
]
