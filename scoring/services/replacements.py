"""A group withdraws after a release and others move up: staff propose, the director decides."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

import submissions.stages
from groups.models import User
from groups.services import record
from scoring import rules, stages
from scoring.enums import Outcome, ReplacementStage, RoundNumber, Seat
from scoring.models import Replacement, Round, Standing
from scoring.selectors.reserves import HOLDING, Moves, moves, second_round_is_open
from scoring.services import notices
from scoring.stages import RoundRefusedError
from submissions.enums import Stage
from submissions.models import Call, Submission

GIVEN_UP = {
    Stage.FINALIST: Outcome.KEPT,
    Stage.OUTSTANDING: Outcome.OUTSTANDING,
    Stage.GOOD: Outcome.GOOD,
}


class ReplacementError(RoundRefusedError):
    """A group cannot be replaced now; the message says why."""


@transaction.atomic
def propose_replacement(submission: Submission, *, reason: str, by: User) -> Replacement:
    """Record that a group withdrew and propose who moves up; nothing moves before the approval.

    Only staff, after a release, not while round 2 is judged nor once money is allocated, with a
    reason, once a group: ReplacementError.
    """
    if not rules.may_propose_replacement(by):
        raise ReplacementError(_("Only department staff record that a group withdrew."))
    call, submission = _locked(submission)
    _may_replace(call, submission)
    if not reason.strip():
        raise ReplacementError(_("Write why the group withdraws: the director must know."))
    alive = Replacement.objects.filter(submission=submission)
    if alive.exclude(stage=ReplacementStage.RETURNED).exists():
        raise ReplacementError(_("The withdrawal of this group is proposed already."))
    row = Replacement.objects.create(
        round=_round_of(call, submission),
        submission=submission,
        outcome=GIVEN_UP[Stage(submission.stage)],
        reason=reason.strip(),
        proposed_by=by,
    )
    record("replacement_propose", row, by=by, detail={"submission": submission.pk})
    notices.tell_of_withdrawal(row)
    return row


@transaction.atomic
def approve_replacement(replacement: Replacement, *, by: User) -> Replacement:
    """Let the group go and the next move up, as the result orders them now.

    The director, and not who proposed it: ReplacementError, also for what `propose_replacement`
    refuses. A second run, or a second director at the same moment, is refused and moves nothing.
    """
    row = _decidable(replacement, by)
    call, submission = _locked(row.submission)
    _may_replace(call, submission)
    leaving = Stage(submission.stage)
    moving = moves(submission)
    submissions.stages.take(submission.pk, "give_up", by=by, note=row.reason)
    standings = Standing.objects.filter(round__call=call)
    standings.filter(submission=submission).update(outcome=Outcome.WITHDRAWN)
    if moving.raised:
        submissions.stages.take(moving.raised.pk, "raise_grade", by=by)
        second = standings.filter(submission=moving.raised, round__number=RoundNumber.SECOND)
        second.update(outcome=Outcome.OUTSTANDING)
    if moving.promoted:
        _promote(call, moving.promoted, leaving, by)
    _decide(row, ReplacementStage.APPROVED, moving, by)
    notices.tell_of_replacement(row)
    return row


@transaction.atomic
def return_replacement(replacement: Replacement, *, note: str, by: User) -> Replacement:
    """Refuse a proposed withdrawal with a reason; nothing moves. A second run is refused."""
    row = _decidable(replacement, by)
    if not note.strip():
        raise ReplacementError(_("Write the reason: staff must know what to change."))
    row.note = note.strip()
    _decide(row, ReplacementStage.RETURNED, Moves(None, None), by)
    return row


def _locked(submission: Submission) -> tuple[Call, Submission]:
    """The call's row is what allocating money locks too: both stand in one line."""
    call = Call.objects.select_for_update().get(pk=submission.call_id)
    rows = Submission.objects.select_for_update(of=("self",)).for_list()
    return call, rows.get(pk=submission.pk)


def _may_replace(call: Call, submission: Submission) -> None:
    if call.allocated_baht:
        raise ReplacementError(
            _(
                "The money of %(year)s is allocated already: its ledger must be corrected, nobody "
                "moves up in the result."
            )
            % {"year": call.year}
        )
    if submission.stage not in HOLDING:
        raise ReplacementError(
            _("%(group)s holds no place that it could give up: it is at '%(stage)s' now.")
            % {"group": submission.group, "stage": submission.get_stage_display()}
        )
    if second_round_is_open(call):
        raise ReplacementError(
            _("Round 2 is being judged: a group is replaced before it opens or after its release.")
        )


def _round_of(call: Call, submission: Submission) -> Round:
    first = submission.stage == Stage.FINALIST
    number = RoundNumber.FIRST if first else RoundNumber.SECOND
    return Round.objects.get(call=call, number=number)


def _decidable(replacement: Replacement, by: User) -> Replacement:
    rows = Replacement.objects.select_for_update(of=("self",))
    row = rows.select_related("submission__group", "round__call").get(pk=replacement.pk)
    if not rules.may_decide_replacement(by, row):
        raise ReplacementError(
            _("A withdrawal is decided by the director, and not by who proposed it.")
        )
    if row.stage != ReplacementStage.PROPOSED:
        raise ReplacementError(
            _("This withdrawal was decided already: it is '%(stage)s'.")
            % {"stage": row.get_stage_display()}
        )
    return row


def _promote(call: Call, submission: Submission, leaving: Stage, by: User) -> None:
    """Take the first reserve in: as a finalist before round 2, else graded 'good'."""
    first = Standing.objects.get(
        round__call=call, round__number=RoundNumber.FIRST, submission=submission
    )
    Standing.objects.filter(pk=first.pk).update(outcome=Outcome.KEPT, seat=Seat.RESERVE)
    if leaving == Stage.FINALIST:
        submissions.stages.take(submission.pk, "promote_finalist", by=by)
        return
    submissions.stages.take(submission.pk, "promote_good", by=by)
    second = Round.objects.get(call=call, number=RoundNumber.SECOND)
    last = second.standings.aggregate(rank=Max("rank"), position=Max("position"))
    count = second.standings.count()
    # It was not judged in round 2: it stands after all who were, with its score of round 1.
    Standing.objects.create(
        round=second,
        submission=submission,
        rank=max(last["rank"], count) + 1,
        position=max(last["position"], count) + 1,
        score=first.score,
        carried=first.score,
        sheets=first.sheets,
        seat=Seat.RESERVE,
        outcome=Outcome.GOOD,
    )


def _decide(row: Replacement, stage: ReplacementStage, moving: Moves, by: User) -> None:
    row.raised, row.promoted = moving
    stages.decide(row, stage, by=by)
    row.save()
    detail = {
        "submission": row.submission_id,
        "raised": row.raised_id,
        "promoted": row.promoted_id,
        "note": row.note,
    }
    verb = "approve" if stage == ReplacementStage.APPROVED else "return"
    record(f"replacement_{verb}", row, by=by, detail=detail)
