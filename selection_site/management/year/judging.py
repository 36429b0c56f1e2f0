"""The committee at work: declarations, sheets, ties, closing and release, in both rounds."""

import random
from datetime import date, timedelta
from decimal import Decimal

from groups.models import User
from scoring.enums import ConflictReason, EvidenceKind, Outcome, RoundNumber
from scoring.models import Assignment, Criterion, Round, Sheet, Standing
from scoring.selectors import ranking, submissions_in, ties
from scoring.services import (
    Cited,
    close_marking,
    close_round,
    declare,
    hand_in,
    open_round,
    release,
    save_sheet,
    settle_tie,
)
from selection_site.management.year.setting import Counts, Setting, deliver_notices, go_to
from submissions.enums import Section

COMMENT = "แผนชัดเจน คลิปสื่อผลงานที่ผ่านมาได้ดี ควรเพิ่มรายละเอียดแผนการตลาดและผู้รับผิดชอบ"
TIE_REASON = "คณะกรรมการพิจารณาคะแนนความเป็นไปได้ทางธุรกิจแล้วมีมติให้เรียงลำดับตามนี้"
CONFLICTS_A_MEMBER = 2
# How far each member has come with a round that is half marked; the last has not declared.
PROGRESS = (0.6, 1.0, 0.75, 0.5, 0.3, 0.1)


def first_round(setting: Setting) -> Counts:
    """Round 1: all judge all but their conflicts; exactly the call's finalists stay."""
    begin = setting.days.plans_due_on + timedelta(days=1)
    middle = begin + (setting.days.first_round_ends_on - begin) / 2
    counts = _judge(setting, RoundNumber.FIRST, begin, middle)
    return {**counts, "kept": _with(setting, Outcome.KEPT)}


def second_round(setting: Setting) -> Counts:
    """Round 2 on its own criteria and sheets: the better half of the finalists is outstanding."""
    plans, rounds_end = setting.days.plans_due_on, setting.days.second_round_ends_on
    begin = plans + (rounds_end - plans) * 2 / 3
    counts = _judge(setting, RoundNumber.SECOND, begin, rounds_end)
    return {
        **counts,
        "outstanding": _with(setting, Outcome.OUTSTANDING),
        "good": _with(setting, Outcome.GOOD),
    }


def mark_partly(setting: Setting, *, until: date) -> None:
    """Open round 1 and hand in a part of the sheets, up to yesterday; one more is a draft."""
    round_ = _round(setting, RoundNumber.FIRST)
    go_to(setting.days.plans_due_on + timedelta(days=1))
    open_round(round_, by=setting.cast.staff)
    judges = setting.cast.judges[: len(PROGRESS)]
    for judge in judges:
        _declare(round_, judge)
    go_to(until - timedelta(days=1), hour=14)
    for share, judge in zip(PROGRESS, judges, strict=True):
        queue = _queue(round_, judge)
        done = int(len(queue) * share)
        _mark(round_, judge, queue[:done])
        for assignment in queue[done : done + 1]:
            _draft(round_, assignment)


def _judge(setting: Setting, number: RoundNumber, begin: date, end: date) -> Counts:
    round_ = _round(setting, number)
    go_to(begin)
    open_round(round_, by=setting.cast.staff)
    for judge in setting.cast.judges:
        _declare(round_, judge)
        _mark(round_, judge, _queue(round_, judge))
    go_to(end, hour=13)
    chair = setting.cast.chair
    close_marking(round_, by=chair)
    settled = _settle_ties(round_, chair)
    close_round(round_, by=chair)
    go_to(end, hour=15)
    release(round_, by=setting.cast.director)
    sheets = Sheet.objects.in_round(round_).handed_in().count()
    return {"sheets": sheets, "ties": settled, "notices": deliver_notices()}


def _round(setting: Setting, number: RoundNumber) -> Round:
    return Round.objects.get(call=setting.call, number=number)


def _with(setting: Setting, outcome: Outcome) -> int:
    return Standing.objects.filter(round__call=setting.call, outcome=outcome).count()


def _declare(round_: Round, judge: User) -> None:
    """Sign the declaration; members, not the chair, have a conflict or two."""
    chance = random.Random(f"{round_.pk}:{judge.email}")  # noqa: S311 (made-up conflicts)
    submissions = list(submissions_in(round_))
    is_member = judge.email.startswith("member")
    count = min(chance.randint(0, CONFLICTS_A_MEMBER), len(submissions) - 1) if is_member else 0
    conflicts = {
        submission.pk: (ConflictReason.HOME, "") for submission in chance.sample(submissions, count)
    }
    declare(round_, judge=judge, conflicts=conflicts)


def _queue(round_: Round, judge: User) -> list[Assignment]:
    rows = Assignment.objects.filter(round=round_, judge=judge)
    return list(
        rows.select_related("judge", "round__call", "submission__group").order_by("position")
    )


def _mark(round_: Round, judge: User, queue: list[Assignment]) -> None:
    criteria = list(round_.criteria.all())
    for assignment in queue:
        hand_in(
            assignment,
            judge=judge,
            marks=marks(assignment, criteria),
            note="",
            comment=COMMENT,
            revision=0,
            evidence=evidence(criteria),
            seconds=minutes_at_work(assignment) * 60,
        )


def _draft(round_: Round, assignment: Assignment) -> None:
    half = list(round_.criteria.all())[:3]
    save_sheet(
        assignment,
        judge=assignment.judge,
        marks=marks(assignment, half),
        note="",
        comment="",
        revision=0,
        evidence=evidence(half),
        seconds=minutes_at_work(assignment) * 60,
    )


def minutes_at_work(assignment: Assignment) -> int:
    """How long a made-up sheet took: ten minutes, a few more or fewer."""
    return random.Random(f"time:{assignment.pk}").randint(6, 15)  # noqa: S311


def evidence(criteria: list[Criterion]) -> list[Cited]:
    """Where the made-up marks rest: a moment of the clip, a section of the plan."""
    first, *rest = criteria
    cited = [Cited(first.pk, EvidenceKind.PLAN, str(Section.AIMS))]
    return [*cited, Cited(rest[-1].pk, EvidenceKind.CLIP, "4")] if rest else cited


def marks(assignment: Assignment, criteria: list[Criterion]) -> dict[int, Decimal]:
    """Whole points of a made-up sheet: the plan's quality, the member's severity, and chance."""
    group = assignment.submission.group
    quality = random.Random(f"plan:{group.pk}").gauss(0, 0.09)  # noqa: S311
    if not group.is_made_up:
        # The letter's own group: its officers shall have money to show.
        quality = abs(quality) + 0.05
    severity = random.Random(f"judge:{assignment.judge.email}").gauss(0, 0.04)  # noqa: S311
    chance = random.Random(f"sheet:{assignment.pk}")  # noqa: S311
    return {
        criterion.pk: _points(criterion.scale, 0.74 + quality + severity + chance.gauss(0, 0.07))
        for criterion in criteria
    }


def _points(most: int, share: float) -> Decimal:
    return Decimal(min(most, max(0, round(most * share))))


def _settle_ties(round_: Round, chair: User) -> int:
    """Rule on the ties that the line runs through; how many there were."""
    round_.refresh_from_db()
    crossing = [tie for tie in ties(ranking(round_)) if tie.crosses]
    for tie in crossing:
        settle_tie(round_, order=tie.pks, reason=TIE_REASON, by=chair)
    return len(crossing)
