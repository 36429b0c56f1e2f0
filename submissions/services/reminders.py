"""Messages about a call: that it opened, and that a day comes near or has passed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from groups import ladder
from groups.enums import Hears, Role
from groups.ladder import Due, Limit
from groups.models import Digest, Notice, Post
from groups.selectors import days_off, posts_now, posts_of_place
from groups.services import owe, owe_new, reminding
from selection_site.lib import clock, dates
from submissions.enums import WRITABLE, Stage
from submissions.models import Call, Submission

PLANS, FORWARDING = "plans", "forwarding"
# Who is who on the ladder: of what a district must send, and of what a province must forward.
ROLES = {
    PLANS: {
        Hears.OFFICER: Role.DISTRICT,
        Hears.HEAD: Role.DISTRICT_HEAD,
        Hears.DEPARTMENT: Role.STAFF,
    },
    FORWARDING: {
        Hears.OFFICER: Role.PROVINCE,
        Hears.HEAD: Role.PROVINCE_HEAD,
        Hears.DEPARTMENT: Role.STAFF,
    },
}


def tell_of_opening(call: Call, submissions: Iterable[Submission]) -> None:
    """Owe the officers of these groups the news that they can write; once a person and year.

    A group that comes later, of a province with more days, is told those.
    """
    rows = list(submissions)
    last = min((row.plans_due_on for row in rows), default=call.plans_due_on)
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
                    "last": dates.localized(last),
                },
                path=_page(call),
            )
            for post in posts
        )


def plan_reminders(call: Call) -> int:
    """Owe the reminders due now, and say how many were new; only in the hours of reminders.

    The newest rung of `groups.ladder` that was reached is owed once, so days on which nothing ran
    delay it, and what was missed in between is not made up for. Districts are told of what they
    have not sent: up to their province's day, beyond it, and up to the department's day; provinces
    of what they have not forwarded. Past the last day one message closes the matter. Nobody is
    told anything of a plan that is done, before plans are taken, or once round 1 has begun. A
    moved day has reminders of its own.
    """
    begun = call.is_before_round_1 and call.opens_on <= clock.today()
    if not begun or not reminding.is_time(added := days_off()):
        return 0
    owing = _owing(call, waiting(call), added)
    with override("th"):
        return owe_new(
            reminder(call, user, duty, due, theirs) for (user, duty, due), theirs in owing.items()
        )


def take_back_reminders(submission: Submission, *duties: str) -> None:
    """Drop what is owed about this plan alone and went out to nobody: it is done, or out.

    What waits for the morning, or for a mail server, would otherwise ask for what was sent in the
    evening. What a worker is mailing now stays. If the plan comes back, the rung counts anew. A
    second run finds nothing.
    """
    rows = Notice.objects.reminders().unsent().filter(duty__in=duties)
    rows = rows.filter(year=submission.call.year, about=[submission.pk])
    # Held, so that no worker takes them up before their reminders are gone.
    mails = Digest.objects.at_rest().filter(pk__in=rows.order_by().values("digest"))
    held = [mail.pk for mail in mails.select_for_update().order_by("pk")]
    rows.filter(Q(digest=None) | Q(digest__in=held)).delete()


def waiting(call: Call) -> list[Submission]:
    """The plans that have not reached the department, with what a message says of them."""
    rows = Submission.objects.filter(call=call, stage__in=[*WRITABLE, Stage.SENT])
    return list(rows.select_related("call", "group", "district", "province"))


def holders(rows: Sequence[Submission], *hears: Hears) -> dict[str, list[Post]]:
    """The posts that are told, as officers, heads or the department, by duty; five queries."""
    wanted = hears or tuple(Hears)
    local = [who for who in wanted if who != Hears.DEPARTMENT]
    staff = list(posts_now(Role.STAFF)) if Hears.DEPARTMENT in wanted else []
    districts = posts_now(
        *(ROLES[PLANS][who] for who in local), districts={row.district_id for row in rows}
    )
    provinces = posts_now(
        *(ROLES[FORWARDING][who] for who in local), provinces={row.province_id for row in rows}
    )
    named = ("user", "district__province", "province")
    return {
        PLANS: [*districts.select_related(*named).order_by("pk"), *staff],
        FORWARDING: [*provinces.select_related(*named).order_by("pk"), *staff],
    }


def _owing(
    call: Call, rows: list[Submission], added: Mapping[date, str]
) -> dict[tuple[int, str, Due], list[Submission]]:
    """What each person is told now: by duty, day and rung, the plans it is about."""
    posts = holders(rows)
    own_days = dict(call.province_days.values_list("province", "due_on"))
    opened = clock.day_of(call.opened_at) if call.opened_at else None
    owing: dict[tuple[int, str, Due], list[Submission]] = defaultdict(list)
    for row in rows:
        for duty, limits in _limits(row, own_days.get(row.province_id)):
            due = ladder.reached(limits, clock.today(), added, since=opened)
            if due is None:
                continue
            for post in posts_of_place(posts[duty], row.district_id, row.province_id):
                theirs = owing[post.user_id, duty, due]
                if _hears(duty, due, post, row) and row not in theirs:
                    theirs.append(row)
    return {told: theirs for told, theirs in owing.items() if theirs}


def _limits(row: Submission, own_day: date | None) -> Iterator[tuple[str, list[Limit]]]:
    last = Limit(row.plans_due_on, ladder.HARD)
    yield FORWARDING, [last]
    if row.stage in WRITABLE:
        own = [Limit(own_day, ladder.SOFT)] if own_day and own_day < last.day else []
        yield PLANS, [*own, last]


def _hears(duty: str, due: Due, post: Post, row: Submission) -> bool:
    """Whether the post is one that hears on this rung; the department's end is told it once."""
    if duty == PLANS and post.role == Role.STAFF and due.day == row.plans_due_on:
        return False
    return post.role in {ROLES[duty][who] for who in due.rung.hears}


def reminder(
    call: Call,
    user: int,
    duty: str,
    due: Due,
    rows: list[Submission],
    *,
    occasion: str = "",
) -> Notice:
    """What one person is told of these plans; `occasion` where it is not the rung."""
    last = max(row.plans_due_on for row in rows)
    facts = {"day": dates.localized(due.day), "last": dates.localized(last), "year": call.year}
    return reminding.reminder(
        user_id=user,
        year=call.year,
        duty=duty,
        due=due,
        occasion=occasion,
        subject=_subject(duty, due.day, last) % facts,
        body="\n".join([_opening_line(duty, due.day, last) % facts, *_listed(rows)]),
        path=reverse("submissions:detail", args=[rows[0].pk]) if len(rows) == 1 else _page(call),
        about=rows,
    )


def _subject(duty: str, day: date, last: date) -> str:
    if clock.today() > last:
        return _("Plans did not reach the department by %(day)s (fiscal year %(year)d)")
    if clock.today() > day:
        return _("The plan has not reached the province (fiscal year %(year)d)")
    if duty == PLANS:
        return _("Send the plan by %(day)s (fiscal year %(year)d)")
    return _("Forward plans by %(day)s (fiscal year %(year)d)")


def _opening_line(duty: str, day: date, last: date) -> str:
    if clock.today() > last:
        return _("These groups' plans did not reach the department by %(last)s and take no part:")
    if clock.today() > day:
        return _(
            "Plan and clip of these groups were due at the province on %(day)s and have not been "
            "sent. They are still taken, marked late, if they reach the department by %(last)s:"
        )
    if duty == PLANS:
        return _("Plan and clip of these groups must be sent to the province by %(day)s:")
    return _("Plan and clip of these groups must be with the department by %(day)s:")


def _listed(rows: list[Submission]) -> list[str]:
    """A line for each plan; the province is named where there are several."""
    several = len({row.province_id for row in rows}) > 1
    return [
        f"- {row.group.name} ({row.district.name}, "
        f"{f'{row.province.name}, ' if several else ''}{row.get_stage_display()})"
        for row in rows
    ]


def _page(call: Call) -> str:
    return f"{reverse('submissions:overview')}?year={call.year}"
