"""Reminders while a round is being marked."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from groups import ladder
from groups.enums import JUDGE_ROLES, Hears, Role
from groups.ladder import Due, Limit
from groups.models import Notice, Post
from groups.selectors import days_off, posts_now
from groups.services import owe_new, reminding
from scoring.enums import RoundStage
from scoring.models import Round
from scoring.selectors import Completeness, JudgeProgress, completeness, last_day
from scoring.services.notices import key
from selection_site.lib import clock, dates
from submissions.models import Call


def plan_reminders(call: Call) -> int:
    """Owe the reminders due now in the call's open rounds, and say how many were new.

    Members with open sheets are told on the rungs of `groups.ladder` before the last day, the
    chair with them the day before it, chair and staff once it has passed; days on which nothing
    ran delay a reminder. The chair is told once when all sheets are in. Nobody is told anything
    when marking is closed, nor of a rung before marking opened.
    """
    added = days_off()
    wanted: list[Notice] = []
    with override("th"):
        for round_ in call.rounds.filter(stage=RoundStage.MARKING).select_related("call"):
            wanted += list(_due(round_, added))
        return owe_new(wanted)


def _due(round_: Round, added: Mapping[date, str]) -> Iterator[Notice]:
    state = completeness(round_)
    if state.is_complete:
        yield from _all_in(round_)
        return
    if not reminding.is_time(added):
        return
    limit = Limit(last_day(round_), ladder.HARD)
    opened = clock.day_of(round_.opened_at) if round_.opened_at else None
    due = ladder.reached([limit], clock.today(), added, since=opened)
    if due is None:
        return
    if Hears.OFFICER in due.rung.hears:
        for row in late_judges(round_, state):
            yield reminder(round_, row, due)
    for post in _overseers(round_, due):
        yield _escalation(round_, state, due, post)


def _overseers(round_: Round, due: Due) -> Iterator[Post]:
    """The chair and the department's staff, where the rung has them hear."""
    if Hears.HEAD in due.rung.hears:
        yield from posts_now(Role.CHAIR, year=_year(round_))
    if Hears.DEPARTMENT in due.rung.hears:
        yield from posts_now(Role.STAFF)


def _year(round_: Round) -> int:
    return round_.call.year


def late_judges(round_: Round, state: Completeness) -> list[JudgeProgress]:
    """The members, still on the committee, whose sheets are not all in."""
    seated = set(posts_now(*JUDGE_ROLES, year=_year(round_)).values_list("user", flat=True))
    return [row for row in state.judges if row.judge.pk in seated and not row.done]


def reminder(round_: Round, row: JudgeProgress, due: Due, *, occasion: str = "") -> Notice:
    """What a member is told of the own sheets; `occasion` where it is not the rung."""
    if row.declared:
        what = ngettext(
            "%(count)d of your sheets is not handed in.",
            "%(count)d of your sheets are not handed in.",
            row.left,
        ) % {"count": row.left}
        path = reverse("scoring:queue", args=[round_.pk])
    else:
        what = _("You have not signed the declaration yet.")
        path = reverse("scoring:declare", args=[round_.pk])
    last = _("Sheets are taken up to and including %(day)s.") % {"day": dates.localized(due.day)}
    return reminding.reminder(
        user_id=row.judge.pk,
        year=_year(round_),
        duty=duty(round_),
        due=due,
        occasion=occasion,
        subject=_("%(round)s: sheets to hand in") % {"round": str(round_)},
        body=f"{what} {last}",
        path=path,
        about=(),
    )


def duty(round_: Round) -> str:
    """How the record of reminders names the marking of a round."""
    return f"marking-{round_.number}"


def _escalation(round_: Round, state: Completeness, due: Due, post: Post) -> Notice:
    """What the chair hears the day before, and chair and staff after the last day."""
    over = clock.today() > due.day
    facts = {"round": str(round_), "day": dates.localized(due.day), "count": state.open_sheets}
    subject = _("%(round)s: sheets are missing, and the last day is near")
    opening = _("Sheets are taken up to and including %(day)s. Not all in yet:")
    if over:
        subject = _("%(round)s: sheets are missing, and their day is over")
        opening = _("The last day for sheets was %(day)s. The chair can close marking. Missing:")
    lines = [_missing(row) for row in state.judges if not row.done]
    return reminding.reminder(
        user_id=post.user_id,
        year=_year(round_),
        duty=duty(round_),
        due=due,
        occasion=f"{due.rung.name}:{post.role}",
        subject=subject % facts,
        body="\n".join([opening % facts, *lines]),
        path=reverse("scoring:progress", args=[round_.pk]),
        about=(),
    )


def _missing(row: JudgeProgress) -> str:
    if not row.declared:
        return _("- %(person)s: declaration not signed") % {"person": row.judge}
    text = ngettext("- %(person)s: %(count)d sheet", "- %(person)s: %(count)d sheets", row.left)
    return text % {"person": row.judge, "count": row.left}


def _all_in(round_: Round) -> Iterator[Notice]:
    for post in posts_now(Role.CHAIR, year=round_.call.year):
        yield Notice(
            user_id=post.user_id,
            key=key(round_, "all-handed-in"),
            subject=_("%(round)s: all sheets are handed in") % {"round": str(round_)},
            body=_("Every member has handed in every sheet. Marking can be closed."),
            path=reverse("scoring:progress", args=[round_.pk]),
        )
