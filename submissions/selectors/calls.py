"""What stands in the way of opening a call, and what about its roster deserves a look."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.models import Province
from selection_site.lib import clock, dates
from submissions.models import Call

_NAMED = 8


def missing_to_open(call: Call) -> list[str]:
    """One sentence for each thing that must be done before the call can be opened."""
    missing = []
    if not call.submissions.exists():
        missing.append(_("The roster has no group yet: read in the workbook or add groups."))
    if clock.today() > call.plans_due_on:
        missing.append(
            _("Plans would have been due on %(day)s, which has passed: move the days.")
            % {"day": dates.localized(call.plans_due_on)}
        )
    return missing


def roster_warnings(call: Call, more: Iterable[str] = ()) -> list[str]:
    """What is unusual about the roster, with the provinces of `more` groups as if they were on it.

    One group a province is the rule but no law: staff are warned, not stopped.
    """
    codes = [*call.submissions.values_list("province_id", flat=True), *more]
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
