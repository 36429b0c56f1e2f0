"""Messages about a round: marking opened, all is in, it waits for release, the result is known."""

from collections.abc import Collection, Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from groups.enums import JUDGE_ROLES, Role
from groups.models import Notice, Post, User
from groups.selectors import posts_now
from groups.services import owe
from scoring.enums import Outcome
from scoring.models import ConflictQuestion, Draw, Replacement, Round, Standing
from scoring.selectors import last_day
from selection_site.lib import dates
from submissions.models import Submission


def key(round_: Round, occasion: str) -> str:
    """How a round's message is known, so that planning it twice owes it once."""
    return f"{round_.call.year}:round-{round_.number}:{occasion}"


def tell_of_opening(round_: Round) -> None:
    """Owe every member the news that marking is open."""
    with override("th"):
        owe(
            Notice(
                user_id=post.user_id,
                key=key(round_, "opened"),
                subject=_("%(round)s: marking is open") % {"round": str(round_)},
                body=_(
                    "Declare your conflicts of interest first, then judge plan and clip of each "
                    "group. Sheets are taken up to and including %(day)s."
                )
                % {"day": dates.localized(last_day(round_))},
                path=reverse("scoring:declare", args=[round_.pk]),
            )
            for post in posts_now(*JUDGE_ROLES, year=round_.call.year)
        )


def tell_of_draw(draw: Draw, judges: Collection[User]) -> None:
    """Owe the members who got sheets the news."""
    round_ = draw.round
    with override("th"):
        owe(
            Notice(
                user=judge,
                key=key(round_, f"drawn:{draw.pk}"),
                subject=_("%(round)s: your sheets are ready") % {"round": str(round_)},
                body=_(
                    "The groups were shared out among the members. Sheets are taken up to and "
                    "including %(day)s."
                )
                % {"day": dates.localized(last_day(round_))},
                path=reverse("scoring:queue", args=[round_.pk]),
            )
            for judge in judges
        )


def tell_of_conflict_question(question: ConflictQuestion) -> None:
    """Owe those who may rule on it the news of a question."""
    round_ = question.round
    posts = [*posts_now(Role.CHAIR, year=round_.call.year), *posts_now(Role.DIRECTOR)]
    askable = [p for p in posts if p.user_id not in (question.judge_id, question.asked_by_id)]
    with override("th"):
        owe(
            Notice(
                user_id=post.user_id,
                key=key(round_, f"conflict-question:{question.pk}"),
                subject=_("%(round)s: is there a conflict of interest?") % {"round": str(round_)},
                body=_(
                    "%(asker)s asks whether %(judge)s may judge %(group)s: %(note)s "
                    "The round cannot be closed before you rule on it."
                )
                % {
                    "asker": question.asked_by,
                    "judge": question.judge,
                    "group": question.submission.group,
                    "note": question.note,
                },
                path=reverse("scoring:conflicts", args=[round_.pk]),
            )
            for post in askable
        )


def tell_of_conflict_ruling(question: ConflictQuestion) -> None:
    """Owe the member a sheet was taken from, and who asked, the ruling; not who ruled."""
    round_ = question.round
    told = {question.asked_by_id, question.judge_id} - {question.ruled_by_id}
    with override("th"):
        words = (
            _("%(judge)s does not judge %(group)s: a sheet for it does not count. %(ruling)s")
            if question.upheld
            else _("%(judge)s may judge %(group)s. %(ruling)s")
        )
        owe(
            Notice(
                user_id=user,
                key=key(round_, f"conflict-ruling:{question.pk}"),
                subject=_("%(round)s: ruling on a conflict of interest") % {"round": str(round_)},
                body=words
                % {
                    "judge": question.judge,
                    "group": question.submission.group,
                    "ruling": question.ruling,
                },
                path=reverse("scoring:conflicts", args=[round_.pk]),
            )
            for user in sorted(told)
        )


def tell_of_closing(round_: Round) -> None:
    """Owe the director the news that a result waits for release."""
    with override("th"):
        owe(
            Notice(
                user_id=post.user_id,
                key=key(round_, f"closed:{round_.reopened}" if round_.reopened else "closed"),
                subject=_("%(round)s: the result waits for release") % {"round": str(round_)},
                body=_("The chair has closed the round. Nobody else learns of it before release."),
                path=reverse("scoring:release", args=[round_.pk]),
            )
            for post in posts_now(Role.DIRECTOR)
        )


def tell_of_reopening(round_: Round, reason: str, by: User) -> None:
    """Owe chair and director, but not who did it, the news that a closed result was taken back."""
    posts = [*posts_now(Role.DIRECTOR), *posts_now(Role.CHAIR, year=round_.call.year)]
    with override("th"):
        owe(
            Notice(
                user_id=post.user_id,
                key=key(round_, f"reopened:{round_.reopened}"),
                subject=_("%(round)s: the closed result was taken back") % {"round": str(round_)},
                body=_("%(who)s opened the round again: %(reason)s")
                % {"who": by, "reason": reason},
                path=reverse("scoring:home", args=[round_.call.year]),
            )
            for post in posts
            if post.user_id != by.pk
        )


def tell_of_result(round_: Round, standings: Iterable[Standing]) -> None:
    """Owe the officers of each group, and the committee, the news of the result."""
    rows = [standing.submission for standing in standings]
    officers = [
        *posts_now(Role.DISTRICT, districts={row.district_id for row in rows}),
        *posts_now(Role.PROVINCE, provinces={row.province_id for row in rows}),
    ]
    with override("th"):
        owe(
            Notice(
                user_id=post.user_id,
                key=key(round_, f"result:{standing.submission_id}"),
                subject=_("%(round)s: result of %(group)s")
                % {"round": str(round_), "group": standing.submission.group},
                body=_result(standing),
                path=reverse("scoring:result", args=[round_.pk]),
            )
            for standing in standings
            for post in officers
            if standing.submission.district_id == post.district_id
            or standing.submission.province_id == post.province_id
        )
        owe(
            Notice(
                user_id=post.user_id,
                key=key(round_, "result"),
                subject=_("%(round)s: the result is released") % {"round": str(round_)},
                body=_("Thank you for judging. The result of the round can be read now."),
                path=reverse("scoring:result", args=[round_.pk]),
            )
            for post in posts_now(*JUDGE_ROLES, year=round_.call.year)
        )


def tell_of_withdrawal(row: Replacement) -> None:
    """Owe the director the news that a withdrawal waits for a decision."""
    with override("th"):
        owe(
            Notice(
                user_id=post.user_id,
                key=f"replacement:{row.pk}:proposed",
                subject=_("%(group)s withdraws: your decision is needed")
                % {"group": row.submission.group},
                body=row.reason,
                path=reverse("scoring:replacements", args=[row.round.call.year]),
            )
            for post in posts_now(Role.DIRECTOR)
            if post.user_id != row.proposed_by_id
        )


def tell_of_replacement(row: Replacement) -> None:
    """Owe the officers of all whose result changed the news of it."""
    with override("th"):
        said = [
            (row.submission, _("%(group)s has withdrawn: its place goes to another group.")),
            (row.raised, _("%(group)s is graded 'outstanding' in place of one that withdrew.")),
            (row.promoted, _("%(group)s moves up from the reserve list.")),
        ]
        owe(
            Notice(
                user_id=post.user_id,
                key=f"replacement:{row.pk}:{submission.pk}",
                subject=words % {"group": submission.group},
                body=words % {"group": submission.group},
                path=reverse("scoring:result", args=[row.round_id]),
            )
            for submission, words in said
            if submission
            for post in _officers(submission)
        )


def _officers(submission: Submission) -> list[Post]:
    return [
        *posts_now(Role.DISTRICT, districts=[submission.district_id]),
        *posts_now(Role.PROVINCE, provinces=[submission.province_id]),
    ]


def _result(standing: Standing) -> str:
    group = {"group": standing.submission.group}
    match standing.outcome:
        case Outcome.KEPT:
            return _("%(group)s was kept after round 1 and goes on to round 2.") % group
        case Outcome.NOT_KEPT:
            return _("%(group)s was not selected in round 1.") % group
        case Outcome.OUTSTANDING:
            return _("%(group)s was graded 'outstanding'.") % group
        case Outcome.WITHDRAWN:
            return _("%(group)s has withdrawn: its place goes to another group.") % group
    return _("%(group)s was graded 'good'.") % group
