"""Messages about a call: that it opened, and that a day comes near."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from groups.enums import DISTRICT_ROLES, Role
from groups.models import Notice
from groups.selectors import posts_now
from groups.services import owe, owe_new
from selection_site.lib import clock, dates
from submissions.enums import WRITABLE, Stage
from submissions.models import Call, Submission

# A reminder is owed when this many days or fewer are left, once for each number.
OCCASIONS = (1, 3, 7, 14)


def tell_of_opening(call: Call, submissions: Iterable[Submission]) -> None:
    """Owe the officers of these groups the news that they can write; once a person and year."""
    rows = list(submissions)
    posts = [
        *posts_now(Role.DISTRICT, districts={row.district_id for row in rows}),
        *posts_now(Role.PROVINCE, provinces={row.province_id for row in rows}),
    ]
    with override("th"):
        owe(
            Notice(
                user_id=post.user_id,
                key=f"{call.year}:opened",
                subject=_("The programme of fiscal year %(year)s is open") % {"year": call.year},
                body=_(
                    "Plans can be written from %(first)s and must be forwarded to the department "
                    "by %(last)s."
                )
                % {
                    "first": dates.localized(call.opens_on),
                    "last": dates.localized(call.plans_due_on),
                },
                path=_page(call),
            )
            for post in posts
        )


def plan_reminders(call: Call) -> int:
    """Owe the reminders due today, and say how many were new.

    A reminder is due when at most 14, 7, 3 or 1 days are left and was not owed before, so days
    on which nothing ran delay it and lose nothing. District officers are told of what they have
    not sent (their head too once the province's day has passed), provincial officers of what
    they have not forwarded. Nobody is told anything when all is done, before plans are taken or
    after. A moved day has reminders of its own.
    """
    if not call.takes_plans:
        return 0
    waiting = Submission.objects.filter(call=call, stage__in=[*WRITABLE, Stage.SENT])
    rows = list(waiting.select_related("group", "district", "province"))
    with override("th"):
        return owe_new([*_for_districts(call, rows), *_for_provinces(call, rows)])


def _for_districts(call: Call, rows: list[Submission]) -> Iterator[Notice]:
    unsent = [row for row in rows if row.stage in WRITABLE]
    own_days = dict(call.province_days.values_list("province", "due_on"))
    posts = posts_now(*DISTRICT_ROLES, districts={row.district_id for row in unsent})
    owing: dict[tuple[int, date], list[Submission]] = defaultdict(list)
    for post in posts.order_by("pk"):
        for row in unsent:
            own_day = own_days.get(row.province_id, call.plans_due_on)
            is_late = clock.today() > own_day
            if row.district_id == post.district_id and (is_late or post.role == Role.DISTRICT):
                owing[post.user_id, call.plans_due_on if is_late else own_day].append(row)
    for (user, day), theirs in owing.items():
        yield from _reminder(call, user, "plans", day, theirs)


def _for_provinces(call: Call, rows: list[Submission]) -> Iterator[Notice]:
    posts = posts_now(Role.PROVINCE, provinces={row.province_id for row in rows})
    owing: dict[int, list[Submission]] = defaultdict(list)
    for post in posts.order_by("pk"):
        owing[post.user_id] += [row for row in rows if row.province_id == post.province_id]
    for user, theirs in owing.items():
        yield from _reminder(call, user, "forwarding", call.plans_due_on, theirs)


def _reminder(
    call: Call, user: int, duty: str, day: date, rows: list[Submission]
) -> Iterator[Notice]:
    left = (day - clock.today()).days
    occasion = next((days for days in OCCASIONS if left <= days), None)
    if occasion is None:
        return
    yield Notice(
        user_id=user,
        key=f"{call.year}:{duty}:{day.isoformat()}:{occasion}",
        subject=_subject(duty, left) % {"days": left, "year": call.year},
        body="\n".join([_opening_line(duty) % {"day": dates.localized(day)}, *_listed(rows)]),
        path=reverse("submissions:detail", args=[rows[0].pk]) if len(rows) == 1 else _page(call),
    )


def _subject(duty: str, left: int) -> str:
    if left == 0:
        return (
            _("Plans are due today (fiscal year %(year)d)")
            if duty == "plans"
            else _("Plans must be forwarded today (fiscal year %(year)d)")
        )
    if duty == "plans":
        return ngettext(
            "%(days)d day left to send the plan (fiscal year %(year)d)",
            "%(days)d days left to send the plan (fiscal year %(year)d)",
            left,
        )
    return ngettext(
        "%(days)d day left to forward plans (fiscal year %(year)d)",
        "%(days)d days left to forward plans (fiscal year %(year)d)",
        left,
    )


def _opening_line(duty: str) -> str:
    if duty == "plans":
        return _("Plan and clip of these groups must be sent to the province by %(day)s:")
    return _("Plan and clip of these groups must be with the department by %(day)s:")


def _listed(rows: list[Submission]) -> list[str]:
    return [f"- {row.group.name} ({row.district.name}, {row.get_stage_display()})" for row in rows]


def _page(call: Call) -> str:
    return f"{reverse('submissions:overview')}?year={call.year}"
