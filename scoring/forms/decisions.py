from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from groups.models import User
from scoring.selectors import Tie
from selection_site.lib.fields import ThaiTextField, WholeNumberField


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


class ReasonForm(forms.Form):
    """Why something is done that the minutes or the record must explain."""

    reason = ThaiTextField(
        label=_("Reason, as in the minutes"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class LotForm(forms.Form):
    """What the vote came to, before the lot is drawn for a tie."""

    result = ThaiTextField(
        label=_("What the vote came to, as in the minutes"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, tie: Tie) -> None:
        super().__init__(data, prefix=f"lot-{tie.rank}")
        # It is asked for only where the ladder has a vote before the lot.
        vars(self.fields["result"])["needed"] = True


class TieForm(forms.Form):
    """The order that the committee voted for groups of one tie, with the votes for each.

    `stepped_out` are the members who have no vote on them.
    """

    minutes = ThaiTextField(
        label=_("Item of the minutes"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"data-width": "medium"}),
    )
    reason = ThaiTextField(
        label=_("Reason, as in the minutes"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, tie: Tie, out: Sequence[User] = ()) -> None:
        super().__init__(data, prefix=f"tie-{tie.rank}")
        self.tie = tie
        self.stepped_out = out
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
            self.fields[f"votes-{place.submission.pk}"] = WholeNumberField(
                label=_("Votes for %(group)s") % {"group": group},
                required=False,
                max_value=1000,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "short"}),
            )

    def clean(self) -> dict[str, Any]:
        given = [value for name, value in self.cleaned_data.items() if name.startswith("place-")]
        if len(given) == len(self.tie.places) and len(set(given)) < len(given):
            raise forms.ValidationError(
                _("Two groups have the same place: give each one of its own.")
            )
        votes = [self.cleaned_data.get(f"votes-{pk}") for pk in self.tie.pks]
        if None in votes and any(vote is not None for vote in votes):
            raise forms.ValidationError(
                _("Votes are given for some groups only: write those of every group, or of none.")
            )
        return self.cleaned_data

    @property
    def lot(self) -> LotForm:
        """The form beside it, for when the vote decides nothing."""
        return LotForm(tie=self.tie)

    @property
    def pairs(self) -> list[tuple[BoundField, BoundField]]:
        """Place and votes of each group."""
        return [(self[f"place-{pk}"], self[f"votes-{pk}"]) for pk in self.tie.pks]

    @property
    def order(self) -> list[int]:
        """The keys of the submissions, best first."""
        return sorted(self.tie.pks, key=lambda pk: int(self.cleaned_data[f"place-{pk}"]))

    @property
    def votes(self) -> dict[int, int] | None:
        """The votes for each, None where none were counted."""
        votes = {pk: self.cleaned_data.get(f"votes-{pk}") for pk in self.tie.pks}
        given = {pk: vote for pk, vote in votes.items() if vote is not None}
        return given or None
