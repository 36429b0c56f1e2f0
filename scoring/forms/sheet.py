from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from scoring.models import Criterion, Sheet
from selection_site.lib.fields import PointsField, ThaiTextField


class SheetForm(forms.Form):
    """A score sheet: points for each criterion, a private note and a comment to the group.

    `is_complete` asks for every criterion's points, as handing in does.
    """

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    note = ThaiTextField(
        label=_("Private note"),
        help_text=_("Nobody but you reads it."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    comment = ThaiTextField(
        label=_("Comment to the group"),
        help_text=_("What it does well, and what would make the plan better."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, data: Any, *, sheet: Sheet, criteria: Iterable[Criterion], is_complete: bool
    ) -> None:
        given = {mark.criterion_id: mark.points for mark in sheet.marks.all()}
        initial: dict[str, object] = {
            "revision": sheet.revision,
            "note": sheet.note,
            "comment": sheet.comment,
        }
        self.names = {f"points-{criterion.pk}": criterion.pk for criterion in criteria}
        super().__init__(data, initial=initial, use_required_attribute=False)
        for criterion in criteria:
            name = f"points-{criterion.pk}"
            self.initial[name] = given.get(criterion.pk)
            self.fields[name] = points_field(criterion, is_needed=is_complete)

    def clean(self) -> dict[str, Any]:
        """A draft may leave points open; still no label calls them optional."""
        for name in self.names:
            self.fields[name].required = True
        return self.cleaned_data

    @property
    def points(self) -> list[BoundField]:
        return [self[name] for name in self.names]

    @property
    def marks(self) -> dict[int, Decimal]:
        """The points that were typed, by criterion."""
        typed = {pk: self.cleaned_data.get(name) for name, pk in self.names.items()}
        return {pk: points for pk, points in typed.items() if points is not None}


def points_field(criterion: Criterion, *, is_needed: bool) -> PointsField:
    most = {"points": criterion.points}
    return PointsField(
        label=criterion.name,
        help_text=criterion.guidance,
        required=is_needed,
        max_value=criterion.points,
        error_messages={"required": _("Give 0 to %(points)d points.") % most},
        widget=forms.TextInput(
            attrs={
                "data-width": "short",
                "data-points": criterion.points,
                "data-suffix": _("of %(points)d") % most,
            }
        ),
    )
