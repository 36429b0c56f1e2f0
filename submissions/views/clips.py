"""The page on which the clip is uploaded, and the clip itself for whoever may see it."""

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups.requests import Request
from selection_site.lib.uploads import UploadError
from submissions import rules, selectors, services, stages
from submissions.enums import ClipKind, Section
from submissions.forms.uploads import CaptionsForm, ClipForm, LinkForm
from submissions.models import Attachment, Clip, Submission
from submissions.stages import StepRefusedError
from submissions.views import pages, remarks
from submissions.views.desk import desk


@require_http_methods(["GET", "HEAD", "POST"])
def clip(request: Request, pk: int) -> HttpResponse:
    """The plan's clip: how it stands, and a place to upload it while the plan may be written."""
    submission = pages.fetch(request, pk)
    if request.method != "POST":
        if not stages.is_writable(submission, request.user):
            return redirect("submissions:detail", pk=pk)
        return page(request, submission, ClipForm())
    form = ClipForm(request.POST, request.FILES)
    if form.is_valid() and _taken(request, submission, form):
        messages.success(
            request, _("The clip has arrived and is being checked. You may leave this page.")
        )
        return redirect("submissions:clip", pk=pk)
    return page(request, submission, form, status=422)


def _taken(request: Request, submission: Submission, form: ClipForm) -> bool:
    try:
        services.upload_clip(
            submission, form.cleaned_data["file"], kind=ClipKind.PLAN, by=request.user
        )
    except (UploadError, StepRefusedError) as error:
        form.add_error("file", str(error))
        return False
    return True


def page(
    request: Request,
    submission: Submission,
    form: ClipForm,
    *,
    captions: CaptionsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The clip's page, with whatever was refused still in its form."""
    content = selectors.plan_content(submission)
    clip = selectors.current_clip(submission)
    files = Attachment.objects.current().filter(submission=submission).count()
    links = selectors.upload_links(submission)
    context = {
        "call": submission.call,
        "submission": submission,
        "section": Section.CLIP,
        "form": form,
        "captions": captions or CaptionsForm(),
        "forms": [form, *([captions] if captions else [])],
        "links": links,
        "link_form": LinkForm(),
        "qr": segno.make(links.address).svg_data_uri(border=2) if links.address else "",
        "clip": clip,
        "may_retry": rules.may_retry_clip(request.user, submission),
        "returned": remarks.of_part(submission, content, Section.CLIP),
        "desk": desk(submission, request.user, content, clip, files, Section.CLIP),
    }
    return render(request, "submissions/clip.html", context, status=status)


def _fetch(request: Request, pk: int) -> Clip:
    clips = Clip.objects.visible_to(request.user).select_related("submission__call")
    return get_object_or_404(clips, pk=pk)


@require_safe
def status(request: Request, pk: int) -> HttpResponse:
    """How the clip stands, as a part of a page; the page asks again while it is being checked."""
    clip = _fetch(request, pk)
    may_retry = rules.may_retry_clip(request.user, clip.submission)
    return render(request, "submissions/_clip.html", {"clip": clip, "may_retry": may_retry})


@require_safe
def play(request: Request, pk: int) -> HttpResponseBase:
    return selectors.clip_response(request, _fetch(request, pk))


@require_safe
def poster(request: Request, pk: int) -> HttpResponseBase:
    return selectors.poster_response(request, _fetch(request, pk))


@require_safe
def part(request: Request, pk: int, part: str) -> HttpResponseBase:
    return selectors.part_response(request, _fetch(request, pk), part)


@require_POST
def retry(request: Request, pk: int) -> HttpResponse:
    clip = _fetch(request, pk)
    try:
        services.retry_clip(clip, by=request.user)
    except StepRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The clip is being worked on again."))
    return redirect("submissions:detail", pk=clip.submission_id)
