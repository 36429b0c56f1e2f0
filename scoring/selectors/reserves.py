"""Who moves up when a group withdraws after a release, in the order of the result."""

from collections.abc import Iterable
from typing import NamedTuple

from scoring.enums import Outcome, RoundNumber, RoundStage, SelectionMode
from scoring.models import Round, Standing
from scoring.selectors.selection import declared
from submissions.enums import Stage
from submissions.models import Call, Submission

# What can be given up after a release.
HOLDING = (Stage.FINALIST, Stage.OUTSTANDING, Stage.GOOD)


class Moves(NamedTuple):
    """Who goes from 'good' to 'outstanding', and who comes in from the reserve list of round 1."""

    raised: Submission | None
    promoted: Submission | None


def holders(call: Call) -> list[Submission]:
    """The groups that could withdraw now, by province."""
    return list(Submission.objects.filter(call=call, stage__in=HOLDING).for_list())


def reserves(call: Call) -> list[Standing]:
    """The reserve list of round 1 in its order, once that round is released."""
    rows = Standing.objects.filter(
        round__call=call,
        round__number=RoundNumber.FIRST,
        round__stage=RoundStage.RELEASED,
        outcome=Outcome.NOT_KEPT,
        submission__stage=Stage.DECLINED,
    )
    return list(rows.select_related("submission__group", "submission__province"))


def moves(submission: Submission) -> Moves:
    """What its withdrawal would move; with a quota its own cluster comes first."""
    call = submission.call
    raised = None
    if submission.stage == Stage.OUTSTANDING:
        good = Standing.objects.filter(
            round__call=call,
            round__number=RoundNumber.SECOND,
            outcome=Outcome.GOOD,
            submission__stage=Stage.GOOD,
        )
        raised = _next(submission, good.select_related("submission__group", "submission__province"))
    return Moves(raised, _next(submission, reserves(call)))


def _next(leaving: Submission, order: Iterable[Standing]) -> Submission | None:
    found = [standing.submission for standing in order]
    if declared(leaving.call).mode == SelectionMode.CLUSTER:
        cluster = leaving.province.cluster
        found.sort(key=lambda one: one.province.cluster != cluster)
    return found[0] if found else None


def second_round_is_open(call: Call) -> bool:
    """Whether round 2 is being judged: its members and places are fixed until its release."""
    stages = (RoundStage.MARKING, RoundStage.MARKED, RoundStage.CLOSED)
    return Round.objects.filter(call=call, number=RoundNumber.SECOND, stage__in=stages).exists()
