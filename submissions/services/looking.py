"""Files of the plan: a small picture of them, and whether they hold anybody's national number.

The law on personal data lets the programme collect no national number: it needs none. What is found
warns whoever wrote the plan and whoever checks it, and stops nothing: the thirteen digits may be
something else, and a plan must not fail at the deadline for it. Nobody but they is told.
"""

import logging
from datetime import timedelta
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from groups.models import User
from selection_site.lib import clock, uploads
from selection_site.lib.documents import (
    Finding,
    Findings,
    find_numbers,
    masked,
    numbers_in,
)
from selection_site.lib.sandbox.outside import ChildError
from selection_site.lib.uploads import UploadError
from submissions import rules
from submissions.enums import Reading
from submissions.models import Attachment

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=4)  # twice what the longest search takes
THUMBNAIL_DOTS = 160


class FileRefusedError(Exception):
    """A file cannot be looked through again by this person; the message says why."""


def look_at_file(pk: int) -> bool:
    """Make the file's small picture and look for national numbers; True when that settled it.

    Claimed, done in a child process outside any transaction, stamped: a second run, or another
    worker, finds nothing to do. What the file is to blame for is an answer, anything else is tried
    again, five times at most.
    """
    if not Attachment.objects.unread().claim(pk, lease=LEASE):
        return False
    file = Attachment.objects.get(pk=pk)
    try:
        thumbnail = _thumbnail(file)
        found = _with_name(file, _search(file))
    except (OSError, ChildError, UploadError) as error:
        log.warning("File %s could not be looked through: %s", pk, type(error).__name__)
        Attachment.objects.release(pk, error=type(error).__name__)
        return False
    return _settle(file, thumbnail, found)


def _thumbnail(file: Attachment) -> str:
    """Beside the original, by its name: a second try replaces the first."""
    if not file.is_picture:
        return ""
    small = str(PurePosixPath(file.path).with_suffix(".thumb.jpg"))
    uploads.make_thumbnail(
        uploads.absolute(file.path), uploads.absolute(small), side=THUMBNAIL_DOTS
    )
    return small


def _search(file: Attachment) -> Findings:
    if file.is_picture:
        return Findings("pictures", 0, [])
    kind = PurePosixPath(file.path).suffix.removeprefix(".")
    return find_numbers(uploads.absolute(file.path), kind)


def _with_name(file: Attachment, found: Findings) -> Findings:
    """What was found, with the numbers that stand in the file's own name in front."""
    named = [Finding("name", "", masked(number)) for number in dict.fromkeys(numbers_in(file.name))]
    return found._replace(total=found.total + len(named), places=[*named, *found.places])


def _settle(file: Attachment, thumbnail: str, found: Findings) -> bool:
    return Attachment.objects.unread().settle(
        file.pk,
        reading=Reading(found.extent),
        read_at=clock.now(),
        numbers_found=found.total,
        numbers=found.places,
        thumbnail_path=thumbnail,
    )


def retry_file(file: Attachment, *, by: User) -> None:
    """Let a file whose tries are used up be looked through again; on any other nothing changes.

    Raises FileRefusedError for a post that neither writes nor checks this plan.
    """
    if not rules.may_retry_file(by, file.submission):
        raise FileRefusedError(_("Your post does not let you have this file looked through again."))
    Attachment.objects.unread().filter(pk=file.pk).owe_again()
