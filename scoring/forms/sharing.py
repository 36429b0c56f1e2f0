from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import User
from scoring.models import Sharing
from scoring.selectors import usual_most
from selection_site.lib.fields import WholeNumberField

_NUMBER = {"data-width": "short"}
EVERYBODY, PANELS = "everybody", "panels"


class SharingForm(forms.Form):
    """Whether everybody judges everything, or so many members each group."""

    mode = forms.ChoiceField(
        label=_("Who judges what"),
        choices=[
            (EVERYBODY, _("Every member judges every group (fairest, and the usual way)")),
            (PANELS, _("Some members judge each group, chosen by a draw")),
        ],
        widget=forms.RadioSelect,
    )
    each = WholeNumberField(
        label=_("Members for each group"),
        help_text=_("Three or more, so that members can be compared with each other."),
        required=False,
        min_value=1,
        widget=forms.TextInput(attrs=_NUMBER),
    )
    most = WholeNumberField(
        label=_("Most groups for a member"),
        help_text=_("Leave empty for a fifth more than an even share."),
        required=False,
        min_value=1,
        widget=forms.TextInput(attrs=_NUMBER),
    )

    def __init__(
        self, data: Any, *, sharing: Sharing | None, judges: Sequence[User], groups: int
    ) -> None:
        initial: dict[str, Any] = {"mode": PANELS if sharing else EVERYBODY}
        if sharing:
            initial |= {"each": sharing.each, "most": sharing.most}
        super().__init__(data, initial=initial)
        self.judges, self.groups = judges, groups
        vars(self.fields["each"])["needed"] = True  # where a draw is chosen
        own = dict(sharing.limits.values_list("judge", "most")) if sharing else {}
        for judge in judges:
            self.fields[f"limit-{judge.pk}"] = WholeNumberField(
                label=str(judge),
                required=False,
                min_value=0,
                initial=own.get(judge.pk),
                widget=forms.TextInput(attrs=_NUMBER),
            )

    def clean(self) -> dict[str, Any]:
        """Where groups are shared out, no more members a group than there are."""
        each = self.cleaned_data.get("each")
        if self.cleaned_data.get("mode") == PANELS and "each" not in self.errors:
            if not each:
                self.add_error("each", _("Say how many members judge each group."))
            elif each > len(self.judges):
                text = _("%(each)d members for each group, but the committee has %(count)d.")
                self.add_error("each", text % {"each": each, "count": len(self.judges)})
        return self.cleaned_data

    @property
    def limit_fields(self) -> list[forms.BoundField]:
        return [self[f"limit-{judge.pk}"] for judge in self.judges]

    @property
    def panel_size(self) -> int | None:
        """How many members judge each group; None when all do."""
        return self.cleaned_data["each"] if self.cleaned_data["mode"] == PANELS else None

    @property
    def largest_load(self) -> int:
        usual = usual_most(self.groups, len(self.judges), self.panel_size or 1)
        return self.cleaned_data["most"] or usual

    @property
    def limits(self) -> dict[int, int]:
        typed = {judge.pk: self.cleaned_data[f"limit-{judge.pk}"] for judge in self.judges}
        return {pk: limit for pk, limit in typed.items() if limit is not None}


class DrawForm(forms.Form):
    """The panels that were looked at."""

    seed = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**63 - 1)
    sha256 = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
