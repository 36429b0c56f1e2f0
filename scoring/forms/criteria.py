from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from scoring.models import FULL_POINTS, Criterion
from scoring.services import CriterionRow
from selection_site.lib.fields import ThaiTextField, WholeNumberField
from submissions.models import Call

MOST_CRITERIA = 30


class CriterionForm(forms.Form):
    name = ThaiTextField(label=_("Criterion"), max_length=200)
    points = WholeNumberField(
        label=_("Most points"),
        min_value=1,
        max_value=FULL_POINTS,
        widget=forms.TextInput(attrs={"data-width": "short", "data-points": FULL_POINTS}),
    )
    guidance = ThaiTextField(
        label=_("What to look at"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class BaseCriteriaFormSet(BaseFormSet[CriterionForm]):
    """A round's criteria in the order of the page."""

    def rows(self) -> list[CriterionRow]:
        """What was typed, without the rows that were taken away."""
        return [
            CriterionRow(**{name: form.cleaned_data[name] for name in CriterionRow._fields})
            for form in self.ordered_forms
            if form.cleaned_data.get("name")
        ]


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
    def __init__(self, data: Any, *, criteria: Iterable[Criterion]) -> None:
        now = [{name: getattr(row, name) for name in CriterionRow._fields} for row in criteria]
        super().__init__(data, initial=now, prefix="criteria")


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
