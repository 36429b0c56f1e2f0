"""Where a submission stands, what was sent, and the buttons that move it on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groups.requests import Request
from submissions import rules, selectors, services, stages
from submissions.forms.uploads import ReturnForm
from submissions.models import Attachment, PlanVersion, Submission
from submissions.services import ClipNotReadyError, IncompletePlanError
from submissions.stages import StepRefusedError
from submissions.views import now, pages
from submissions.views.desk import desk


@require_safe
def detail(request: Request, pk: int) -> HttpResponse:
    """Where it stands, what is to do now, what happened; the same page for every post."""
    return _page(request, pages.fetch(request, pk), ReturnForm())


def _page(
    request: Request, submission: Submission, form: ReturnForm, status: int = 200
) -> HttpResponse:
    user = request.user
    content = selectors.plan_content(submission)
    clip = selectors.current_clip(submission)
    files = list(Attachment.objects.current().filter(submission=submission))
    versions = list(submission.versions.select_related("clip", "frozen_by"))
    steps = stages.open_steps(submission, user)
    writes = stages.is_writable(submission, user)
    missing = selectors.missing_from(content, clip)
    states = selectors.states(content, clip, len(files))
    context = {
        "submission": submission,
        "call": submission.call,
        "due_on": submission.province_due_on,
        "now": now.to_write(submission, states, len(missing))
        if writes
        else now.to_know(submission),
        "desk": desk(submission, user, content, clip, len(files)) if writes else None,
        "checks": selectors.gate_checks(submission, versions[0]) if "forward" in steps else [],
        "history": selectors.history(submission),
        "clip": clip,
        "may_retry": rules.may_retry_clip(user, submission),
        "files": files,
        "versions": versions,
        "form": form,
    }
    return render(request, "submissions/detail.html", context, status=status)


@require_safe
def version(request: Request, pk: int, number: int) -> HttpResponse:
    """A plan as it was sent; what is shown comes from the version alone."""
    submission = pages.fetch(request, pk)
    rows = submission.versions.select_related("clip", "frozen_by").prefetch_related("attachments")
    found: PlanVersion = get_object_or_404(rows, number=number)
    context = {
        "call": submission.call,
        "submission": submission,
        "version": found,
        "is_intact": selectors.digest_now(found) == found.sha256,
        "document": selectors.plan_document(found.content),
        "files": list(found.attachments.all()),
        "may_retry": False,
    }
    return render(request, "submissions/version.html", context)


@require_POST
def send(request: Request, pk: int) -> HttpResponse:
    submission = pages.fetch(request, pk)
    try:
        sent = services.send(submission, by=request.user)
    except StepRefusedError as error:
        messages.error(request, str(error))
    except IncompletePlanError:
        messages.error(request, _("The plan was not sent: something is left to do. See below."))
        return redirect("submissions:preview", pk=pk)
    else:
        messages.success(
            request,
            _("The plan was sent to the province as version %(number)s. Nothing more to do now.")
            % {"number": sent.number},
        )
    return redirect("submissions:detail", pk=pk)


@require_POST
def forward(request: Request, pk: int) -> HttpResponse:
    submission = pages.fetch(request, pk)
    try:
        services.forward(submission, by=request.user)
    except (StepRefusedError, ClipNotReadyError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The plan was forwarded to the department."))
    return redirect("submissions:detail", pk=pk)


@require_POST
def send_back(request: Request, pk: int) -> HttpResponse:
    submission = pages.fetch(request, pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, submission, form, status=422)
    try:
        services.send_back(submission, by=request.user, note=form.cleaned_data["note"])
    except StepRefusedError as error:
        form.add_error(None, str(error))
        return _page(request, submission, form, status=422)
    messages.success(request, _("The plan was returned to the district with your reason."))
    return redirect("submissions:detail", pk=pk)
