from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from scoring.enums import EvidenceKind
from scoring.forms.parts import (
    MOST_LEVELS,
    MOST_PLACES,
    Filled,
    Part,
    anchors_of,
    places_of,
)
from scoring.models import Criterion
from scoring.selectors import Marks, OwnMarks
from scoring.services import AnchorRow, Cited
from selection_site.lib.fields import PointsField, ThaiTextField

LONGEST_CLIP = 24 * 60 * 60


class EvidenceField(forms.MultipleChoiceField):
    """Places that were cited: `clip:134` is a moment in seconds, `plan:aims` a section."""

    def __init__(self, criterion: Criterion, sections: Iterable[str]) -> None:
        super().__init__(required=False, label=_("Evidence"))
        self.criterion = criterion
        self.sections = set(sections)

    def valid_value(self, value: str) -> bool:
        kind, _colon, place = value.partition(":")
        if kind == EvidenceKind.PLAN:
            return place in self.sections
        if kind != EvidenceKind.CLIP or not (place.isascii() and place.isdigit()):
            return False
        return len(place) < 6 and int(place) <= LONGEST_CLIP

    def clean(self, value: Any) -> list[str]:
        """Each place once; what would be too many is refused, for no place goes without a word."""
        places = list(dict.fromkeys(super().clean(value)))
        if len(places) > MOST_PLACES:
            raise forms.ValidationError(
                _(
                    "“%(criterion)s”: %(count)d places are ticked as evidence, %(most)d are kept "
                    "at most. Untick those that matter least."
                ),
                params={
                    "criterion": self.criterion.name,
                    "count": len(places),
                    "most": MOST_PLACES,
                },
            )
        return places


class Levels(forms.RadioSelect):
    """The buttons of a scale. A label lies around each: ids would be a fortieth of the page."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        option["attrs"] = {"checked": True} if option["selected"] else {}
        return option


class SheetForm(forms.Form):
    """A score sheet: a mark for each criterion, evidence, a private note, a comment to the group.

    `is_complete` asks for every criterion, as handing in does; `is_change` for a reason.
    """

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    seconds = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    reason = ThaiTextField(
        label=_("Reason for the change"),
        help_text=_("It is kept with both versions. Nobody reads it before the round is closed."),
        max_length=1000,
        error_messages={"required": _("Write why you change a sheet that was handed in.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    comment = ThaiTextField(
        label=_("Comment to the group"),
        help_text=_("What it does well, and what would make the plan better."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = ThaiTextField(
        label=_("Private note"),
        help_text=_("Nobody but you reads it."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        data: Any,
        *,
        filled: Filled,
        criteria: Iterable[Criterion],
        sections: Sequence[tuple[str, str]] = (),
        is_complete: bool,
        is_change: bool = False,
    ) -> None:
        initial: dict[str, object] = {
            "revision": filled.revision,
            "note": filled.note,
            "comment": filled.comment,
        }
        super().__init__(data, initial=initial, use_required_attribute=False)
        self.criteria = {criterion.pk: criterion for criterion in criteria}
        self.sections = dict(sections)
        self.is_complete = is_complete
        if not is_change:
            del self.fields["reason"]
        for criterion in self.criteria.values():
            self._add(criterion, filled)

    def _add(self, criterion: Criterion, filled: Filled) -> None:
        pk = criterion.pk
        self.initial[f"points-{pk}"] = filled.marks.get(pk)
        self.fields[f"points-{pk}"] = points_field(criterion)
        if criterion.allows_cannot_judge:
            self.initial[f"cannot-{pk}"] = pk in filled.marks and filled.marks[pk] is None
            self.fields[f"cannot-{pk}"] = forms.BooleanField(
                label=_("I cannot judge this"), required=False
            )
        cited = [f"{row.kind}:{row.place}" for row in filled.evidence if row.criterion == pk]
        self.initial[f"evidence-{pk}"] = cited
        self.fields[f"evidence-{pk}"] = EvidenceField(criterion, self.sections)

    def clean(self) -> dict[str, Any]:
        """A criterion has a mark or is left out, never both; a sheet handed in leaves none open."""
        for pk, criterion in self.criteria.items():
            name = f"points-{pk}"
            if name in self.errors:
                continue
            given = self.cleaned_data.get(name) is not None
            left_out = bool(self.cleaned_data.get(f"cannot-{pk}"))
            if given and left_out:
                self.add_error(name, _("Give a mark or tick 'I cannot judge this', not both."))
            elif self.is_complete and not given and not left_out:
                most = {"points": criterion.scale}
                self.add_error(name, _("Give 0 to %(points)d points.") % most)
        return self.cleaned_data

    @property
    def points(self) -> list[BoundField]:
        return [self[f"points-{pk}"] for pk in self.criteria]

    @property
    def marks(self) -> Marks:
        """The marks that were given, by criterion; None says 'cannot judge'."""
        given = {pk: self.cleaned_data.get(f"points-{pk}") for pk in self.criteria}
        return {
            pk: mark
            for pk, mark in given.items()
            if mark is not None or self.cleaned_data.get(f"cannot-{pk}")
        }

    @property
    def evidence(self) -> list[Cited]:
        found = []
        for pk in self.criteria:
            for token in self.cleaned_data.get(f"evidence-{pk}") or []:
                kind, _colon, place = token.partition(":")
                found.append(Cited(pk, EvidenceKind(kind), place))
        return found

    def parts(
        self,
        own: OwnMarks | None = None,
        anchors: Mapping[int, Sequence[AnchorRow]] | None = None,
    ) -> list[Part]:
        """The criteria in the order of the sheet, each with all that stands around it.

        `anchors` stand in for those in the database where criteria are not saved yet.
        """
        parts, heading = [], ""
        for pk, criterion in self.criteria.items():
            parts.append(
                Part(
                    criterion,
                    criterion.group if criterion.group != heading else "",
                    list(anchors[pk] if anchors is not None else anchors_of(criterion)),
                    self[f"points-{pk}"],
                    self[f"cannot-{pk}"] if criterion.allows_cannot_judge else None,
                    places_of(self[f"evidence-{pk}"].value() or [], self.sections),
                    f"evidence-{pk}",
                    own.by_criterion[pk] if own else None,
                )
            )
            heading = criterion.group
        return parts


def points_field(criterion: Criterion) -> PointsField:
    """The mark of one criterion: buttons for a short scale, a box for a long one."""
    most = {"points": criterion.scale}
    widget: forms.Widget
    if len(criterion.levels) > MOST_LEVELS:
        attrs = {
            "data-width": "short",
            "data-points": criterion.scale,
            "aria-labelledby": f"criterion-{criterion.pk}",
        }
        widget = forms.TextInput(attrs=attrs)
    else:
        levels = [f"{level.normalize():f}" for level in criterion.levels]
        widget = Levels(choices=[(level, level) for level in levels])
    field = PointsField(
        label=criterion.name,
        help_text=criterion.guidance,
        required=False,
        step=str(criterion.step),
        max_value=criterion.scale,
        widget=widget,
        error_messages={"required": _("Give 0 to %(points)d points.") % most},
    )
    vars(field)["needed"] = True  # in the end, though a draft may leave it open
    return field
