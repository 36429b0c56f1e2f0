"""Conflicts that come to light after the declaration was signed."""

from django.db import transaction
from django.utils.translation import gettext as _

from groups.models import User
from groups.services import record
from scoring import rules, stages
from scoring.enums import ConflictReason, RoundStage, TieStep
from scoring.models import Conflict, ConflictQuestion, Declaration, Round, Sheet, TieRuling
from scoring.selectors import ranking, submissions_in, ties
from scoring.services import notices
from scoring.stages import RoundRefusedError
from selection_site.lib import clock
from selection_site.lib.new_rows import save_new
from submissions.models import Submission

# While these last, what a member may judge can still change the result.
UNDECIDED = (RoundStage.MARKING, RoundStage.MARKED)


@transaction.atomic
def step_out(
    round_: Round, submission: Submission, *, judge: User, reason: ConflictReason, note: str
) -> Conflict:
    """A member steps out of judging one group; the sheet closes and counts no more.

    Only a member who signed, while marking is open: RoundRefusedError. What was marked stays in
    the record and out of the score. A second run changes nothing.
    """
    round_ = stages.lock(round_)
    if not rules.may_judge(judge, round_):
        raise RoundRefusedError(_("Only members of this year's committee judge."))
    if not round_.is_marking:
        raise RoundRefusedError(_("Marking of this round is closed: ask the chair to rule on it."))
    if not Declaration.objects.filter(round=round_, judge=judge).exists():
        raise RoundRefusedError(_("Sign the declaration first: it names every conflict."))
    if reason == ConflictReason.OTHER and not note.strip():
        raise RoundRefusedError(_("Write in a few words what the other reason is."))
    _refuse_stranger(round_, submission)
    return _close_to(round_, submission, judge, (reason, note), by=judge)


def _refuse_stranger(round_: Round, submission: Submission) -> None:
    if not submissions_in(round_).filter(pk=submission.pk).exists():
        raise RoundRefusedError(_("This group is not judged in the round."))


def _refuse_known(round_: Round, submission: Submission, judge: User) -> None:
    if Conflict.objects.filter(round=round_, judge=judge, submission=submission).exists():
        raise RoundRefusedError(
            _("%(judge)s does not judge this group already: there is nothing to rule on.")
            % {"judge": judge}
        )


def _refuse_last_sheet(question: ConflictQuestion) -> None:
    """Once marking is closed no sheet can be added, and without one there is no score."""
    handed_in = Sheet.objects.in_round(question.round).handed_in()
    others = handed_in.filter(assignment__submission=question.submission_id)
    if not others.exclude(assignment__judge=question.judge_id).exists():
        raise RoundRefusedError(
            _("No other member has judged this group: without this sheet it would have no score.")
        )


def _close_to(
    round_: Round,
    submission: Submission,
    judge: User,
    why: tuple[ConflictReason, str],
    *,
    by: User,
) -> Conflict:
    reason, note = why
    conflict, is_new = Conflict.objects.get_or_create(
        round=round_,
        judge=judge,
        submission=submission,
        defaults={"reason": reason, "note": note.strip(), "declared_at": clock.now()},
    )
    if is_new:
        detail = {"judge": judge.pk, "submission": submission.pk, "reason": str(reason)}
        record("step_out", round_, by=by, detail=detail)
    return conflict


def _take_back_rulings(round_: Round, submission: Submission) -> None:
    """End the rulings on ties that a conflict found later has made those of another tie.

    A lot is computed from the marks that count, and these are others now. A vote on the group may
    be that of the member in conflict too, and one on a tie that is gone or has grown says nothing.
    """
    if round_.stage != RoundStage.MARKED:
        return
    tied = {frozenset(tie.pks) for tie in ties(ranking(round_))}
    standing = TieRuling.objects.filter(round=round_, replaced_at=None)
    over = []
    for ruling in standing.prefetch_related("places"):
        of = frozenset(place.submission_id for place in ruling.places.all())
        if ruling.kind == TieStep.LOT or submission.pk in of or of not in tied:
            over.append(ruling.pk)
    standing.filter(pk__in=over).update(replaced_at=clock.now())


@transaction.atomic
def ask_about_conflict(
    round_: Round,
    submission: Submission,
    *,
    judge: User,
    reason: ConflictReason,
    note: str,
    by: User,
) -> ConflictQuestion:
    """Ask whether a member may judge a group; the round is not closed before the ruling.

    Staff and members of the year, while the result is open: RoundRefusedError. ValidationError
    when the same question waits already, RoundRefusedError when the member has stepped out, for
    those who may know. The chair is told, or of the chair's own case the
    director.
    """
    round_ = stages.lock(round_)
    if not rules.may_ask_about_conflict(by, round_):
        raise RoundRefusedError(_("Only staff and members of this year's committee may ask."))
    if round_.stage not in UNDECIDED:
        raise RoundRefusedError(_("The round is closed, or has not begun: nothing can be asked."))
    _refuse_stranger(round_, submission)
    # Other members do not learn from a refusal who has stepped out.
    if rules.sees_conflicts(by, round_):
        _refuse_known(round_, submission, judge)
    question = ConflictQuestion(
        round=round_,
        judge=judge,
        submission=submission,
        reason=reason,
        note=note.strip(),
        asked_by=by,
    )
    save_new(question)
    detail = {"judge": judge.pk, "submission": submission.pk, "reason": str(reason)}
    record("ask_about_conflict", round_, by=by, detail=detail)
    notices.tell_of_conflict_question(question)
    return question


@transaction.atomic
def rule_on_conflict(
    question: ConflictQuestion, *, upheld: bool, ruling: str, by: User
) -> ConflictQuestion:
    """Decide a question: upheld, the sheet counts no more; lots and votes it touches are over.

    The year's chair or the director, but neither who asked nor who is asked about. A reason is
    needed. A second ruling is refused and changes nothing: RoundRefusedError.
    """
    round_ = stages.lock(question.round)
    kept = ConflictQuestion.objects.select_for_update().get(pk=question.pk)
    if not kept.is_open:
        raise RoundRefusedError(_("Somebody has ruled on this question already."))
    if not rules.may_rule_on_conflict(by, kept):
        raise RoundRefusedError(
            _("The chair or the director rules, but nobody whom the question comes from or is of.")
        )
    if round_.stage not in UNDECIDED:
        raise RoundRefusedError(_("The round is closed: its result stands."))
    if not ruling.strip():
        raise RoundRefusedError(_("Write the reason of the ruling, as in the minutes."))
    if upheld and round_.stage == RoundStage.MARKED:
        _refuse_last_sheet(kept)
    kept.upheld, kept.ruling, kept.ruled_by = upheld, ruling.strip(), by
    kept.ruled_at = clock.now()
    kept.save(update_fields=["upheld", "ruling", "ruled_by", "ruled_at"])
    if upheld:
        why = (ConflictReason(kept.reason), kept.note)
        _close_to(round_, kept.submission, kept.judge, why, by=by)
        _take_back_rulings(round_, kept.submission)
    record("rule_on_conflict", round_, by=by, detail={"question": kept.pk, "upheld": upheld})
    notices.tell_of_conflict_ruling(kept)
    return kept
