"""Preparing the rounds of a call and setting their criteria, until marking opens."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from groups.models import User
from groups.services import record
from scoring import rules
from scoring.enums import RoundNumber, RoundStage
from scoring.models import FULL_POINTS, Criterion, Round
from scoring.services.default_criteria import DEFAULTS, CriterionRow
from scoring.stages import RoundRefusedError, lock
from submissions.models import Call


class CriteriaError(RoundRefusedError):
    """The criteria cannot be like this."""


@transaction.atomic
def prepare_rounds(call: Call, *, by: User) -> list[Round]:
    """Make both rounds of a call with the default criteria; a second run changes nothing.

    Only staff: RoundRefusedError for others.
    """
    _check_post(by)
    rounds = []
    for number in RoundNumber:
        round_, is_new = Round.objects.get_or_create(call=call, number=number)
        if is_new:
            _write(round_, DEFAULTS[number], by)
        rounds.append(round_)
    return rounds


@transaction.atomic
def copy_criteria(call: Call, *, source: Call, by: User) -> list[Round]:
    """Give both rounds of `call` the criteria of `source`; copying again changes nothing.

    Only staff and only while neither round is open: RoundRefusedError. CriteriaError when the
    other year has no rounds.
    """
    _check_post(by)
    theirs = list(Round.objects.filter(call=source).prefetch_related("criteria"))
    if not theirs:
        raise CriteriaError(
            _("Fiscal year %(year)s has no criteria that could be copied.") % {"year": source.year}
        )
    rounds = []
    for other in theirs:
        Round.objects.get_or_create(call=call, number=other.number)
        round_ = _prepared(Round.objects.get(call=call, number=other.number))
        rows = [CriterionRow(c.name, c.guidance, c.points) for c in other.criteria.all()]
        _write(round_, rows, by)
        rounds.append(round_)
    return rounds


@transaction.atomic
def save_criteria(round_: Round, rows: Sequence[CriterionRow], *, by: User) -> None:
    """Replace a round's criteria, in the order given; saving the same again changes nothing.

    Only staff and only before marking opens: RoundRefusedError. CriteriaError when the points
    are not 100 in all or one criterion has less than 1.
    """
    _check_post(by)
    round_ = _prepared(round_)
    check_rows(rows)
    _write(round_, rows, by)


def check_rows(rows: Iterable[CriterionRow]) -> None:
    """Raise CriteriaError unless every row has a name and points, and the sum is 100."""
    rows = list(rows)
    for row in rows:
        if not row.name.strip():
            raise CriteriaError(_("One criterion has no name: write one or remove the line."))
        if row.points < 1:
            raise CriteriaError(
                _("“%(name)s” is worth %(points)d points: give it 1 or more.")
                % {"name": row.name, "points": row.points}
            )
    total = sum(row.points for row in rows)
    if total != FULL_POINTS:
        raise CriteriaError(
            _("The points add up to %(total)d; they must add up to %(full)d.")
            % {"total": total, "full": FULL_POINTS}
        )


def _check_post(by: User) -> None:
    if not rules.may_set_criteria(by):
        raise RoundRefusedError(_("Your post does not let you set criteria."))


def _prepared(round_: Round) -> Round:
    round_ = lock(round_)
    if round_.stage != RoundStage.PREPARED:
        raise RoundRefusedError(
            _("The criteria of %(round)s are fixed since marking opened: nothing was changed.")
            % {"round": round_.get_number_display()}
        )
    return round_


def _write(round_: Round, rows: Sequence[CriterionRow], by: User) -> None:
    now = list(round_.criteria.values_list("name", "guidance", "points"))
    if now == [tuple(row) for row in rows]:
        return
    round_.criteria.all().delete()
    Criterion.objects.bulk_create(
        Criterion(round=round_, position=position, **row._asdict())
        for position, row in enumerate(rows, 1)
    )
    points = [[row.name, row.points] for row in rows]
    record("set_criteria", round_, by=by, detail={"criteria": points})
