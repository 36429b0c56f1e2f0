"""What is overdue under a district or provincial head, and who holds it."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.models import Allocation, AllocationQuerySet
from groups.enums import Hears, Role
from groups.models import Post, User
from groups.selectors import posts_now
from reports.selectors import due
from reports.selectors.duties.duty import Duty
from selection_site.lib import clock
from submissions.enums import WRITABLE
from submissions.models import Call, ProvinceDay, Submission

HEADS = (Role.DISTRICT_HEAD, Role.PROVINCE_HEAD)


def of_plans(user: User) -> Iterator[Duty]:
    """Plans still taken whose province's day has passed; heads read, and speak to the officer."""
    if not user.holds(*HEADS):
        return
    places = Q(province__in=user.provinces(Role.PROVINCE_HEAD)) | Q(
        district__in=user.districts(Role.DISTRICT_HEAD)
    )
    rows = Submission.objects.visible_to(user).filter(places, stage__in=WRITABLE)
    waiting = [row for row in rows.for_list() if row.takes_plans]
    days = {
        (day.call_id, day.province_id): day.due_on
        for day in ProvinceDay.objects.filter(call__in={row.call_id for row in waiting})
    }
    officers = posts_now(Role.DISTRICT, districts={row.district_id for row in waiting})
    posts = list(officers.select_related("user"))
    for row in waiting:
        own = days.get((row.call_id, row.province_id), row.plans_due_on)
        if clock.today() > own:
            yield Duty(
                _("Overdue: the plan is not sent"),
                reverse("submissions:detail", args=[row.pk]),
                own,
                _held_by(row.group.name, [p for p in posts if p.district_id == row.district_id]),
            )


def _held_by(group: str, posts: list[Post]) -> str:
    names = ", ".join(str(post.user) for post in posts)
    if not names:
        return _("%(group)s: nobody holds the post of district officer") % {"group": group}
    return _("%(group)s: with %(names)s") % {"group": group, "names": names}


def of_awards(user: User) -> Iterator[Duty]:
    """Purchases, follow-ups and result reports whose day has passed."""
    if not user.holds(*HEADS):
        return
    places = Q(submission__province__in=user.provinces(Role.PROVINCE_HEAD)) | Q(
        submission__district__in=user.districts(Role.DISTRICT_HEAD)
    )
    own = Allocation.objects.visible_to(user).filter(places)
    for call in Call.objects.filter(batches__allocations__in=own).distinct():
        for owed in due.DUTIES:
            if user.holds(*owed.roles[Hears.HEAD]):
                yield from _late(call, owed, own)


def _late(call: Call, owed: due.Duty, own: AllocationQuerySet) -> Iterator[Duty]:
    day = getattr(call, owed.day)
    if clock.today() <= day:
        return
    for allocation in own.filter(pk__in=due.undone(call, owed, never_sent=True)).for_list():
        yield Duty(
            _("Overdue: %(what)s") % {"what": owed.title},
            reverse(owed.page, args=[allocation.pk]),
            day,
            allocation.submission.group.name,
        )
