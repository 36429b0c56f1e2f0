"""The years as somebody's home shows them."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.models import Allocation
from groups.enums import OVERSEEING_ROLES
from groups.models import User
from reports.enums import ReportStage
from reports.selectors.year import YearStep, is_finished, year_steps
from scoring.enums import RoundStage, SheetStage
from scoring.models import Assignment
from selection_site.lib import money
from submissions.enums import ARRIVED, Stage
from submissions.models import Call, Submission
from submissions.selectors.extensions import still_coming


class Figure(NamedTuple):
    """A number that tells how far a year has come."""

    label: str
    value: str
    unit: str
    url: str = ""


class Year(NamedTuple):
    """A year on the home page: its steps, and figures for those who oversee it."""

    call: Call
    steps: list[YearStep]
    finished: bool
    figures: list[Figure]


def years(user: User) -> list[Year]:
    """The years this person may see, newest first; at most five queries a year, years are few."""
    shown = []
    for call in Call.objects.visible_to(user).opened():
        steps = year_steps(call)
        figures = list(_figures(call)) if user.holds(*OVERSEEING_ROLES) else []
        shown.append(Year(call, steps, is_finished(steps), figures))
    return shown


def _figures(call: Call) -> Iterator[Figure]:
    """What counts now: plans while they come in, then sheets, then money and reports."""
    counts = _counts(call)
    yield Figure(
        _("Arrived at the department"),
        str(counts["arrived"]),
        _("of %(all)s") % {"all": counts["all"]},
        f"{reverse('submissions:overview')}?year={call.year}",
    )
    if call.allocated_baht:
        yield from _of_money(call)
    elif call.takes_plans or _still_takes_some(call):
        yield Figure(_("With the province"), str(counts["sent"]), "")
        yield Figure(_("Being written"), str(counts["draft"]), "")
        yield Figure(_("Not started"), str(counts["not_started"]), "")
    else:
        yield from _of_marking(call)


def _still_takes_some(call: Call) -> bool:
    """Whether a province with more days may still send; at most one query."""
    return call.is_open and call.plans_closed_at is None and bool(still_coming(call))


def _counts(call: Call) -> dict[str, int]:
    stages = {"not_started": Stage.NOT_STARTED, "draft": Stage.DRAFT, "sent": Stage.SENT}
    return (
        Submission.objects.taking_part()
        .filter(call=call)
        .aggregate(
            all=Count("pk"),
            arrived=Count("pk", filter=Q(stage__in=ARRIVED)),
            **{name: Count("pk", filter=Q(stage=stage)) for name, stage in stages.items()},
        )
    )


def _of_marking(call: Call) -> Iterator[Figure]:
    """Completeness only: nobody learns a mark from it."""
    marking = Assignment.objects.in_force().filter(
        round__call=call, round__stage=RoundStage.MARKING
    )
    handed_in = Count("pk", filter=Q(sheet__stage=SheetStage.HANDED_IN))
    sheets = marking.aggregate(all=Count("pk"), done=handed_in)
    if sheets["all"]:
        yield Figure(
            _("Sheets handed in"),
            str(sheets["done"]),
            _("of %(all)s") % {"all": sheets["all"]},
            reverse("scoring:home", args=[call.year]),
        )


def _of_money(call: Call) -> Iterator[Figure]:
    accepted = Count("pk", filter=Q(result_report__stage=ReportStage.ACCEPTED))
    awards = (
        Allocation.objects.approved()
        .of_year(call)
        .aggregate(all=Count("pk"), paid=Sum("paid_satang"), accepted=accepted)
    )
    yield Figure(
        _("Allocated"),
        money.format_baht(call.allocated_baht),
        _("baht"),
        reverse("budgets:year", args=[call.year]),
    )
    yield Figure(_("Paid"), money.format_satang(awards["paid"]), _("baht"))
    yield Figure(
        _("Result reports accepted"),
        str(awards["accepted"]),
        _("of %(all)s") % {"all": awards["all"]},
        reverse("reports:results", args=[call.year]),
    )


def own_submissions(user: User) -> list[Submission]:
    """A local officer's submissions in the years that are open, newest first; one query."""
    if user.holds(*OVERSEEING_ROLES):
        return []
    return list(Submission.objects.visible_to(user).for_list().order_by("-call__year", "pk"))
