"""The pages on which a province writes its two reports."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groups.requests import Request
from reports import services, stages
from reports.forms.results import FollowUpForm, ResultForms
from reports.models import FollowUp, ResultReport
from reports.selectors.reading import figures_of, parts_of
from reports.selectors.results import clip_of
from reports.services import ReportRefusedError, StaleReportError
from reports.views import awards
from selection_site.lib.uploads import UploadError
from submissions.rules import may_retry_clip


@require_http_methods(["GET", "HEAD", "POST"])
def result(request: Request, pk: int) -> HttpResponse:
    """Figures and text of the result report."""
    report = awards.report_of(ResultReport, awards.fetch(request, pk))
    if request.method == "POST":
        typed = ResultForms(report, request.POST)
        if typed.is_valid() and _result_saved(request, report, typed):
            messages.success(request, _("The result report is saved."))
            return redirect("reports:result", pk)
        return _result_page(request, pk, typed, status=422)
    if not stages.is_writable(report, request.user):
        return redirect("reports:result", pk)
    return _result_page(request, pk, ResultForms(report))


def _result_saved(request: Request, report: ResultReport, typed: ResultForms) -> bool:
    """Save what was typed; what speaks against it becomes an error of the form."""
    try:
        services.save_result(
            report.allocation,
            typed.values,
            typed.rows,
            revision=typed.revision,
            by=request.user,
        )
    except StaleReportError as error:
        typed.open_anew(error.report.revision)
        typed.form.add_error(None, str(error))
    except ReportRefusedError as error:
        typed.form.add_error(None, str(error))
    except ValidationError as error:
        typed.form.add_error(None, error.messages)
    return typed.form.is_valid()


def _result_page(
    request: Request, pk: int, typed: ResultForms, *, status: int = 200
) -> HttpResponse:
    report = awards.report_of(ResultReport, awards.fetch(request, pk))
    context = {
        "allocation": report.allocation,
        "call": report.allocation.batch.call,
        "report": report,
        "typed": typed,
        "saved_parts": parts_of(report) if typed.is_stale else [],
        "saved_figures": figures_of(report) if typed.is_stale else [],
    }
    return render(request, "reports/result_write.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: Request, pk: int) -> HttpResponse:
    """Summary and clip of the follow-up; a refused clip leaves the summary saved."""
    report = awards.report_of(FollowUp, awards.fetch(request, pk))
    if request.method == "POST":
        form = FollowUpForm(request.POST, request.FILES, follow_up=report)
        if form.is_valid() and _follow_up_saved(request, report, form):
            messages.success(request, _("The follow-up is saved."))
            return redirect("reports:follow_up", pk)
        return _follow_up_page(request, pk, form, status=422)
    if not stages.is_writable(report, request.user):
        return redirect("reports:follow_up", pk)
    return _follow_up_page(request, pk, FollowUpForm(follow_up=report))


def _follow_up_saved(request: Request, report: FollowUp, form: FollowUpForm) -> bool:
    said = form.cleaned_data
    try:
        saved = services.save_follow_up(
            report.allocation, said["summary"], revision=said["revision"], by=request.user
        )
        form.carry_on(saved.revision)
        if said["clip"]:
            services.upload_follow_up_clip(saved, said["clip"], by=request.user)
    except StaleReportError as error:
        form.open_anew(error.report.revision)
        form.add_error(None, str(error))
    except UploadError as error:
        form.add_error("clip", str(error))
    except ReportRefusedError as error:
        form.add_error(None, str(error))
    return form.is_valid()


def _follow_up_page(
    request: Request, pk: int, form: FollowUpForm, *, status: int = 200
) -> HttpResponse:
    report = awards.report_of(FollowUp, awards.fetch(request, pk))
    context = {
        "allocation": report.allocation,
        "call": report.allocation.batch.call,
        "report": report,
        "form": form,
        "clip": clip_of(report),
        "may_retry": may_retry_clip(request.user, report.allocation.submission),
    }
    return render(request, "reports/follow_up_write.html", context, status=status)
