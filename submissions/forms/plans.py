"""The pages of the plan: one form for a section's own fields, one for its rows."""

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.forms import BaseFormSet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from submissions.enums import Section
from submissions.forms.fields import typed_field
from submissions.models import BusinessPlan
from submissions.models.plans import PlanRow
from submissions.selectors import (
    PARTS,
    REQUIRED,
    REQUIRED_OF_BUSINESS,
    Known,
    answers,
    digests,
    known_of,
    known_text,
    row_fields,
)
from submissions.selectors.sections import SHARES
from submissions.services import PlanValues

MOST_ROWS = 60

HINTS = {
    "founded_on": _("Day, month and year, for example 12/03/2530."),
    "level": _("As the department assessed it last: 3 is the highest."),
    "telephone": _("Seen only by officers and the committee, never published."),
    "finances_as_of": _("The day of the statement from which the figures below are taken."),
    "profit_baht": _("A loss is written with a minus: -12,000."),
    "businesses_summary": _("Two or three sentences: what they sell, to whom, since when."),
    "vision": _("Where the group wants to be in three years."),
    "product": _("What is made or sold, how much in a month, of what quality or standard."),
    "pricing": _("Prices, and how they were set."),
    "channels": _("Where and how customers buy."),
    "promotion": _("How customers get to know of it."),
    "break_even": _("From what sales on the business earns more than it costs."),
    "monthly_sales_baht": _(
        "What the business is to sell in a month once the plan is carried out."
    ),
}

LAYOUTS = {
    Section.GROUP: Layout(
        Row("house_number", "founded_on", "level"),
        Row("chairperson", "telephone"),
        Row("men", "women"),
        Row("households_joined", "households_total"),
    ),
    Section.FINANCES: Layout(
        "finances_as_of",
        Fieldset(
            _("What the group holds"),
            Row("savings_baht", "special_savings_baht", "deposits_baht"),
            Row("reserve_baht", "cash_baht"),
        ),
        Fieldset(_("Loans"), Row("loans", "loans_baht", "overdue_baht")),
        Fieldset(
            _("Profit, and its shares in percent"),
            "profit_baht",
            Row("dividend_percent", "rebate_percent", "reserve_percent"),
            Row("welfare_percent", "committee_percent", "other_percent"),
        ),
    ),
    Section.FINANCE_PLAN: Layout(
        "own_funds_baht",
        Fieldset(_("Income"), Row("income_1_baht", "income_2_baht", "income_3_baht")),
        Fieldset(_("Expenses"), Row("expense_1_baht", "expense_2_baht", "expense_3_baht")),
        "break_even",
        "payback_months",
    ),
}


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
            mark_needed(self.fields[name], name in (*REQUIRED.get(section, ()), *SHARES))


class RowForm(forms.ModelForm[PlanRow]):
    """One business, indicator or budget line; what it is called comes first."""

    field_order = ("name",)

    class Meta:
        formfield_callback = typed_field

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            mark_needed(field, name in (*REQUIRED_OF_BUSINESS, "priority"))


def mark_needed(field: forms.Field, needed: bool) -> None:
    """A needed field may be empty in a draft, so it is not required, and yet not optional."""
    vars(field)["needed"] = needed


@cache
def section_form(section: Section) -> type[SectionForm]:
    made = forms.modelform_factory(BusinessPlan, form=SectionForm, fields=PARTS[section].fields)
    return cast("type[SectionForm]", made)


@cache
def row_formset(section: Section) -> type[BaseFormSet[RowForm]]:
    model = PARTS[section].model
    if model is None:
        raise ValueError(f"{section} has no rows")
    made = forms.modelform_factory(model, form=RowForm, fields=row_fields(model))
    form = cast("type[RowForm]", made)
    return forms.formset_factory(
        form, extra=1, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
    )


class SectionForms:
    """All that can be typed on the page of one section: its own fields and its rows."""

    def __init__(self, section: Section, plan: BusinessPlan, data: QueryDict | None = None) -> None:
        part = PARTS[section]
        self.part, self.data, self.is_stale = part, data, False
        self.form = section_form(section)(data, instance=plan, section=section)
        self.rows: BaseFormSet[RowForm] | None = None
        if part.model is not None:
            # What was typed stands for itself: a row that equals a saved one is no empty row.
            blank = plan._state.adding or data is not None
            saved = [] if blank else list(getattr(plan, part.rows).values())
            self.rows = row_formset(section)(data, initial=saved, prefix=part.rows)
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
        kept = [row for row in filled if not row["DELETE"]]
        names = row_fields(self.rows.form._meta.model)
        return {**own, self.part.rows: [{name: row[name] for name in names} for row in kept]}

    def open_anew(self, plan: BusinessPlan, names: Sequence[str]) -> None:
        """Let these answers be saved over what is stored now, which the writer is shown."""
        now = digests(answers(plan, self.part))
        changed = self.data.copy() if self.data else QueryDict(mutable=True)
        changed["known"] = known_text({**self.known, **{name: now.get(name, "") for name in names}})
        self.form.data = changed
        self.is_stale = True
