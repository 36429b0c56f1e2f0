"""Declaring how a year selects and how ties are broken, until the rounds open; then it is fixed."""

import secrets
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from groups.models import User
from groups.services import record
from scoring import rules
from scoring.enums import RULED, RoundStage, SelectionMode, TieStep
from scoring.models import MOST_CARRIED_PERCENT, LadderStep, Round, SelectionRules, Sharing
from scoring.selectors import Rung, declared, ladder_of, rules_are_open, rules_of
from scoring.selectors.lots import commitment
from scoring.stages import RoundRefusedError, lock
from selection_site.lib import seal
from submissions.models import Call

SEED_BYTES = 32


class LadderError(RoundRefusedError):
    """The ladder cannot be like this."""


@transaction.atomic
def declare_rules(call: Call, *, mode: SelectionMode, carried_percent: int, by: User) -> None:
    """Say how places are shared out and what of round 1 counts in round 2.

    Only staff, and only before round 1 opens: RoundRefusedError. The same again changes nothing.
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    if not rules.may_set_criteria(by):
        raise RoundRefusedError(_("Your post does not let you set criteria."))
    if not rules_are_open(call):
        raise RoundRefusedError(
            _("The rules of selection are fixed since round 1 opened: nothing was changed.")
        )
    if not 0 <= carried_percent <= MOST_CARRIED_PERCENT:
        raise RoundRefusedError(
            _("From round 1 count at most %(most)d percent, at least 0.")
            % {"most": MOST_CARRIED_PERCENT}
        )
    if declared(call) == (mode, carried_percent):
        return
    values = {"mode": mode, "carried_percent": carried_percent}
    row, _made = SelectionRules.objects.update_or_create(call=call, defaults=values)
    record("set_rules", row, by=by, detail={"mode": str(mode), "carried_percent": carried_percent})


@transaction.atomic
def declare_ladder(round_: Round, steps: Sequence[Rung], *, by: User) -> None:
    """Set the steps that order equal scores, first to last; the same again changes nothing.

    Only staff, only before the round opens: RoundRefusedError. LadderError for a step named twice,
    a criterion that the round has not, for a vote or a lot before a step that marks decide, and for
    a step after the lot.
    """
    round_ = lock(round_)
    if not rules.may_set_criteria(by):
        raise RoundRefusedError(_("Your post does not let you set criteria."))
    if round_.stage != RoundStage.PREPARED:
        raise RoundRefusedError(
            _("The tie ladder of %(round)s is fixed since marking opened: nothing was changed.")
            % {"round": round_.get_number_display()}
        )
    check_ladder(round_, steps)
    if list(steps) == ladder_of(round_):
        return
    _write(round_, steps)
    record("set_ladder", round_, by=by, detail={"ladder": _plain(steps)})


def check_ladder(round_: Round, steps: Sequence[Rung]) -> None:
    """Raise LadderError unless the steps can be taken in this order on this round's criteria."""
    if len(set(steps)) < len(steps):
        raise LadderError(_("One step of the tie ladder stands there twice: remove one."))
    numbers = set(round_.criteria.values_list("position", flat=True))
    for step in steps:
        if step.kind == TieStep.CRITERION and step.criterion not in numbers:
            raise LadderError(
                _("The tie ladder names criterion %(number)s, but the round has none of it.")
                % {"number": step.criterion or ""}
            )
    kinds = [step.kind in RULED for step in steps]
    if kinds != sorted(kinds):
        raise LadderError(
            _("Vote and lot come last: what the marks decide is computed before people decide.")
        )
    if any(step.kind == TieStep.LOT for step in steps[:-1]):
        raise LadderError(_("The lot always decides: no step can come after it."))
    if not any(kinds):
        raise LadderError(
            _("The ladder must end with a vote or a lot: else a tie could stand for ever.")
        )


def freeze_rules(round_: Round) -> None:
    """Fix rules and ladder under a digest and draw the lot's seed, for the caller to save.

    The caller opens the round and holds its lock. LadderError when a step names a criterion that is
    not there any more.
    """
    steps = ladder_of(round_)
    check_ladder(round_, steps)
    if not round_.ladder.exists():
        _write(round_, steps)
    round_.lot_seed = secrets.token_hex(SEED_BYTES)
    round_.rules_sha256 = rules_digest(round_, steps)


def rules_digest(round_: Round, steps: Sequence[Rung]) -> str:
    """The digest under which rules, ladder, sharing out and the lot's seed are fixed: SHA-256.

    Where everybody judges everything nothing is said of sharing out.
    """
    chosen = rules_of(round_)
    content: dict[str, object] = {
        "year": round_.call.year,
        "round": round_.number,
        "mode": str(chosen.mode),
        "carried_percent": chosen.carried_percent,
        "ladder": _plain(steps),
        "lot": commitment(round_.lot_seed),
    }
    if sharing := Sharing.objects.filter(round=round_).first():
        limits = sharing.limits.order_by("judge").values_list("judge", "most")
        content["sharing"] = [sharing.each, sharing.most, [list(limit) for limit in limits]]
    return seal.sha256_hex(content)


def _write(round_: Round, steps: Sequence[Rung]) -> None:
    round_.ladder.all().delete()
    LadderStep.objects.bulk_create(
        LadderStep(round=round_, position=at, kind=step.kind, criterion=step.criterion)
        for at, step in enumerate(steps, 1)
    )


def _plain(steps: Sequence[Rung]) -> list[list[object]]:
    return [[str(step.kind), step.criterion] for step in steps]
