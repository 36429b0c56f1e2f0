"""Working days of Thai offices: weekends, public and government holidays, and days off added."""

from collections.abc import Mapping
from datetime import date, timedelta

import holidays
from django.utils.translation import gettext

from selection_site.lib import thai

_ONE = timedelta(days=1)


def holidays_of(year: int) -> Mapping[date, str]:
    """The public and government holidays of a year of the common era, named as the page speaks."""
    language = "th" if thai.is_active() else "en_US"
    return holidays.country_holidays(
        "TH", years=year, categories=("public", "government"), language=language
    )


def why_off(day: date, added: Mapping[date, str]) -> str:
    """Why offices are closed on a day, else nothing; `added` are days off declared late."""
    if day in added:
        return added[day]
    if day.weekday() >= 5:
        return gettext("Saturday") if day.weekday() == 5 else gettext("Sunday")
    return holidays_of(day.year).get(day, "")


def is_working(day: date, added: Mapping[date, str]) -> bool:
    return not why_off(day, added)


def on_or_before(day: date, added: Mapping[date, str]) -> date:
    """The day itself if offices are open, else the last working day before it."""
    while not is_working(day, added):
        day -= _ONE
    return day


def on_or_after(day: date, added: Mapping[date, str]) -> date:
    """The day itself if offices are open, else the next working day."""
    while not is_working(day, added):
        day += _ONE
    return day


def working_days(first: date, last: date, added: Mapping[date, str]) -> int:
    """How many working days follow `first` up to and including `last`; none when it is over."""
    days = (last - first).days
    return sum(is_working(first + _ONE * step, added) for step in range(1, days + 1))
