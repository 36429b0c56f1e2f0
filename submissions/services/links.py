"""Links by which a group's own telephone sends the clip: made, used up, revoked."""

import uuid
from datetime import datetime, time, timedelta

from django.db import transaction

from groups.models import User
from groups.services import record
from selection_site.lib import clock
from selection_site.lib.uploads import parts
from submissions import stages
from submissions.models import Submission, Upload, UploadLink
from submissions.services.writing import hold_for_writing
from submissions.stages import StepRefusedError

MOST_DAYS = 7
A_MOMENT = timedelta(seconds=1)
LAST_SECOND = time(23, 59, 59)  # of the plan's last day; people read it as the day itself


@transaction.atomic
def make_link(submission: Submission, *, days: int, by: User) -> UploadLink:
    """Make a link good for `days`, at most 7 and never past the last day of this plan.

    It begins the draft as other writing does. While a link is open that one is the answer: a second
    run changes nothing. Raises StepRefusedError when this person may not write the plan now.
    """
    held = hold_for_writing(submission, by=by)
    if open_ := UploadLink.objects.open().filter(submission=held).first():
        return open_
    now = clock.now()
    ends = datetime.combine(held.plans_due_on, LAST_SECOND, tzinfo=clock.BANGKOK)
    link = UploadLink.objects.create(
        submission=held,
        made_by=by,
        made_at=now,
        # A link of the very last second is over at once, but it is a link.
        expires_at=max(min(now + timedelta(days=min(days, MOST_DAYS)), ends), now + A_MOMENT),
    )
    detail = {"link": str(link.pk), "expires_at": link.expires_at.isoformat()}
    record("make_upload_link", held, by=by, detail=detail)
    return link


def revoke_link(link: UploadLink, *, by: User) -> None:
    """End an open link; what had arrived of a clip by it is thrown away.

    Raises StepRefusedError for whoever may not write the plan now. A second run, and one on a link
    that is used or over, changes nothing.
    """
    for key in _revoke(link, by):
        parts.discard(key)


@transaction.atomic
def _revoke(link: UploadLink, by: User) -> list[uuid.UUID]:
    if not stages.is_writable(link.submission, by):
        raise StepRefusedError(stages.why_not_writable(link.submission, by))
    if not UploadLink.objects.open().filter(pk=link.pk).update(revoked_at=clock.now()):
        return []
    record("revoke_upload_link", link.submission, by=by, detail={"link": str(link.pk)})
    running = Upload.objects.running().filter(link=link)
    keys = list(running.values_list("pk", flat=True))
    running.delete()
    return keys


def takes_clips(link: UploadLink) -> bool:
    """Whether a clip may come by it now: it is open, and who made it may still write the plan."""
    return link.is_open and stages.is_writable(link.submission, link.made_by)
