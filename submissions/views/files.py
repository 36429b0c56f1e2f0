"""Files that go with the plan: added and taken out by the district, read by all who see it."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups.requests import Request
from selection_site.lib.uploads import UploadError, serve
from submissions import rules, selectors, services, stages, tasks
from submissions.enums import AttachmentKind, Section
from submissions.forms.uploads import FilesForm, LabelForm
from submissions.models import Attachment, Submission
from submissions.services import FileRefusedError, TooManyFilesError
from submissions.stages import StepRefusedError
from submissions.views import pages, remarks
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
            messages.success(request, _words(added))
            transaction.on_commit(tasks.look_at_files.delay, robust=True)
        if form.is_valid():
            return redirect("submissions:files", pk=pk)
    return _page(request, submission, form, status=422)


def _added(request: Request, submission: Submission, form: FilesForm) -> list[str]:
    """The names of those taken; each that was not becomes an error, and the others stay."""
    added = []
    kind = AttachmentKind(form.cleaned_data["kind"])
    for file in form.cleaned_data["chosen"]:
        try:
            taken = services.add_attachment(submission, file, kind=kind, by=request.user)
        except UploadError as error:
            form.add_error("chosen", str(error))
        except (TooManyFilesError, StepRefusedError) as error:
            form.add_error("chosen", str(error))
            break
        else:
            added.append(taken.name)
    return added


def _words(added: list[str]) -> str:
    words = ngettext(
        "%(added)s file was added: %(names)s.", "%(added)s files were added: %(names)s.", len(added)
    )
    return words % {"added": len(added), "names": ", ".join(added)}


def _page(
    request: Request, submission: Submission, form: FilesForm, status: int = 200
) -> HttpResponse:
    content = selectors.plan_content(submission)
    clip = selectors.current_clip(submission)
    kept = Attachment.objects.current().filter(submission=submission).for_list()
    rows = selectors.file_rows(kept)
    context = {
        "call": submission.call,
        "submission": submission,
        "section": Section.FILES,
        "form": form,
        "files": rows,
        "kinds": AttachmentKind.choices,
        "may_retry": rules.may_retry_file(request.user, submission),
        "returned": remarks.of_part(submission, content, Section.FILES),
        "desk": desk(submission, request.user, content, clip, len(rows), Section.FILES),
    }
    return render(request, "submissions/files.html", context, status=status)


def _fetch(request: Request, pk: int) -> Attachment:
    """A file of the plan as it is, or of a version that was sent."""
    files = Attachment.objects.visible_to(request.user)
    kept = files.filter(Q(removed_at=None) | Q(versions__isnull=False)).distinct()
    return get_object_or_404(kept.select_related("submission__call", "uploaded_by"), pk=pk)


@require_safe
def download(request: Request, pk: int) -> HttpResponseBase:
    file = _fetch(request, pk)
    return serve(request, file.path, name=file.name, content_type=file.content_type, inline=True)


@require_safe
def thumbnail(request: Request, pk: int) -> HttpResponseBase:
    """A small picture of the file; it never changes, so a browser may keep it."""
    return selectors.thumbnail_response(request, _fetch(request, pk))


@require_safe
def status(request: Request, pk: int) -> HttpResponse:
    """How a file stands, as a part of a page; the page asks again while it is looked through."""
    file = _fetch(request, pk)
    writes = file.removed_at is None and stages.is_writable(file.submission, request.user)
    context = {
        "row": selectors.file_rows([file])[0],
        "kinds": AttachmentKind.choices if writes and "write" in request.GET else [],
        "may_retry": rules.may_retry_file(request.user, file.submission),
    }
    return render(request, "submissions/_file.html", context)


@require_POST
def label(request: Request, pk: int) -> HttpResponse:
    """Say what a file of the plan is."""
    file = _current(request, pk)
    form = LabelForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        services.label_attachment(
            file, kind=AttachmentKind(form.cleaned_data["kind"]), by=request.user
        )
    except StepRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is saved what “%(name)s” is.") % {"name": file.name})
    return redirect("submissions:files", pk=file.submission_id)


@require_POST
def retry(request: Request, pk: int) -> HttpResponse:
    file = _fetch(request, pk)
    try:
        services.retry_file(file, by=request.user)
    except FileRefusedError as error:
        messages.error(request, str(error))
    else:
        transaction.on_commit(tasks.look_at_files.delay, robust=True)
        messages.success(request, _("The file is being looked through again."))
    return redirect("submissions:detail", pk=file.submission_id)


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    file = _current(request, pk)
    try:
        services.remove_attachment(file, by=request.user)
    except StepRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("“%(name)s” was taken out.") % {"name": file.name})
    return redirect("submissions:files", pk=file.submission_id)


def _current(request: Request, pk: int) -> Attachment:
    files = Attachment.objects.visible_to(request.user).current()
    return get_object_or_404(files.select_related("submission__call"), pk=pk)
