"""What is typed while judging: criteria, declarations, sheets, rulings."""

from scoring.forms.criteria import CopyForm, CopyRoundForm, CriteriaFormSet
from scoring.forms.decisions import RulingForm, TieForm
from scoring.forms.declaration import ConflictForm, StatementForm
from scoring.forms.sheet import Filled, Place, SheetForm, filled_of, place_label

__all__ = [
    "ConflictForm",
    "CopyForm",
    "CopyRoundForm",
    "CriteriaFormSet",
    "Filled",
    "Place",
    "RulingForm",
    "SheetForm",
    "StatementForm",
    "TieForm",
    "filled_of",
    "place_label",
]
