"""How it is judged: rounds and criteria, who judges what, sheets and marks, what came out."""

from scoring.models.assignments import Assignment, Conflict, Declaration
from scoring.models.results import Standing, TiePlace, TieRuling
from scoring.models.rounds import FULL_POINTS, Anchor, Criterion, Round
from scoring.models.sheets import Evidence, Mark, Sheet, SheetVersion

__all__ = [
    "FULL_POINTS",
    "Anchor",
    "Assignment",
    "Conflict",
    "Criterion",
    "Declaration",
    "Evidence",
    "Mark",
    "Round",
    "Sheet",
    "SheetVersion",
    "Standing",
    "TiePlace",
    "TieRuling",
]
