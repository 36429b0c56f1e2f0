"""What is typed while judging: criteria, declarations, sheets, rulings."""

from scoring.forms.criteria import CopyForm, CriteriaFormSet
from scoring.forms.decisions import RulingForm, TieForm
from scoring.forms.declaration import ConflictForm, StatementForm
from scoring.forms.sheet import SheetForm

__all__ = [
    "ConflictForm",
    "CopyForm",
    "CriteriaFormSet",
    "RulingForm",
    "SheetForm",
    "StatementForm",
    "TieForm",
]
