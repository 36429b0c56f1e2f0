"""Which members of the committee are behind right now, whatever the ladder says."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from groups.enums import JUDGE_ROLES
from groups.ladder import NOW, Due
from groups.models import Notice, Post
from groups.selectors import posts_now
from groups.services import reminding
from groups.services.nudging import Nudge, nudge
from scoring.models import Round
from scoring.selectors import JudgeProgress, completeness, last_day
from scoring.services.reminders import reminder
from selection_site.lib import clock, dates


def to_remind(round_: Round) -> Nudge:
    """The members, still on the committee, who have sheets to hand in or have not declared.

    Whom the mail would reach when sheets are no longer taken is named instead.
    """
    seated = posts_now(*JUDGE_ROLES, year=round_.call.year).select_related("user")
    posts = {post.user_id: post for post in seated}
    late = [row for row in completeness(round_).judges if row.judge.pk in posts and not row.done]
    if last_day(round_) < clock.day_of(reminding.next_time()):
        return nudge([], [_too_late(round_, row) for row in late])
    return nudge(_told(round_, posts, late))


def _told(
    round_: Round, posts: dict[int, Post], late: list[JudgeProgress]
) -> Iterator[tuple[Post, Notice, list[str]]]:
    due = Due(last_day(round_), NOW)
    for row in late:
        with override("th"):
            notice = reminder(round_, row, due)
        yield posts[row.judge.pk], notice, [_why(row)]


def _too_late(round_: Round, row: JudgeProgress) -> str:
    text = _(
        "%(person)s: a reminder would come after the last day for sheets, %(day)s; please telephone"
    )
    return text % {"person": row.judge, "day": dates.localized(last_day(round_))}


def _why(row: JudgeProgress) -> str:
    if not row.declared:
        return _("The declaration is not signed.")
    text = ngettext("%(count)d sheet is not in", "%(count)d sheets are not in", row.left)
    return text % {"count": row.left}
