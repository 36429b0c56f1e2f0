"""Clips: taken in at once, looked into and made playable later."""

import logging
from datetime import timedelta
from decimal import Decimal
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from groups.models import Notice, User
from groups.services import owe
from selection_site.lib import clock, uploads, video
from selection_site.lib.sandbox.outside import ChildError
from submissions import rules, stages
from submissions.enums import ClipKind, ClipState
from submissions.models import Clip, Submission, UploadLink
from submissions.models.files import STRIP_PICTURES
from submissions.services.writing import hold_for_writing
from submissions.stages import StepRefusedError

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

log = logging.getLogger(__name__)

MOST_BYTES = 500 * 1024 * 1024
LEASE = timedelta(minutes=2)
VIDEO = frozenset({"video"})
# A small copy that saves less than this is not worth a choice.
WORTH_IT = 0.8


def upload_clip(
    submission: Submission, uploaded: "UploadedFile[bytes]", *, kind: ClipKind, by: User
) -> Clip:
    """Take in a clip of at most 500 MB; it replaces the current one of its kind.

    A plan's clip may come while the plan may be written, else StepRefusedError; for a follow-up
    clip the caller has made sure. Raises `uploads.UploadError` for what is no video by content.
    Refused either way, nothing is kept and the clip before stays. A second run replaces again.
    """
    refuse_unless_taken(submission, kind=kind, by=by)
    stored = uploads.store(uploaded, folder="clips", max_bytes=MOST_BYTES, kinds=VIDEO)
    try:
        return replace_clip(submission, stored, kind=kind, by=by)
    except BaseException:
        uploads.remove(stored.path)
        raise


def refuse_unless_taken(submission: Submission, *, kind: ClipKind, by: User) -> None:
    """Raise StepRefusedError when this person may not bring a clip of the plan now."""
    if kind == ClipKind.PLAN and not stages.is_writable(submission, by):
        raise StepRefusedError(stages.why_not_writable(submission, by))


def hold_for_clip(submission: Submission, *, kind: ClipKind, by: User) -> None:
    """Lock the submission for the caller's transaction; a plan's clip begins its draft."""
    if kind == ClipKind.PLAN:
        hold_for_writing(submission, by=by)
    else:
        Submission.objects.select_for_update().get(pk=submission.pk)


@transaction.atomic
def replace_clip(
    submission: Submission,
    stored: uploads.Stored,
    *,
    kind: ClipKind,
    by: User,
    link: UploadLink | None = None,
) -> Clip:
    """Make a kept file the current clip of its kind. Raises StepRefusedError as `upload_clip`."""
    hold_for_clip(submission, kind=kind, by=by)
    now = clock.now()
    Clip.objects.current().filter(submission=submission, kind=kind).update(replaced_at=now)
    return Clip.objects.create(
        submission=submission,
        kind=kind,
        link=link,
        uploaded_by=by,
        uploaded_at=now,
        **stored._asdict(),
    )


def check_clip(pk: int) -> bool:
    """Look into a clip, make its playable copy and its poster; True when that settled it.

    Claimed, done outside any transaction, stamped: a second run, or another worker, finds nothing
    to do. A plan's clip may be as long as the call says, a follow-up clip any length. What the
    file is to blame for refuses it for good, in Thai; anything else is tried again.
    """
    if not Clip.objects.unchecked().claim(pk, lease=LEASE):
        return False
    clip = Clip.objects.select_related("submission__call").get(pk=pk)
    try:
        found = _prepare(clip)
    except video.VideoError as refusal:
        return _refuse(clip, refusal)
    except (OSError, ChildError) as error:
        log.warning("Clip %s could not be checked: %s", pk, error)
        Clip.objects.release(pk, error=str(error))
        return False
    return _settle(clip, state=ClipState.PLAYABLE, tries=0, **found)


def _prepare(clip: Clip) -> dict[str, object]:
    """Make copy and poster beside the original, by its name: a second try replaces the first."""
    original = PurePosixPath(clip.path)
    playable, poster = original.with_suffix(".play.mp4"), original.with_suffix(".jpg")
    limit = clip.submission.call.clip_seconds if clip.kind == ClipKind.PLAN else None
    found = video.prepare(
        uploads.absolute(clip.path),
        uploads.absolute(str(playable)),
        uploads.absolute(str(poster)),
        max_seconds=limit,
        on_progress=lambda percent: Clip.objects.advance(clip.pk, percent, lease=LEASE),
    ).probe
    width, height = found.upright_size
    return {
        "seconds": found.seconds,
        "width": width,
        "height": height,
        "playable_path": str(playable),
        "playable_bytes": uploads.absolute(str(playable)).stat().st_size,
        "poster_path": str(poster),
    }


def lighten_clip(pk: int) -> bool:
    """Make the small copy and the strip of a playable clip; True when that settled it.

    After the playable copy and out of it: most telephones' clips need no recoding and can be
    watched at once. Claimed and tried as `check_clip` does it. A copy that saves little is thrown
    away, and what the file is to blame for leaves the clip as it was: it plays all the same.
    """
    if not Clip.objects.heavy().claim(pk, lease=LEASE):
        return False
    clip = Clip.objects.get(pk=pk)
    try:
        found = _lighten(clip)
    except video.VideoError as refusal:
        log.warning("Clip %s has no light copy: %s", pk, refusal.code)
        found = {}
    except (OSError, ChildError) as error:
        log.warning("Clip %s could not be made light: %s", pk, error)
        Clip.objects.release(pk, error=str(error))
        return False
    return Clip.objects.heavy().settle(pk, lightened_at=clock.now(), **found)


def _lighten(clip: Clip) -> dict[str, object]:
    """Make both beside the original, by its name: a second try replaces the first."""
    original = PurePosixPath(clip.path)
    small, strip = original.with_suffix(".small.mp4"), original.with_suffix(".strip.jpg")
    playable = uploads.absolute(clip.playable_path)
    probe = video.lighten(
        playable,
        uploads.absolute(str(small)),
        uploads.absolute(str(strip)),
        count=STRIP_PICTURES,
        seconds=clip.seconds or Decimal(0),
        on_progress=lambda percent: Clip.objects.advance(clip.pk, percent, lease=LEASE),
    )
    width, height = probe.upright_size
    size, lighter = playable.stat().st_size, uploads.absolute(str(small)).stat().st_size
    found = {"width": width, "height": height, "playable_bytes": size, "strip_path": str(strip)}
    if lighter > size * WORTH_IT:
        uploads.remove(str(small))
        return found
    return found | {"small_path": str(small), "small_bytes": lighter}


@transaction.atomic
def _refuse(clip: Clip, refusal: video.VideoError) -> bool:
    """Refuse the clip and tell whoever uploaded it, who may have left the page by now.

    A link that brought it is open again, so that the group can send another.
    """
    with override("th"):
        reason = str(refusal)
        body = _("“%(name)s” was refused: %(reason)s") % {"name": clip.name, "reason": reason}
        if clip.link_id is not None:
            body += " " + _("The group sent it by link and can send another by the same link.")
        notice = Notice(
            user_id=clip.uploaded_by_id,
            key=f"clip:{clip.pk}:refused",
            subject=_("The clip was refused"),
            body=body,
            path=reverse("submissions:clip", args=[clip.submission_id]),
        )
    settled = _settle(clip, state=ClipState.REFUSED, refusal=reason)
    if settled and clip.kind == ClipKind.PLAN:
        owe([notice])
    if settled and clip.link_id is not None and clip.replaced_at is None:
        UploadLink.objects.filter(pk=clip.link_id).update(used_at=None)
    return settled


def _settle(clip: Clip, **found: object) -> bool:
    return Clip.objects.unchecked().settle(clip.pk, **found)


def retry_clip(clip: Clip, *, by: User) -> None:
    """Let a clip whose tries are used up be worked on again; on any other it changes nothing.

    Raises StepRefusedError for a post that neither writes nor checks this plan.
    """
    if not rules.may_retry_clip(by, clip.submission):
        raise StepRefusedError(_("Your post does not let you have this clip checked again."))
    Clip.objects.owing().filter(pk=clip.pk).owe_again()
