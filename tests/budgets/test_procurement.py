"""Purchases and their steps, in the order of the procurement rules."""

from datetime import date, timedelta
from functools import partial

import pytest

from budgets import selectors, services
from budgets.enums import Buyer, BuyingStep, EntryKind
from budgets.models import Allocation, Entry, Procurement, ProcurementStep
from budgets.services import PurchaseRefusedError
from groups.enums import Role
from groups.models import Event
from selection_site.lib import clock
from tests.at_once import at_once
from tests.factories import budgets as make
from tests.factories.groups import PostFactory

pytestmark = pytest.mark.django_db

TODAY = date(2020, 7, 20)
ORDER = list(BuyingStep)


@pytest.fixture(autouse=True)
def in_july():
    clock.travel(TODAY)


def details(**values):
    return {
        "title": "ชั้นวางสินค้าเหล็ก",
        "buyer": Buyer.DISTRICT,
        "seller": "ร้านอรัญการช่าง",
        "egp_number": "63071234567",
        **values,
    }


@pytest.mark.parametrize("role", [Role.DISTRICT, Role.PROVINCE])
def test_begin_by_an_officer_of_the_place(role):
    officer = PostFactory(role=role).user

    procurement = services.begin(make.AllocationFactory(), by=officer, **details())

    assert procurement.created_by == officer
    assert Event.objects.get(verb="purchase_begin").detail["egp"] == "63071234567"


@pytest.mark.parametrize("role", set(Role) - {Role.DISTRICT, Role.PROVINCE})
def test_begin_is_refused_to_other_posts(role):
    allocation = make.AllocationFactory()

    with pytest.raises(PurchaseRefusedError, match="own district or province"):
        services.begin(allocation, by=PostFactory(role=role).user, **details())

    assert Procurement.objects.count() == 0


def test_begin_is_refused_to_officers_of_another_place():
    allocation = make.allocation_elsewhere()

    for officer in (make.district_officer(), make.provincial_officer()):
        with pytest.raises(PurchaseRefusedError, match="own district or province"):
            services.begin(allocation, by=officer, **details())

    assert Procurement.objects.count() == 0


def test_begin_is_refused_before_the_allocation_is_approved():
    allocation = make.AllocationFactory(batch__stage="proposed")

    with pytest.raises(PurchaseRefusedError, match="not approved yet"):
        services.begin(allocation, by=make.district_officer(), **details())

    assert Procurement.objects.count() == 0


def test_begin_twice_is_one_purchase():
    allocation, officer = make.AllocationFactory(), make.district_officer()
    services.begin(allocation, by=officer, **details())

    with pytest.raises(PurchaseRefusedError, match="ชั้นวางสินค้าเหล็ก"):
        services.begin(allocation, by=officer, **details())

    assert Procurement.objects.count() == 1


def test_steps_in_order_commit_and_pay():
    procurement = make.ProcurementFactory()

    make.walk(procurement, BuyingStep.HANDED_OVER, by=make.district_officer())

    allocation = Allocation.objects.get()
    assert (allocation.committed_satang, allocation.paid_satang) == (1_400_000, 1_400_000)
    assert list(procurement.steps.values_list("kind", flat=True)) == [kind.value for kind in ORDER]
    assert list(procurement.entries.values_list("kind", "amount_satang")) == [
        (EntryKind.COMMITTED, 1_400_000),
        (EntryKind.PAID, 1_400_000),
    ]


@pytest.mark.parametrize("kind", ORDER[1:])
def test_step_is_refused_before_the_one_that_comes_first(kind):
    procurement = make.ProcurementFactory()

    with pytest.raises(PurchaseRefusedError) as refusal:
        services.record_step(procurement, kind, done_on=TODAY, by=make.district_officer())

    assert str(refusal.value) == (
        f"Before '{kind.label}' comes 'Specification and reference price set': record that first."
    )
    assert ProcurementStep.objects.count() == 0


def test_step_twice_is_recorded_once():
    procurement, officer = make.ProcurementFactory(), make.district_officer()
    make.walk(procurement, BuyingStep.ORDERED, by=officer)

    with pytest.raises(PurchaseRefusedError) as refusal:
        services.record_step(
            procurement, BuyingStep.ORDERED, done_on=TODAY, amount_satang=100, by=officer
        )

    assert str(refusal.value) == "The step 'Order placed' is recorded already, on 5 July 2020."
    assert Entry.objects.filter(kind=EntryKind.COMMITTED).count() == 1


def test_step_is_refused_on_a_day_before_the_previous_step():
    procurement, officer = make.ProcurementFactory(), make.district_officer()
    make.walk(procurement, BuyingStep.SPECIFIED, by=officer, first_day=date(2020, 7, 10))

    with pytest.raises(PurchaseRefusedError) as refusal:
        services.record_step(
            procurement, BuyingStep.REQUESTED, done_on=date(2020, 7, 9), by=officer
        )

    assert str(refusal.value) == (
        "9 July 2020 is before the step 'Specification and reference price set' of 10 July 2020."
    )


def test_step_is_refused_on_a_day_in_the_future():
    procurement = make.ProcurementFactory()
    tomorrow = TODAY + timedelta(days=1)

    with pytest.raises(PurchaseRefusedError, match="21 July 2020 lies in the future"):
        services.record_step(
            procurement, BuyingStep.SPECIFIED, done_on=tomorrow, by=make.district_officer()
        )

    assert ProcurementStep.objects.count() == 0


def test_step_is_refused_to_officers_of_another_place():
    procurement = make.ProcurementFactory(allocation=make.allocation_elsewhere())

    with pytest.raises(PurchaseRefusedError, match="own district or province"):
        services.record_step(
            procurement, BuyingStep.SPECIFIED, done_on=TODAY, by=make.provincial_officer()
        )

    assert ProcurementStep.objects.count() == 0


def test_step_after_the_last_day_is_taken_and_marked_late():
    procurement = make.ProcurementFactory()
    clock.travel(date(2020, 8, 3))

    services.record_step(
        procurement, BuyingStep.SPECIFIED, done_on=date(2020, 8, 1), by=make.district_officer()
    )

    (purchase,) = selectors.purchases(Allocation.objects.for_list().get())
    assert [line.late for line in purchase.lines] == [True, *[False] * 8]


def test_nothing_is_ordered_before_the_money_was_allocated():
    procurement, officer = make.ProcurementFactory(), make.district_officer()
    make.walk(procurement, BuyingStep.AWARDED, by=officer, first_day=date(2020, 6, 20))

    with pytest.raises(PurchaseRefusedError) as refusal:
        services.record_step(
            procurement,
            BuyingStep.ORDERED,
            done_on=date(2020, 6, 30),
            amount_satang=100,
            by=officer,
        )

    assert str(refusal.value) == (
        "30 June 2020 is before the money was allocated on 1 July 2020: check the day."
    )
    assert Allocation.objects.get().committed_satang == 0


def test_order_above_what_is_free_is_refused_with_the_figures():
    allocation, officer = make.AllocationFactory(), make.district_officer()
    make.walk(make.ProcurementFactory(allocation=allocation), BuyingStep.ORDERED, by=officer,
         amount=8_000_000)  # fmt: skip
    second = make.ProcurementFactory(allocation=allocation)
    make.walk(second, BuyingStep.AWARDED, by=officer)

    with pytest.raises(PurchaseRefusedError) as refusal:
        services.record_step(
            second, BuyingStep.ORDERED, done_on=TODAY, amount_satang=1_000_001, by=officer
        )

    assert str(refusal.value) == (
        "10,000.01 baht cannot be ordered: 10,000.00 baht are free of the 90,000.00 baht "
        "allocated, 80,000.00 baht are committed already."
    )
    assert Allocation.objects.get().committed_satang == 8_000_000


def test_order_of_all_that_is_free_is_taken():
    procurement = make.ProcurementFactory()

    make.walk(procurement, BuyingStep.ORDERED, by=make.district_officer(), amount=9_000_000)

    assert Allocation.objects.get().free_satang == 0


def test_order_without_a_seller_is_refused():
    procurement, officer = make.ProcurementFactory(seller=""), make.district_officer()
    make.walk(procurement, BuyingStep.AWARDED, by=officer)

    with pytest.raises(PurchaseRefusedError, match="Name the seller first"):
        services.record_step(
            procurement, BuyingStep.ORDERED, done_on=TODAY, amount_satang=100, by=officer
        )

    assert Allocation.objects.get().committed_satang == 0


@pytest.mark.parametrize("amount", [None, 0, -100])
def test_order_without_an_amount_is_refused(amount):
    procurement, officer = make.ProcurementFactory(), make.district_officer()
    make.walk(procurement, BuyingStep.AWARDED, by=officer)

    with pytest.raises(PurchaseRefusedError, match="Give the amount"):
        services.record_step(
            procurement, BuyingStep.ORDERED, done_on=TODAY, amount_satang=amount, by=officer
        )

    assert Allocation.objects.get().committed_satang == 0


def test_step_that_moves_no_money_takes_no_amount():
    procurement = make.ProcurementFactory()

    with pytest.raises(PurchaseRefusedError, match="moves no money"):
        services.record_step(
            procurement,
            BuyingStep.SPECIFIED,
            done_on=TODAY,
            amount_satang=100,
            by=make.district_officer(),
        )

    assert ProcurementStep.objects.count() == 0


def test_payment_above_its_own_order_is_refused():
    allocation, officer = make.AllocationFactory(), make.district_officer()
    make.walk(make.ProcurementFactory(allocation=allocation), BuyingStep.ORDERED, by=officer,
         amount=5_000_000)  # fmt: skip
    small = make.ProcurementFactory(allocation=allocation)
    make.walk(small, BuyingStep.INSPECTED, by=officer, amount=100_000)

    with pytest.raises(PurchaseRefusedError) as refusal:
        services.record_step(
            small, BuyingStep.PAID, done_on=TODAY, amount_satang=100_001, by=officer
        )

    assert str(refusal.value) == (
        "1,000.01 baht cannot be paid: this order committed 1,000.00 baht."
    )
    assert Allocation.objects.get().paid_satang == 0


def test_payment_below_its_order_is_taken():
    procurement, officer = make.ProcurementFactory(), make.district_officer()
    make.walk(procurement, BuyingStep.INSPECTED, by=officer)

    services.record_step(
        procurement, BuyingStep.PAID, done_on=TODAY, amount_satang=1_350_000, by=officer
    )

    allocation = Allocation.objects.get()
    assert (allocation.committed_satang, allocation.paid_satang) == (1_400_000, 1_350_000)


def test_amend_corrects_and_keeps_steps():
    procurement, officer = make.ProcurementFactory(seller=""), make.district_officer()
    make.walk(procurement, BuyingStep.QUOTED, by=officer)

    services.amend(procurement, by=officer, **details(title="ชั้นวางไม้"))

    procurement.refresh_from_db()
    assert (procurement.title, procurement.seller) == ("ชั้นวางไม้", "ร้านอรัญการช่าง")
    assert procurement.steps.count() == 3


def test_amend_is_refused_once_paid():
    procurement, officer = make.ProcurementFactory(), make.district_officer()
    make.walk(procurement, BuyingStep.PAID, by=officer)

    with pytest.raises(PurchaseRefusedError, match="is paid"):
        services.amend(procurement, by=officer, **details(title="อย่างอื่น"))

    assert not Procurement.objects.filter(title="อย่างอื่น").exists()


def test_amend_cannot_take_the_seller_off_an_order():
    procurement, officer = make.ProcurementFactory(), make.district_officer()
    make.walk(procurement, BuyingStep.ORDERED, by=officer)

    with pytest.raises(PurchaseRefusedError, match="name the seller"):
        services.amend(procurement, by=officer, **details(seller=""))

    procurement.refresh_from_db()
    assert procurement.seller == "ร้านอรัญการช่าง"


def test_amend_is_refused_to_officers_of_another_place():
    procurement = make.ProcurementFactory(allocation=make.allocation_elsewhere())

    with pytest.raises(PurchaseRefusedError, match="own district or province"):
        services.amend(procurement, by=make.district_officer(), **details(title="อย่างอื่น"))

    assert not Procurement.objects.filter(title="อย่างอื่น").exists()


def test_unprocured_until_every_step_is_recorded_and_stands():
    allocation, officer = make.AllocationFactory(), make.district_officer()
    first = make.ProcurementFactory(allocation=allocation)
    states = [Allocation.objects.unprocured().exists()]

    make.walk(first, BuyingStep.HANDED_OVER, by=officer)
    states.append(Allocation.objects.unprocured().exists())
    services.reverse(Entry.objects.get(kind=EntryKind.PAID), by=make.staff(), reason="ผิด")
    states.append(Allocation.objects.unprocured().exists())

    assert states == [True, False, True]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_orders_at_once_never_commit_more_than_is_free():
    allocation, officer = make.AllocationFactory(), make.district_officer()
    purchases = [make.ProcurementFactory(allocation=allocation) for _ in range(4)]
    for procurement in purchases:
        make.walk(procurement, BuyingStep.AWARDED, by=officer)

    def order(procurement):
        services.record_step(
            procurement, BuyingStep.ORDERED, done_on=TODAY, amount_satang=4_000_000, by=officer
        )
        return "ordered"

    outcomes = at_once(*[partial(order, one) for one in purchases], refusals=PurchaseRefusedError)

    allocation.refresh_from_db()
    assert sorted(outcomes) == ["ordered", "ordered", "refused", "refused"]
    assert allocation.committed_satang == 8_000_000
