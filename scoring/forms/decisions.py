from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from scoring.selectors import Tie
from selection_site.lib.fields import ThaiTextField


class RulingForm(forms.Form):
    """The committee's ruling on sheets that are missing."""

    note = ThaiTextField(
        label=_("Ruling on the missing sheets"),
        help_text=_("As it stands in the minutes: why the round goes on without them."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # It is asked for only where sheets are missing, and there it is not optional.
        vars(self.fields["note"])["needed"] = True


class TieForm(forms.Form):
    """The order of groups with one score, and the reason that the minutes give."""

    reason = ThaiTextField(
        label=_("Reason, as in the minutes"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, tie: Tie) -> None:
        super().__init__(data, prefix=f"tie-{str(tie.score).replace('.', '-')}")
        self.tie = tie
        numbers = [(str(number), str(number)) for number in range(1, len(tie.places) + 1)]
        for position, place in enumerate(tie.places, 1):
            group = place.submission.group
            self.fields[f"place-{place.submission.pk}"] = forms.ChoiceField(
                label=f"{group} · {place.submission.province}",
                choices=[("", _("Place")), *numbers],
                initial=str(position) if tie.ruled else "",
                error_messages={"required": _("Give %(group)s its place.") % {"group": group}},
                widget=forms.Select(attrs={"data-width": "short"}),
            )

    def clean(self) -> dict[str, Any]:
        given = [value for name, value in self.cleaned_data.items() if name.startswith("place-")]
        if len(given) == len(self.tie.places) and len(set(given)) < len(given):
            raise forms.ValidationError(
                _("Two groups have the same place: give each one of its own.")
            )
        return self.cleaned_data

    @property
    def places(self) -> list[BoundField]:
        return [field for field in self if field.name != "reason"]

    @property
    def order(self) -> list[int]:
        """The keys of the submissions, best first."""
        pks = [place.submission.pk for place in self.tie.places]
        return sorted(pks, key=lambda pk: int(self.cleaned_data[f"place-{pk}"]))
