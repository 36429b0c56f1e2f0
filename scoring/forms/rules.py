from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from scoring.enums import SelectionMode, TieStep
from scoring.models import MOST_CARRIED_PERCENT, Round
from scoring.selectors import Rung, ladder_of
from selection_site.lib.fields import WholeNumberField

MOST_STEPS = 10


class RulesForm(forms.Form):
    """How a year shares out places, and what of round 1 counts in round 2."""

    mode = forms.ChoiceField(
        label=_("How places are shared out"),
        choices=SelectionMode.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "With a quota each of the country's clusters has the same number of places, for its "
            "best; what a cluster cannot fill goes to the best remaining in the country."
        ),
    )
    carried_percent = WholeNumberField(
        label=_("Share of round 1 in the score of round 2"),
        min_value=0,
        max_value=MOST_CARRIED_PERCENT,
        help_text=_("0 where round 2 begins anew, at most 50."),
        widget=forms.TextInput(
            attrs={"data-suffix": "%", "inputmode": "numeric", "data-width": "short"}
        ),
    )


class LadderForm(forms.Form):
    """The steps that order equal scores, first to last."""

    def __init__(self, data: Any = None, *, round_: Round) -> None:
        super().__init__(data, prefix="ladder")
        steps = ladder_of(round_)
        criteria = [
            (
                f"criterion-{one.position}",
                _("Higher mean of criterion %(number)d: %(name)s")
                % {"number": one.position, "name": one.name},
            )
            for one in round_.criteria.all()
        ]
        others = [(step.value, step.label) for step in TieStep if step != TieStep.CRITERION]
        for number in range(1, MOST_STEPS + 1):
            rung = steps[number - 1] if number <= len(steps) else None
            self.fields[f"step-{number}"] = forms.ChoiceField(
                label=_("Step %(number)d") % {"number": number},
                choices=[("", _("No more step")), *criteria, *others],
                required=False,
                initial=written(rung) if rung else "",
            )
            # An empty step says so itself: 'optional' beside each would say it ten times more.
            vars(self.fields[f"step-{number}"])["needed"] = True

    @property
    def steps(self) -> list[BoundField]:
        return list(self)

    @property
    def rungs(self) -> list[Rung]:
        """What was chosen, in its order; empty choices are left out."""
        return [read(value) for value in self.cleaned_data.values() if value]


def written(rung: Rung) -> str:
    return f"{rung.kind}-{rung.criterion}" if rung.criterion else str(rung.kind)


def read(value: str) -> Rung:
    kind, _dash, number = value.partition("-")
    return Rung(TieStep(kind), int(number) if number else None)
