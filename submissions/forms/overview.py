from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.enums import REGIONS
from submissions.enums import BoardState, Stage, TimeLeft


class _PlacesForm(forms.Form):
    """A year, and what narrows it to places; wrong values narrow nothing."""

    year = forms.TypedChoiceField(label=_("Fiscal year"), coerce=int)
    region = forms.ChoiceField(
        label=_("Region"), required=False, choices=[("", _("All regions")), *REGIONS.items()]
    )
    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("Group, district or province")}
        ),
    )

    def __init__(self, *args: object, years: Iterable[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]  # a choice field


class OverviewForm(_PlacesForm):
    """What narrows the list of submissions."""

    stage = forms.ChoiceField(
        required=False, choices=[("", ""), *Stage.choices], widget=forms.HiddenInput
    )


class BoardForm(_PlacesForm):
    """What narrows the monitoring board."""

    left = forms.ChoiceField(
        label=_("Days left"), required=False, choices=[("", _("All")), *TimeLeft.choices]
    )
    state = forms.ChoiceField(
        required=False, choices=[("", ""), *BoardState.choices], widget=forms.HiddenInput
    )
