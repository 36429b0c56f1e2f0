"""What a link opens without a login: a place for one clip, and not a word about anything else."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from selection_site.lib.uploads import TusError
from submissions import selectors, services
from submissions.enums import LinkState
from submissions.forms.uploads import ClipByLinkForm
from submissions.models import Clip, Upload, UploadLink
from submissions.views import pieces
from submissions.views.pieces import Sender

Rest = ParamSpec("Rest")


def by_link(
    view: Callable[Concatenate[HttpRequest, Rest], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Rest], HttpResponse]:
    """A view for strangers, kept by no browser and no proxy: its address is a key."""

    @login_not_required
    @wraps(view)
    def answer(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        return response

    return answer


@by_link
@require_safe
def clip(request: HttpRequest, token: str) -> HttpResponse:
    """Send the clip, hear how it stands, or read why the link takes none."""
    link = selectors.link_of(token)
    if link is None:
        return _closed(request, "unknown", 404)
    state = link.state
    if state == LinkState.USED:
        return _page(request, link, token, newest(link))
    if state != LinkState.OPEN:
        return _closed(request, state.value, 410)
    if not services.takes_clips(link):
        return _closed(request, "not_written", 410)
    return _page(request, link, token, newest(link))


def newest(link: UploadLink) -> Clip | None:
    """What came by the link last: the clip itself, or the one that was refused."""
    return link.clips.first()


def _page(request: HttpRequest, link: UploadLink, token: str, clip: Clip | None) -> HttpResponse:
    context = {
        "link": link,
        "token": token,
        "clip": clip,
        "group": link.submission.group,
        "year": link.submission.call.year,
        "seconds": link.submission.call.clip_seconds,
        "form": ClipByLinkForm(),
    }
    return render(request, "submissions/by_link.html", context)


def _closed(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    return render(request, "submissions/by_link_closed.html", {"reason": reason}, status=status)


@by_link
@require_safe
def status(request: HttpRequest, token: str) -> HttpResponse:
    """The part of the page that waits; when there is something to say the page comes anew."""
    link = _fetch(token)
    clip = newest(link)
    if clip is None or not clip.is_waiting:
        return HttpResponseClientRefresh()
    return render(request, "submissions/_by_link_waiting.html", {"clip": clip, "token": token})


def _fetch(token: str) -> UploadLink:
    link = selectors.link_of(token)
    if link is None:
        raise Http404
    return link


@by_link
def uploads(request: HttpRequest, token: str) -> HttpResponse:
    """The beginning of an upload by this link."""
    return pieces.collection(request, lambda: _begin(request, _fetch(token)))


def _begin(request: HttpRequest, link: UploadLink) -> HttpResponse:
    if not services.takes_clips(link):
        raise TusError(410, "the link is closed")
    return pieces.begin(request, Sender(link.made_by, link), link.submission)


@by_link
def upload(request: HttpRequest, token: str, key: uuid.UUID) -> HttpResponse:
    """One upload by this link, for whoever holds the link and nobody else."""
    return pieces.single(
        request, lambda: _sender(_fetch(token)), lambda: _upload(_fetch(token), key)
    )


def _sender(link: UploadLink) -> Sender:
    return Sender(link.made_by, link)


def _upload(link: UploadLink, key: uuid.UUID) -> Upload:
    rows = Upload.objects.filter(link=link)
    related = rows.select_related("submission__call", "submission__group", "clip", "link")
    upload = get_object_or_404(related, pk=key)
    if not upload.is_finished and not link.is_open:
        raise TusError(410, "the link is closed")
    return upload
