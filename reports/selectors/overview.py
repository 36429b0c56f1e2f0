"""Where both reports of every award of a year stand."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgets.models import Allocation
from budgets.selectors import allocations
from groups.models import User
from reports.enums import ReportStage
from reports.models import FollowUp, ResultReport
from reports.models.results import AnyReport
from reports.selectors.reading import Money, money_of
from selection_site.lib.money import format_baht
from submissions.models import Call, Submission
from submissions.selectors.overview import narrowed

TONES = {
    ReportStage.DRAFT: "neutral",
    ReportStage.SENT: "info",
    ReportStage.RETURNED: "warn",
    ReportStage.ACCEPTED: "good",
}


class State(NamedTuple):
    """How one report stands: the words, their tone, and whether its day was missed."""

    report: AnyReport
    label: str
    tone: str
    is_late: bool

    @property
    def due_on(self) -> date:
        return self.report.due_on

    @property
    def is_open(self) -> bool:
        return self.report.is_open

    @property
    def is_started(self) -> bool:
        return not self.report._state.adding

    @property
    def is_overdue(self) -> bool:
        """Whether the day is over and nothing was ever sent."""
        return self.is_late and self.report.sent_at is None


class Line(NamedTuple):
    """One award with the state of its two reports."""

    allocation: Allocation
    follow_up: State
    result: State
    money: Money

    @property
    def award(self) -> str:
        return format_baht(self.allocation.amount_baht)

    @property
    def states(self) -> tuple[State, State]:
        return self.follow_up, self.result


class Sums(NamedTuple):
    """The figures on top of the list."""

    awards: int
    followed_up: int
    recorded: int
    to_read: int
    late: int


def lines(call: Call, user: User, *, text: str = "") -> list[Line]:
    """The approved awards of a year that `user` may see, by province; one query.

    `text` narrows them to groups and places in whose names every word of it is found.
    """
    rows = allocations(call, user).select_related("follow_up", "result_report")
    if text:
        rows = rows.filter(submission__in=narrowed(Submission.objects.all(), text=text))
    rows = rows.order_by("submission__province__sort_key", "submission__group__sort_key", "pk")
    return [_line(row) for row in rows]


def _line(allocation: Allocation) -> Line:
    follow_up = getattr(allocation, "follow_up", None) or FollowUp(allocation=allocation)
    result = getattr(allocation, "result_report", None) or ResultReport(allocation=allocation)
    return Line(allocation, state_of(follow_up), state_of(result), money_of(allocation))


def state_of(report: AnyReport) -> State:
    """The state of a report; one that was never saved has not been started."""
    stage = ReportStage(report.stage)
    words = _("Not started") if report._state.adding else str(stage.label)
    return State(report, words, TONES[stage], report.is_late)


def sums(rows: Iterable[Line]) -> Sums:
    """Counted from the lines at hand; no query."""
    lines = list(rows)
    states = [state for line in lines for state in line.states]
    return Sums(
        awards=len(lines),
        followed_up=sum(_is(line.follow_up, ReportStage.ACCEPTED) for line in lines),
        recorded=sum(_is(line.result, ReportStage.ACCEPTED) for line in lines),
        to_read=sum(_is(state, ReportStage.SENT) for state in states),
        late=sum(state.is_overdue for state in states),
    )


def _is(state: State, stage: ReportStage) -> bool:
    return state.report.stage == stage


# The tabs over the list: which lines each shows.
CHOICES: dict[str, tuple[Promise, Callable[[Line], bool]]] = {
    "": (gettext_lazy("All"), lambda line: True),
    "open": (
        gettext_lazy("To be sent"),
        lambda line: any(state.is_open for state in line.states),
    ),
    "sent": (
        gettext_lazy("To be read"),
        lambda line: any(_is(state, ReportStage.SENT) for state in line.states),
    ),
    "late": (gettext_lazy("Late"), lambda line: any(state.is_late for state in line.states)),
    "done": (
        gettext_lazy("Both accepted"),
        lambda line: all(_is(state, ReportStage.ACCEPTED) for state in line.states),
    ),
}
