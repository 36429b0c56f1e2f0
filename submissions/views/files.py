"""Files that go with the plan: added and taken out by the district, read by all who see it."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups.requests import Request
from selection_site.lib.uploads import UploadError, serve
from submissions import selectors, services, stages
from submissions.enums import Section
from submissions.forms.uploads import FilesForm
from submissions.models import Attachment, Submission
from submissions.services import TooManyFilesError
from submissions.stages import StepRefusedError
from submissions.views import pages
from submissions.views.desk import desk


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: Request, pk: int) -> HttpResponse:
    """The plan's files, and a place to add some while the plan may be written."""
    submission = pages.fetch(request, pk)
    if request.method != "POST":
        if not stages.is_writable(submission, request.user):
            return redirect("submissions:detail", pk=pk)
        return _page(request, submission, FilesForm())
    form = FilesForm(request.POST, request.FILES)
    if form.is_valid():
        added = _added(request, submission, form)
        if added:
            words = ngettext("One file was added.", "%(added)s files were added.", added)
            messages.success(request, words % {"added": added})
        if form.is_valid():
            return redirect("submissions:files", pk=pk)
    return _page(request, submission, form, status=422)


def _added(request: Request, submission: Submission, form: FilesForm) -> int:
    """How many were taken; each that was not becomes an error, and the others stay."""
    added = 0
    for file in form.cleaned_data["chosen"]:
        try:
            services.add_attachment(submission, file, by=request.user)
        except UploadError as error:
            form.add_error("chosen", str(error))
        except (TooManyFilesError, StepRefusedError) as error:
            form.add_error("chosen", str(error))
            break
        else:
            added += 1
    return added


def _page(
    request: Request, submission: Submission, form: FilesForm, status: int = 200
) -> HttpResponse:
    content = selectors.plan_content(submission)
    clip = selectors.current_clip(submission)
    kept = list(Attachment.objects.current().filter(submission=submission))
    context = {
        "call": submission.call,
        "submission": submission,
        "section": Section.FILES,
        "form": form,
        "files": kept,
        "desk": desk(submission, request.user, content, clip, len(kept), Section.FILES),
    }
    return render(request, "submissions/files.html", context, status=status)


@require_safe
def download(request: Request, pk: int) -> HttpResponseBase:
    """A file of the plan as it is, or of a version that was sent."""
    files = Attachment.objects.visible_to(request.user)
    kept = files.filter(Q(removed_at=None) | Q(versions__isnull=False)).distinct()
    file = get_object_or_404(kept, pk=pk)
    return serve(request, file.path, name=file.name, content_type=file.content_type, inline=True)


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    files = Attachment.objects.visible_to(request.user).current()
    file = get_object_or_404(files.select_related("submission__call"), pk=pk)
    try:
        services.remove_attachment(file, by=request.user)
    except StepRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("“%(name)s” was taken out.") % {"name": file.name})
    return redirect("submissions:files", pk=file.submission_id)
