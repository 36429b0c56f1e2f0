"""What became of the money: the list of a year's reports, each report as it is read, its steps."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from budgets.selectors import newest
from budgets.selectors import years as years_of
from groups.requests import Request
from groups.rules import oversees
from reports import services
from reports.forms.results import OverviewForm, ReturnForm
from reports.models import FollowUp, ResultReport
from reports.models.results import AnyReport
from reports.selectors import overview as selectors
from reports.selectors.overview import CHOICES, Line
from reports.selectors.reading import figures_of, parts_of
from reports.selectors.results import clip_of
from reports.services import IncompleteReportError, ReportRefusedError
from reports.views import awards
from selection_site.lib.components import Tab
from submissions.models import Call
from submissions.rules import may_retry_clip


@require_safe
def overview(request: Request, year: int | None = None) -> HttpResponse:
    """The awards of a year with both their reports, without `year` the newest with money."""
    years = years_of(request.user)
    calls = Call.objects.visible_to(request.user)
    call = get_object_or_404(calls, year=year) if year else newest(years)
    if call is None:
        return render(request, "reports/results.html", {"call": None})
    form = OverviewForm(request.GET)
    form.is_valid()
    text, show = form.cleaned_data.get("q", ""), form.cleaned_data.get("show", "")
    chosen = show if show in CHOICES else ""
    lines = selectors.lines(call, request.user, text=text)
    context = {
        "call": call,
        "form": form,
        "years": [Tab(str(one), _address(one), one == call) for one in years],
        "tabs": _tabs(call, lines, chosen, text),
        "lines": [line for line in lines if CHOICES[chosen][1](line)],
        "sums": selectors.sums(lines),
        "oversees": oversees(request.user),
        "is_narrowed": bool(text or chosen),
    }
    return render(request, "reports/results.html", context)


def _address(call: Call, **query: str) -> str:
    chosen = urlencode({name: value for name, value in query.items() if value})
    return reverse("reports:results", args=[call.year]) + (f"?{chosen}" if chosen else "")


def _tabs(call: Call, lines: list[Line], chosen: str, text: str) -> list[Tab]:
    return [
        Tab(
            str(label),
            _address(call, show=name, q=text),
            name == chosen,
            sum(belongs(line) for line in lines),
        )
        for name, (label, belongs) in CHOICES.items()
    ]


@require_safe
def result(request: Request, pk: int) -> HttpResponse:
    """The result report of an award, as its province wrote it."""
    return show(request, awards.report_of(ResultReport, awards.fetch(request, pk)))


@require_safe
def follow_up(request: Request, pk: int) -> HttpResponse:
    """The follow-up of an award, with its clip."""
    return show(request, awards.report_of(FollowUp, awards.fetch(request, pk)))


def show(
    request: Request, report: AnyReport, form: ReturnForm | None = None, *, status: int = 200
) -> HttpResponse:
    """The page of a report; `form` is a refused return, shown again with what was typed."""
    context = awards.context_of(request, report, form)
    if isinstance(report, FollowUp):
        may_retry = may_retry_clip(request.user, report.allocation.submission)
        context |= {"clip": clip_of(report), "may_retry": may_retry}
        return render(request, "reports/follow_up.html", context, status=status)
    saved = not report._state.adding
    context |= {
        "parts": parts_of(report),
        "figures": figures_of(report),
        "photos": list(report.photos.current()) if saved else [],
        "files": list(report.files.current()) if saved else [],
    }
    return render(request, "reports/result.html", context, status=status)


@require_POST
def send(request: Request, pk: int, kind: str) -> HttpResponse:
    report = awards.report_named(kind, awards.fetch(request, pk))
    try:
        services.send_report(report, by=request.user)
    except (IncompleteReportError, ReportRefusedError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Sent. The department has a message and reads it now."))
    return redirect(f"reports:{kind}", pk)


@require_POST
def accept(request: Request, pk: int, kind: str) -> HttpResponse:
    report = awards.report_named(kind, awards.fetch(request, pk))
    try:
        services.accept(report, by=request.user)
    except ReportRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Accepted. The province has a message."))
    return redirect(f"reports:{kind}", pk)


@require_POST
def send_back(request: Request, pk: int, kind: str) -> HttpResponse:
    """Return a report; without a reason the page comes back with what was typed."""
    report = awards.report_named(kind, awards.fetch(request, pk))
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return show(request, report, form, status=422)
    try:
        services.send_back(report, note=form.cleaned_data["note"], by=request.user)
    except ReportRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Returned. The province has your reason."))
    return redirect(f"reports:{kind}", pk)
