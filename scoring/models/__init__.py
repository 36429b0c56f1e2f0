"""How it is judged: rounds and criteria, who judges what, sheets and marks, what came out."""

from scoring.models.assignments import Assignment, Conflict, Declaration
from scoring.models.results import Standing, TiePlace, TieRuling
from scoring.models.rounds import FULL_POINTS, Criterion, Round
from scoring.models.sharing import ConflictQuestion, Draw, LoadLimit, Sharing
from scoring.models.sheets import Mark, Sheet

__all__ = [
    "FULL_POINTS",
    "Assignment",
    "Conflict",
    "ConflictQuestion",
    "Criterion",
    "Declaration",
    "Draw",
    "LoadLimit",
    "Mark",
    "Round",
    "Sharing",
    "Sheet",
    "Standing",
    "TiePlace",
    "TieRuling",
]
