"""Keeping who is at a plan, so that two people on one plan know of each other."""

from django.db import transaction

from groups.models import User
from selection_site.lib import clock
from submissions import stages
from submissions.enums import Section
from submissions.models import Submission, Writer
from submissions.stages import StepRefusedError


@transaction.atomic
def note_writer(submission: Submission, section: Section, *, by: User) -> None:
    """Note that `by` has this section open now, and forget who has not been heard of for a minute.

    A second run only moves the time. Raises StepRefusedError for whoever may not write the plan.
    """
    if not stages.is_writable(submission, by):
        raise StepRefusedError(stages.why_not_writable(submission, by))
    now = {"section": section, "seen_at": clock.now()}
    Writer.objects.update_or_create(submission=submission, user=by, defaults=now)
    submission.writers.gone().delete()
