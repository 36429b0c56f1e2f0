"""Reminders of what is due after the allocation: procurement, the follow-up, the result report."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from budgets.models import Allocation, AllocationQuerySet
from budgets.selectors import officers_of
from groups import ladder
from groups.enums import Hears
from groups.ladder import Due, Limit
from groups.models import Notice, Post
from groups.selectors import days_off
from groups.services import owe_new, reminding
from reports.selectors.due import DUTIES, Duty, undone
from selection_site.lib import clock, dates
from submissions.enums import ClipKind, ClipState
from submissions.models import Call, Clip


def plan_reminders(call: Call) -> int:
    """Owe the reminders due now on a year's approved awards, and say how many were new.

    The newest rung of `groups.ladder` that was reached is owed once, in the hours of reminders;
    days on which nothing ran delay it. Nobody is told of what is done: bought and handed over, or
    sent. A moved day has reminders of its own.
    """
    added = days_off()
    if not reminding.is_time(added):
        return 0
    with override("th"):
        return owe_new(notice for duty in DUTIES for notice in _due(call, duty, added))


def _due(call: Call, duty: Duty, added: Mapping[date, str]) -> Iterator[Notice]:
    day: date = getattr(call, duty.day)
    due = ladder.reached([Limit(day, ladder.SOFT)], clock.today(), added)
    if due is None:
        return
    rows = undone(call, duty, never_sent=clock.today() > day)
    owing: dict[int, list[Allocation]] = defaultdict(list)
    for allocation, post in told(duty, rows, *due.rung.hears):
        if allocation not in owing[post.user_id]:
            owing[post.user_id].append(allocation)
    for user, theirs in owing.items():
        yield reminder(call, duty, due, user, theirs)


def told(duty: Duty, rows: AllocationQuerySet, *hears: Hears) -> list[tuple[Allocation, Post]]:
    """Each award with each post that is told of it, as an officer, a head or the department."""
    return officers_of(rows.for_list(), *(role for who in hears for role in duty.roles[who]))


def reminder(
    call: Call,
    duty: Duty,
    due: Due,
    user: int,
    rows: list[Allocation],
    *,
    occasion: str = "",
) -> Notice:
    """What one person is told of these awards; `occasion` where it is not the rung."""
    opening = _("%(what)s of these groups must be done by %(day)s:")
    if clock.today() > due.day:
        opening = _("%(what)s of these groups was due on %(day)s and is not done:")
    facts = {
        "what": duty.title,
        "day": dates.localized(due.day),
        "year": call.year,
    }
    page, pk = (duty.page, rows[0].pk) if len(rows) == 1 else (duty.list_page, call.year)
    return reminding.reminder(
        user_id=user,
        year=call.year,
        duty=duty.name,
        due=due,
        occasion=occasion,
        subject=_("%(what)s (fiscal year %(year)s)") % facts,
        body="\n".join([opening % facts, *_listed(rows)]),
        path=reverse(page, args=[pk]),
        about=(row.submission for row in rows),
    )


def _listed(rows: Iterable[Allocation]) -> list[str]:
    return [
        f"- {row.submission.group.name} · {row.submission.district} · {row.submission.province}"
        for row in rows
    ]


def tell_of_refused_clips() -> int:
    """Tell whoever uploaded a follow-up clip that it was refused, once; says how many were told.

    The plan's clips are told of where they are checked; which award a follow-up clip is for is
    known here alone.
    """
    refused = Clip.objects.current().filter(kind=ClipKind.FOLLOW_UP, state=ClipState.REFUSED)
    awards = dict(
        Allocation.objects.approved()
        .filter(submission__in=refused.values("submission"))
        .values_list("submission", "pk")
    )
    with override("th"):
        return owe_new(_refusal(clip, awards[clip.submission_id]) for clip in refused)


def _refusal(clip: Clip, award: int) -> Notice:
    return Notice(
        user_id=clip.uploaded_by_id,
        key=f"clip:{clip.pk}:refused",
        subject=_("The clip was refused"),
        body=_("“%(name)s” was refused: %(reason)s") % {"name": clip.name, "reason": clip.refusal},
        path=reverse("reports:follow_up", args=[award]),
    )
