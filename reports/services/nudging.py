"""Who is behind with what is due after the allocation, whatever the ladder says."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from budgets.models import Allocation
from groups.enums import Hears
from groups.ladder import NOW, Due
from groups.models import Notice, Post
from groups.services.nudging import Nudge, nudge
from reports.selectors.due import Duty, undone
from reports.services.reminders import reminder, told
from submissions.models import Call


def to_remind(call: Call, duty: Duty) -> Nudge:
    """The officers whose awards lack what the duty asks for; those without one are named."""
    rows = undone(call, duty, never_sent=False)
    owing: dict[Post, list[Allocation]] = defaultdict(list)
    for allocation, post in told(duty, rows, Hears.OFFICER):
        owing[post].append(allocation)
    reached = {allocation.pk for theirs in owing.values() for allocation in theirs}
    unreached = [_nobody(row) for row in rows.for_list() if row.pk not in reached]
    return nudge(_told(call, duty, owing), unreached)


def _nobody(row: Allocation) -> str:
    return _("%(group)s: nobody holds the post") % {"group": row.submission.group}


def _told(
    call: Call, duty: Duty, owing: dict[Post, list[Allocation]]
) -> Iterator[tuple[Post, Notice, list[str]]]:
    due = Due(getattr(call, duty.day), NOW)
    for post, rows in owing.items():
        with override("th"):
            notice = reminder(call, duty, due, post.user_id, rows)
        yield post, notice, [str(row.submission.group) for row in rows]
