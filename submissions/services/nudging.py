"""Who is behind with a plan right now, whatever the ladder says."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from groups.enums import Hears
from groups.ladder import NOW, Due
from groups.models import Notice, Post
from groups.selectors import posts_of_place
from groups.services import reminding
from groups.services.nudging import Nudge, nudge
from selection_site.lib import clock, dates
from submissions.enums import WRITABLE
from submissions.models import Call, Submission
from submissions.services.reminders import FORWARDING, PLANS, holders, reminder, waiting


def to_remind(call: Call) -> Nudge:
    """The officers in whose hands a plan is that is still taken when the mail goes out.

    Named are the plans that have no officer, and those whose last day ends before that.
    """
    taken = [row for row in waiting(call) if row.takes_plans]
    heard_on = clock.day_of(reminding.next_time())
    rows = [row for row in taken if row.plans_due_on >= heard_on]
    own_days = dict(call.province_days.values_list("province", "due_on"))
    posts, owing = holders(rows, Hears.OFFICER), defaultdict(list)
    unreached = [_too_late(row) for row in taken if row.plans_due_on < heard_on]
    for row in rows:
        duty = PLANS if row.stage in WRITABLE else FORWARDING
        theirs = posts_of_place(posts[duty], row.district_id, row.province_id)
        for post in theirs:
            owing[post, duty, _day(row, duty, own_days)].append(row)
        if not theirs:
            unreached.append(_nobody(row, duty))
    return nudge(_told(call, owing), unreached)


def _day(row: Submission, duty: str, own_days: dict[str, date]) -> date:
    """The day it is late for next: the province's own until it has passed."""
    own = own_days.get(row.province_id, row.plans_due_on)
    return own if duty == PLANS and clock.today() <= own else row.plans_due_on


def _told(
    call: Call, owing: dict[tuple[Post, str, date], list[Submission]]
) -> Iterator[tuple[Post, Notice, list[str]]]:
    for (post, duty, day), rows in owing.items():
        with override("th"):
            notice = reminder(call, post.user_id, duty, Due(day, NOW), rows)
        yield post, notice, [f"{row.group.name} ({row.get_stage_display()})" for row in rows]


def _too_late(row: Submission) -> str:
    return _("%(group)s: a reminder would come after its last day, %(day)s; please telephone") % {
        "group": row.group.name,
        "day": dates.localized(row.plans_due_on),
    }


def _nobody(row: Submission, duty: str) -> str:
    if duty == PLANS:
        return _("%(group)s: no district officer in %(place)s") % {
            "group": row.group.name,
            "place": row.district,
        }
    return _("%(group)s: no provincial officer in %(place)s") % {
        "group": row.group.name,
        "place": row.province,
    }
