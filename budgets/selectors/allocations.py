"""The year's allocations as lists and sums, the same for the page and for the report."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import F, QuerySet, Sum
from django.utils.translation import gettext as _

from budgets.enums import BuyingStep, Spending
from budgets.models import Allocation, Procurement
from groups.enums import OVERSEEING_ROLES
from groups.models import User
from selection_site.lib import clock
from selection_site.lib.money import Satang
from submissions.models import Call


class Sums(NamedTuple):
    """What a set of allocations comes to, in satang."""

    allocated: Satang
    committed: Satang
    paid: Satang

    @property
    def free(self) -> Satang:
        return self.allocated - self.committed


class Line(NamedTuple):
    """One allocation in a list: how far its money has come, and whether its day has passed."""

    allocation: Allocation
    spending: Spending
    late: bool

    @property
    def state(self) -> str:
        label = str(self.spending.label)
        return _("%(state)s, overdue") % {"state": label} if self.late else label

    @property
    def tone(self) -> str:
        if self.late:
            return "bad"
        return {"untouched": "neutral", "buying": "info", "done": "good"}[self.spending]


def years(user: User) -> list[Call]:
    """The years whose money this person may see, newest first: for a local officer those with an
    allocation, for those who oversee every year that was opened."""
    calls = Call.objects.opened().order_by("-year")
    if not user.holds(*OVERSEEING_ROLES):
        calls = calls.filter(pk__in=Allocation.objects.visible_to(user).values("batch__call"))
    return list(calls)


def newest(calls: list[Call]) -> Call | None:
    """The newest of these years that has money, else the newest; a year before that is empty."""
    having = [call for call in calls if call.allocated_baht]
    return next(iter(having or calls), None)


def allocations(call: Call, user: User) -> QuerySet[Allocation]:
    """The approved allocations of a year that `user` may see, best rank first."""
    rows = Allocation.objects.visible_to(user).of_year(call).approved().for_list()
    return rows.order_by("rank", "submission__province__sort_key", "pk")


def sums(rows: QuerySet[Allocation]) -> Sums:
    """The totals of the rows; one query."""
    totals = rows.order_by().aggregate(
        allocated=Sum(F("amount_baht") * 100),
        committed=Sum("committed_satang"),
        paid=Sum("paid_satang"),
    )
    return Sums(**{name: total or 0 for name, total in totals.items()})


def lines(rows: QuerySet[Allocation]) -> list[Line]:
    """The rows with how far each has come: three queries, however many there are."""
    return [_line(row) for row in rows.prefetch_related("procurements__steps")]


def _line(allocation: Allocation) -> Line:
    spending = _spending(allocation.procurements.all())
    passed = clock.today() > allocation.batch.call.procurement_due_on
    return Line(allocation, spending, passed and spending != Spending.DONE)


def _spending(purchases: Iterable[Procurement]) -> Spending:
    finished = [
        sum(step.taken_back_at is None for step in purchase.steps.all()) == len(BuyingStep)
        for purchase in purchases
    ]
    if not finished:
        return Spending.UNTOUCHED
    return Spending.DONE if all(finished) else Spending.BUYING
