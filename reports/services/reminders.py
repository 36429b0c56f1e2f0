"""Reminders of what is due after the allocation: procurement, the follow-up, the result report."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from budgets.models import Allocation, AllocationQuerySet
from budgets.selectors import officers_of
from groups.enums import Role
from groups.models import Notice
from groups.services import owe_new
from reports.enums import OPEN
from reports.models import FollowUp, ResultReport
from selection_site.lib import clock, dates
from submissions.enums import ClipKind, ClipState
from submissions.models import Call, Clip

# A reminder is owed when this many days or fewer are left, once for each number.
OCCASIONS = (1, 3, 7, 14)
LATE = "late"


class Duty(NamedTuple):
    """What is owed of an award, by whom, who hears when it is late, and where it is done."""

    name: str
    title: Promise
    day: str
    officers: tuple[Role, ...]
    heads: tuple[Role, ...]
    page: str
    list_page: str


DUTIES = (
    Duty(
        "procurement",
        gettext_lazy("Procurement"),
        "procurement_due_on",
        (Role.DISTRICT, Role.PROVINCE),
        (Role.DISTRICT_HEAD, Role.PROVINCE_HEAD),
        "budgets:detail",
        "budgets:year",
    ),
    Duty(
        "follow-up",
        gettext_lazy("Follow-up and clip"),
        "follow_up_due_on",
        (Role.PROVINCE,),
        (Role.PROVINCE_HEAD,),
        "reports:follow_up",
        "reports:results",
    ),
    Duty(
        "result",
        gettext_lazy("Result report"),
        "results_due_on",
        (Role.PROVINCE,),
        (Role.PROVINCE_HEAD,),
        "reports:result",
        "reports:results",
    ),
)


def plan_reminders(call: Call) -> int:
    """Owe the reminders due today on a year's approved awards, and say how many were new.

    One is due when at most 14, 7, 3 or 1 days are left and was not owed before, so days on which
    nothing ran delay it and lose nothing; after the day one more, which the heads get too. Nobody
    is told of what is done: bought and handed over, or sent. A moved day has reminders of its own.
    """
    with override("th"):
        return owe_new(notice for duty in DUTIES for notice in _due(call, duty))


def _due(call: Call, duty: Duty) -> Iterator[Notice]:
    day: date = getattr(call, duty.day)
    left = (day - clock.today()).days
    occasion = LATE if left < 0 else next((str(n) for n in OCCASIONS if left <= n), "")
    if not occasion:
        return
    roles = (*duty.officers, *duty.heads) if occasion == LATE else duty.officers
    rows = _undone(call, duty, never_sent=occasion == LATE)
    owing: dict[int, list[Allocation]] = defaultdict(list)
    for allocation, post in officers_of(rows.for_list(), *roles):
        if allocation not in owing[post.user_id]:
            owing[post.user_id].append(allocation)
    for user, theirs in owing.items():
        yield _reminder(call, duty, day, occasion, user, theirs)


def _undone(call: Call, duty: Duty, *, never_sent: bool) -> AllocationQuerySet:
    """The awards of which the duty is not done; one returned after its day was told so then."""
    approved = Allocation.objects.of_year(call).approved()
    if duty.name == "procurement":
        return approved.unprocured()
    kind = FollowUp if duty.name == "follow-up" else ResultReport
    done = kind.objects.filter(allocation=OuterRef("pk"))
    done = done.filter(sent_at__isnull=False) if never_sent else done.exclude(stage__in=OPEN)
    return approved.exclude(Exists(done))


def _reminder(
    call: Call, duty: Duty, day: date, occasion: str, user: int, rows: list[Allocation]
) -> Notice:
    subject = _("%(what)s: %(when)s (fiscal year %(year)s)")
    opening = _("%(what)s of these groups was due on %(day)s and is not done:")
    if occasion != LATE:
        opening = _("%(what)s of these groups must be done by %(day)s:")
    facts = {
        "what": duty.title,
        "when": dates.days_left(day),
        "day": dates.localized(day),
        "year": call.year,
    }
    page, pk = (duty.page, rows[0].pk) if len(rows) == 1 else (duty.list_page, call.year)
    return Notice(
        user_id=user,
        key=f"{call.year}:{duty.name}:{day.isoformat()}:{occasion}",
        subject=subject % facts,
        body="\n".join([opening % facts, *_listed(rows)]),
        path=reverse(page, args=[pk]),
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
