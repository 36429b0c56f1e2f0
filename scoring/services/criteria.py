"""Preparing the rounds of a call and setting their criteria, until marking opens.

The criteria that count are worth 100 points together. Each is marked on its own scale, and a
sheet's total is 100 x sum(points x mark / scale) / sum(points) over the criteria that count and
that the member did judge: 'cannot judge' leaves a criterion out for that member, it is no zero.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from groups.models import User
from groups.services import record
from scoring import rules
from scoring.enums import RoundNumber, RoundStage
from scoring.models import FULL_POINTS, Anchor, Criterion, Round
from scoring.selectors import declared, ladder_of
from scoring.services.default_criteria import DEFAULTS, CriterionRow
from scoring.services.ladder import declare_ladder, declare_rules
from scoring.stages import RoundRefusedError, lock
from selection_site.lib import seal
from submissions.models import Call

# What a row and its criterion have in common; anchors are rows of their own.
FIELDS = tuple(name for name in CriterionRow._fields if name != "anchors")


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
    """Give both rounds of `call` the criteria, tie ladders and rules of selection of `source`.

    Copying again changes nothing. How groups are shared out is not copied: it depends on who sits.
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
        _write(round_, rows_of(other), by)
        declare_ladder(round_, ladder_of(other), by=by)
        rounds.append(round_)
    rules_there = declared(source)
    declare_rules(call, mode=rules_there.mode, carried_percent=rules_there.carried_percent, by=by)
    return rounds


@transaction.atomic
def copy_round(round_: Round, *, source: Round, by: User) -> None:
    """Give one round criteria and tie ladder of another, of this year or an earlier one.

    Only staff and only before marking opens: RoundRefusedError. CriteriaError when the other has
    none. Copying again changes nothing.
    """
    _check_post(by)
    round_ = _prepared(round_)
    rows = rows_of(source)
    if not rows:
        raise CriteriaError(
            _("%(round)s has no criteria that could be copied.") % {"round": source}
        )
    _write(round_, rows, by)
    declare_ladder(round_, ladder_of(source), by=by)


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
    """Raise CriteriaError unless every row is whole and those that count add up to 100."""
    rows = [as_written(row) for row in rows]
    total = sum(row.points for row in rows)
    if total != FULL_POINTS:
        raise CriteriaError(
            _("The points add up to %(total)d; they must add up to %(full)d.")
            % {"total": total, "full": FULL_POINTS}
        )
    for row in rows:
        _check_row(row)


def _check_row(row: CriterionRow) -> None:
    if not row.name.strip():
        raise CriteriaError(_("One criterion has no name: write one or remove the line."))
    if row.counts and row.points < 1:
        raise CriteriaError(
            _("“%(name)s” is worth %(points)d points: give it 1 or more.")
            % {"name": row.name, "points": row.points}
        )
    if not 1 <= row.scale <= FULL_POINTS:
        raise CriteriaError(
            _("“%(name)s” needs a highest mark from 1 to %(full)d.")
            % {"name": row.name, "full": FULL_POINTS}
        )
    levels = [level for level, _text in row.anchors]
    step = Decimal("0.5") if row.halves else Decimal(1)
    for level in levels:
        if not 0 <= level <= row.scale or level % step:
            raise CriteriaError(
                _("“%(name)s” has words for %(level)s, a mark that cannot be given.")
                % {"name": row.name, "level": f"{level.normalize():f}"}
            )
    if len(set(levels)) < len(levels):
        raise CriteriaError(_("“%(name)s” has words twice for one mark.") % {"name": row.name})


def as_written(row: CriterionRow) -> CriterionRow:
    """The row as it is stored: with its scale, without points if it does not count."""
    return row._replace(
        scale=row.scale or row.points,
        points=row.points if row.counts else 0,
        anchors=tuple(sorted(row.anchors)),
    )


def rows_of(round_: Round) -> list[CriterionRow]:
    """A round's criteria as rows, with their anchors; two queries."""
    return [row_of(criterion) for criterion in round_.criteria.prefetch_related("anchors")]


def row_of(criterion: Criterion) -> CriterionRow:
    """One criterion as a row; costs no query when its anchors are loaded."""
    own = {name: getattr(criterion, name) for name in FIELDS}
    anchors = tuple((anchor.level, anchor.text) for anchor in criterion.anchors.all())
    return CriterionRow(**own, anchors=anchors)


def canonical(row: CriterionRow) -> dict[str, object]:
    """A criterion as the digest covers it: everything that a member sees or that moves a total."""
    anchors = [[level, text] for level, text in row.anchors]
    return {**row._asdict(), "anchors": anchors}


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
    rows = [as_written(row) for row in rows]
    if rows_of(round_) == rows:
        return
    round_.criteria.all().delete()
    criteria = Criterion.objects.bulk_create(
        Criterion(round=round_, position=position, **{name: getattr(row, name) for name in FIELDS})
        for position, row in enumerate(rows, 1)
    )
    Anchor.objects.bulk_create(
        Anchor(criterion=criterion, level=level, text=text)
        for criterion, row in zip(criteria, rows, strict=True)
        for level, text in row.anchors
    )
    points = [[row.name, row.points] for row in rows]
    digest = seal.sha256_hex([canonical(row) for row in rows])
    record("set_criteria", round_, by=by, detail={"criteria": points, "sha256": digest})
