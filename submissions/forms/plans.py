"""The pages of the plan: one form for a section's own fields, one for its rows."""

import math
from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.forms import BaseFormSet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selection_site.lib.fields import NumberField
from submissions.enums import Section
from submissions.forms.fields import typed_field
from submissions.forms.plan_layouts import LAYOUTS
from submissions.forms.plan_words import HINTS, ROWS_WORDS
from submissions.models import Activity, Business, BusinessPlan
from submissions.models.plans import PlanRow
from submissions.selectors import (
    PARTS,
    REQUIRED_IN_ROWS,
    Content,
    Known,
    answers,
    digests,
    known_of,
    known_text,
    months,
    row_fields,
)
from submissions.selectors.content import plain
from submissions.selectors.diff import matched
from submissions.selectors.plan_rules import NOT_MORE, is_needed
from submissions.services import PlanValues

MOST_ROWS = 60


class SectionForm(forms.ModelForm[BusinessPlan]):
    """A section's own fields. Everything may wait while the plan is a draft."""

    known = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = BusinessPlan
        fields: tuple[str, ...] = ()
        formfield_callback = typed_field

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag, self.helper.disable_csrf = False, True
        self.helper.form_show_errors = False  # the page lists those of the rows with them
        self.helper.layout = Layout("known", *(LAYOUTS.get(section) or PARTS[section].fields))
        for name in PARTS[section].fields:
            self.fields[name].help_text = HINTS.get(name, "")
            mark_needed(self.fields[name], is_needed(section, name))
        for rule in NOT_MORE:
            if rule.section == section:
                self.fields[rule.name].widget.attrs["data-not-more"] = f"id_{rule.than}"


class RowForm(forms.ModelForm[PlanRow]):
    """One row of a repeating part. `year` is the fiscal year whose months it may name."""

    class Meta:
        formfield_callback = typed_field

    def __init__(self, *args: Any, year: int, needed: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        for name, field in self.fields.items():
            mark_needed(field, field.required or name in needed or name == "priority")


class BusinessForm(RowForm):
    """A business; what it is called comes first, and three years of a figure stand in one row."""

    field_order = ("name", "kind", "started_year", "capital_baht", "employed")


class ActivityForm(RowForm):
    """An activity, in months of the fiscal year."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "–"), *((month.number, month.short) for month in months(self.year))]
        for name in ("first_month", "last_month"):
            cast("forms.ChoiceField", self.fields[name]).choices = choices

    def clean(self) -> dict[str, Any] | None:
        """Say at the last month that it comes too early, naming both."""
        first, last = (self.cleaned_data.get(name) for name in ("first_month", "last_month"))
        if first and last and last < first:
            names = {month.number: month.name for month in months(self.year)}
            sentence = _("%(last)s comes before %(first)s. Choose %(first)s or a later month.")
            self.add_error("last_month", sentence % {"first": names[first], "last": names[last]})
        return self.cleaned_data


FORMS: dict[type[PlanRow], type[RowForm]] = {Business: BusinessForm, Activity: ActivityForm}


def mark_needed(field: forms.Field, needed: bool) -> None:
    """A needed field may be empty in a draft, so it is not required, and yet not optional.

    Its bounds go with it, so that `js/rules.js` hints by the numbers that the server refuses by.
    """
    vars(field)["needed"] = needed
    if isinstance(field, NumberField):
        limits = {"data-least": field.min_value, "data-most": field.max_value}
        for name, limit in limits.items():
            field.widget.attrs[name] = field.show(limit).replace(",", "")


@cache
def section_form(section: Section) -> type[SectionForm]:
    made = forms.modelform_factory(BusinessPlan, form=SectionForm, fields=PARTS[section].fields)
    return cast("type[SectionForm]", made)


@cache
def row_formset(section: Section) -> type[BaseFormSet[RowForm]]:
    model = PARTS[section].model
    if model is None:
        raise ValueError(f"{section} has no rows")
    base = FORMS.get(model, RowForm)
    made = forms.modelform_factory(model, form=base, fields=row_fields(model))
    form = cast("type[RowForm]", made)
    return forms.formset_factory(
        form, extra=1, can_delete=True, can_order=True, max_num=MOST_ROWS,
        absolute_max=2 * MOST_ROWS, validate_max=True,
    )  # fmt: skip


def _order(row: dict[str, Any]) -> float:
    """The place that the row was moved to; one without a place stays behind those that have one."""
    place = row["ORDER"]
    return math.inf if place is None else float(place)


def _is_taken_away(row: RowForm) -> bool:
    return not row.has_changed() or bool(row.cleaned_data.get("DELETE"))


def _said(row: RowForm, names: Sequence[str]) -> Content:
    """What a typed row says, as a content holds it; what cannot be read as it was typed."""
    return {
        name: plain(row.cleaned_data[name]) if name in row.cleaned_data else row[name].data
        for name in names
    }


# What `js/rules.js` says at once where a rule speaks against a figure; the server decides.
HINTS_OF_RULES = {
    "too_little": NumberField.default_error_messages["min_value"],
    "too_much": NumberField.default_error_messages["max_value"],
    "not_more": gettext_lazy(
        "%(value)s is more than “%(than)s”, which is %(limit)s: correct one of the two."
    ),
}


class SectionForms:
    """All that can be typed on the page of one section: its own fields and its rows."""

    def __init__(self, section: Section, plan: BusinessPlan, data: QueryDict | None = None) -> None:
        part = PARTS[section]
        self.part, self.data, self.is_stale = part, data, False
        self.words = ROWS_WORDS.get(section)
        self.hints = HINTS_OF_RULES
        self.form = section_form(section)(data, instance=plan, section=section)
        self.rows: BaseFormSet[RowForm] | None = None
        if part.model is not None:
            # What was typed stands for itself: a row that equals a saved one is no empty row.
            blank = plan._state.adding or data is not None
            saved = [] if blank else list(getattr(plan, part.rows).values())
            needed = REQUIRED_IN_ROWS.get(section, ())
            asked = {"year": plan.submission.call.year, "needed": needed}
            self.rows = row_formset(section)(
                data, initial=saved, prefix=part.rows, form_kwargs=asked
            )
        if data is None:
            self.form.initial["known"] = known_text(digests(answers(plan, part)))

    @property
    def all(self) -> list[forms.BaseForm | BaseFormSet[RowForm]]:
        return [self.form] if self.rows is None else [self.form, self.rows]

    def is_valid(self) -> bool:
        """Both are looked at, so that every error shows at once."""
        checked = [part.is_valid() for part in self.all]
        return all(checked)

    @property
    def known(self) -> Known:
        """What the page knew of the answers when they were typed over."""
        return known_of(self.form.cleaned_data["known"])

    @property
    def values(self) -> PlanValues:
        """What was typed, as the service takes it; rows left empty and taken away are gone."""
        own = {name: self.form.cleaned_data[name] for name in self.part.fields}
        if self.rows is None:
            return own
        filled = (row.cleaned_data for row in self.rows if row.cleaned_data)
        kept = sorted((row for row in filled if not row["DELETE"]), key=_order)
        names = row_fields(self.rows.form._meta.model)
        return {**own, self.part.rows: [{name: row[name] for name in names} for row in kept]}

    def places_now(self, content: Content) -> dict[int, int]:
        """Which typed row each row of `content` has become, both counted from 0; rows that are
        gone are left out. Rows are known by what they say.
        """
        if self.rows is None or self.part.model is None:
            return {}
        names = row_fields(self.part.model)
        kept = [place for place, row in enumerate(self.rows) if not _is_taken_away(row)]
        said = [_said(self.rows[place], names) for place in kept]
        pairs = matched(content[self.part.rows], said, self.part.model)
        return {
            before: kept[after]
            for before, after in pairs
            if before is not None and after is not None
        }

    def open_anew(self, plan: BusinessPlan, names: Sequence[str]) -> None:
        """Let these answers be saved over what is stored now, which the writer is shown."""
        now = digests(answers(plan, self.part))
        changed = self.data.copy() if self.data else QueryDict(mutable=True)
        changed["known"] = known_text({**self.known, **{name: now.get(name, "") for name in names}})
        self.form.data = changed
        self.is_stale = True
