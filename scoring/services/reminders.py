"""Reminders while a round is being marked."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from groups.enums import JUDGE_ROLES, Role
from groups.models import Notice
from groups.selectors import posts_now
from groups.services import owe
from scoring.enums import RoundStage
from scoring.models import Round
from scoring.selectors import JudgeProgress, completeness, last_day
from scoring.services.notices import key, title
from selection_site.lib import clock, dates
from submissions.models import Call

# A reminder is owed when this many days or fewer are left, once for each number.
OCCASIONS = (1, 3, 7)


def plan_reminders(call: Call) -> int:
    """Owe the reminders due today in the call's open rounds, and say how many were new.

    Members with open sheets are told when at most 7, 3 or 1 days are left; days on which nothing
    ran delay a reminder and lose nothing. The chair is told once when all sheets are in. Nobody
    is told anything when marking is closed or its last day is over.
    """
    wanted = []
    with override("th"):
        for round_ in call.rounds.filter(stage=RoundStage.MARKING).select_related("call"):
            wanted += list(_due(round_))
    users = {notice.user_id for notice in wanted}
    keys = {notice.key for notice in wanted}
    owed = set(Notice.objects.filter(user__in=users, key__in=keys).values_list("user_id", "key"))
    new = [notice for notice in wanted if (notice.user_id, notice.key) not in owed]
    owe(new)
    return len(new)


def _due(round_: Round) -> Iterator[Notice]:
    state = completeness(round_)
    if state.is_complete:
        yield from _all_in(round_)
        return
    left = (last_day(round_) - clock.today()).days
    occasion = next((days for days in OCCASIONS if 0 <= left <= days), None)
    if occasion is None:
        return
    seated = set(posts_now(*JUDGE_ROLES, year=round_.call.year).values_list("user", flat=True))
    for row in state.judges:
        if row.judge.pk in seated and not row.done:
            yield _reminder(round_, row, left, occasion)


def _reminder(round_: Round, row: JudgeProgress, left: int, occasion: int) -> Notice:
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
    last = _("Sheets are taken up to and including %(day)s.") % {
        "day": dates.localized(last_day(round_))
    }
    return Notice(
        user_id=row.judge.pk,
        key=key(round_, f"marking:{last_day(round_).isoformat()}:{occasion}"),
        subject=_subject(left) % {"days": left, "round": title(round_)},
        body=f"{what} {last}",
        path=path,
    )


def _subject(left: int) -> str:
    if left == 0:
        return _("%(round)s: today is the last day for sheets")
    return ngettext(
        "%(round)s: %(days)d day left for sheets", "%(round)s: %(days)d days left for sheets", left
    )


def _all_in(round_: Round) -> Iterator[Notice]:
    for post in posts_now(Role.CHAIR, year=round_.call.year):
        yield Notice(
            user_id=post.user_id,
            key=key(round_, "all-handed-in"),
            subject=_("%(round)s: all sheets are handed in") % {"round": title(round_)},
            body=_("Every member has handed in every sheet. Marking can be closed."),
            path=reverse("scoring:progress", args=[round_.pk]),
        )
