"""Writing the follow-up: what the group did since, and a clip that shows it."""

from typing import TYPE_CHECKING

from django.db import transaction

from budgets.models import Allocation
from groups.models import User
from reports import stages
from reports.models import FollowUp
from reports.services.writing import StaleReportError, held_for_writing, keep
from reports.stages import ReportRefusedError
from submissions.enums import ClipKind
from submissions.models import Clip
from submissions.services import upload_clip

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


@transaction.atomic
def save_follow_up(allocation: Allocation, summary: str, *, revision: int, by: User) -> FollowUp:
    """Write the follow-up of an approved allocation; the first save makes it.

    `revision`, refusals and second run as in `save_result`.
    """
    follow_up = held_for_writing(FollowUp, allocation, by=by)
    is_new = follow_up._state.adding
    if not is_new and follow_up.summary == summary:
        return follow_up
    if not is_new and follow_up.revision != revision:
        raise StaleReportError(FollowUp.objects.select_related("saved_by").get(pk=follow_up.pk))
    follow_up.summary = summary
    keep(follow_up, by=by)
    return follow_up


def upload_follow_up_clip(
    follow_up: FollowUp, uploaded: "UploadedFile[bytes]", *, by: User
) -> Clip:
    """Take in the clip of the network activity, at most 500 MB and of any length.

    It replaces the one before; the follow-up points at it when it is sent. Raises
    `uploads.UploadError` for what is no video and ReportRefusedError; the clip before stays then.
    """
    if not stages.is_writable(follow_up, by):
        raise ReportRefusedError(stages.why_closed(follow_up, "send", by))
    submission = follow_up.allocation.submission
    return upload_clip(submission, uploaded, kind=ClipKind.FOLLOW_UP, by=by)
