"""How clips come in piece by piece, as the tus protocol says, whoever sends them."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.models import User
from selection_site.lib.uploads import TusError, UploadError, tus
from submissions import selectors, services
from submissions.enums import ClipKind
from submissions.models import Submission, Upload, UploadLink
from submissions.services.clips import MOST_BYTES
from submissions.services.uploads import LinkClosedError, UploadRunningError
from submissions.stages import StepRefusedError

# What the protocol has no code of its own for; a client shows these sentences.
CODES = {"too_large": 413, "no_room": 507}
NOT_WRITTEN = gettext_lazy(
    "The plan is not being written any more: it has been sent already, or the department takes no "
    "more plans."
)


class Sender(NamedTuple):
    """An officer, or a group by the link that one has made for it."""

    user: User
    link: UploadLink | None = None

    def place(self, upload: Upload) -> str:
        if self.link is None:
            return reverse("submissions:upload", args=[upload.pk])
        return reverse("by_link:upload", args=[selectors.link_token(self.link), upload.pk])


def collection(request: HttpRequest, begin: Callable[[], HttpResponse]) -> HttpResponse:
    """What a place can do, and the beginning of an upload there."""
    verbs = {"OPTIONS": lambda: tus.abilities(MOST_BYTES), "POST": begin}
    return tus.speak(request, verbs)


def single(
    request: HttpRequest, sender: Callable[[], Sender], fetch: Callable[[], Upload]
) -> HttpResponse:
    """One upload: how far it is, its next piece, its end."""
    return tus.speak(
        request,
        {
            "OPTIONS": lambda: tus.abilities(MOST_BYTES),
            "HEAD": lambda: _state(current(fetch())),
            "PATCH": lambda: _receive(request, sender(), current(fetch())),
            "DELETE": lambda: _stop(current(fetch())),
        },
    )


def current(upload: Upload) -> Upload:
    if upload.is_expired:
        raise TusError(410, "the upload has expired")
    return upload


def begin(request: HttpRequest, sender: Sender, submission: Submission) -> HttpResponse:
    name, length = tus.new_upload(request)
    try:
        upload = services.begin_upload(
            submission,
            kind=ClipKind.PLAN,
            name=name,
            length=length,
            by=sender.user,
            link=sender.link,
        )
        offset = _take(request, sender, upload, at=0) if tus.carries_bytes(request) else 0
    except LinkClosedError as closed:
        raise TusError(410, "the link is closed") from closed
    except UploadRunningError as running:
        return _busy(sender, running)
    except (StepRefusedError, UploadError) as refusal:
        return _refused(sender, refusal)
    return tus.progress(offset, upload.expires_at, location=sender.place(upload))


def _receive(request: HttpRequest, sender: Sender, upload: Upload) -> HttpResponse:
    try:
        services.refuse_late_piece(upload, by=sender.user)
        offset = _take(request, sender, upload)
    except (StepRefusedError, UploadError) as refusal:
        return _refused(sender, refusal)
    return tus.progress(offset, upload.expires_at)


def _take(request: HttpRequest, sender: Sender, upload: Upload, *, at: int | None = None) -> int:
    """Take one piece in; the last one makes the clip, and the next page says so."""
    if upload.is_finished:
        return tus.nothing_more(request, length=upload.length)
    offset = tus.receive(request, upload.pk, length=upload.length, name=upload.name, at=at)
    if offset == upload.length:
        services.finish_upload(upload, by=sender.user)
        if sender.link is None:
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


def _busy(sender: Sender, running: UploadRunningError) -> HttpResponse:
    """A colleague is told who is at it; a group is told nothing of people and files."""
    sentence = str(running)
    if sender.link is not None:
        sentence = _(
            "The district officer is uploading the clip just now. Ask them, or try again in "
            "10 minutes."
        )
        if running.upload.link_id == sender.link.pk:
            sentence = _(
                "Another telephone is sending a clip by this link just now. Agree on one. If "
                "nothing of it arrives for 10 minutes, you can send yours."
            )
    return _plain(sentence, 409)


def _refused(sender: Sender, refusal: StepRefusedError | UploadError) -> HttpResponse:
    """The sentence for the person who waits, with a code that says there is no use in retrying.

    A group is told as much of the plan as the page of its link tells, and no more.
    """
    if isinstance(refusal, UploadError):
        return _plain(str(refusal), CODES.get(refusal.code, 422))
    if sender.link is not None:
        return _plain(NOT_WRITTEN, 403)
    return _plain(str(refusal), 403)


def _plain(sentence: object, status: int) -> HttpResponse:
    return HttpResponse(str(sentence), status=status, content_type="text/plain; charset=utf-8")
