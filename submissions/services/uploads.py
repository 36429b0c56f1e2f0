"""Clips that come in pieces: begun, finished once, stopped, swept away."""

import logging
import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from groups.models import Notice, User
from groups.services import owe
from selection_site.lib import clock, uploads
from selection_site.lib.uploads import parts
from submissions.enums import ClipKind
from submissions.models import Clip, Submission, Upload, UploadLink
from submissions.models.uploads import TIME_TO_FINISH
from submissions.services.clips import (
    MOST_BYTES,
    VIDEO,
    hold_for_clip,
    refuse_unless_taken,
    replace_clip,
)
from submissions.stages import StepRefusedError

log = logging.getLogger(__name__)

COPIES = 3  # the clip, the copy of it that people play, and the small one
IDLE = timedelta(minutes=10)
LEAVINGS = timedelta(days=1)


class LinkClosedError(Exception):
    """No clip comes by this link any more: used, revoked, expired, or the plan is not written."""


class UploadRunningError(Exception):
    """Somebody else is just uploading this clip; two at once would throw one away."""

    def __init__(self, upload: Upload) -> None:
        super().__init__(upload.pk)
        self.upload = upload

    def __str__(self) -> str:
        facts = {"name": self.upload.name, "size": filesizeformat(self.upload.length)}
        if self.upload.link_id is not None:
            return (
                _(
                    "The group is sending this clip by link just now (“%(name)s”, %(size)s). Wait "
                    "until it has arrived, or revoke the link. If nothing arrives for 10 minutes, "
                    "you can start yours."
                )
                % facts
            )
        return _(
            "%(person)s is uploading this clip just now (“%(name)s”, %(size)s). Wait until it has "
            "arrived, or ask for it to be cancelled. If nothing arrives for 10 minutes, you can "
            "start yours."
        ) % {"person": self.upload.owner, **facts}


def begin_upload(
    submission: Submission,
    *,
    kind: ClipKind,
    name: str,
    length: int,
    by: User,
    link: UploadLink | None = None,
) -> Upload:
    """Make room for a clip of `length` bytes (at most 500 MB) that will come in pieces.

    Raises StepRefusedError as `upload_clip` does, `uploads.UploadError` for a length of 0 or too
    much and for a full disk, UploadRunningError while a colleague uploads, LinkClosedError for a
    `link` that is. A second run by the same person begins anew: what had arrived of the first goes.
    By a link it does so only before the first byte or once the first has stood still: several
    telephones may hold it. Who made a link answers for what comes by it.
    """
    refuse_unless_taken(submission, kind=kind, by=by)
    if link is not None and not link.is_open:
        raise LinkClosedError
    name = uploads.clean_name(name)
    _refuse_length(name, length)
    upload = Upload(submission=submission, kind=kind, owner=by, link=link, name=name, length=length)
    upload.created_at = clock.now()
    upload.expires_at = upload.created_at + TIME_TO_FINISH
    if link is not None:
        upload.expires_at = min(upload.expires_at, link.expires_at)
    parts.begin(upload.pk)
    try:
        before = _put_in_place(upload)
    except BaseException:
        parts.discard(upload.pk)
        raise
    for key in before:
        parts.discard(key)
    return upload


def _refuse_length(name: str, length: int) -> None:
    if length == 0:
        raise uploads.UploadError("empty", {"name": name})
    if length > MOST_BYTES:
        facts = {"size": filesizeformat(length), "most": filesizeformat(MOST_BYTES)}
        raise uploads.UploadError("too_large", {"name": name, **facts})


@transaction.atomic
def _put_in_place(upload: Upload) -> list[uuid.UUID]:
    """Write the row in place of the one that ran before; the keys of what that leaves behind."""
    hold_for_clip(upload.submission, kind=ClipKind(upload.kind), by=upload.owner)
    before = Upload.objects.running().filter(submission=upload.submission_id, kind=upload.kind)
    keys = []
    for other in before.select_related("owner"):
        if _is_another_s(other, upload) and _is_active(other):
            raise UploadRunningError(other)
        keys.append(other.pk)
    before.delete()
    _refuse_full_disk(upload)
    upload.save(force_insert=True)
    return keys


def _is_another_s(running: Upload, upload: Upload) -> bool:
    """Whether somebody else began it; by one link, that is so as soon as a byte has arrived.

    The telephone that began it either goes on with it or stops it first. One whose beginning was
    not answered begins again, and nothing has come by then.
    """
    if (running.owner_id, running.link_id) != (upload.owner_id, upload.link_id):
        return True
    return upload.link_id is not None and _arrived(running.pk) > 0


def _is_active(upload: Upload) -> bool:
    try:
        touched = parts.last_touched(upload.pk)
    except uploads.TusError:
        return False
    return touched > (clock.now() - IDLE).timestamp()


def _refuse_full_disk(upload: Upload) -> None:
    """What others were promised counts as taken, what has arrived of it counts once."""
    running = Upload.objects.running()
    promised = running.aggregate(total=Sum("length"))["total"] or 0
    here = sum(_arrived(key) for key in running.values_list("pk", flat=True))
    if uploads.free_bytes() - (promised - here) < COPIES * upload.length:
        raise uploads.UploadError("no_room", {"name": upload.name})


def _arrived(key: uuid.UUID) -> int:
    try:
        return parts.arrived(key)
    except uploads.TusError:
        return 0


def arrived(upload: Upload) -> int:
    """How many bytes are here. Raises `uploads.TusError` 410 when the part file is gone."""
    return upload.length if upload.is_finished else parts.arrived(upload.pk)


def refuse_late_piece(upload: Upload, *, by: User) -> None:
    """Raise StepRefusedError when the clip would not be taken any more: why send the rest?"""
    if not upload.is_finished:
        refuse_unless_taken(upload.submission, kind=ClipKind(upload.kind), by=by)
        if upload.link is not None and not upload.link.is_open:
            raise uploads.TusError(410, "the link is closed")


def finish_upload(upload: Upload, *, by: User) -> Clip:
    """Make the clip of an upload that has arrived whole, as `upload_clip` makes one.

    Clip, replacement and the end of the upload are one transaction. A second run answers the
    same clip. Raises `uploads.UploadError` and StepRefusedError as `upload_clip` does, and then
    the upload is gone; `uploads.TusError` 423 while another run is at it, 409 when bytes are
    missing, 410 when it was stopped.
    """
    if upload.clip is not None:
        return upload.clip
    try:
        with parts.held(upload.pk):
            return _take_in(upload, by=by)
    except (uploads.UploadError, StepRefusedError):
        stop_upload(upload)
        raise
    except uploads.TusError:
        # Another run may just have ended: its clip is the answer to this one as well.
        ended = Upload.objects.filter(pk=upload.pk).select_related("clip").first()
        if ended is None or ended.clip is None:
            raise
        return ended.clip


def _take_in(upload: Upload, *, by: User) -> Clip:
    if parts.arrived(upload.pk) != upload.length:
        raise uploads.TusError(409, "bytes are missing")
    stored = parts.take(
        upload.pk, name=upload.name, folder="clips", max_bytes=MOST_BYTES, kinds=VIDEO
    )
    try:
        clip = _settle(upload, stored, by=by)
    except BaseException:
        uploads.remove(stored.path)
        raise
    parts.discard(upload.pk)
    return clip


@transaction.atomic
def _settle(upload: Upload, stored: uploads.Stored, *, by: User) -> Clip:
    kind, link = ClipKind(upload.kind), upload.link
    clip = replace_clip(upload.submission, stored, kind=kind, by=by, link=link)
    running = Upload.objects.running().filter(pk=upload.pk)
    if not running.update(finished_at=clip.uploaded_at, clip=clip):
        raise uploads.TusError(410, "the upload was stopped")
    if link is not None:
        _use_up(link, clip)
    return clip


def _use_up(link: UploadLink, clip: Clip) -> None:
    """The link brings no other clip, and whoever made it hears that this one is there."""
    open_ = UploadLink.objects.open().filter(pk=link.pk)
    if not open_.update(used_at=clip.uploaded_at):
        raise uploads.TusError(410, "the link is closed")
    with override("th"):
        body = _(
            "“%(name)s” of %(group)s has arrived by link and is being checked. If it is refused, "
            "you will be told."
        ) % {"name": clip.name, "group": clip.submission.group}
        notice = Notice(
            user_id=link.made_by_id,
            key=f"clip:{clip.pk}:by-link",
            subject=_("The clip has arrived by link"),
            body=body,
            path=reverse("submissions:clip", args=[clip.submission_id]),
        )
    owe([notice])


def stop_upload(upload: Upload) -> None:
    """Throw away what has arrived; what has become a clip stays one. A second run does nothing."""
    if Upload.objects.running().filter(pk=upload.pk).delete()[0]:
        parts.discard(upload.pk)


def sweep_uploads() -> None:
    """Finish what came whole but was cut off at the very end; remove what expired or is orphaned.

    A second run finds nothing left to do.
    """
    running = Upload.objects.running()
    for upload in running.select_related("owner", "submission__call", "submission__group", "link"):
        if _arrived(upload.pk) == upload.length:
            _finish_late(upload)
    now = clock.now()
    Upload.objects.filter(expires_at__lte=now).delete()
    parts.sweep(set(Upload.objects.running().values_list("pk", flat=True)), before=now - LEAVINGS)


def _finish_late(upload: Upload) -> None:
    """Nobody waits for the answer any more, so a refusal becomes a notice."""
    with override("th"):
        try:
            finish_upload(upload, by=upload.owner)
        except (uploads.UploadError, StepRefusedError) as refusal:
            _tell(upload, str(refusal))
        except uploads.TusError as busy:
            log.info("Upload %s is left to another process: %s", upload.pk, busy)


def _tell(upload: Upload, reason: str) -> None:
    notice = Notice(
        user=upload.owner,
        key=f"upload:{upload.pk}:refused",
        subject=_("The clip was refused"),
        body=_("“%(name)s” was refused: %(reason)s") % {"name": upload.name, "reason": reason},
        path=reverse("submissions:clip", args=[upload.submission_id]),
    )
    owe([notice])
