"""Corrections of the ledger: an entry against another, which opens its step again."""

from datetime import date

import pytest

from budgets import services
from budgets.enums import BuyingStep, EntryKind
from budgets.models import Allocation, Entry
from budgets.services import LedgerRefusedError, PurchaseRefusedError
from groups.enums import Role
from selection_site.lib import clock
from tests.factories import budgets as make
from tests.factories.groups import PostFactory

pytestmark = pytest.mark.django_db

TODAY = date(2020, 7, 20)


@pytest.fixture(autouse=True)
def in_july():
    clock.travel(TODAY)


def test_reversed_payment_opens_its_step_again():
    procurement, officer = make.ProcurementFactory(), make.district_officer()
    make.walk(procurement, BuyingStep.PAID, by=officer)
    paid = Entry.objects.get(kind=EntryKind.PAID)

    against = services.reverse(paid, by=make.staff(), reason="จำนวนเงินผิด")
    services.record_step(
        procurement, BuyingStep.PAID, done_on=TODAY, amount_satang=1_390_000, by=officer
    )

    assert (against.amount_satang, against.reverses) == (-1_400_000, paid)
    assert Allocation.objects.get().paid_satang == 1_390_000


def test_reversed_order_can_be_placed_anew_between_its_neighbours():
    procurement, officer = make.ProcurementFactory(), make.district_officer()
    make.walk(procurement, BuyingStep.DELIVERED, by=officer)
    services.reverse(
        Entry.objects.get(kind=EntryKind.COMMITTED), by=make.staff(), reason="จำนวนเงินผิด"
    )

    with pytest.raises(PurchaseRefusedError, match="after the later step"):
        services.record_step(
            procurement, BuyingStep.ORDERED, done_on=TODAY, amount_satang=100, by=officer
        )
    services.record_step(
        procurement, BuyingStep.ORDERED, done_on=date(2020, 7, 5), amount_satang=100, by=officer
    )

    assert Allocation.objects.get().committed_satang == 100


@pytest.mark.parametrize("role", set(Role) - {Role.STAFF})
def test_reverse_is_refused_to_other_posts(role):
    make.walk(make.ProcurementFactory(), BuyingStep.ORDERED, by=make.district_officer())
    entry = Entry.objects.get(kind=EntryKind.COMMITTED)

    with pytest.raises(LedgerRefusedError, match="Only department staff"):
        services.reverse(entry, by=PostFactory(role=role).user, reason="จำนวนเงินผิด")

    assert Allocation.objects.get().committed_satang == 1_400_000


def test_reverse_needs_a_reason():
    make.walk(make.ProcurementFactory(), BuyingStep.ORDERED, by=make.district_officer())

    with pytest.raises(LedgerRefusedError, match="reason"):
        services.reverse(Entry.objects.get(kind=EntryKind.COMMITTED), by=make.staff(), reason=" ")

    assert Allocation.objects.get().committed_satang == 1_400_000


def test_reverse_twice_moves_the_money_once():
    make.walk(make.ProcurementFactory(), BuyingStep.ORDERED, by=make.district_officer())
    entry, staff = Entry.objects.get(kind=EntryKind.COMMITTED), make.staff()
    services.reverse(entry, by=staff, reason="จำนวนเงินผิด")

    with pytest.raises(LedgerRefusedError, match="corrected already"):
        services.reverse(entry, by=staff, reason="จำนวนเงินผิด")

    assert Allocation.objects.get().committed_satang == 0


def test_reverse_of_a_reversal_is_refused():
    make.walk(make.ProcurementFactory(), BuyingStep.ORDERED, by=make.district_officer())
    entry, staff = Entry.objects.get(kind=EntryKind.COMMITTED), make.staff()
    against = services.reverse(entry, by=staff, reason="จำนวนเงินผิด")

    with pytest.raises(LedgerRefusedError, match="corrected already"):
        services.reverse(against, by=staff, reason="จำนวนเงินผิด")

    assert Allocation.objects.get().committed_satang == 0


def test_reverse_of_an_order_that_was_paid_is_refused():
    make.walk(make.ProcurementFactory(), BuyingStep.PAID, by=make.district_officer())

    with pytest.raises(LedgerRefusedError, match=r"14,000\.00 baht of this order are paid"):
        services.reverse(
            Entry.objects.get(kind=EntryKind.COMMITTED), by=make.staff(), reason="จำนวนเงินผิด"
        )

    assert Allocation.objects.get().committed_satang == 1_400_000


def test_reverse_of_an_allocation_is_refused():
    make.AllocationFactory()

    with pytest.raises(LedgerRefusedError, match="not reversed here"):
        services.reverse(Entry.objects.get(), by=make.staff(), reason="จำนวนเงินผิด")

    assert Entry.objects.count() == 1
