import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scoring.models import FULL_POINTS, Anchor, Criterion, Round
from scoring.services import AnchorRow, CriterionRow
from selection_site.lib import thai
from selection_site.lib.fields import ThaiTextField, WholeNumberField
from submissions.models import Call

MOST_CRITERIA = 30
_ANCHOR = re.compile(r"(?P<level>[\d๐-๙]{1,3}(?:\.[\d๐-๙])?)(?:\s*[=:–-]\s*|\s+)(?P<text>\S.*)")


class AnchorsField(ThaiTextField):
    """What marks mean, one a line: the mark, then its words. Thai digits are fine."""

    widget = forms.Textarea

    def clean(self, value: Any) -> tuple[AnchorRow, ...]:
        lines = (line.strip() for line in str(super().clean(value) or "").splitlines())
        return tuple(self._row(line) for line in lines if line)

    def _row(self, line: str) -> AnchorRow:
        match = _ANCHOR.fullmatch(line)
        longest = Anchor._meta.get_field("text").max_length or 0
        if match is None:
            text = gettext("“%(line)s” does not begin with a mark. Write it like: 10 = good")
            raise forms.ValidationError(text % {"line": line}, code="anchor")
        if len(match["text"]) > longest:
            text = gettext("The words for mark %(level)s are longer than %(most)d characters.")
            raise forms.ValidationError(
                text % {"level": match["level"], "most": longest}, code="anchor"
            )
        return Decimal(thai.to_arabic_digits(match["level"])), match["text"]


def written_anchors(anchors: Iterable[AnchorRow]) -> str:
    return "\n".join(f"{level.normalize():f} = {text}" for level, text in anchors)


class CriterionForm(forms.Form):
    name = ThaiTextField(label=_("Criterion"), max_length=200)
    group = ThaiTextField(
        label=_("Heading above it"),
        max_length=Criterion._meta.get_field("group").max_length,
        required=False,
    )
    points = WholeNumberField(
        label=_("Points in the total"),
        max_value=FULL_POINTS,
        required=False,
        widget=forms.TextInput(attrs={"data-width": "short", "data-points": FULL_POINTS}),
    )
    scale = WholeNumberField(
        label=_("Highest mark"),
        help_text=_("Empty: the same as the points. 5 makes a rubric from 0 to 5."),
        min_value=1,
        max_value=FULL_POINTS,
        required=False,
        widget=forms.TextInput(attrs={"data-width": "short"}),
    )
    halves = forms.BooleanField(label=_("Half marks"), required=False)
    allows_cannot_judge = forms.BooleanField(label=_("'I cannot judge this'"), required=False)
    aside = forms.BooleanField(label=_("Outside the total"), required=False)
    guidance = ThaiTextField(
        label=_("What to look at"),
        help_text=_("Sub-points and what belongs to them, in a line or two."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    anchors = AnchorsField(
        label=_("What marks mean"),
        help_text=_("One a line: the mark, then its words, for example: 10 = good"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # It is asked for unless the criterion stands outside the total.
        vars(self.fields["points"])["needed"] = True

    def clean(self) -> dict[str, Any]:
        """What counts has points; what stands outside has a highest mark of its own."""
        given = self.cleaned_data
        if given.get("aside"):
            if not given.get("scale") and "scale" not in self.errors:
                self.add_error("scale", _("Write the highest mark: it has no points."))
        elif not given.get("points") and "points" not in self.errors:
            self.add_error("points", _("Give it 1 point or more, or tick 'Outside the total'."))
        return given


class BaseCriteriaFormSet(BaseFormSet[CriterionForm]):
    """A round's criteria in the order of the page."""

    def rows(self) -> list[CriterionRow]:
        """What was typed, without the rows that were taken away."""
        return [
            row_of(form.cleaned_data)
            for form in self.ordered_forms
            if form.cleaned_data.get("name")
        ]


def row_of(given: dict[str, Any]) -> CriterionRow:
    return CriterionRow(
        given["name"],
        given["guidance"],
        given["points"] or 0,
        group=given["group"],
        scale=given["scale"] or 0,
        halves=given["halves"],
        counts=not given["aside"],
        allows_cannot_judge=given["allows_cannot_judge"],
        anchors=given["anchors"],
    )


_CriteriaFormSet = formset_factory(
    CriterionForm,
    formset=BaseCriteriaFormSet,
    extra=0,
    min_num=1,
    max_num=MOST_CRITERIA,
    absolute_max=MOST_CRITERIA,
    can_delete=True,
    can_order=True,
)


class CriteriaFormSet(_CriteriaFormSet):  # type: ignore[misc, valid-type]  # a class made at run time
    def __init__(self, data: Any, *, rows: Iterable[CriterionRow]) -> None:
        super().__init__(data, initial=[as_typed(row) for row in rows], prefix="criteria")


def as_typed(row: CriterionRow) -> dict[str, object]:
    """A criterion as its form shows it; a scale that is the points is left empty."""
    return {
        **row._asdict(),
        "points": row.points or None,
        "scale": None if row.counts and row.scale == row.points else row.scale,
        "aside": not row.counts,
        "anchors": written_anchors(row.anchors),
    }


class CopyForm(forms.Form):
    """The year whose criteria are taken over."""

    source = forms.ModelChoiceField(
        Call.objects.none(), label=_("Fiscal year"), to_field_name="year", empty_label=None
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Call.objects.filter(rounds__isnull=False).exclude(pk=call.pk).distinct()
        field = self.fields["source"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = others


class CopyRoundForm(forms.Form):
    """The round, of this year or another, whose criteria one round takes over."""

    source = forms.ModelChoiceField(Round.objects.none(), label=_("Round"), empty_label=None)

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "id_round_%s"})
        others = Round.objects.filter(criteria__isnull=False).exclude(pk=round_.pk).distinct()
        field = self.fields["source"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = others.select_related("call").order_by("-call__year", "number")
