"""Days off that the list of holidays does not know: the cabinet declares some late."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from groups import rules
from groups.models import DayOff, User
from groups.services.audit import record
from selection_site.lib import dates, workdays
from selection_site.lib.new_rows import save_new


class DayOffRefusedError(Exception):
    """The day cannot be a day off, or not by this person."""


def _check(by: User) -> None:
    if not rules.may_set_days_off(by):
        raise DayOffRefusedError(
            _("Only the department's staff may do this. Your post does not let you.")
        )


@transaction.atomic
def add_day_off(day: date, name: str, *, by: User) -> DayOff:
    """Have reminders keep away from a day; those that fall on it move to a working day.

    Raises DayOffRefusedError for whoever is not staff and for a day that is off already, so a
    second run is refused.
    """
    _check(by)
    if why := workdays.why_off(day, {}):
        raise DayOffRefusedError(
            _("%(day)s is a day off already (%(why)s).") % {"day": dates.localized(day), "why": why}
        )
    row = DayOff(day=day, name=name, added_by=by)
    save_new(row)
    record("add_day_off", row, by=by, detail={"day": day.isoformat(), "name": name})
    return row


@transaction.atomic
def remove_day_off(pk: int, *, by: User) -> None:
    """Make the day a working day again; one that is gone already changes nothing.

    Raises DayOffRefusedError for whoever is not staff.
    """
    _check(by)
    row = DayOff.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        return
    record("remove_day_off", row, by=by, detail={"day": row.day.isoformat(), "name": row.name})
    row.delete()
