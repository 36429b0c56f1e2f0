"""The ledger as a whole: whatever people do in whatever order, its sums hold."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgets import services
from budgets.enums import BuyingStep, EntryKind
from budgets.models import Allocation, Entry, Procurement
from budgets.selectors import next_step
from budgets.services import LedgerRefusedError, PurchaseRefusedError
from selection_site.lib import clock
from tests.factories import budgets as make

pytestmark = pytest.mark.django_db

TODAY = date(2020, 7, 20)

ACTS = st.one_of(
    st.tuples(st.just("begin"), st.just(0), st.just(0)),
    st.tuples(st.just("step"), st.integers(0, 2), st.integers(1, 7_000_000)),
    st.tuples(st.just("reverse"), st.integers(0, 9), st.just(0)),
)


def sums():
    totals = dict.fromkeys(EntryKind, 0)
    for kind, total in Entry.objects.values_list("kind").annotate(Sum("amount_satang")):
        totals[EntryKind(kind)] = total
    return totals


def act(what, which, amount, *, allocation, officer, staff):
    """Do one thing that an officer or staff may try; refusals are part of the game."""
    if what == "begin":
        make.ProcurementFactory(allocation=allocation)
        return
    if what == "step" and (purchases := list(Procurement.objects.order_by("pk"))):
        procurement = purchases[which % len(purchases)]
        done = {BuyingStep(step.kind) for step in procurement.steps.standing()}
        kind = next_step(done)
        if kind is None:
            return
        money = amount if kind in (BuyingStep.ORDERED, BuyingStep.PAID) else None
        services.record_step(procurement, kind, done_on=TODAY, amount_satang=money, by=officer)
    if what == "reverse":
        entries = list(Entry.objects.order_by("-pk"))
        services.reverse(entries[which % len(entries)], by=staff, reason="จำนวนเงินผิด")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACTS, min_size=5, max_size=40))
def test_ledger_sums_are_the_allocations_sums_after_any_sequence(acts):
    with clock.at(TODAY), transaction.atomic():
        allocation = make.AllocationFactory()
        people = {"officer": make.district_officer(), "staff": make.staff()}
        for what, which, amount in acts:
            try:
                act(what, which, amount, allocation=allocation, **people)
            except (PurchaseRefusedError, LedgerRefusedError):
                continue
            finally:
                kept = Allocation.objects.get(pk=allocation.pk)
                moved = sums()
                assert moved[EntryKind.ALLOCATED] == kept.amount_satang
                assert moved[EntryKind.COMMITTED] == kept.committed_satang
                assert moved[EntryKind.PAID] == kept.paid_satang
                assert 0 <= kept.paid_satang <= kept.committed_satang <= kept.amount_satang
        transaction.set_rollback(True)


def test_entry_cannot_be_changed():
    make.AllocationFactory()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.update(amount_satang=1)


def test_entry_cannot_be_removed():
    make.AllocationFactory()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.all().delete()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL knows no such statement")
def test_entry_cannot_be_replaced():
    make.AllocationFactory()

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("INSERT OR REPLACE INTO budgets_entry SELECT * FROM budgets_entry")

    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    "sums", [{"committed_satang": 9_000_001}, {"committed_satang": 5, "paid_satang": 6}]
)
def test_database_itself_keeps_paid_below_committed_below_allocated(sums):
    allocation = make.AllocationFactory()

    with pytest.raises(DatabaseError), transaction.atomic():
        Allocation.objects.filter(pk=allocation.pk).update(**sums)
