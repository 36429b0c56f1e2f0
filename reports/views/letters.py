"""Award letters: ordered by staff, made by a worker, taken by staff and by their provinces."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from budgets.selectors import newest
from groups.requests import Request, only
from groups.rules import oversees
from reports import rules, services, tasks
from reports.forms.letters import OrderForm
from reports.models import Letter, LetterRun
from reports.selectors import letters as selectors
from reports.selectors.agency import agency, missing
from selection_site.lib import clock, uploads
from selection_site.lib.components import Tab
from submissions.models import Call


@only(rules.sees_letters)
def letters(request: Request, year: int | None = None) -> HttpResponse:
    """The letters of a year that this person may see, the newest year without `year`."""
    years = selectors.years(request.user)
    calls = Call.objects.visible_to(request.user)
    call = get_object_or_404(calls, year=year) if year else newest(years)
    return _page(request, call, years, OrderForm(initial={"dated_on": clock.today()}))


def _page(
    request: Request, call: Call | None, years: list[Call], form: OrderForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "call": call,
        "tabs": [
            Tab(str(one), reverse("reports:letters", args=[one.year]), one == call) for one in years
        ],
        "oversees": oversees(request.user),
        "form": form,
        **_state(request, call),
    }
    return render(request, "reports/letters.html", context, status=status)


def _state(request: Request, call: Call | None) -> dict[str, object]:
    """What changes while the letters are being made, and what can be done about it."""
    run = selectors.run_of(call, request.user) if call else None
    may_order = rules.may_order_letters(request.user)
    return {
        "call": call,
        "letters": selectors.letters(call, request.user) if call else [],
        "run": run,
        "progress": selectors.progress(run) if run else None,
        "may_order": may_order,
        "waiting": selectors.to_write(call) if call and may_order and not run else 0,
        "missing": missing(agency()) if may_order and not run else [],
    }


@only(rules.sees_letters)
def progress(request: Request, year: int) -> HttpResponse:
    """The part of the page that is asked for again until everything is made."""
    call = get_object_or_404(Call.objects.visible_to(request.user), year=year)
    return render(request, "reports/_letters.html", _state(request, call))


@require_POST
@only(rules.may_order_letters)
def order(request: Request, year: int) -> HttpResponse:
    call = get_object_or_404(Call.objects.visible_to(request.user), year=year)
    form = OrderForm(request.POST)
    if form.is_valid():
        try:
            services.order_letters(call, dated_on=form.cleaned_data["dated_on"], by=request.user)
        except services.LetterRefusedError as error:
            form.add_error(None, str(error))
        else:
            transaction.on_commit(tasks.make_letters.delay, robust=True)
            messages.success(request, _("The letters are numbered. Their files are being made."))
            return redirect("reports:letters", year)
    return _page(request, call, selectors.years(request.user), form, status=422)


@require_POST
@only(rules.may_order_letters)
def retry(request: Request, year: int) -> HttpResponse:
    run = get_object_or_404(LetterRun.objects.visible_to(request.user), call__year=year)
    services.retry_letters(run, by=request.user)
    transaction.on_commit(tasks.make_letters.delay, robust=True)
    messages.success(request, _("What failed is tried again."))
    return redirect("reports:letters", year)


@only(rules.may_order_letters)
def preview(request: Request, year: int) -> HttpResponse:
    """One letter as it would be printed today, without a number, marked as a sample."""
    call = get_object_or_404(Call.objects.visible_to(request.user), year=year)
    data = services.sample_letter(call, dated_on=clock.today())
    if data is None:
        raise Http404
    return HttpResponse(
        data, content_type="application/pdf", headers={"Content-Disposition": "inline"}
    )


@only(rules.sees_letters)
def letter(request: Request, pk: int) -> HttpResponseBase:
    """The file of one letter."""
    rows = Letter.objects.visible_to(request.user).exclude(path="").select_related("province")
    found = get_object_or_404(rows, pk=pk)
    return uploads.serve(
        request,
        found.path,
        name=services.file_name(found),
        content_type="application/pdf",
        inline=True,
    )


@only(rules.sees_letters)
def joint(request: Request, year: int) -> HttpResponseBase:
    """All letters of the year in one PDF."""
    run = _bound(request, year)
    name = _("Award letters %(year)s.pdf") % {"year": year}
    return uploads.serve(
        request, run.joint_path, name=name, content_type="application/pdf", inline=True
    )


@only(rules.sees_letters)
def archive(request: Request, year: int) -> HttpResponseBase:
    """All letters of the year as files in one ZIP."""
    run = _bound(request, year)
    name = _("Award letters %(year)s.zip") % {"year": year}
    return uploads.serve(
        request, run.archive_path, name=name, content_type="application/zip", inline=False
    )


def _bound(request: Request, year: int) -> LetterRun:
    rows = LetterRun.objects.visible_to(request.user).exclude(joint_path="")
    return get_object_or_404(rows, call__year=year)
