"""The order of a round: exact means, shared ranks, rulings on ties, and the line."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from scoring.enums import DECIDED, Outcome, RoundStage
from scoring.models import Round, Sheet, TiePlace
from scoring.selectors.rounds import submissions_in
from selection_site.lib import money
from submissions.models import Submission

# Where rulings put tied submissions: score, then submission, then its place (1 is the best).
Rulings = Mapping[Decimal, Mapping[int, int]]


class Place(NamedTuple):
    """Where a submission stands. Equal scores share a rank unless the committee ruled on them."""

    rank: int
    submission: Submission
    score: Decimal
    sheets: int
    tied: bool
    ruled: bool
    inside: bool


class Tie(NamedTuple):
    """Submissions with one score; `crosses` when some are inside the line and some are not."""

    score: Decimal
    places: list[Place]
    ruled: bool
    crosses: bool


def ranking(round_: Round) -> list[Place]:
    """Every submission of the round, best first: a total order that marks and rulings decide.

    Three queries, whatever their number. A score is the exact mean of the sheets handed in,
    rounded half up to two decimals; rank and ties go by that figure. ValueError while sheets can
    still come in, for until then nobody may know.
    """
    if round_.stage in (RoundStage.PREPARED, RoundStage.MARKING):
        raise ValueError("Marks are secret until marking is closed.")
    sheets = Sheet.objects.handed_in().in_round(round_)
    totals: dict[int, list[Decimal]] = defaultdict(list)
    for pk, total in sheets.values_list("assignment__submission", "total"):
        if total is not None:
            totals[pk].append(total)
    return in_order(submissions_in(round_), totals, _rulings(round_), round_.places or 0)


def _rulings(round_: Round) -> Rulings:
    found: dict[Decimal, dict[int, int]] = defaultdict(dict)
    rows = TiePlace.objects.filter(ruling__round=round_, ruling__replaced_at=None)
    for score, submission, place in rows.values_list("ruling__score", "submission", "place"):
        found[score][submission] = place
    return found


def in_order(
    submissions: Iterable[Submission],
    totals: Mapping[int, Sequence[Decimal]],
    rulings: Rulings,
    kept: int,
) -> list[Place]:
    """Rank submissions by the totals of their sheets; the result does not depend on any order.

    Within a tie nobody ruled on, province and key order the rows for the eye alone.
    """
    scores = {pk: money.exact_mean(sum(map(Fraction, of)), len(of)) for pk, of in totals.items()}
    ordered = sorted(submissions, key=lambda s: (-scores[s.pk], s.province.sort_key, s.pk))
    places: list[Place] = []
    for score, group in groupby(ordered, key=lambda s: scores[s.pk]):
        equals = list(group)
        ruling = rulings.get(score, {})
        ruled = len(equals) > 1 and {s.pk for s in equals} <= ruling.keys()
        if ruled:
            equals.sort(key=lambda s: ruling[s.pk])
        first = len(places) + 1
        places += [
            Place(
                rank=position if ruled else first,
                submission=submission,
                score=score,
                sheets=len(totals[submission.pk]),
                tied=len(equals) > 1,
                ruled=ruled,
                inside=position <= kept,
            )
            for position, submission in enumerate(equals, first)
        ]
    return places


def ties(places: Iterable[Place]) -> list[Tie]:
    """The groups of equal score, best first."""
    found = []
    for score, group in groupby(places, key=lambda place: place.score):
        equals = list(group)
        if len(equals) > 1:
            crosses = equals[0].inside and not equals[-1].inside
            found.append(Tie(score, equals, ruled=equals[0].ruled, crosses=crosses))
    return found


def standing_places(round_: Round) -> list[Place]:
    """The order as it was copied when the round was closed; two queries."""
    inside = (Outcome.KEPT, Outcome.OUTSTANDING)
    rows = round_.standings.select_related(
        "submission__call",
        "submission__group",
        "submission__district",
        "submission__province",
    )
    standings = list(rows)
    scores = [standing.score for standing in standings]
    return [
        Place(
            rank=standing.rank,
            submission=standing.submission,
            score=standing.score,
            sheets=standing.sheets,
            tied=scores.count(standing.score) > 1,
            ruled=standing.tied,
            inside=standing.outcome in inside,
        )
        for standing in standings
    ]


def order_of(round_: Round) -> list[Place]:
    """The decided order once the round is closed, before that what the marks say now."""
    return standing_places(round_) if round_.stage in DECIDED else ranking(round_)
