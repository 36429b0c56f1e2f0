"""What a sheet's marks come to, and a member's own marks so far. Nothing of others is read here."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import NamedTuple

from groups.models import User
from scoring.enums import SheetStage
from scoring.models import FULL_POINTS, Criterion, Mark, Round, Sheet
from selection_site.lib import money

# A mark for each criterion that was judged; None says 'cannot judge', which is no zero.
Marks = Mapping[int, Decimal | None]

MOST_BARS = 11
FEWEST_FOR_MEDIAN = 3


def total_of(criteria: Iterable[Criterion], marks: Marks) -> Decimal | None:
    """The official figure of one sheet, 0 to 100: an exact fraction, rounded half up to 0.01.

    100 x sum(points x mark / scale) / sum(points) over the criteria that count and were judged;
    what a member cannot judge is left out of both sums. None when nothing that counts is judged.
    """
    got, of = Fraction(0), 0
    for criterion in criteria:
        mark = marks.get(criterion.pk)
        if criterion.counts and mark is not None:
            got += Fraction(mark) * criterion.points / criterion.scale
            of += criterion.points
    return money.round_half_up(FULL_POINTS * got / of) if of else None


class Bar(NamedTuple):
    """How many of one's own marks lie from `low` to `high`."""

    low: Decimal
    high: Decimal
    sheets: int

    @property
    def label(self) -> str:
        low, high = (f"{edge.normalize():f}" for edge in (self.low, self.high))
        return low if low == high else f"{low}–{high}"


class Histogram(NamedTuple):
    """A member's own earlier marks: for one criterion, or the totals."""

    bars: list[Bar]
    mean: Decimal | None

    @property
    def sheets(self) -> int:
        return sum(bar.sheets for bar in self.bars)

    @property
    def highest(self) -> int:
        return max(bar.sheets for bar in self.bars)

    @property
    def filled(self) -> list[Bar]:
        return [bar for bar in self.bars if bar.sheets]

    @property
    def drawn(self) -> list[tuple[int, int, int]]:
        """Left edge, top and height of each bar, in a picture of 10 a bar and 24 high."""
        heights = [-(-24 * bar.sheets // (self.highest or 1)) for bar in self.bars]
        return [(10 * place, 24 - height, height) for place, height in enumerate(heights)]

    @property
    def width(self) -> int:
        return 10 * len(self.bars)


class OwnMarks(NamedTuple):
    """What a member has given so far in a round: by criterion, and in total."""

    by_criterion: dict[int, Histogram]
    totals: Histogram


def histogram(
    values: Iterable[Decimal], top: int, step: Decimal, width: Decimal | None = None
) -> Histogram:
    """Count values from 0 to `top`: bars of `width`, or so wide that eleven of them are enough."""
    values = list(values)
    levels = int(top / step) + 1
    width = width or step * max(1, -(-levels // MOST_BARS))
    count = int(top // width) + 1
    seen = Counter(min(int(value // width), count - 1) for value in values)
    bars = []
    for place in range(count):
        low = place * width
        high = Decimal(top) if place == count - 1 else low + width - step
        bars.append(Bar(low, high, seen[place]))
    mean = money.exact_mean(sum(map(Fraction, values)), len(values)) if values else None
    return Histogram(bars, mean)


def own_marks(criteria: Iterable[Criterion], round_: Round, judge: User, but: Sheet) -> OwnMarks:
    """The member's own sheets handed in, all but the one that is open; two queries."""
    sheets = Sheet.objects.in_round(round_).handed_in().filter(assignment__judge=judge)
    sheets = sheets.exclude(pk=but.pk)
    given: dict[int, list[Decimal]] = defaultdict(list)
    rows = Mark.objects.filter(sheet__in=sheets, points__isnull=False)
    for criterion, points in rows.values_list("criterion", "points"):
        if points is not None:
            given[criterion].append(points)
    totals = [total for total in sheets.values_list("total", flat=True) if total is not None]
    return OwnMarks(
        {c.pk: histogram(given[c.pk], c.scale, c.step) for c in criteria},
        histogram(totals, FULL_POINTS, Decimal("0.01"), Decimal(10)),
    )


class Pace(NamedTuple):
    """How long the sheets that are left will take at one's own median, and how many that is a day.

    `seconds` is None until three sheets have told how long they took.
    """

    left: int
    seconds: int | None
    days: int

    @property
    def a_day(self) -> int:
        return -(-self.left // max(self.days, 1))

    @property
    def minutes_each(self) -> int | None:
        return None if self.seconds is None else max(1, round(self.seconds / 60))

    @property
    def minutes_left(self) -> int | None:
        return None if self.seconds is None else -(-self.seconds * self.left // 60)

    @property
    def hours_left(self) -> Decimal | None:
        """Hours to one half of an hour, rounded up; None below an hour."""
        minutes = self.minutes_left
        return None if minutes is None or minutes < 60 else Decimal(-(-minutes // 30)) / 2


def pace(sheets: Iterable[Sheet], days: int) -> Pace:
    """The pace of a member over the sheets of one queue; `days` counts the last day and today."""
    sheets = list(sheets)
    done = [sheet for sheet in sheets if sheet.stage == SheetStage.HANDED_IN]
    known = [sheet.seconds for sheet in done if sheet.seconds]
    seconds = round(median(known)) if len(known) >= FEWEST_FOR_MEDIAN else None
    return Pace(len(sheets) - len(done), seconds, days)
