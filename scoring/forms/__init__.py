"""What is typed while judging: criteria, declarations, sheets, rulings."""

from scoring.forms.criteria import CopyForm, CopyRoundForm, CriteriaFormSet
from scoring.forms.decisions import LotForm, ReasonForm, RulingForm, TieForm
from scoring.forms.declaration import ConflictForm, StatementForm
from scoring.forms.parts import CitedPlace, Filled, filled_of, place_label
from scoring.forms.ranking import PlacesForm
from scoring.forms.rules import LadderForm, RulesForm
from scoring.forms.sheet import SheetForm

__all__ = [
    "CitedPlace",
    "ConflictForm",
    "CopyForm",
    "CopyRoundForm",
    "CriteriaFormSet",
    "Filled",
    "LadderForm",
    "LotForm",
    "PlacesForm",
    "ReasonForm",
    "RulesForm",
    "RulingForm",
    "SheetForm",
    "StatementForm",
    "TieForm",
    "filled_of",
    "place_label",
]
