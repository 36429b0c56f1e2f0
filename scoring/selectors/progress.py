"""How far marking is: numbers alone, for no mark is known before marking is closed."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple

from django.db.models import Count, Q

from groups.models import User
from scoring.enums import SheetStage
from scoring.models import Assignment, Conflict, Declaration, Round, Sheet
from scoring.selectors.conflicts import newly_conflicting
from scoring.selectors.rounds import judges_of, submissions_in
from submissions.models import Submission


class JudgeProgress(NamedTuple):
    """How many of a member's sheets are in; nothing is known before the declaration."""

    judge: User
    declared: bool
    assigned: int
    handed_in: int
    conflicts: int

    @property
    def left(self) -> int:
        return self.assigned - self.handed_in

    @property
    def done(self) -> bool:
        return self.declared and not self.left


class GroupProgress(NamedTuple):
    """How many members have judged a submission, may still judge it, or must not."""

    submission: Submission
    assigned: int
    handed_in: int
    conflicts: int


class Completeness(NamedTuple):
    """What is in and what is missing, per member and per submission."""

    judges: list[JudgeProgress]
    groups: list[GroupProgress]

    @property
    def assigned(self) -> int:
        return sum(judge.assigned for judge in self.judges)

    @property
    def handed_in(self) -> int:
        return sum(judge.handed_in for judge in self.judges)

    @property
    def open_sheets(self) -> int:
        return self.assigned - self.handed_in

    @property
    def undeclared(self) -> list[User]:
        return [row.judge for row in self.judges if not row.declared]

    @property
    def unjudged(self) -> list[Submission]:
        """Without a single sheet there is no score: marking cannot be closed over these."""
        return [row.submission for row in self.groups if not row.handed_in]

    @property
    def is_complete(self) -> bool:
        return not (self.open_sheets or self.undeclared or self.unjudged)


HANDED_IN = Count("pk", filter=Q(sheet__stage=SheetStage.HANDED_IN))


def completeness(round_: Round) -> Completeness:
    """The state of every member and submission; seven queries, whatever their number."""
    by_judge = _counts(round_, "judge")
    declared = set(round_.declarations.values_list("judge", flat=True))
    judges = [
        JudgeProgress(judge, judge.pk in declared, *by_judge[judge.pk])
        for judge in judges_of(round_)
    ]
    by_group = _counts(round_, "submission")
    groups = [GroupProgress(row, *by_group[row.pk]) for row in submissions_in(round_)]
    return Completeness(judges, groups)


def _counts(
    round_: Round, of: Literal["judge", "submission"]
) -> Mapping[int, tuple[int, int, int]]:
    """Sheets assigned and handed in, and conflicts, of each member or each submission."""
    assignments = Assignment.objects.filter(round=round_).in_force().order_by().values_list(of)
    conflicts = Conflict.objects.filter(round=round_).order_by().values_list(of)
    counts: dict[int, tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    for pk, stepped_out in conflicts.annotate(Count("pk")):
        counts[pk] = (0, 0, stepped_out)
    for pk, assigned, handed_in in assignments.annotate(Count("pk"), done=HANDED_IN):
        counts[pk] = (assigned, handed_in, counts[pk][2])
    return counts


class Queue(NamedTuple):
    """A member's own sheets of a round, in the member's own order."""

    sheets: list[Sheet]
    closed: Collection[int] = ()  # keys of those that a conflict known later keeps shut

    @property
    def done(self) -> int:
        return sum(sheet.stage == SheetStage.HANDED_IN for sheet in self.sheets)

    @property
    def started(self) -> int:
        return sum(sheet.is_started for sheet in self.sheets)

    @property
    def untouched(self) -> int:
        return len(self.sheets) - self.done - self.started

    def next_after(self, position: int) -> Sheet | None:
        """The next sheet not handed in, going round the end of the queue.

        One that is closed by a conflict comes when nothing else is left: it waits to be settled.
        """
        left = [sheet for sheet in self.sheets if sheet.stage == SheetStage.DRAFT]
        can_be_marked = [sheet for sheet in left if sheet.pk not in self.closed]
        later = [sheet for sheet in can_be_marked if sheet.assignment.position > position]
        return next(iter(later or can_be_marked or left), None)

    @property
    def next(self) -> Sheet | None:
        return self.next_after(0)


def queue(round_: Round, judge: User) -> Queue:
    """What the member has to judge; seven queries. `versions_kept` tells what was changed."""
    sheets = Sheet.objects.visible_to(judge).in_round(round_).filter(assignment__judge=judge)
    sheets = sheets.annotate(versions_kept=Count("versions"))
    found = list(
        sheets.select_related(
            "assignment__round__call",
            "assignment__submission__group",
            "assignment__submission__district",
            "assignment__submission__province",
        ).order_by("assignment__position")
    )
    closed = newly_conflicting(round_, judge, [sheet.assignment.submission for sheet in found])
    return Queue(found, {row.pk for row in found if row.assignment.submission_id in closed})


def declaration_of(round_: Round, judge: User) -> Declaration | None:
    return Declaration.objects.filter(round=round_, judge=judge).first()
