"""What the rows say of each submission of a round, read once for the whole ranking."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from scoring.enums import RoundNumber, SheetStage, TieStep
from scoring.models import Mark, Round, Sheet, Standing, TiePlace
from scoring.selectors import lots
from scoring.selectors.ladder import Entrant, Rung, Verdict, Verdicts
from scoring.selectors.rounds import submissions_in
from scoring.selectors.selection import Rules


class Sheets(NamedTuple):
    """The totals handed in for a submission, lowest first, and how many sheets are missing."""

    totals: tuple[Decimal, ...] = ()
    missing: int = 0


def sheets_of(round_: Round) -> Mapping[int, Sheets]:
    """Totals and missing sheets by submission; those of members in conflict count as neither.

    One query.
    """
    totals: dict[int, list[Decimal]] = defaultdict(list)
    missing: dict[int, int] = defaultdict(int)
    rows = Sheet.objects.in_round(round_).order_by()
    for pk, stage, total in rows.values_list("assignment__submission", "stage", "total"):
        if stage == SheetStage.HANDED_IN and total is not None:
            totals[pk].append(total)
        else:
            missing[pk] += 1
    return {
        pk: Sheets(tuple(sorted(totals[pk])), missing[pk]) for pk in totals.keys() | missing.keys()
    }


def entrants_of(round_: Round, ladder: Iterable[Rung], rules: Rules) -> list[Entrant]:
    """Every submission of the round with what the ladder compares; four queries at most."""
    sheets = sheets_of(round_)
    numbers = [rung.criterion for rung in ladder if rung.criterion is not None]
    means = _means(round_, numbers)
    carried = _first_scores(round_) if rules.carried_percent else {}
    handed_in = {pk: of.totals for pk, of in sheets.items() if of.totals}
    marks = lots.marks_digest(handed_in)
    return [
        Entrant(
            submission=submission,
            totals=sheets[submission.pk].totals,
            means=means.get(submission.pk, {}),
            missing=sheets[submission.pk].missing,
            carried=carried.get(submission.pk),
            lot=lots.lot(round_.lot_seed, marks, submission.pk),
        )
        for submission in submissions_in(round_)
        if submission.pk in handed_in
    ]


def _means(round_: Round, criteria: Sequence[int]) -> Mapping[int, Mapping[int, Fraction]]:
    """The exact mean of the points of some criteria, by submission, then criterion's number.

    Where a member could not judge a criterion there are no points, and they are not counted.
    """
    rows = Mark.objects.filter(
        sheet__in=Sheet.objects.in_round(round_).handed_in(),
        criterion__position__in=criteria,
    ).order_by()
    found: dict[int, dict[int, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    for pk, number, points in rows.values_list(
        "sheet__assignment__submission", "criterion__position", "points"
    ):
        if points is not None:
            found[pk][number].append(points)
    return {
        pk: {number: sum(map(Fraction, of), Fraction()) / len(of) for number, of in each.items()}
        for pk, each in found.items()
    }


def _first_scores(round_: Round) -> Mapping[int, Decimal]:
    first = Standing.objects.filter(round__call=round_.call_id, round__number=RoundNumber.FIRST)
    return dict(first.values_list("submission", "score"))


def verdicts_of(round_: Round) -> Verdicts:
    """The rulings in force, by submission; one query."""
    rows = TiePlace.objects.filter(ruling__round=round_, ruling__replaced_at=None)
    values = rows.values_list("submission", "ruling", "ruling__kind", "place")
    return {pk: Verdict(ruling, TieStep(kind), place) for pk, ruling, kind, place in values}
