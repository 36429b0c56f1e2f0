"""Who may do what with rounds and sheets, whatever the stage; stages add the when."""

from groups.enums import JUDGE_ROLES, Role
from groups.models import User
from groups.rules import oversees
from scoring.models import ConflictQuestion, Replacement, Round, Sheet


def sees_rounds(user: User) -> bool:
    """See rounds at all: those of the years judged, or every one."""
    return oversees(user) or user.holds(*JUDGE_ROLES)


def sees_conflicts(user: User, round_: Round) -> bool:
    """Read who stepped out of what: those who oversee, and the year's chair."""
    return oversees(user) or user.holds(Role.CHAIR, year=round_.call.year)


def may_set_criteria(user: User) -> bool:
    """Prepare the rounds of a call, write their criteria or copy another year's."""
    return user.holds(Role.STAFF)


def may_open_round(user: User, round_: Round) -> bool:
    """Open marking: from then on the criteria are fixed."""
    return user.holds(Role.STAFF)


def may_share_out(user: User) -> bool:
    """Say how groups are shared out among the members, draw panels and undo the draw."""
    return user.holds(Role.STAFF)


def may_judge(user: User, round_: Round) -> bool:
    """Declare conflicts and mark: the members of this year's committee and its chair."""
    return user.holds(*JUDGE_ROLES, year=round_.call.year)


def may_mark(user: User, sheet: Sheet) -> bool:
    """Save and hand in a sheet: nobody but the member it was assigned to."""
    assignment = sheet.assignment
    return assignment.judge_id == user.pk and may_judge(user, assignment.round)


def may_ask_about_conflict(user: User, round_: Round) -> bool:
    """Ask whether a member may judge a group."""
    return user.holds(Role.STAFF) or may_judge(user, round_)


def may_rule_on_conflict(user: User, question: ConflictQuestion) -> bool:
    """Rule on such a question: chair or director, in nobody's own case."""
    if user.pk in (question.asked_by_id, question.judge_id):
        return False
    return user.holds(Role.DIRECTOR) or user.holds(Role.CHAIR, year=question.round.call.year)


def may_close_marking(user: User, round_: Round) -> bool:
    """End marking; the ranking becomes known to the chair, and no sheet changes any more."""
    return user.holds(Role.CHAIR, year=round_.call.year)


def may_remind_judges(user: User, round_: Round) -> bool:
    """Remind the members whose sheets are not in, outside the ladder: the chair, or staff."""
    return user.holds(Role.STAFF) or user.holds(Role.CHAIR, year=round_.call.year)


def may_settle_tie(user: User, round_: Round) -> bool:
    """Record the committee's decision on submissions with one score."""
    return user.holds(Role.CHAIR, year=round_.call.year)


def may_close_round(user: User, round_: Round) -> bool:
    """Fix the result; only its release by another person makes it known."""
    return user.holds(Role.CHAIR, year=round_.call.year)


def may_reopen(user: User, round_: Round) -> bool:
    """Take a closed result back while nobody outside knows it: the chair or the director."""
    return user.holds(Role.DIRECTOR) or may_close_round(user, round_)


def may_release(user: User, round_: Round) -> bool:
    """Make the result known: the director, unless the same person closed the round as chair."""
    return user.holds(Role.DIRECTOR) and user.pk != round_.closed_by_id


def may_propose_replacement(user: User) -> bool:
    """Record that a group withdrew after a release, and propose who moves up."""
    return user.holds(Role.STAFF)


def may_decide_replacement(user: User, replacement: Replacement) -> bool:
    """Approve a replacement or return it; nobody decides on what they proposed."""
    return user.holds(Role.DIRECTOR) and replacement.proposed_by_id != user.pk


def may_hold_meeting(user: User, round_: Round) -> bool:
    """Open a meeting on a round, record who came, what was voted, and order its minutes."""
    return user.holds(Role.CHAIR, year=round_.call.year)
