"""Which box a column of the plan is typed into."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from selection_site.lib.fields import (
    BahtField,
    BEDateField,
    PhoneField,
    QuantityField,
    SatangField,
    ThaiTextField,
    WholeNumberField,
    YearField,
)
from submissions.selectors import privacy

MOST_BAHT = 999_999_999_999
SHORT = {"data-width": "short"}
BAHT = {**SHORT, "data-suffix": _("baht")}


PEOPLE = _("persons")
UNITS = {
    "households_joined": _("households"),
    "households_total": _("households"),
    **dict.fromkeys(
        ("ordinary_members", "associate_members", "honorary_members", "expected_jobs",
         "expected_welfare_people"),
        PEOPLE,
    ),
}  # fmt: skip


class NoticeField(forms.BooleanField):
    """A tick under the notice on pictures of persons; what is kept is the version of its text."""

    def to_python(self, value: object) -> Any:
        return privacy.CURRENT if super().to_python(value) else ""

    def prepare_value(self, value: object) -> object:
        return value is True or value == privacy.CURRENT


def typed_field(column: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """The box for a column: its label, its unit, and what may be typed into it."""
    kwargs |= {"label": capfirst(column.verbose_name), "required": not column.blank}
    if column.choices or not column.editable:
        return column.formfield(**kwargs)
    return _by_name(column, kwargs) or _by_type(column, kwargs)


def _by_name(column: models.Field[Any, Any], kwargs: dict[str, Any]) -> forms.Field | None:
    unit = column.name.rpartition("_")[2]
    if unit == "satang":
        return SatangField(min_value=1, widget=_box(BAHT), **kwargs)
    if unit == "baht":
        below_zero = not isinstance(column, models.PositiveBigIntegerField)
        least = -MOST_BAHT if below_zero else 0
        return BahtField(min_value=least, max_value=MOST_BAHT, widget=_box(BAHT), **kwargs)
    if unit == "percent":
        percent = {**SHORT, "data-suffix": "%"}
        return WholeNumberField(max_value=100, widget=_box(percent), **kwargs)
    return BY_NAME[column.name](kwargs) if column.name in BY_NAME else None


BY_NAME = {
    **dict.fromkeys(
        ("contribution", "answer"),
        lambda kwargs: ThaiTextField(
            max_length=400, widget=forms.Textarea(attrs={"rows": 2}), **kwargs
        ),
    ),
    "privacy_version": lambda kwargs: NoticeField(**{**kwargs, "required": False}),
    **dict.fromkeys(
        ("first_month", "last_month"),
        lambda kwargs: forms.TypedChoiceField(coerce=int, **kwargs),
    ),
    "telephone": lambda kwargs: PhoneField(
        max_length=40, widget=_box({"data-width": "medium"}), **kwargs
    ),
    "started_year": lambda kwargs: YearField(widget=_box(SHORT), **kwargs),
    # Left empty, a line comes after those that have a number.
    "priority": lambda kwargs: WholeNumberField(
        min_value=1, max_value=99, widget=_box(SHORT), **{**kwargs, "required": False}
    ),
    "quantity": lambda kwargs: QuantityField(
        min_value=Decimal("0.01"), max_value=Decimal(9_999_999), widget=_box(SHORT), **kwargs
    ),
}


def _by_type(column: models.Field[Any, Any], kwargs: dict[str, Any]) -> forms.Field | None:
    match column:
        case models.BooleanField():
            return forms.BooleanField(**{**kwargs, "required": False})
        case models.DateField():
            return BEDateField(widget=_box(SHORT), **kwargs)
        case models.DecimalField():
            most = Decimal(10) ** 12
            return QuantityField(min_value=-most, max_value=most, widget=_box(SHORT), **kwargs)
        case models.IntegerField():
            unit = {"data-suffix": UNITS[column.name]} if column.name in UNITS else {}
            return WholeNumberField(widget=_box(SHORT | unit), **kwargs)
        case models.TextField():
            area = forms.Textarea(attrs={"rows": 3})
            return ThaiTextField(widget=area, max_length=column.max_length, **kwargs)
    return ThaiTextField(max_length=column.max_length, **kwargs)


def _box(attrs: dict[str, Any]) -> forms.TextInput:
    return forms.TextInput(attrs=attrs)
