"""The life of a submission: which step leads where, who may take it, and the taking of it."""

from collections.abc import Callable
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from groups.models import User
from groups.services import record
from selection_site.lib import clock, dates
from submissions import rules
from submissions.enums import WITHDRAWABLE, WRITABLE, Stage
from submissions.models import Step, Submission


class StepRefusedError(Exception):
    """A step was not open to this person, at this stage, on this day."""


class Edge(NamedTuple):
    sources: frozenset[Stage]
    target: Stage
    allowed: Callable[[User, Submission], bool]
    in_time: Callable[[Submission], bool]
    needs_note: bool = False


def _while_plans_are_taken(submission: Submission) -> bool:
    return submission.takes_plans


def _before_round_1(submission: Submission) -> bool:
    return submission.call.is_before_round_1


def _any_day(submission: Submission) -> bool:
    return submission.call.is_open


EDGES = {
    "start": Edge(
        frozenset({Stage.NOT_STARTED}), Stage.DRAFT, rules.may_write, _while_plans_are_taken
    ),
    "send": Edge(frozenset({Stage.DRAFT}), Stage.SENT, rules.may_send, _while_plans_are_taken),
    "return": Edge(
        frozenset({Stage.SENT}),
        Stage.DRAFT,
        rules.may_forward,
        _while_plans_are_taken,
        needs_note=True,
    ),
    "forward": Edge(
        frozenset({Stage.SENT}), Stage.FORWARDED, rules.may_forward, _while_plans_are_taken
    ),
    "select": Edge(frozenset({Stage.FORWARDED}), Stage.FINALIST, rules.may_release, _any_day),
    "decline": Edge(frozenset({Stage.FORWARDED}), Stage.DECLINED, rules.may_release, _any_day),
    "grade_outstanding": Edge(
        frozenset({Stage.FINALIST}), Stage.OUTSTANDING, rules.may_release, _any_day
    ),
    "grade_good": Edge(frozenset({Stage.FINALIST}), Stage.GOOD, rules.may_release, _any_day),
    "withdraw": Edge(
        frozenset(WITHDRAWABLE),
        Stage.WITHDRAWN,
        rules.may_withdraw,
        _before_round_1,
        needs_note=True,
    ),
    # Back to where it was; which of these is open, the step before tells: `reinstating`.
    **{
        f"reinstate_{stage}": Edge(
            frozenset({Stage.WITHDRAWN}),
            stage,
            rules.may_withdraw,
            _while_plans_are_taken,
            needs_note=True,
        )
        for stage in WITHDRAWABLE
    },
    # After a release: a group gives its place up, and others move up in the order of the result.
    "give_up": Edge(
        frozenset({Stage.FINALIST, Stage.OUTSTANDING, Stage.GOOD}),
        Stage.GIVEN_UP,
        rules.may_release,
        _any_day,
        needs_note=True,
    ),
    "promote_finalist": Edge(
        frozenset({Stage.DECLINED}), Stage.FINALIST, rules.may_release, _any_day
    ),
    "promote_good": Edge(frozenset({Stage.DECLINED}), Stage.GOOD, rules.may_release, _any_day),
    "raise_grade": Edge(frozenset({Stage.GOOD}), Stage.OUTSTANDING, rules.may_release, _any_day),
}


def is_open(submission: Submission, name: str, user: User) -> bool:
    """Whether `user` could take this step now; costs no query when `call` is loaded."""
    edge = EDGES[name]
    return (
        submission.stage in edge.sources
        and edge.allowed(user, submission)
        and edge.in_time(submission)
    )


def open_steps(submission: Submission, user: User) -> list[str]:
    """The steps `user` could take now; the page shows a button for each."""
    return [name for name in EDGES if is_open(submission, name, user)]


def is_writable(submission: Submission, user: User) -> bool:
    """Whether `user` could write plan, clip and files now; the first writing takes 'start'."""
    return (
        submission.stage in WRITABLE
        and rules.may_write(user, submission)
        and submission.takes_plans
    )


@transaction.atomic
def take(pk: int, name: str, *, by: User, note: str = "", remarks: int = 0) -> Submission:
    """Take one step and record it; `remarks` comments go with it, which may say enough.

    The row is locked first, so of two people pressing at once one gets StepRefusedError, as
    does whoever presses twice, too late, or without the post.
    """
    rows = Submission.objects.select_for_update(of=("self",))
    submission = rows.select_related("call", "group").get(pk=pk)
    edge = EDGES[name]
    if not is_open(submission, name, by):
        raise StepRefusedError(why_closed(submission, name, by))
    if edge.needs_note and not note.strip() and not remarks:
        raise StepRefusedError(_no_reason(name))
    step = Step.objects.create(
        submission=submission,
        name=name,
        source=submission.stage,
        target=edge.target,
        by=by,
        note=note.strip(),
        remarks=remarks,
        at=clock.now(),
    )
    _stamp(submission, edge.target)
    submission.save(update_fields=["stage", "started_at", "sent_at", "forwarded_at", "sent_late"])
    record(f"step_{name}", submission, by=by, detail={"step": step.pk, "note": step.note})
    return submission


def _stamp(submission: Submission, target: Stage) -> None:
    now = clock.now()
    is_out = Stage.WITHDRAWN in (submission.stage, target)
    submission.stage = target
    if is_out:
        return  # a group that leaves keeps the times of how far it had come, and comes back to them
    submission.started_at = submission.started_at or now
    if target == Stage.DRAFT:
        submission.sent_at, submission.sent_late = None, False
    elif target == Stage.SENT:
        # Of two who came at once the one served first may have come a moment later.
        submission.sent_at = max(now, submission.started_at)
        submission.sent_late = clock.today() > submission.province_due_on
    elif target == Stage.FORWARDED:
        submission.forwarded_at = max(now, submission.sent_at or now)


def why_closed(submission: Submission, name: str, user: User) -> str:
    """One sentence on why a step is not open, in the officer's words."""
    edge = EDGES[name]
    if submission.stage not in edge.sources:
        return _moved_on(submission)
    if not edge.allowed(user, submission):
        return _wrong_post()
    return _wrong_day(submission)


def why_not_writable(submission: Submission, user: User) -> str:
    """One sentence on why the plan may not be written, in the officer's words."""
    if submission.stage not in WRITABLE:
        return _moved_on(submission)
    if not rules.may_write(user, submission):
        return _wrong_post()
    return _wrong_day(submission)


def reinstating(submission: Submission) -> str:
    """The step that takes a withdrawal back: to the stage the group left; one query."""
    return f"reinstate_{submission.steps.filter(name='withdraw').latest('pk').source}"


def _no_reason(name: str) -> str:
    if name == "return":
        return _("Write the reason: the district must know what to change.")
    return _("Write the reason: it stays with the submission.")


def _moved_on(submission: Submission) -> str:
    return _(
        "This step is no longer open: the submission is at '%(stage)s' now. "
        "Somebody may have been quicker; reload the page."
    ) % {"stage": submission.get_stage_display()}


def _wrong_post() -> str:
    return _("Your post does not let you take this step.")


def _wrong_day(submission: Submission) -> str:
    if submission.call.plans_closed_at is not None:
        return _(
            "Round 1 has begun: no plan is written, sent, returned or forwarded any more, "
            "and no group leaves or is replaced in this way."
        )
    return _("Plans are taken from %(first)s to %(last)s only, by the clock of Bangkok.") % {
        "first": dates.localized(submission.call.opens_on),
        "last": dates.localized(submission.plans_due_on),
    }
