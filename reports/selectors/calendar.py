"""The days of a person's posts, for the calendar of their telephone."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.models import Allocation
from groups.enums import DISTRICT_ROLES, JUDGE_ROLES, PROVINCE_ROLES
from groups.models import CalendarKey, Event, User
from groups.rules import oversees
from groups.services import subject_of
from reports.selectors.due import DUTIES
from selection_site.lib import clock, dates, ics
from submissions.models import Call, Submission
from submissions.selectors.calls import DAYS

# How long a day stays in the calendar after it has passed.
KEPT = timedelta(days=90)


class Kept(NamedTuple):
    """A day of a call that concerns somebody: by what it is known, and what it is."""

    name: str
    on: date
    summary: str
    description: str
    path: str
    sequence: int


def days_of(user: User) -> list[ics.Day]:
    """The days of the years going on that concern this person under any post, by day.

    Eight queries, whatever their number, and one for each year.
    """
    found: dict[str, ics.Day] = {}
    since = clock.today() - KEPT
    for call in Call.objects.visible_to(user).opened().filter(results_due_on__gte=since):
        moves = _Moves(call)
        for kept in _of_call(user, call, moves):
            if kept.on >= since:
                day = _day(call, kept, moves)
                found.setdefault(day.uid, day)
    return sorted(found.values(), key=lambda day: (day.on, day.uid))


def _day(call: Call, kept: Kept, moves: "_Moves") -> ics.Day:
    host = urlsplit(settings.SITE_URL).hostname
    return ics.Day(
        uid=f"{call.year}-{kept.name}@{host}",
        on=kept.on,
        # Two years go on at once: the same day of each must be told apart.
        summary=f"{kept.summary} ({call.year})",
        description=kept.description,
        url=f"{settings.SITE_URL}{kept.path}",
        sequence=kept.sequence,
        changed_at=moves.last,
    )


class _Moves:
    """How often each day of a call was moved, out of the audit chain; one query."""

    def __init__(self, call: Call) -> None:
        rows = Event.objects.filter(
            subject=subject_of(call), verb__in=["change_call", "set_province_day"]
        ).order_by("number")
        self.details = [(event.verb, event.detail) for event in rows]
        moments = [event.at for event in rows]
        self.last: datetime = moments[-1] if moments else call.opened_at or clock.now()

    def of_call(self, column: str) -> int:
        return sum(verb == "change_call" and column in detail for verb, detail in self.details)

    def of_province(self, code: str) -> int:
        return sum(
            verb == "set_province_day" and detail.get("province") == code
            for verb, detail in self.details
        )


def _of_call(user: User, call: Call, moves: _Moves) -> Iterator[Kept]:
    if oversees(user):
        yield from _every_day(call, moves)
    yield from _of_plans(user, call, moves)
    yield from _of_awards(user, call, moves)
    if call.year in user.years(*JUDGE_ROLES):
        yield from _of_rounds(call, moves)


def _every_day(call: Call, moves: _Moves) -> Iterator[Kept]:
    """All days of the call, for those who oversee it."""
    path = reverse("submissions:call", args=[call.year])
    for column in DAYS:
        label = str(Call._meta.get_field(column).verbose_name)  # type: ignore[union-attr]
        yield _kept(call, column, label, path, moves)


def _of_plans(user: User, call: Call, moves: _Moves) -> Iterator[Kept]:
    """The own province's day and the department's, for each province of the own groups."""
    districts, provinces = user.districts(*DISTRICT_ROLES), user.provinces(*PROVINCE_ROLES)
    if not (districts or provinces):
        return
    own_days = dict(call.province_days.values_list("province", "due_on"))
    rows = Submission.objects.visible_to(user).taking_part().filter(call=call).for_list()
    for row in {row.province_id: row for row in rows}.values():
        last = row.plans_due_on
        own = own_days.get(row.province_id)
        later = (last - call.plans_due_on).days
        path = f"{reverse('submissions:overview')}?year={call.year}"
        if own and own < last:
            yield Kept(
                f"plans-{row.province_id}",
                own,
                _("Plans due at the province: %(place)s") % {"place": row.province},
                _told(call, own, _("Plan and clip, sent by the district.")),
                path,
                moves.of_province(row.province_id),
            )
        yield Kept(
            f"plans_due_on-{row.province_id}",
            last,
            _("Plans due at the department: %(place)s") % {"place": row.province},
            _told(call, last, _("After this day no plan is taken any more.")),
            path,
            # An extension only ever moves the day on, so its length tells the order too.
            moves.of_call("plans_due_on") + later,
        )


def _of_awards(user: User, call: Call, moves: _Moves) -> Iterator[Kept]:
    """What is due on the awards of the own place."""
    if oversees(user):
        return
    awards = Allocation.objects.visible_to(user).of_year(call)
    if not awards.exists():
        return
    in_province = bool(user.provinces(*PROVINCE_ROLES))
    for duty in DUTIES:
        if in_province or duty.name == "procurement":
            path = reverse(duty.list_page, args=[call.year])
            yield _kept(call, duty.day, str(duty.title), path, moves)


def _of_rounds(call: Call, moves: _Moves) -> Iterator[Kept]:
    """The last day for sheets of both rounds, for the committee."""
    path = reverse("scoring:home", args=[call.year])
    for column, label in (
        ("first_round_ends_on", _("Last day for sheets, round 1")),
        ("second_round_ends_on", _("Last day for sheets, round 2")),
    ):
        yield _kept(call, column, label, path, moves)


def _kept(call: Call, column: str, summary: str, path: str, moves: _Moves) -> Kept:
    day: date = getattr(call, column)
    return Kept(column, day, summary, _told(call, day), path, moves.of_call(column))


def _told(call: Call, day: date, more: str = "") -> str:
    text = _("Community Business Network Programme, fiscal year %(year)s, due %(day)s.")
    return " ".join(filter(None, [text % {"year": call.year, "day": dates.localized(day)}, more]))


def key_of(user: User) -> CalendarKey | None:
    """The private calendar address that the person made, if any."""
    return CalendarKey.objects.filter(user=user).first()


def in_words(days: Iterable[ics.Day]) -> list[tuple[ics.Day, str]]:
    """The days with how far off each is, those to come alone."""
    return [(day, dates.days_left(day.on)) for day in days if day.on >= clock.today()]
