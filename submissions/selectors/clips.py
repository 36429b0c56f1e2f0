"""Which clip counts, and its files as an answer for whoever may see them."""

from pathlib import PurePath
from typing import NamedTuple

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from selection_site.lib import uploads
from submissions.enums import ClipKind
from submissions.models import Clip, PlanVersion, Submission


def current_clip(submission: Submission, kind: ClipKind = ClipKind.PLAN) -> Clip | None:
    """The clip that counts now; older ones were replaced."""
    return Clip.objects.current().filter(submission=submission, kind=kind).first()


def clip_response(request: HttpRequest, clip: Clip) -> HttpResponseBase:
    """The playable copy, whole or the range asked for; 404 until there is one.

    The caller has checked that this person may see the clip; every app has its own rule for it.
    """
    if not clip.is_playable:
        raise Http404
    name = uploads.clean_name(f"{PurePath(clip.name).stem}.mp4")
    return uploads.serve(
        request, clip.playable_path, name=name, content_type="video/mp4", inline=True
    )


class Part(NamedTuple):
    """A file that goes with a playable clip: its column, what it is saved as, what it is."""

    column: str
    ending: str
    content_type: str


PARTS = {
    "small": Part("small_path", ".480p.mp4", "video/mp4"),
    "strip": Part("strip_path", ".jpg", "image/jpeg"),
    "captions": Part("captions_path", ".vtt", "text/vtt; charset=utf-8"),
}


def part_response(request: HttpRequest, clip: Clip, name: str) -> HttpResponseBase:
    """The small copy, the strip of pictures or the captions, for whoever may see the clip.

    404 for what this clip has not got (yet).
    """
    part = PARTS.get(name)
    if part is None:
        raise Http404
    return _part(request, clip, part, getattr(clip, part.column))


def version_captions_response(request: HttpRequest, version: PlanVersion) -> HttpResponseBase:
    """The captions that a plan was sent with, whatever the clip has now; 404 without any."""
    return _part(request, version.clip, PARTS["captions"], version.captions_path)


def _part(request: HttpRequest, clip: Clip, part: Part, path: str) -> HttpResponseBase:
    if not path:
        raise Http404
    saved_as = uploads.clean_name(f"{PurePath(clip.name).stem}{part.ending}")
    return uploads.serve(request, path, name=saved_as, content_type=part.content_type, inline=True)


def poster_response(request: HttpRequest, clip: Clip) -> HttpResponseBase:
    """The clip's picture, for whoever may see the clip; 404 until there is one."""
    if not clip.is_playable:
        raise Http404
    return uploads.serve(
        request, clip.poster_path, name="poster.jpg", content_type="image/jpeg", inline=True
    )
