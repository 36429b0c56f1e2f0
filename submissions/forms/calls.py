from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Row, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from selection_site.lib import dates
from selection_site.lib.fields import BahtField, BEDateField, WholeNumberField, YearField
from submissions.models import Call
from submissions.selectors.calls import DAYS
from submissions.services.calls import TERMS

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_NUMBER = {"data-width": "short"}
_BAHT = {"data-width": "short", "data-suffix": _("baht")}
_GROUPS = {"data-width": "short", "data-suffix": _("groups")}
BAHT_TERMS = ["outstanding_baht", "good_baht", "ceiling_baht", "equipment_from_baht"]
# The record of results does not wait for the follow-up: both follow procurement.
_AFTER = [*pairwise(DAYS[:-1]), ("procurement_due_on", "results_due_on")]
_LATER_THAN = "first_round_ends_on"


class CallForm(forms.ModelForm[Call]):
    """A year's days, places and amounts; once the call is open, its days alone."""

    # Of its own, because the column's field would widen what counts as a year.
    year = YearField(
        label=_("Fiscal year (B.E.)"),
        help_text=_("The year in which it ends, such as 2570."),
        widget=forms.TextInput(attrs=_NUMBER),
    )

    class Meta:
        model = Call
        fields = ["year", *DAYS, *TERMS]
        field_classes = {
            **dict.fromkeys(DAYS, BEDateField),
            **dict.fromkeys(TERMS, WholeNumberField),
            **dict.fromkeys(BAHT_TERMS, BahtField),
        }
        widgets = {
            **{name: forms.TextInput(attrs=_NUMBER) for name in DAYS},
            **{name: forms.TextInput(attrs=_GROUPS) for name in TERMS[:4]},
            **{name: forms.TextInput(attrs=_BAHT) for name in TERMS[4:7]},
            "equipment_from_baht": forms.TextInput(attrs=_BAHT),
            "clip_seconds": forms.TextInput(attrs=_NUMBER | {"data-suffix": _("seconds")}),
        }
        help_texts = {
            "opens_on": _("Such as 7/5/2570."),
            "plans_due_on": _("The department's last day. Provinces may set an earlier one."),
            "equipment_from_baht": _(
                "By the budget rules of the year: 5,000 baht in 2563, 10,000 later. Plans that ask "
                "for more a unit are warned, not stopped."
            ),
            "ceiling_baht": _("All awards together may not cost more."),
        }
        error_messages = {
            "year": {"unique": _("This year has a call already. Open it in the list of calls.")}
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [_card(_("Days"), *[Row(*pair) for pair in _in_pairs(DAYS)])]
        if self.instance.is_open:
            for name in ("year", *TERMS):
                del self.fields[name]
        else:
            places, amounts = TERMS[:4], TERMS[4:7]
            groups = [
                _card(_("Year"), "year"),
                *groups,
                _card(_("Places"), *[Row(*pair) for pair in _in_pairs(places)]),
                _card(_("Amounts"), Row(*amounts), "equipment_from_baht"),
                _card(_("Clip"), "clip_seconds"),
            ]
        self.helper = FormHelper()
        self.helper.layout = Layout(*groups)
        self.helper.add_input(Submit("save", _("Save")))

    def clean(self) -> dict[str, Any] | None:
        """Say at the day itself which one it stands too early against."""
        days: dict[str, date] = {
            name: self.cleaned_data[name] for name in DAYS if self.cleaned_data.get(name)
        }
        for before, after in _AFTER:
            if before in days and after in days and not _follows(days, before, after):
                self.add_error(after, self._too_early(days[after], before, days[before]))
        return self.cleaned_data

    def _too_early(self, day: date, before: str, limit: date) -> str:
        return _("%(day)s is too early: “%(before)s” is on %(limit)s.") % {
            "day": dates.localized(day),
            "before": self.fields[before].label,
            "limit": dates.localized(limit),
        }


def _follows(days: dict[str, date], before: str, after: str) -> bool:
    """Round 1 ends after the day of the plans, everything else not before what it follows."""
    if after == _LATER_THAN:
        return days[after] > days[before]
    return days[after] >= days[before]


def _card(legend: "_StrOrPromise", *fields: object) -> Div:
    return Div(Fieldset(legend, *fields), css_class="card")


def _in_pairs(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [names[place : place + 2] for place in range(0, len(names), 2)]


class ProvinceDayForm(forms.Form):
    """The day by which a province wants its plans."""

    due_on = BEDateField(
        label=_("Plans due at the province"), widget=forms.TextInput(attrs=_NUMBER)
    )
