"""The order of a round: exact means, the tie ladder, rulings, and the line."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from statistics import pstdev
from typing import NamedTuple

from scoring.enums import DECIDED, Seat
from scoring.models import Round
from scoring.selectors.cut import Cut, contested, seats_of
from scoring.selectors.entrants import entrants_of, verdicts_of
from scoring.selectors.ladder import (
    Decision,
    Entrant,
    Part,
    Rung,
    Verdicts,
    computed,
    ladder_of,
    rule,
    untie,
)
from scoring.selectors.rounds import require_marked
from scoring.selectors.selection import cut_of, rules_of
from scoring.selectors.standings import standings_of
from selection_site.lib import money
from submissions.models import Submission


class Place(NamedTuple):
    """Where a submission stands; those that the ladder leaves equal share a rank.

    `knot` is the rank that it shared before the committee ruled, 0 where the marks alone decided.
    `decision` put it before the next one with its score.
    """

    rank: int
    submission: Submission
    score: Decimal
    sheets: int
    tied: bool
    ruled: bool
    inside: bool
    position: int = 0
    knot: int = 0
    contested: bool = False
    seat: Seat = Seat.NONE
    decision: Decision | None = None
    totals: tuple[Decimal, ...] = ()
    missing: int = 0
    mean: Decimal | None = None
    carried: Decimal | None = None
    withdrawn: bool = False

    @property
    def low(self) -> Decimal | None:
        return min(self.totals, default=None)

    @property
    def high(self) -> Decimal | None:
        return max(self.totals, default=None)

    @property
    def deviation(self) -> Decimal | None:
        """The standard deviation of the totals; what is shown beside a score, never ranked by."""
        if not self.totals:
            return None
        return money.round_half_up(Fraction(pstdev(map(float, self.totals))))


class Tie(NamedTuple):
    """Submissions that the marks leave equal; `crosses` when their order changes who is in."""

    score: Decimal
    rank: int
    places: list[Place]
    ruled: bool
    crosses: bool

    @property
    def submissions(self) -> list[Submission]:
        return [place.submission for place in self.places]

    @property
    def pks(self) -> list[int]:
        return [submission.pk for submission in self.submissions]


def ranking(round_: Round) -> list[Place]:
    """Every submission of the round, best first: a total order that marks and rulings decide.

    The same number of queries, whatever their number. A score is the exact mean of the sheets
    handed in (with its declared share of round 1), rounded half up to two decimals; rank and ties
    go by that figure. ValueError while sheets can still come in, for until then nobody may know.
    """
    require_marked(round_)
    ladder, rules = ladder_of(round_), rules_of(round_)
    entrants = entrants_of(round_, ladder, rules)
    return in_order(
        entrants, ladder, verdicts_of(round_), cut_of(round_, rules), rules.carried_percent
    )


def mean_of(entrant: Entrant) -> Fraction:
    return sum(map(Fraction, entrant.totals), Fraction()) / len(entrant.totals)


def score_of(entrant: Entrant, carried_percent: int) -> Decimal:
    """The official score: (100 - x)% of the mean and x% of round 1, rounded once, half up."""
    mean = mean_of(entrant)
    if carried_percent and entrant.carried is not None:
        share = Fraction(carried_percent, 100)
        mean = (1 - share) * mean + share * Fraction(entrant.carried)
    return money.round_half_up(mean)


def in_order(
    entrants: Iterable[Entrant],
    ladder: Sequence[Rung],
    verdicts: Verdicts,
    cut: Cut,
    carried_percent: int = 0,
) -> list[Place]:
    """Rank what is known of the submissions; the result does not depend on any order of entry.

    What the ladder leaves equal shares a rank. Where that changes nothing it stands in the order
    of the lot; where it does, in that of provinces, so that the page does not tell the lot early.
    """
    scored = [(score_of(one, carried_percent), one) for one in entrants]
    scored.sort(key=lambda pair: (-pair[0], pair[1].submission.pk))
    knots: list[Knot] = []
    for score, group in groupby(scored, key=lambda pair: pair[0]):
        equals = [one for _score, one in group]
        parts = untie(equals, computed(ladder))
        knots += [Knot(score, part, before, len(equals) > 1) for part, before in parts]
    clusters = [[cluster_of(one) for one in knot.members] for knot in knots]
    lines = [
        line
        for knot, crosses in zip(knots, contested(clusters, cut), strict=True)
        for line in _lines(knot, verdicts, crosses=crosses)
    ]
    return _places(lines, cut)


class Knot(NamedTuple):
    """Submissions that no computed step tells apart; `before` put them below those above."""

    score: Decimal
    members: Part
    before: Decision | None
    tied: bool


class Line(NamedTuple):
    """One row to be: whether it shares the rank of the row above, and what put it below that."""

    knot: Knot
    entrant: Entrant
    first_of_knot: bool
    shares: bool
    before: Decision | None
    ruled: bool
    crosses: bool


def cluster_of(entrant: Entrant) -> str:
    return entrant.submission.province.cluster


def _lines(knot: Knot, verdicts: Verdicts, *, crosses: bool) -> Iterable[Line]:
    members = list(knot.members)
    step = rule(members, verdicts)
    if step is None:
        members.sort(key=lambda one: _unruled(one, crosses=crosses))
    for at, one in enumerate(members):
        before = knot.before if at == 0 else (Decision(step) if step else None)
        yield Line(knot, one, at == 0, at > 0 and step is None, before, step is not None, crosses)


def _unruled(one: Entrant, *, crosses: bool) -> tuple[str, str, int]:
    submission = one.submission
    return ("" if crosses else one.lot, submission.province.sort_key, submission.pk)


def _places(lines: list[Line], cut: Cut) -> list[Place]:
    seats = seats_of([cluster_of(line.entrant) for line in lines], cut)
    places: list[Place] = []
    rank = knot = 0
    for position, (line, seat) in enumerate(zip(lines, seats, strict=True), 1):
        rank = rank if line.shares else position
        knot = position if line.first_of_knot else knot
        below = lines[position] if position < len(lines) else None
        is_tied = below is not None and below.knot.score == line.knot.score
        places.append(
            _place(line, position, rank, knot, seat)._replace(
                decision=below.before if below and is_tied else None
            )
        )
    return places


def _place(line: Line, position: int, rank: int, knot: int, seat: Seat) -> Place:
    one = line.entrant
    return Place(
        rank=rank,
        submission=one.submission,
        score=line.knot.score,
        sheets=len(one.totals),
        tied=line.knot.tied,
        ruled=line.ruled,
        inside=bool(seat),
        position=position,
        knot=knot if len(line.knot.members) > 1 else 0,
        contested=line.crosses,
        seat=seat,
        totals=one.totals,
        missing=one.missing,
        mean=money.round_half_up(mean_of(one)),
        carried=one.carried,
    )


def ties(places: Iterable[Place]) -> list[Tie]:
    """The groups that only the committee or a lot can put in order, best first."""
    found = []
    for rank, group in groupby(places, key=lambda place: place.knot):
        if rank:
            equals = list(group)
            first = equals[0]
            found.append(Tie(first.score, rank, equals, first.ruled, first.contested))
    return found


def standing_places(round_: Round) -> list[Place]:
    """The order as it was copied when the round was closed."""
    rows = standings_of(round_)
    scores = [row.standing.score for row in rows]
    many = {score for score in scores if scores.count(score) > 1}
    return [
        Place(
            rank=row.standing.rank,
            submission=row.standing.submission,
            score=row.standing.score,
            sheets=row.standing.sheets,
            tied=row.standing.score in many,
            ruled=row.standing.tied,
            inside=row.standing.is_inside,
            position=row.standing.position,
            seat=Seat(row.standing.seat),
            decision=row.decision,
            totals=row.totals,
            missing=row.missing,
            mean=row.standing.mean,
            carried=row.standing.carried,
            withdrawn=row.standing.is_withdrawn,
        )
        for row in rows
    ]


def order_of(round_: Round) -> list[Place]:
    """The decided order once the round is closed, before that what the marks say now."""
    return standing_places(round_) if round_.stage in DECIDED else ranking(round_)
