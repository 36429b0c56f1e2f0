"""Files that belong to the plan: minutes, quotations, pictures."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from groups.models import User
from selection_site.lib import clock, uploads
from submissions import stages
from submissions.enums import AttachmentKind
from submissions.models import Attachment, Submission
from submissions.services.writing import hold_for_writing
from submissions.stages import StepRefusedError

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_BYTES = 20 * 1024 * 1024
MOST_FILES = 20
KINDS = frozenset({"pdf", "word", "excel", "picture"})


class TooManyFilesError(Exception):
    """The plan holds as many files as it may; one must go before another comes."""

    def __str__(self) -> str:
        return _(
            "The plan already has %(most)s files, and no more are taken. Remove one that the "
            "committee does not need, then add this one."
        ) % {"most": MOST_FILES}


def add_attachment(
    submission: Submission,
    uploaded: "UploadedFile[bytes]",
    *,
    by: User,
    kind: AttachmentKind = AttachmentKind.OTHER,
) -> Attachment:
    """Add a PDF, Word or Excel file or a picture of at most 20 MB; at most 20 to a plan.

    A worker then makes its small picture and looks for national numbers. A picture of no given
    kind is a picture of the group. Raises `uploads.UploadError`, TooManyFilesError and
    StepRefusedError; nothing is kept then. A second run adds a second file.
    """
    if not stages.is_writable(submission, by):
        raise StepRefusedError(stages.why_not_writable(submission, by))
    stored = uploads.store(uploaded, folder="attachments", max_bytes=MOST_BYTES, kinds=KINDS)
    try:
        return _add(submission, stored, kind=kind, by=by)
    except BaseException:
        uploads.remove(stored.path)
        raise


@transaction.atomic
def _add(
    submission: Submission, stored: uploads.Stored, *, kind: AttachmentKind, by: User
) -> Attachment:
    held = hold_for_writing(submission, by=by)
    if Attachment.objects.current().filter(submission=held).count() >= MOST_FILES:
        raise TooManyFilesError
    if kind == AttachmentKind.OTHER and stored.content_type.startswith("image/"):
        kind = AttachmentKind.PICTURE
    return Attachment.objects.create(
        submission=held, kind=kind, uploaded_by=by, uploaded_at=clock.now(), **stored._asdict()
    )


@transaction.atomic
def label_attachment(attachment: Attachment, *, kind: AttachmentKind, by: User) -> None:
    """Say what a file of the plan is; its content and every digest stay as they are.

    A version that was sent calls the file what it was called then.

    Raises StepRefusedError when the plan may not be written. A second run changes nothing.
    """
    hold_for_writing(attachment.submission, by=by)
    Attachment.objects.current().filter(pk=attachment.pk).update(kind=kind)


@transaction.atomic
def remove_attachment(attachment: Attachment, *, by: User) -> None:
    """Take a file out of the plan; versions that were sent with it keep it.

    Raises StepRefusedError when the plan may not be written. A second run changes nothing.
    """
    hold_for_writing(attachment.submission, by=by)
    Attachment.objects.current().filter(pk=attachment.pk).update(removed_at=clock.now())
