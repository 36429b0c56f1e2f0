"""Captions of a clip: a small file that may come, be replaced and go while the plan is written."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from groups.models import User
from selection_site.lib import uploads, video
from selection_site.lib.video.captions import MOST_BYTES
from submissions.models import Clip, PlanVersion
from submissions.services.writing import hold_for_writing
from submissions.stages import StepRefusedError

if TYPE_CHECKING:
    from decimal import Decimal

    from django.core.files.uploadedfile import UploadedFile


def save_captions(clip: Clip, uploaded: "UploadedFile[bytes]", *, by: User) -> Clip:
    """Give the plan's clip captions out of a WebVTT or SRT file; new ones replace old ones.

    Kept as WebVTT; a version that was sent keeps those it was sent with. Raises
    `video.CaptionsError`, and StepRefusedError when the plan may not be written or the clip is not
    the one that counts, or cannot be played (yet).
    """
    _refuse_unless_counting(clip)
    seconds: Decimal = clip.seconds  # type: ignore[assignment]  # a playable clip has a length
    text = video.read_captions(uploaded.read(MOST_BYTES + 1), seconds=seconds)
    stored = uploads.write_bytes(text, folder="captions", suffix="vtt")
    name = uploads.clean_name(uploaded.name or "")
    try:
        before = _put(clip, path=stored.path, name=name, by=by)
    except BaseException:
        uploads.remove(stored.path)
        raise
    _forget(before)
    clip.captions_path, clip.captions_name = stored.path, name
    return clip


def remove_captions(clip: Clip, *, by: User) -> None:
    """Take the captions away; raises StepRefusedError like `save_captions`. Twice is once."""
    _refuse_unless_counting(clip)
    _forget(_put(clip, path="", name="", by=by))


def _forget(path: str) -> None:
    """Delete captions that the clip had, unless a plan was sent with them."""
    if path and not PlanVersion.objects.filter(captions_path=path).exists():
        uploads.remove(path)


def _refuse_unless_counting(clip: Clip) -> None:
    if not clip.is_playable or clip.replaced_at is not None:
        raise StepRefusedError(
            _("Captions belong to a clip that plays. Reload the page to see how the clip stands.")
        )


@transaction.atomic
def _put(clip: Clip, *, path: str, name: str, by: User) -> str:
    """Write the columns under the plan's lock; the path of the file they named before."""
    hold_for_writing(clip.submission, by=by)
    row = Clip.objects.current().get(pk=clip.pk)
    Clip.objects.filter(pk=clip.pk).update(captions_path=path, captions_name=name)
    return row.captions_path
