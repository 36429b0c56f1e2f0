"""The ranking as a table: each place with its dots, its step and its number as a reserve."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from scoring.enums import QUOTA, Outcome, RoundNumber, Seat
from scoring.selectors import Place, decision_words

WIDTH, EDGE, MIDDLE = 120, 6, 10
LEVELS = (0, -6, 6)  # equal totals stand above each other
STEP = Decimal(10)


GRADES = {True: Outcome.OUTSTANDING, False: Outcome.GOOD}


class Scale(NamedTuple):
    """From which total to which the dots of one table reach, in whole tens."""

    low: Decimal
    high: Decimal

    def at(self, total: Decimal) -> str:
        share = (total - self.low) / (self.high - self.low)
        return f"{EDGE + share * (WIDTH - 2 * EDGE):.1f}".removesuffix(".0")


class Row(NamedTuple):
    """A line of the ranking as it is shown; `line` when the cut is drawn under it."""

    place: Place
    dots: str
    tick: str
    listed: str
    decided: str
    reserve: int
    line: bool
    grade: str = ""

    @property
    def seat(self) -> str:
        """By what it is in, where that is not the national order."""
        return str(self.place.seat.label) if self.place.seat in (*QUOTA, Seat.RESERVE) else ""


def rows_of(places: Sequence[Place], number: int = RoundNumber.FIRST) -> list[Row]:
    """Every place in its order; needs no query.

    Below the line of round 1 stands the reserve list; below that of round 2 the second grade.
    """
    is_last = number == RoundNumber.SECOND
    scale = scale_of(places)
    by_quota = any(place.seat in QUOTA for place in places)
    rows, reserve = [], 0
    for at, place in enumerate(places):
        is_reserve = not (place.inside or place.withdrawn or is_last)
        reserve += is_reserve
        following = places[at + 1] if at + 1 < len(places) else None
        ends = place.inside and following is not None and not following.inside
        rows.append(
            Row(
                place=place,
                dots=dots(place.totals, scale),
                tick=f"M{scale.at(place.mean)} 1v18" if place.mean is not None else "",
                listed=listed(place.totals),
                decided=decision_words(place.decision) if place.decision else "",
                reserve=reserve if is_reserve else 0,
                line=ends and not by_quota,
                grade=str(GRADES[place.inside].label) if is_last else "",
            )
        )
    return rows


def scale_of(places: Iterable[Place]) -> Scale:
    totals = [total for place in places for total in place.totals] or [Decimal(0)]
    low = (min(totals) / STEP).to_integral_value(ROUND_FLOOR) * STEP
    high = (max(totals) / STEP).to_integral_value(ROUND_CEILING) * STEP
    return Scale(low, high if high > low else low + STEP)


def dots(totals: Iterable[Decimal], scale: Scale) -> str:
    """One path with a point for each total, the size of its round cap."""
    seen: dict[str, int] = {}
    points = []
    for total in totals:
        x = scale.at(total)
        level = LEVELS[seen.get(x, 0) % len(LEVELS)]
        seen[x] = seen.get(x, 0) + 1
        points.append(f"M{x} {MIDDLE + level}h0")
    return "".join(points)


def listed(totals: Iterable[Decimal]) -> str:
    """The same as words, for whoever does not see the dots."""
    numbers = ", ".join(f"{total:.2f}" for total in totals)
    return _("Totals of the sheets: %(totals)s") % {"totals": numbers}


def spread(places: Iterable[Place]) -> str:
    """From which total to which the scale of the dots goes, for the head of their column."""
    scale = scale_of(places)
    return f"{scale.low:.0f}–{scale.high:.0f}"
