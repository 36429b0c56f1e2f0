"""Reports as files: the catalogue of a year, what was ordered, and the files."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groups.requests import Request, only
from groups.rules import oversees
from reports import rules, services, tasks
from reports.enums import ExportFormat, ExportKind
from reports.forms.exports import OrderForm
from reports.models import Export
from reports.selectors import exports as selectors
from reports.services import ExportRefusedError
from reports.services.exports import file_name
from selection_site.lib import uploads, xlsx
from selection_site.lib.components import Tab
from submissions.models import Call

A_PAGE = 20
CONTENT_TYPES = {
    ExportFormat.XLSX: xlsx.CONTENT_TYPE,
    ExportFormat.PDF: "application/pdf",
}


@require_safe
@only(oversees)
def exports(request: Request) -> HttpResponse:
    """The reports that a year offers, and all that was ordered."""
    calls = list(Call.objects.visible_to(request.user))
    asked = request.GET.get("year", "")
    call = next((one for one in calls if str(one) == asked), next(iter(calls), None))
    address = reverse("reports:exports")
    context = {
        "call": call,
        "tabs": [Tab(str(one), f"{address}?year={one.year}", one == call) for one in calls],
        "offers": selectors.offers(call) if call else [],
        "formats": ExportFormat.choices,
        "may_export": rules.may_export(request.user),
        **_files(request),
    }
    return render(request, "reports/exports.html", context)


@require_safe
@only(oversees)
def progress(request: Request) -> HttpResponse:
    """The list of files, which is asked for again until each is made or given up."""
    return render(request, "reports/_exports.html", _files(request))


def _files(request: Request) -> dict[str, object]:
    page = Paginator(selectors.ordered(request.user), A_PAGE).get_page(request.GET.get("page"))
    rows = selectors.states(page)
    year = request.GET.get("year", "")
    return {
        "page": page,
        "query": urlencode({"year": year}) if year else "",
        "rows": rows,
        "is_moving": any(row.is_waiting for row in rows),
        "may_export": rules.may_export(request.user),
    }


@require_POST
@only(rules.may_export)
def order(request: Request, year: int) -> HttpResponse:
    call = get_object_or_404(Call.objects.visible_to(request.user), year=year)
    form = OrderForm(request.POST)
    if not form.is_valid():
        raise Http404
    kind, file = ExportKind(form.cleaned_data["kind"]), ExportFormat(form.cleaned_data["format"])
    try:
        services.order_export(call, kind, file, by=request.user)
    except ExportRefusedError as error:
        messages.error(request, str(error))
    else:
        transaction.on_commit(tasks.build_exports.delay, robust=True)
        messages.success(request, _("Ordered. The file appears below in a few seconds."))
    return redirect(f"{reverse('reports:exports')}?year={year}")


@require_POST
@only(rules.may_export)
def retry(request: Request, pk: int) -> HttpResponse:
    export = get_object_or_404(Export.objects.visible_to(request.user), pk=pk)
    services.retry_export(export, by=request.user)
    transaction.on_commit(tasks.build_exports.delay, robust=True)
    messages.success(request, _("The file is being made again."))
    return redirect("reports:exports")


@require_safe
def export(request: Request, pk: int) -> HttpResponseBase:
    """The file of a report that was built."""
    built = Export.objects.visible_to(request.user).exclude(path="").select_related("call")
    found = get_object_or_404(built, pk=pk)
    content_type = CONTENT_TYPES[ExportFormat(found.format)]
    name = file_name(found)
    return uploads.serve(request, found.path, name=name, content_type=content_type, inline=False)
