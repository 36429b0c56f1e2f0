"""Preparing a year's call, opening it, and moving its days afterwards."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from groups.models import Province, User
from groups.services import record
from selection_site.lib import clock, dates
from selection_site.lib.new_rows import save_new
from submissions import rules
from submissions.models import Call, ProvinceDay
from submissions.selectors.calls import DAYS, missing_to_open
from submissions.selectors.extensions import last_day_of, last_days, still_coming
from submissions.services.reminders import tell_of_opening

TERMS = (
    "places_invited",
    "finalists",
    "outstanding_places",
    "good_places",
    "outstanding_baht",
    "good_baht",
    "ceiling_baht",
    "clip_seconds",
    "equipment_from_baht",
)


class CallRefusedError(Exception):
    """What was asked of a call or its roster is not open to this person, now."""


def require_manager(by: User) -> None:
    """Refuse with CallRefusedError whoever does not manage calls."""
    if not rules.may_manage_calls(by):
        raise CallRefusedError(
            _("Only the department's staff may do this. Your post does not let you.")
        )


def copy_of(call: Call | None, year: int) -> dict[str, object]:
    """The values a new call begins with: those of `call`, its days moved by whole years.

    29 February becomes the 28th where the year has no such day. Without a call to copy only the
    year is known.
    """
    if call is None:
        return {"year": year}
    days = {name: _moved(getattr(call, name), year - call.year) for name in DAYS}
    return {"year": year} | days | {name: getattr(call, name) for name in TERMS}


def _moved(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@transaction.atomic
def create_call(*, by: User, **values: Any) -> Call:
    """Prepare the call of a year; nobody outside the department sees it until it is opened.

    Raises CallRefusedError for whoever is not staff, ValidationError when the values break a
    constraint or the year has a call, so a second run is refused.
    """
    require_manager(by)
    call = Call(**values)
    save_new(call)
    record("create_call", call, by=by, detail={name: _told(values[name]) for name in values})
    return call


@transaction.atomic
def change_call(call: Call, *, by: User, **values: Any) -> Call:
    """Change a call; once it is open only its days, because people act on the rest.

    Raises CallRefusedError for whoever is not staff, for terms of an open call, for the plans' day
    once round 1 is open, and when a province's day or extension would fall outside;
    ValidationError when a constraint breaks. Writing the same values again changes nothing.
    """
    require_manager(by)
    kept = Call.objects.select_for_update().get(pk=call.pk)
    changed = {name: value for name, value in values.items() if getattr(kept, name) != value}
    if not changed:
        return kept
    if kept.is_open and changed.keys() - set(DAYS):
        raise CallRefusedError(
            _("The call of %(year)s is open: its days can be moved, places and amounts are fixed.")
            % {"year": kept.year}
        )
    if kept.plans_closed_at is not None and "plans_due_on" in changed:
        raise CallRefusedError(
            _("Round 1 is open: the plans' day stays. A plan that came now would be in no round.")
        )
    detail = {name: [_told(getattr(kept, name)), _told(changed[name])] for name in changed}
    for name, value in changed.items():
        setattr(kept, name, value)
    kept.full_clean()
    _check_province_days(kept)
    _check_extensions(kept)
    kept.save(update_fields=list(changed))
    record("change_call", kept, by=by, detail=detail)
    return kept


def _told(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _check_extensions(call: Call) -> None:
    late = [
        f"{extension.province} ({dates.localized_short(extension.due_on)})"
        for extension in call.extensions.exclude(approved=False).select_related("province")
        if extension.due_on >= call.first_round_ends_on
    ]
    if late:
        raise CallRefusedError(
            _("Round 1 cannot end before the days given to these provinces: %(days)s.")
            % {"days": ", ".join(late)}
        )


def _check_province_days(call: Call) -> None:
    own = last_days(call)
    outside = [
        f"{day.province} ({dates.localized_short(day.due_on)})"
        for day in call.province_days.select_related("province").order_by("province__sort_key")
        if not call.opens_on <= day.due_on <= own.get(day.province_id, call.plans_due_on)
    ]
    if outside:
        raise CallRefusedError(
            _("These provinces set a day outside the new days: %(days)s. Move theirs first.")
            % {"days": ", ".join(outside)}
        )


@transaction.atomic
def open_call(call: Call, *, by: User) -> Call:
    """Open the year: districts and provinces on the roster see it and are told.

    Raises CallRefusedError for whoever is not staff and while something is missing. Opening an
    open call changes nothing.
    """
    require_manager(by)
    kept = Call.objects.select_for_update().get(pk=call.pk)
    if kept.is_open:
        return kept
    if missing := missing_to_open(kept):
        raise CallRefusedError(" ".join(missing))
    kept.opened_at = clock.now()
    kept.save(update_fields=["opened_at"])
    record("open_call", kept, by=by, detail={"groups": kept.submissions.count()})
    tell_of_opening(kept, kept.submissions.all())
    return kept


@transaction.atomic
def close_plans(call: Call, *, by: User) -> Call:
    """End the plans of a year for good, when its first round is opened; not before their day.

    Raises CallRefusedError for whoever is not staff, and while a plan of an extended province may
    still come. A second run changes nothing. The opening of the round is what is recorded.
    """
    require_manager(by)
    kept = Call.objects.select_for_update().get(pk=call.pk)
    if kept.plans_closed_at is not None:
        return kept
    if kept.takes_plans:
        raise CallRefusedError(_("Plans are still taken."))
    if reason := why_plans_still_come(kept):
        raise CallRefusedError(reason)
    kept.plans_closed_at = clock.now()
    kept.save(update_fields=["plans_closed_at"])
    return kept


def why_plans_still_come(call: Call) -> str:
    """The extended provinces that may still send or forward, in a sentence; empty without any."""
    coming = [f"{province} ({dates.localized_short(day)})" for province, day in still_coming(call)]
    if not coming:
        return ""
    return _(
        "These provinces were given more days and may still send: %(provinces)s. "
        "Open the round when their plans are forwarded or their days are over."
    ) % {"provinces": ", ".join(coming)}


@transaction.atomic
def set_province_day(call: Call, province: Province, due_on: date, *, by: User) -> ProvinceDay:
    """Set the day by which a province wants its plan; what comes later is marked late.

    Raises CallRefusedError for whoever is neither its officer nor staff, for a day outside the
    days on which plans are taken, and when those are over. The same day again changes nothing.
    """
    if not rules.may_set_province_day(by, province.pk):
        raise CallRefusedError(_("Only the province's own officer or the department's staff may."))
    kept = Call.objects.select_for_update().get(pk=call.pk)
    last = last_day_of(kept, province.pk)
    limits = {
        "first": dates.localized(kept.opens_on),
        "last": dates.localized(last),
        "day": dates.localized(due_on),
    }
    if kept.is_past(last):
        raise CallRefusedError(
            _("Plans were due at the department on %(last)s; the day can no longer be moved.")
            % limits
        )
    if not kept.opens_on <= due_on <= last:
        raise CallRefusedError(
            _("%(day)s is outside the days on which plans are taken: %(first)s to %(last)s.")
            % limits
        )
    day = kept.province_days.filter(province=province).first()
    if day and day.due_on == due_on:
        return day
    return _write_province_day(kept, province, day, due_on, by)


def _write_province_day(
    call: Call, province: Province, day: ProvinceDay | None, due_on: date, by: User
) -> ProvinceDay:
    before = day.due_on.isoformat() if day else None
    day = day or ProvinceDay(call=call, province=province)
    day.due_on, day.set_by, day.set_at = due_on, by, clock.now()
    day.save()
    detail = {"province": province.pk, "day": [before, due_on.isoformat()]}
    record("set_province_day", call, by=by, detail=detail)
    return day
