"""Released results, and what they gave: batches, allocations, purchases."""

from datetime import date, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from budgets.enums import BatchStage, Buyer, BuyingStep, EntryKind, Grade
from budgets.models import Allocation, Batch, Procurement
from budgets.services import record_step
from budgets.services.ledger import enter
from groups.enums import Role
from groups.models import District
from scoring.enums import Outcome, RoundNumber, RoundStage
from scoring.models import Round, Standing
from selection_site.lib import clock
from submissions.enums import Stage
from tests.factories.groups import PostFactory, SavingsGroupFactory, UserFactory
from tests.factories.submissions import CallFactory, SubmissionFactory

SURIN = "3201"
# Approved at the latest on this day, so that purchases of July can follow it.
IN_JULY = datetime(2020, 7, 1, 9, tzinfo=clock.BANGKOK)


class ReleasedRoundFactory(DjangoModelFactory):
    """Round 2, closed by the chair and released by the director."""

    class Meta:
        model = Round
        django_get_or_create = ("call", "number")

    call = factory.SubFactory(CallFactory)
    number = RoundNumber.SECOND
    stage = RoundStage.RELEASED
    places = factory.SelfAttribute("call.outstanding_places")
    criteria_sha256 = "0" * 64
    opened_at = factory.LazyFunction(clock.now)
    marked_at = factory.LazyFunction(clock.now)
    closed_at = factory.LazyFunction(clock.now)
    closed_by = factory.SubFactory(UserFactory)
    released_at = factory.LazyFunction(clock.now)
    released_by = factory.SubFactory(UserFactory)


def small_call(outstanding=1, good=2, **values):
    """A call with few places, so that a test reads at a glance."""
    return CallFactory(
        finalists=outstanding + good, outstanding_places=outstanding, good_places=good, **values
    )


def released_result(call):
    """The standings of round 2 as the call's places want them, released."""
    round_ = ReleasedRoundFactory(call=call)
    for rank in range(1, call.finalists + 1):
        best = rank <= call.outstanding_places
        Standing.objects.create(
            round=round_,
            submission=SubmissionFactory(
                call=call, stage=Stage.OUTSTANDING if best else Stage.GOOD
            ),
            rank=rank,
            score=100 - rank,
            sheets=5,
            outcome=Outcome.OUTSTANDING if best else Outcome.GOOD,
        )
    return round_


class BatchFactory(DjangoModelFactory):
    """An approved allocation of a year; `stage` PROPOSED has nobody who decided."""

    class Meta:
        model = Batch
        django_get_or_create = ("call", "stage")

    call = factory.SubFactory(CallFactory)
    stage = BatchStage.APPROVED
    total_baht = factory.SelfAttribute("call.awards_baht")
    proposed_by = factory.SubFactory(UserFactory)
    note = factory.LazyAttribute(
        lambda batch: "ตรวจจำนวนอีกครั้ง" if batch.stage == BatchStage.RETURNED else ""
    )

    @factory.lazy_attribute
    def decided_by(self):
        return None if self.stage == BatchStage.PROPOSED else UserFactory()

    @factory.lazy_attribute
    def decided_at(self):
        return None if self.stage == BatchStage.PROPOSED else min(clock.now(), IN_JULY)


class AllocationFactory(DjangoModelFactory):
    """What a group in Aranyaprathet got, with its entry in the ledger once approved."""

    class Meta:
        model = Allocation
        skip_postgeneration_save = True

    batch = factory.SubFactory(BatchFactory)
    grade = Grade.OUTSTANDING
    rank = factory.Sequence(lambda n: n + 1)
    submission = factory.SubFactory(
        SubmissionFactory,
        call=factory.SelfAttribute("..batch.call"),
        stage=factory.LazyAttribute(lambda row: Stage(row.factory_parent.grade)),
    )

    @factory.lazy_attribute
    def amount_baht(self):
        call = self.batch.call
        return call.outstanding_baht if self.grade == Grade.OUTSTANDING else call.good_baht

    @factory.post_generation
    def entry(self, create, extracted, **kwargs):
        if self.batch.stage == BatchStage.APPROVED:
            by = self.batch.decided_by
            enter(self, EntryKind.ALLOCATED, self.amount_satang, on=clock.today(), by=by)


class ProcurementFactory(DjangoModelFactory):
    """A purchase that was begun and has no step yet."""

    class Meta:
        model = Procurement

    allocation = factory.SubFactory(AllocationFactory)
    title = factory.Sequence(lambda n: f"ชั้นวางสินค้าเหล็ก {n}")
    buyer = Buyer.DISTRICT
    seller = "ร้านอรัญการช่าง"
    created_by = factory.SubFactory(UserFactory)


def walk(procurement, until, *, by, amount=1_400_000, first_day=date(2020, 7, 1)):
    """Record the steps of a purchase up to and with `until`, one a day; amounts in satang."""
    order = list(BuyingStep)
    for number, kind in enumerate(order[: order.index(until) + 1]):
        moves_money = kind in (BuyingStep.ORDERED, BuyingStep.PAID)
        record_step(
            procurement,
            kind,
            done_on=first_day + timedelta(days=number),
            amount_satang=amount if moves_money else None,
            by=by,
        )


def allocation_elsewhere(**values):
    """An allocation that officers of Sa Kaeo must not see: it is in Surin."""
    group = SavingsGroupFactory(district=District.objects.get(code=SURIN))
    return AllocationFactory(submission__group=group, **values)


def staff():
    return PostFactory(role=Role.STAFF).user


def director():
    return PostFactory(role=Role.DIRECTOR).user


def district_officer():
    return PostFactory(role=Role.DISTRICT).user


def provincial_officer():
    return PostFactory(role=Role.PROVINCE).user


def auditor():
    return PostFactory(role=Role.AUDITOR).user
