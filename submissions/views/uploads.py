"""Where clips come in piece by piece, as the tus protocol says; to each person their own."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from groups.requests import Request
from selection_site.lib.uploads import TusError, UploadError, tus
from submissions import services
from submissions.enums import ClipKind
from submissions.models import Submission, Upload
from submissions.services.clips import MOST_BYTES
from submissions.services.uploads import UploadRunningError
from submissions.stages import StepRefusedError
from submissions.views import pages

# What the protocol has no code of its own for; a client shows these sentences.
CODES = {"too_large": 413, "no_room": 507}


def uploads(request: Request, pk: int) -> HttpResponse:
    """What this place can do, and the beginning of an upload of the plan's clip."""
    return tus.speak(
        request,
        {
            "OPTIONS": lambda: tus.abilities(MOST_BYTES),
            "POST": lambda: _begin(request, pages.fetch(request, pk)),
        },
    )


def upload(request: Request, key: uuid.UUID) -> HttpResponse:
    """One upload: how far it is, its next piece, its end."""
    return tus.speak(
        request,
        {
            "OPTIONS": lambda: tus.abilities(MOST_BYTES),
            "HEAD": lambda: _state(_fetch(request, key)),
            "PATCH": lambda: _receive(request, _fetch(request, key)),
            "DELETE": lambda: _stop(_fetch(request, key)),
        },
    )


def _fetch(request: Request, key: uuid.UUID) -> Upload:
    mine = Upload.objects.visible_to(request.user).select_related("submission__call", "clip")
    upload = get_object_or_404(mine, pk=key)
    if upload.is_expired:
        raise TusError(410, "the upload has expired")
    return upload


def _begin(request: Request, submission: Submission) -> HttpResponse:
    name, length = tus.new_upload(request)
    try:
        upload = services.begin_upload(
            submission, kind=ClipKind.PLAN, name=name, length=length, by=request.user
        )
        offset = _take(request, upload, at=0) if tus.carries_bytes(request) else 0
    except (StepRefusedError, UploadError, UploadRunningError) as refusal:
        return _refused(refusal)
    place = reverse("submissions:upload", args=[upload.pk])
    return tus.progress(offset, upload.expires_at, location=place)


def _receive(request: Request, upload: Upload) -> HttpResponse:
    try:
        services.refuse_late_piece(upload, by=request.user)
        offset = _take(request, upload)
    except (StepRefusedError, UploadError) as refusal:
        return _refused(refusal)
    return tus.progress(offset, upload.expires_at)


def _take(request: Request, upload: Upload, *, at: int | None = None) -> int:
    """Take one piece in; the last one makes the clip, and the next page says so."""
    if upload.is_finished:
        return tus.nothing_more(request, length=upload.length)
    offset = tus.receive(request, upload.pk, length=upload.length, name=upload.name, at=at)
    if offset == upload.length:
        services.finish_upload(upload, by=request.user)
        messages.success(
            request, _("The clip has arrived and is being checked. You may leave this page.")
        )
    return offset


def _state(upload: Upload) -> HttpResponse:
    return tus.state(services.arrived(upload), upload.length, upload.name)


def _stop(upload: Upload) -> HttpResponse:
    if upload.is_finished:
        raise TusError(409, "it has become a clip")
    services.stop_upload(upload)
    return HttpResponse(status=204)


def _refused(refusal: StepRefusedError | UploadError | UploadRunningError) -> HttpResponse:
    """The sentence for the person who waits, with a code that says there is no use in retrying."""
    if isinstance(refusal, UploadError):
        status = CODES.get(refusal.code, 422)
    else:
        status = 403 if isinstance(refusal, StepRefusedError) else 409
    return HttpResponse(str(refusal), status=status, content_type="text/plain; charset=utf-8")
