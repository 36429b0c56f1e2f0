"""A report as whoever reads it sees it: its figures and text, the money beside it, its history."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgets.models import Allocation
from groups.models import Event
from groups.services import subject_of
from reports.models import ReportFigure, ResultReport
from reports.models.results import AnyReport
from reports.selectors.results import label
from selection_site.lib import dates, money
from selection_site.lib.components import Happening

PARTS = (
    (
        gettext_lazy("When, where, who"),
        ("held_from", "held_until", "venue", "participants"),
    ),
    (
        gettext_lazy("What changed"),
        ("jobs", "income_before_baht", "income_after_baht", "new_members", "welfare"),
    ),
    (
        gettext_lazy("Results and problems"),
        ("outcome", "network", "problems", "remedies", "continuation"),
    ),
    (gettext_lazy("Record in BPM"), ("bpm_recorded_on", "bpm_reference")),
)
STEPS = {
    "send": (gettext_lazy("Sent to the department"), "info"),
    "return": (gettext_lazy("Returned for correction"), "warn"),
    "accept": (gettext_lazy("Accepted"), "good"),
}


class Part(NamedTuple):
    """A part of the report: pairs of what is asked and what was answered."""

    title: str
    rows: list[tuple[str, str]]


class FigureLine(NamedTuple):
    """What was planned and achieved as a page shows it, and the percentage that was reached."""

    activity: str
    unit: str
    planned: str
    achieved: str
    percent: str


class Money(NamedTuple):
    """An award beside its report, in satang."""

    allocated: money.Satang
    committed: money.Satang
    paid: money.Satang

    @property
    def left(self) -> money.Satang:
        return self.allocated - self.paid

    @property
    def percent(self) -> Decimal:
        """How much of the award is paid, rounded half up to two decimals."""
        return money.round_half_up(Fraction(self.paid * 100, self.allocated))


def money_of(allocation: Allocation) -> Money:
    return Money(allocation.amount_satang, allocation.committed_satang, allocation.paid_satang)


def parts_of(report: ResultReport) -> list[Part]:
    """What the province wrote, part by part, in the words of the page."""
    return [
        Part(str(title), [(label(name), _said(report, name)) for name in names])
        for title, names in PARTS
    ]


def _said(report: ResultReport, name: str) -> str:
    value = getattr(report, name)
    if value is None:
        return ""
    if isinstance(value, date):
        return dates.localized(value)
    if name.endswith("_baht"):
        return _("%(amount)s baht") % {"amount": money.format_baht(value)}
    return f"{value:,}" if isinstance(value, int) else str(value)


def figures_of(report: ResultReport) -> list[FigureLine]:
    """The figures in their order; one query, none for a report that was not saved yet."""
    if report._state.adding:
        return []
    return [_line(figure) for figure in report.figures.all()]


def _line(figure: ReportFigure) -> FigureLine:
    reached = Fraction(figure.achieved) * 100 / Fraction(figure.planned)
    return FigureLine(
        figure.activity,
        figure.unit,
        _quantity(figure.planned),
        _quantity(figure.achieved),
        f"{money.round_half_up(reached, places=0):,}",
    )


def _quantity(amount: Decimal) -> str:
    """1,250 or 2.5: decimals only where there are some."""
    return f"{amount.normalize():,f}"


def history_of(report: AnyReport) -> list[Happening]:
    """Every sending, return and acceptance, newest first; one query."""
    if report._state.adding:
        return []
    verbs = {f"{report._meta.model_name}_{name}": step for name, step in STEPS.items()}
    events = Event.objects.filter(subject=subject_of(report), verb__in=verbs)
    return [
        Happening(
            what=str(verbs[event.verb][0]),
            who=str(event.user or ""),
            when=dates.localized_datetime(event.at),
            note=str(event.detail.get("note", "")),
            tone=verbs[event.verb][1],
        )
        for event in events.select_related("user")
    ]
