"""Where a programme year stands, told in seven steps."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budgets.models import Allocation
from reports.enums import ReportStage
from scoring.enums import RoundNumber, RoundStage
from scoring.models import Round
from selection_site.lib import clock, dates
from submissions.models import Call
from submissions.selectors.extensions import still_coming


class YearStep(NamedTuple):
    """One step of the year: `state` is done, now, late or next."""

    label: str
    state: str
    detail: str
    url: str = ""


class Spent(NamedTuple):
    """How many awards a year has, and how many of them came how far."""

    awards: int
    bought: int
    followed_up: int
    recorded: int


def year_steps(call: Call) -> list[YearStep]:
    """The seven steps of `call`, each done, going on, late or still to come; two queries.

    A third one between the plans' day and round 1. It tells only what everybody with a post may
    know: a round counts as done when released, and provinces with more days are counted, not named.
    """
    rounds = dict(Round.objects.filter(call=call).values_list("number", "stage"))
    released = {number for number, stage in rounds.items() if stage == RoundStage.RELEASED}
    spent = _spent(call)
    judging = any(stage != RoundStage.PREPARED for stage in rounds.values())
    longer = [] if judging or spent.awards else _days_longer(call)
    facts = [
        (
            _("Plans and clips"),
            max([call.plans_due_on, *longer]),
            call.plans_are_over and not longer,
        ),
        (_("Round 1"), call.first_round_ends_on, RoundNumber.FIRST in released),
        (_("Round 2"), call.second_round_ends_on, RoundNumber.SECOND in released),
        (_("Allocation"), call.allocation_due_on, spent.awards > 0),
        (_("Procurement"), call.procurement_due_on, 0 < spent.awards == spent.bought),
        (_("Follow-up"), call.follow_up_due_on, 0 < spent.awards == spent.followed_up),
        (_("Result record"), call.results_due_on, 0 < spent.awards == spent.recorded),
    ]
    steps = list(_in_order(facts, begun=call.is_open and clock.today() >= call.opens_on))
    if longer:
        steps[0] = steps[0]._replace(detail=_longer(call, longer))
    return steps


def _days_longer(call: Call) -> list[date]:
    """Up to when plans still come from provinces with more days, once the call's day is over."""
    if not call.is_before_round_1 or not call.plans_are_over:
        return []
    return [day for _province, day in still_coming(call)]


def _longer(call: Call, days: list[date]) -> str:
    text = ngettext(
        "by %(day)s, %(count)d province by %(last)s",
        "by %(day)s, %(count)d provinces by %(last)s",
        len(days),
    )
    return text % {
        "day": dates.localized_short(call.plans_due_on),
        "count": len(days),
        "last": dates.localized_short(max(days)),
    }


def is_finished(steps: list[YearStep]) -> bool:
    return all(step.state == "done" for step in steps)


def _in_order(facts: list[tuple[str, date, bool]], *, begun: bool) -> Iterator[YearStep]:
    """The first step that is not done goes on now; procurement and both reports go on together."""
    reached = begun
    for place, (label, day, done) in enumerate(facts):
        state = "done" if done else _state(day) if reached else "next"
        yield YearStep(label, state, _("by %(day)s") % {"day": dates.localized_short(day)})
        money_is_out = place > 3 and facts[3][2]
        reached = reached and (done or money_is_out)


def _state(day: date) -> str:
    return "late" if clock.today() > day else "now"


def _spent(call: Call) -> Spent:
    approved, accepted = Allocation.objects.approved().of_year(call), ReportStage.ACCEPTED
    unfinished = Q(pk__in=approved.unprocured().values("pk"))
    counts = approved.aggregate(
        awards=Count("pk"),
        bought=Count("pk", filter=~unfinished),
        followed_up=Count("pk", filter=Q(follow_up__stage=accepted)),
        recorded=Count("pk", filter=Q(result_report__stage=accepted)),
    )
    return Spent(**counts)
