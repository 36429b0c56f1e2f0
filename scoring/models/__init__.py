"""How it is judged: rounds and criteria, who judges what, sheets and marks, what came out."""

from scoring.models.assignments import Assignment, Conflict, Declaration
from scoring.models.ladder import MOST_CARRIED_PERCENT, LadderStep, SelectionRules
from scoring.models.meetings import Attendance, Meeting, Minutes, Motion
from scoring.models.replacements import Replacement
from scoring.models.results import Standing, TiePlace, TieRuling
from scoring.models.rounds import FULL_POINTS, Anchor, Criterion, Round
from scoring.models.sharing import ConflictQuestion, Draw, LoadLimit, Sharing
from scoring.models.sheets import Evidence, Mark, Sheet, SheetVersion

__all__ = [
    "FULL_POINTS",
    "MOST_CARRIED_PERCENT",
    "Anchor",
    "Assignment",
    "Attendance",
    "Conflict",
    "ConflictQuestion",
    "Criterion",
    "Declaration",
    "Draw",
    "Evidence",
    "LadderStep",
    "LoadLimit",
    "Mark",
    "Meeting",
    "Minutes",
    "Motion",
    "Replacement",
    "Round",
    "SelectionRules",
    "Sharing",
    "Sheet",
    "SheetVersion",
    "Standing",
    "TiePlace",
    "TieRuling",
]
