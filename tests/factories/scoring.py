"""Rounds, criteria and sheets, in the states that the constraints allow."""

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from groups.enums import Role
from scoring.enums import RoundStage, SheetStage
from scoring.models import (
    Assignment,
    Conflict,
    Criterion,
    Declaration,
    Mark,
    Round,
    Sheet,
    Standing,
)
from scoring.selectors.rounds import JUDGED_STAGE
from selection_site.lib import clock
from tests.factories.groups import PostFactory, UserFactory
from tests.factories.submissions import CallFactory, SubmissionFactory

STAGES = list(RoundStage)


class RoundFactory(DjangoModelFactory):
    """Round 1 of 2563 being marked, without criteria; `stage` brings the times that go with it."""

    class Meta:
        model = Round
        django_get_or_create = ("call", "number")

    call = factory.SubFactory(CallFactory)
    number = 1
    stage = RoundStage.MARKING

    @factory.lazy_attribute
    def places(self):
        return None if self.stage == RoundStage.PREPARED else 1

    @factory.lazy_attribute
    def criteria_sha256(self):
        return "" if self.stage == RoundStage.PREPARED else "0" * 64

    @factory.lazy_attribute
    def opened_at(self):
        return reached(self, RoundStage.MARKING)

    @factory.lazy_attribute
    def marked_at(self):
        return reached(self, RoundStage.MARKED)

    @factory.lazy_attribute
    def closed_at(self):
        return reached(self, RoundStage.CLOSED)

    @factory.lazy_attribute
    def closed_by(self):
        return UserFactory() if self.closed_at else None

    @factory.lazy_attribute
    def released_at(self):
        return reached(self, RoundStage.RELEASED)

    @factory.lazy_attribute
    def released_by(self):
        return UserFactory() if self.released_at else None


def reached(round_, stage):
    return clock.now() if STAGES.index(round_.stage) >= STAGES.index(stage) else None


class CriterionFactory(DjangoModelFactory):
    class Meta:
        model = Criterion

    round = factory.SubFactory(RoundFactory)
    # As the services number them: from 1 in every round, whatever tests ran before.
    position = factory.LazyAttribute(lambda self: self.round.criteria.count() + 1)
    name = factory.Sequence(lambda n: f"เกณฑ์ข้อที่ {n}")
    guidance = "ดูจากแผนและคลิป"
    points = 100
    scale = factory.SelfAttribute("points")


class DeclarationFactory(DjangoModelFactory):
    class Meta:
        model = Declaration

    round = factory.SubFactory(RoundFactory)
    judge = factory.LazyFunction(lambda: PostFactory(role=Role.MEMBER).user)
    seed = 1


class ConflictFactory(DjangoModelFactory):
    class Meta:
        model = Conflict

    round = factory.SubFactory(RoundFactory)
    judge = factory.LazyFunction(lambda: PostFactory(role=Role.MEMBER).user)
    submission = factory.SubFactory(SubmissionFactory, stage="forwarded")
    reason = "relative"


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    round = factory.SubFactory(RoundFactory)
    judge = factory.LazyFunction(lambda: PostFactory(role=Role.MEMBER).user)
    submission = factory.SubFactory(SubmissionFactory, stage="forwarded")
    position = factory.Sequence(lambda n: n + 1)


class SheetFactory(DjangoModelFactory):
    """An untouched sheet; with `total` one that was handed in."""

    class Meta:
        model = Sheet

    assignment = factory.SubFactory(AssignmentFactory)
    total = None

    @factory.lazy_attribute
    def stage(self):
        return SheetStage.DRAFT if self.total is None else SheetStage.HANDED_IN

    @factory.lazy_attribute
    def handed_in_at(self):
        return None if self.total is None else clock.now()

    @factory.lazy_attribute
    def revision(self):
        return 0 if self.total is None else 1


class MarkFactory(DjangoModelFactory):
    class Meta:
        model = Mark

    sheet = factory.SubFactory(SheetFactory)
    criterion = factory.SubFactory(CriterionFactory)
    points = Decimal(7)


class StandingFactory(DjangoModelFactory):
    class Meta:
        model = Standing

    round = factory.SubFactory(RoundFactory, stage=RoundStage.CLOSED)
    submission = factory.SubFactory(SubmissionFactory, stage="forwarded")
    rank = factory.Sequence(lambda n: n + 1)
    score = Decimal("81.25")
    sheets = 1
    outcome = "kept"


def arrived(round_, **traits):
    """A submission that is judged in `round_`: it was forwarded before marking opened."""
    stage = JUDGED_STAGE[round_.number]
    then = round_.opened_at or clock.now()
    times = {"started_at": then, "sent_at": then, "forwarded_at": then}
    return SubmissionFactory(call=round_.call, stage=stage, **times, **traits)


def sheet_for(round_, judge, submission, total=None):
    """A sheet of `judge` for `submission`, handed in when it has a total."""
    assignment = AssignmentFactory(round=round_, judge=judge, submission=submission)
    return SheetFactory(assignment=assignment, total=None if total is None else Decimal(total))


def scored(round_, *totals):
    """A submission of the round with one sheet handed in for each of `totals`."""
    submission = arrived(round_)
    for total in totals:
        judge = DeclarationFactory(round=round_, judge=UserFactory()).judge
        sheet_for(round_, judge, submission, total)
    return submission
