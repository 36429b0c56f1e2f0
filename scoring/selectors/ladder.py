"""The tie ladder: which steps a round has, and the order that they give to equal scores."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from statistics import median
from typing import NamedTuple

from django.utils.translation import gettext as _

from scoring.enums import RULED, TieStep
from scoring.models import LadderStep, Round
from selection_site.lib import money
from submissions.models import Submission

USUAL_CRITERIA = (2, 1, 4)
# Figures of a step are exact fractions; this many decimals tell apart those of a thousand sheets.
DECIMALS = 6


class Rung(NamedTuple):
    """A step of the ladder; a criterion by its number in the round."""

    kind: TieStep
    criterion: int | None = None


class Entrant(NamedTuple):
    """What is known of a submission in a round, whatever the order it was entered in."""

    submission: Submission
    totals: tuple[Decimal, ...]
    means: Mapping[int, Fraction] = {}
    missing: int = 0
    carried: Decimal | None = None
    lot: str = ""


class Verdict(NamedTuple):
    """Where a vote or a lot put a submission among those it was tied with."""

    ruling: int
    kind: TieStep
    place: int


class Decision(NamedTuple):
    """What put a submission before the next with its score: the step, and the figure of each."""

    kind: TieStep
    criterion: int | None = None
    upper: Decimal | None = None
    lower: Decimal | None = None


Verdicts = Mapping[int, Verdict]
Part = list[Entrant]


def usual_ladder(criteria: Iterable[int]) -> list[Rung]:
    """Criteria 2, 1 and 4 where the round has them, median, missing sheets, vote, lot."""
    numbers = set(criteria)
    chosen = [Rung(TieStep.CRITERION, at) for at in USUAL_CRITERIA if at in numbers]
    rest = (TieStep.MEDIAN, TieStep.MISSING, TieStep.VOTE, TieStep.LOT)
    return chosen + [Rung(step) for step in rest]


def ladder_of(round_: Round) -> list[Rung]:
    """The steps as they were set, the usual ones where none were; two queries at most."""
    rows = LadderStep.objects.filter(round=round_)
    if steps := [Rung(TieStep(row.kind), row.criterion) for row in rows]:
        return steps
    return usual_ladder(round_.criteria.values_list("position", flat=True))


def computed(ladder: Iterable[Rung]) -> list[Rung]:
    """The steps that the marks decide."""
    return [rung for rung in ladder if rung.kind not in RULED]


def figure(entrant: Entrant, rung: Rung) -> Fraction:
    """What a step compares, the higher the better; a criterion nobody could judge is below zero."""
    match rung.kind:
        case TieStep.CRITERION:
            return entrant.means.get(rung.criterion or 0, Fraction(-1))
        case TieStep.MEDIAN:
            return Fraction(median(map(Fraction, entrant.totals)))
    return Fraction(-entrant.missing)


def untie(equals: Part, rungs: Sequence[Rung]) -> list[tuple[Part, Decision | None]]:
    """Part equals by the steps in turn, best first; each part with what put the last one before it.

    Members of one part differ in no step.
    """
    if len(equals) == 1 or not rungs:
        return [(equals, None)]
    rung, *rest = rungs
    ordered = sorted(equals, key=lambda one: figure(one, rung), reverse=True)
    parts: list[tuple[Part, Decision | None]] = []
    for _figure, group in groupby(ordered, key=lambda one: figure(one, rung)):
        first, *others = untie(list(group), rest)
        before = decision(parts[-1][0][0], first[0][0], rung) if parts else None
        parts += [(first[0], before), *others]
    return parts


def decision(upper: Entrant, lower: Entrant, rung: Rung) -> Decision:
    """The step that told two apart, with the figures that are printed."""
    pair = [figure(one, rung) for one in (upper, lower)]
    if rung.kind == TieStep.MISSING:
        pair = [-value for value in pair]
    return Decision(rung.kind, rung.criterion, *(money.round_half_up(v, DECIMALS) for v in pair))


def rule(knot: Part, verdicts: Verdicts) -> TieStep | None:
    """Put a knot in the order of the ruling on exactly its members; the step, None without one.

    A ruling on more or fewer was made on another tie, before a sheet was taken out of the score.
    """
    found = [verdicts.get(one.submission.pk) for one in knot]
    kinds = {(verdict.ruling, verdict.kind) for verdict in found if verdict}
    if len(knot) == 1 or None in found or len(kinds) != 1:
        return None
    [(ruling, kind)] = kinds
    if sum(verdict.ruling == ruling for verdict in verdicts.values()) != len(knot):
        return None
    knot.sort(key=lambda one: verdicts[one.submission.pk].place)
    return kind


def rung_words(rung: Rung) -> str:
    """A step in words, for the page and the minutes."""
    if rung.kind == TieStep.CRITERION:
        return _("higher mean of criterion %(number)d") % {"number": rung.criterion or 0}
    words = {
        TieStep.MEDIAN: _("higher median of the totals"),
        TieStep.MISSING: _("fewer missing sheets"),
        TieStep.VOTE: _("vote of the committee, as in the minutes"),
        TieStep.LOT: _("drawn lot with the published seed"),
    }
    return words[rung.kind]


def decision_words(made: Decision) -> str:
    """What decided, with its figures: decided by criterion 2: 21.40 > 21.20."""
    figures = {"upper": "", "lower": "", "number": made.criterion or 0}
    if made.upper is not None and made.lower is not None:
        figures["upper"], figures["lower"] = apart(made.upper, made.lower)
    match made.kind:
        case TieStep.CRITERION:
            return _("Decided by criterion %(number)d: %(upper)s > %(lower)s") % figures
        case TieStep.MEDIAN:
            return _("Decided by the median: %(upper)s > %(lower)s") % figures
        case TieStep.MISSING:
            figures["upper"], figures["lower"] = (
                f"{int(n or 0)}" for n in (made.upper, made.lower)
            )
            return _("Decided by fewer missing sheets: %(upper)s < %(lower)s") % figures
        case TieStep.VOTE:
            return _("Decided by the committee's vote")
    return _("Decided by the drawn lot")


def apart(upper: Decimal, lower: Decimal) -> tuple[str, str]:
    """Both with two decimals, or with as many more as it takes to see which is higher."""
    written = [(f"{upper:.{n}f}", f"{lower:.{n}f}") for n in range(2, DECIMALS + 1)]
    one, other = next((pair for pair in written if pair[0] != pair[1]), written[0])
    return ("–" if upper < 0 else one, "–" if lower < 0 else other)
