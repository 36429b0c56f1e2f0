"""What the pages about the two reports on one award share."""

from typing import NamedTuple, TypeVar

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.models import Allocation
from groups.requests import Request
from reports import stages
from reports.forms.results import ReturnForm
from reports.models import FollowUp, ResultReport
from reports.models.results import AnyReport
from reports.selectors.overview import state_of
from reports.selectors.reading import history_of, money_of
from reports.selectors.results import Missing, missing
from selection_site.lib.components import Tab

R = TypeVar("R", ResultReport, FollowUp)


class Left(NamedTuple):
    """Something left to do, with the place where it is done."""

    sentence: str
    url: str


def fetch(request: Request, pk: int) -> Allocation:
    """The award, if it is approved and this person may see it; 404 otherwise."""
    rows = Allocation.objects.visible_to(request.user).approved().for_list()
    return get_object_or_404(rows, pk=pk)


def report_of(kind: type[R], allocation: Allocation) -> R:
    """The report of an award; a new one that is not saved when nothing was written yet."""
    found = kind.objects.filter(allocation=allocation).for_list().first()
    report = found or kind(allocation=allocation)
    report.allocation = allocation
    return report


def report_named(name: str, allocation: Allocation) -> AnyReport:
    """The report that `name_of` calls so."""
    if name == "follow_up":
        return report_of(FollowUp, allocation)
    return report_of(ResultReport, allocation)


def name_of(report: AnyReport) -> str:
    """How addresses and pages of this kind of report are called."""
    return "follow_up" if isinstance(report, FollowUp) else "result"


def context_of(
    request: Request, report: AnyReport, form: ReturnForm | None = None
) -> dict[str, object]:
    """What both pages on which a report is read show around it."""
    user = request.user
    writes = stages.is_writable(report, user)
    return {
        "allocation": report.allocation,
        "call": report.allocation.batch.call,
        "report": report,
        "urls": _urls(report),
        "tabs": tabs(report),
        "state": state_of(report),
        "money": money_of(report.allocation),
        "events": history_of(report),
        "may_write": writes,
        "left": [_left(report, remark) for remark in missing(report)] if writes else [],
        "may_accept": stages.is_open(report, "accept", user),
        "form": form or ReturnForm(),
    }


def _urls(report: AnyReport) -> dict[str, str]:
    """Where the steps of the report are taken and where it is written."""
    pages = ["write", "send", "accept", "return"]
    if isinstance(report, ResultReport):
        pages += ["pictures", "files"]
    name, pk = name_of(report), report.allocation.pk
    return {page: reverse(f"reports:{name}_{page}", args=[pk]) for page in pages}


def tabs(report: AnyReport) -> list[Tab]:
    """Both reports and the money of the award."""
    pk, here = report.allocation.pk, name_of(report)
    return [
        Tab(_("Follow-up"), reverse("reports:follow_up", args=[pk]), here == "follow_up"),
        Tab(_("Result report"), reverse("reports:result", args=[pk]), here == "result"),
        Tab(_("Money"), reverse("budgets:detail", args=[pk]), False),
    ]


def _left(report: AnyReport, remark: Missing) -> Left:
    pk = report.allocation.pk
    if remark.field == "photos":
        return Left(remark.sentence, f"{reverse('reports:result_pictures', args=[pk])}#id_chosen")
    field = "figures-0-activity" if remark.field == "figures" else remark.field
    url = reverse(f"reports:{name_of(report)}_write", args=[pk])
    return Left(remark.sentence, f"{url}#id_{field}")
