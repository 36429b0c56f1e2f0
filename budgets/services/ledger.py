"""The ledger: the one function that writes an entry, and the correction of one."""

from datetime import date

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from budgets import rules
from budgets.enums import BuyingStep, EntryKind
from budgets.models import Allocation, Entry, Procurement, ProcurementStep
from groups.models import User
from groups.services import record
from selection_site.lib import clock, money
from submissions.models import Call

# The step of a purchase that moves money of each kind.
STEP_OF = {EntryKind.COMMITTED: BuyingStep.ORDERED, EntryKind.PAID: BuyingStep.PAID}
COLUMN_OF = {EntryKind.COMMITTED: "committed_satang", EntryKind.PAID: "paid_satang"}


class LedgerRefusedError(Exception):
    """A movement of money that cannot be made; the message says why and what to do."""


def locked(pk: int) -> Allocation:
    """The allocation with its row held until the transaction ends: its money moves in a line."""
    rows = Allocation.objects.select_for_update(of=("self",))
    return rows.select_related("batch__call", "submission__group").get(pk=pk)


@transaction.atomic
def enter(
    allocation: Allocation,
    kind: EntryKind,
    amount_satang: money.Satang,
    *,
    on: date,
    by: User,
    procurement: Procurement | None = None,
    reference: str = "",
    note: str = "",
    reverses: Entry | None = None,
) -> Entry:
    """Write one entry, move the sums it belongs to, and record it in the audit chain.

    Nothing else writes an Entry, `allocated_baht`, `committed_satang` or `paid_satang`. The caller
    holds the row whose sum moves and has checked that the money is there; the constraints check
    again. A second run is a second movement.
    """
    entry = Entry.objects.create(
        allocation=allocation,
        procurement=procurement,
        kind=kind,
        amount_satang=amount_satang,
        occurred_on=on,
        reference=reference,
        note=note,
        reverses=reverses,
        by=by,
    )
    if kind == EntryKind.ALLOCATED:
        baht = amount_satang // 100
        call = Call.objects.filter(pk=allocation.batch.call_id)
        call.update(allocated_baht=F("allocated_baht") + baht)
    else:
        column = COLUMN_OF[kind]
        Allocation.objects.filter(pk=allocation.pk).update(**{column: F(column) + amount_satang})
        allocation.refresh_from_db(fields=[column])
    record(f"money_{kind.value}", entry, by=by, detail=_detail(entry))
    return entry


def _detail(entry: Entry) -> dict[str, object]:
    return {
        "allocation": entry.allocation_id,
        "procurement": entry.procurement_id,
        "satang": entry.amount_satang,
        "on": entry.occurred_on.isoformat(),
        "reverses": entry.reverses_id,
        "note": entry.note,
    }


def moved(procurement: Procurement, kind: EntryKind) -> money.Satang:
    """What a purchase committed or paid so far, reversals counted, in satang."""
    entries = procurement.entries.filter(kind=kind)
    return entries.aggregate(sum=Sum("amount_satang"))["sum"] or 0


@transaction.atomic
def reverse(entry: Entry, *, by: User, reason: str) -> Entry:
    """Take an order's or a payment's money back by an entry against it; its step is open again.

    Staff alone, with a reason. Raises LedgerRefusedError for an allocation, for an entry that is
    or has a reversal already (so a second run changes nothing), and for an order that was paid.
    """
    if not rules.may_reverse(by):
        raise LedgerRefusedError(_("Only department staff correct the ledger."))
    if not reason.strip():
        raise LedgerRefusedError(_("Write the reason: it stands beside the correction."))
    allocation = locked(entry.allocation_id)
    entry = Entry.objects.select_related("procurement").get(pk=entry.pk)
    procurement = _reversible(entry)
    against = enter(
        allocation,
        EntryKind(entry.kind),
        -entry.amount_satang,
        on=clock.today(),
        by=by,
        procurement=procurement,
        reference=entry.reference,
        note=reason.strip(),
        reverses=entry,
    )
    step = STEP_OF[EntryKind(entry.kind)]
    standing = ProcurementStep.objects.standing().filter(procurement=procurement, kind=step)
    standing.update(taken_back_at=clock.now())
    return against


def _reversible(entry: Entry) -> Procurement:
    """The purchase whose money the entry moved, if the entry can be reversed at all."""
    if entry.procurement is None:
        raise LedgerRefusedError(_("An allocation is not reversed here: it was approved as such."))
    if entry.reverses_id is not None or Entry.objects.filter(reverses=entry).exists():
        raise LedgerRefusedError(
            _("This entry was corrected already. Reload the page to see the ledger as it is.")
        )
    paid = moved(entry.procurement, EntryKind.PAID)
    if entry.kind == EntryKind.COMMITTED and paid:
        raise LedgerRefusedError(
            _("%(paid)s baht of this order are paid. Reverse the payment first, then the order.")
            % {"paid": money.format_satang(paid)}
        )
    return entry.procurement
