"""Who is reminded of a day, and when: the ladder from the officer to the department.

Written once here; every app reminds by it. A rung is so many days before (-) or after (+) the
day. One that falls on a day off goes out on the working day before the day itself, after it on
the next working day.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from groups.enums import Hears
from selection_site.lib import workdays


class ReminderRung(NamedTuple):
    """So many days before or after a day, and who hears then."""

    days: int
    hears: tuple[Hears, ...]

    @property
    def name(self) -> str:
        """How it stands in a notice's occasion: 14, 7, 3, 1, +1, +3, or now."""
        if not self.days:
            return "now"
        return str(-self.days) if self.days <= 0 else f"+{self.days}"


BEFORE = (
    ReminderRung(-14, (Hears.OFFICER,)),
    ReminderRung(-7, (Hears.OFFICER,)),
    ReminderRung(-3, (Hears.OFFICER,)),
    ReminderRung(-1, (Hears.OFFICER, Hears.HEAD)),
)
AFTER = (
    ReminderRung(1, (Hears.OFFICER, Hears.HEAD)),
    ReminderRung(3, (Hears.OFFICER, Hears.HEAD, Hears.DEPARTMENT)),
)
# A day after which the duty can still be done: the reminders go on.
SOFT = (*BEFORE, *AFTER)
# A day after which nothing is taken any more: one message closes the matter.
HARD = (*BEFORE, ReminderRung(1, (Hears.HEAD, Hears.DEPARTMENT)))

# Staff remind whoever is behind outside the ladder.
NOW = ReminderRung(0, (Hears.OFFICER,))
# A reminder so long after the last day helps nobody: a year that was read in late stays quiet.
TOO_OLD = timedelta(days=30)


class Due(NamedTuple):
    """A rung that was reached of a day."""

    day: date
    rung: ReminderRung


class Limit(NamedTuple):
    """A day by which something is owed, and the rungs that lead up to it and beyond."""

    day: date
    rungs: tuple[ReminderRung, ...]


def reached(
    limits: Sequence[Limit], today: date, added: Mapping[date, str], *, since: date | None = None
) -> Due | None:
    """The newest rung whose day has come, alone: what was missed before it is not made up for.

    Of several days, in their order, the rungs of one count once the day before it has passed, and
    those of that day no longer once its own has. Nothing counts that would have gone out on or
    before `since`, when people first heard of the duty. Of two rungs of one day the one that more
    people hear is taken.
    """
    if today > limits[-1].day + TOO_OLD:
        return None
    found: list[tuple[date, int, int, Due]] = []
    for limit in limits:
        if today > limit.day:
            found = []
        for goes_on, due in _rungs(limit, added):
            if goes_on <= today and (since is None or goes_on > since):
                found.append((goes_on, len(due.rung.hears), due.rung.days, due))
        if today <= limit.day:
            break
        since = limit.day
    return max(found, key=lambda one: one[:3])[3] if found else None


def _rungs(limit: Limit, added: Mapping[date, str]) -> Iterator[tuple[date, Due]]:
    for rung in limit.rungs:
        day = limit.day + timedelta(days=rung.days)
        moved = workdays.on_or_before if rung.days <= 0 else workdays.on_or_after
        yield moved(day, added), Due(limit.day, rung)
