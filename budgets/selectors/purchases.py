"""Purchases as a page shows them: every step of the order, done or still to do, with its money."""

from collections.abc import Container
from datetime import date
from typing import NamedTuple

from budgets.enums import BuyingStep, EntryKind
from budgets.models import Allocation, Procurement, ProcurementStep
from selection_site.lib.money import Satang


class StepLine(NamedTuple):
    """One step of the order of buying: what was recorded of it, if it was."""

    kind: BuyingStep
    step: ProcurementStep | None
    late: bool


class Purchase(NamedTuple):
    """A purchase with all steps of the order, the next one, and what it committed and paid."""

    procurement: Procurement
    lines: list[StepLine]
    next_step: BuyingStep | None
    committed_satang: Satang
    paid_satang: Satang


def next_step(done: Container[BuyingStep]) -> BuyingStep | None:
    """The first step in the order of the rules that is not done; None after the last."""
    return next((kind for kind in BuyingStep if kind not in done), None)


def purchases(allocation: Allocation) -> list[Purchase]:
    """The purchases of one allocation, oldest first: three queries, however many there are."""
    due_on = allocation.batch.call.procurement_due_on
    rows = allocation.procurements.prefetch_related("entries", "steps__by")
    return [_purchase(procurement, due_on) for procurement in rows]


def _purchase(procurement: Procurement, due_on: date) -> Purchase:
    done = {
        BuyingStep(step.kind): step
        for step in procurement.steps.all()
        if step.taken_back_at is None
    }
    lines = [
        StepLine(kind, done.get(kind), kind in done and done[kind].done_on > due_on)
        for kind in BuyingStep
    ]
    committed = _sum(procurement, EntryKind.COMMITTED)
    return Purchase(
        procurement, lines, next_step(done), committed, _sum(procurement, EntryKind.PAID)
    )


def _sum(procurement: Procurement, kind: EntryKind) -> Satang:
    return sum(entry.amount_satang for entry in procurement.entries.all() if entry.kind == kind)
