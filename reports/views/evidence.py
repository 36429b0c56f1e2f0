"""Pictures and files of a result report: added and taken out by the province, read by others."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups.requests import Request
from reports import services, stages
from reports.forms.results import FilesForm, PhotosForm
from reports.models import Photo, ReportFile, ResultReport
from reports.services import ReportRefusedError
from reports.views import awards
from selection_site.lib.uploads import UploadError, serve


@require_http_methods(["GET", "HEAD", "POST"])
def pictures(request: Request, pk: int) -> HttpResponse:
    """The pictures of a report, and a place to add some while it may be written."""
    report = awards.report_of(ResultReport, awards.fetch(request, pk))
    if request.method != "POST":
        if not stages.is_writable(report, request.user):
            return redirect("reports:result", pk)
        return _pictures_page(request, report, PhotosForm())
    form = PhotosForm(request.POST, request.FILES)
    if form.is_valid():
        caption = form.cleaned_data["caption"]
        added = _added(
            form,
            lambda file: services.add_photo(report, file, caption=caption, by=request.user),
        )
        if added:
            words = ngettext("One picture was added.", "%(added)s pictures were added.", added)
            messages.success(request, words % {"added": added})
    if form.is_valid():
        return redirect("reports:result_pictures", pk)
    return _pictures_page(request, report, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: Request, pk: int) -> HttpResponse:
    """The files of a report, and a place to add some while it may be written."""
    report = awards.report_of(ResultReport, awards.fetch(request, pk))
    if request.method != "POST":
        if not stages.is_writable(report, request.user):
            return redirect("reports:result", pk)
        return _files_page(request, report, FilesForm())
    form = FilesForm(request.POST, request.FILES)
    if form.is_valid():
        added = _added(form, lambda file: services.add_file(report, file, by=request.user))
        if added:
            words = ngettext("One file was added.", "%(added)s files were added.", added)
            messages.success(request, words % {"added": added})
    if form.is_valid():
        return redirect("reports:result_files", pk)
    return _files_page(request, report, form, status=422)


def _added(form: forms.Form, add: Callable[..., Model]) -> int:
    """How many were taken; each that was not becomes an error, and the others stay."""
    added = 0
    for file in form.cleaned_data["chosen"]:
        try:
            add(file)
        except UploadError as error:
            form.add_error("chosen", str(error))
        except ReportRefusedError as error:
            form.add_error("chosen", str(error))
            break
        else:
            added += 1
    return added


def _pictures_page(
    request: Request, report: ResultReport, form: PhotosForm, *, status: int = 200
) -> HttpResponse:
    photos = Photo.objects.current().filter(report__allocation=report.allocation)
    context = _context(report) | {"form": form, "photos": list(photos)}
    return render(request, "reports/result_pictures.html", context, status=status)


def _files_page(
    request: Request, report: ResultReport, form: FilesForm, *, status: int = 200
) -> HttpResponse:
    kept = ReportFile.objects.current().filter(report__allocation=report.allocation)
    context = _context(report) | {"form": form, "files": list(kept)}
    return render(request, "reports/result_files.html", context, status=status)


def _context(report: ResultReport) -> dict[str, object]:
    allocation = report.allocation
    return {"allocation": allocation, "call": allocation.batch.call, "report": report}


@require_safe
def photo(request: Request, pk: int) -> HttpResponseBase:
    """A picture as it is kept; one that was removed is not there any more."""
    found = get_object_or_404(Photo.objects.visible_to(request.user).current(), pk=pk)
    return serve(request, found.path, name=found.name, content_type=found.content_type, inline=True)


@require_safe
def thumbnail(request: Request, pk: int) -> HttpResponseBase:
    found = get_object_or_404(Photo.objects.visible_to(request.user).current(), pk=pk)
    return serve(
        request, found.thumbnail_path, name=found.name, content_type="image/jpeg", inline=True
    )


@require_safe
def file(request: Request, pk: int) -> HttpResponseBase:
    found = get_object_or_404(ReportFile.objects.visible_to(request.user).current(), pk=pk)
    return serve(request, found.path, name=found.name, content_type=found.content_type, inline=True)


@require_POST
def remove_photo(request: Request, pk: int) -> HttpResponse:
    photos = Photo.objects.visible_to(request.user).select_related("report__allocation")
    found = get_object_or_404(photos.current(), pk=pk)
    try:
        services.remove_photo(found, by=request.user)
    except ReportRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The picture “%(name)s” was taken out.") % {"name": found.name})
    return redirect("reports:result_pictures", found.report.allocation_id)


@require_POST
def remove_file(request: Request, pk: int) -> HttpResponse:
    kept = ReportFile.objects.visible_to(request.user).select_related("report__allocation")
    found = get_object_or_404(kept.current(), pk=pk)
    try:
        services.remove_file(found, by=request.user)
    except ReportRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("“%(name)s” was taken out.") % {"name": found.name})
    return redirect("reports:result_files", found.report.allocation_id)
