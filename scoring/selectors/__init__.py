"""Page-sized reads of rounds: who has marked what, and what the order is."""

from scoring.selectors.conflicts import Known, declared_before, known_conflicts, open_questions
from scoring.selectors.cut import Cut
from scoring.selectors.ladder import (
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
    histogram,
    own_marks,
    pace,
    total_of,
)
from scoring.selectors.progress import (
    Completeness,
    JudgeProgress,
    completeness,
    declaration_of,
    queue,
)
from scoring.selectors.ranking import Place, Tie, in_order, order_of, ranking, standing_places, ties
from scoring.selectors.rounds import judges_of, last_day, submissions_in
from scoring.selectors.selection import declared, rules_are_open, rules_of
from scoring.selectors.sharing import (
    Committee,
    NoPanelsError,
    Preview,
    committee_of,
    coverage,
    drawn,
    preview,
    short_panels,
    usual_most,
    waits_for_draw,
)

__all__ = [
    "Committee",
    "Completeness",
    "Cut",
    "Entrant",
    "Histogram",
    "JudgeProgress",
    "Known",
    "Marks",
    "NoPanelsError",
    "OwnMarks",
    "Place",
    "Preview",
    "Rung",
    "Tie",
    "Verdict",
    "committee_of",
    "completeness",
    "coverage",
    "decision_words",
    "declaration_of",
    "declared",
    "declared_before",
    "drawn",
    "histogram",
    "in_order",
    "judges_of",
    "known_conflicts",
    "ladder_of",
    "last_day",
    "open_questions",
    "order_of",
    "own_marks",
    "pace",
    "preview",
    "queue",
    "ranking",
    "rules_are_open",
    "rules_of",
    "rung_words",
    "short_panels",
    "standing_places",
    "submissions_in",
    "ties",
    "total_of",
    "usual_ladder",
    "usual_most",
    "waits_for_draw",
]
