"""A call's days, what stands in the way of opening it, what about its roster deserves a look."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.models import Province
from groups.selectors import days_off
from selection_site.lib import dates, workdays
from submissions.models import Call

DAYS = (
    "opens_on",
    "plans_due_on",
    "first_round_ends_on",
    "second_round_ends_on",
    "allocation_due_on",
    "procurement_due_on",
    "follow_up_due_on",
    "results_due_on",
)
_NAMED = 8


class CallDay(NamedTuple):
    """A day of the year; `off` says why offices are closed on it, else nothing."""

    label: str
    day: date
    off: str


def call_days(call: Call) -> list[CallDay]:
    """The days of a call in the order of the year; one query for the days off."""
    added = days_off()
    return [_call_day(call, name, added) for name in DAYS]


def _call_day(call: Call, name: str, added: Mapping[date, str]) -> CallDay:
    day: date = getattr(call, name)
    label = str(Call._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a column
    return CallDay(label, day, workdays.why_off(day, added))


def missing_to_open(call: Call) -> list[str]:
    """One sentence for each thing that must be done before the call can be opened."""
    missing = []
    if not call.submissions.exists():
        missing.append(_("The roster has no group yet: read in the workbook or add groups."))
    if call.plans_are_over:
        missing.append(
            _("Plans would have been due on %(day)s, which has passed: move the days.")
            % {"day": dates.localized(call.plans_due_on)}
        )
    return missing


def roster_warnings(call: Call, more: Iterable[str] = ()) -> list[str]:
    """What is unusual about the roster, with the provinces of `more` groups as if they were on it.

    One group a province is the rule but no law: staff are warned, not stopped.
    """
    codes = [*call.submissions.taking_part().values_list("province_id", flat=True), *more]
    groups = Counter(codes)
    provinces = list(Province.objects.all())
    without = [str(province) for province in provinces if not groups[province.pk]]
    several = [str(province) for province in provinces if groups[province.pk] > 1]
    warnings = []
    if without:
        warnings.append(_("Provinces without a group: %(names)s.") % {"names": _listed(without)})
    if several:
        warnings.append(
            _("Provinces with more than one group: %(names)s.") % {"names": _listed(several)}
        )
    if len(codes) != call.places_invited:
        warnings.append(
            ngettext(
                "The roster has %(count)d group, the call invites %(places)d.",
                "The roster has %(count)d groups, the call invites %(places)d.",
                len(codes),
            )
            % {"count": len(codes), "places": call.places_invited}
        )
    return warnings


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    if len(names) <= _NAMED:
        return shown
    return _("%(names)s and %(count)d more") % {"names": shown, "count": len(names) - _NAMED}
