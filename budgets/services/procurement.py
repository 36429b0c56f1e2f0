"""Purchases from an allocation: begun, then recorded step by step in the order of the rules."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from budgets import rules
from budgets.enums import BatchStage, Buyer, BuyingStep, EntryKind
from budgets.models import Allocation, Procurement, ProcurementStep
from budgets.selectors import next_step
from budgets.services.ledger import STEP_OF, enter, locked, moved
from groups.models import User
from groups.services import record
from selection_site.lib import clock, dates, money

KIND_OF = {step: kind for kind, step in STEP_OF.items()}


class PurchaseRefusedError(Exception):
    """A purchase or one of its steps cannot be recorded; the message says why and what to do."""


@transaction.atomic
def begin(
    allocation: Allocation,
    *,
    by: User,
    title: str,
    buyer: Buyer,
    seller: str = "",
    egp_number: str = "",
) -> Procurement:
    """Begin a purchase from an approved allocation; no money moves.

    Raises PurchaseRefusedError for another place's officer and before approval. A second run with
    the same title is refused: pressed twice, there is one purchase.
    """
    allocation = locked(allocation.pk)
    _check_may_procure(allocation, by)
    _check_title(allocation, title)
    procurement = Procurement.objects.create(
        allocation=allocation,
        title=title,
        buyer=buyer,
        seller=seller,
        egp_number=egp_number,
        created_by=by,
    )
    record("purchase_begin", procurement, by=by, detail=_facts(procurement))
    return procurement


@transaction.atomic
def amend(
    procurement: Procurement,
    *,
    by: User,
    title: str,
    buyer: Buyer,
    seller: str,
    egp_number: str,
) -> Procurement:
    """Correct what a purchase is called, who buys, from whom; its steps and money stay.

    Raises PurchaseRefusedError for another place's officer, for a title that another purchase
    has, and once it is paid. A second run changes nothing more.
    """
    allocation = locked(procurement.allocation_id)
    _check_may_procure(allocation, by)
    procurement = Procurement.objects.get(pk=procurement.pk)
    if procurement.steps.standing().filter(kind=BuyingStep.PAID).exists():
        raise PurchaseRefusedError(_("This purchase is paid: what it was stays as recorded."))
    _check_title(allocation, title, besides=procurement.pk)
    if procurement.steps.standing().filter(kind=BuyingStep.ORDERED).exists() and not seller:
        raise PurchaseRefusedError(_("The order is placed: name the seller it was placed with."))
    procurement.title, procurement.buyer = title, buyer
    procurement.seller, procurement.egp_number = seller, egp_number
    procurement.save(update_fields=["title", "buyer", "seller", "egp_number"])
    record("purchase_amend", procurement, by=by, detail=_facts(procurement))
    return procurement


def _facts(procurement: Procurement) -> dict[str, object]:
    return {
        "title": procurement.title,
        "buyer": procurement.buyer,
        "seller": procurement.seller,
        "egp": procurement.egp_number,
    }


def _check_may_procure(allocation: Allocation, by: User) -> None:
    if not rules.may_procure(by, allocation):
        raise PurchaseRefusedError(
            _("Purchases are recorded by the officers of the group's own district or province.")
        )
    if allocation.batch.stage != BatchStage.APPROVED:
        raise PurchaseRefusedError(
            _("The allocation is not approved yet: nothing can be bought from it.")
        )


def _check_title(allocation: Allocation, title: str, besides: int = 0) -> None:
    others = allocation.procurements.exclude(pk=besides)
    if others.filter(title=title).exists():
        raise PurchaseRefusedError(
            _(
                "This allocation has a purchase “%(title)s” already. "
                "Record its steps there, or give the new one another name."
            )
            % {"title": title}
        )


@transaction.atomic
def record_step(
    procurement: Procurement,
    kind: BuyingStep,
    *,
    done_on: date,
    by: User,
    reference: str = "",
    note: str = "",
    amount_satang: money.Satang | None = None,
) -> ProcurementStep:
    """Record the next step of a purchase; an order commits its amount, a payment pays it.

    Satang. Raises PurchaseRefusedError for a step out of its order or recorded already (so a second
    run changes nothing), for a day in the future or outside its neighbours', for an order above
    what is free or before the money was allocated, and for a payment above what the order
    committed. After the call's day for procurement steps are taken as late ones, not refused.
    Source of the order: procurement rules of 2560.
    """
    allocation = locked(procurement.allocation_id)
    procurement = Procurement.objects.get(pk=procurement.pk)
    _check_may_procure(allocation, by)
    steps = {BuyingStep(step.kind): step for step in procurement.steps.standing()}
    _check_order(steps, kind)
    _check_day(steps, kind, done_on)
    _check_allocated(allocation, kind, done_on)
    _check_amount(allocation, procurement, kind, amount_satang)
    step = ProcurementStep.objects.create(
        procurement=procurement, kind=kind, done_on=done_on, reference=reference, note=note, by=by
    )
    detail = {"step": kind.value, "on": done_on.isoformat(), "reference": reference}
    record("purchase_step", procurement, by=by, detail=detail)
    if amount_satang is not None:
        _move(allocation, step, amount_satang)
    return step


def _move(allocation: Allocation, step: ProcurementStep, amount_satang: money.Satang) -> None:
    """The entry of an order or a payment, with the day and number of its step."""
    enter(
        allocation,
        KIND_OF[BuyingStep(step.kind)],
        amount_satang,
        on=step.done_on,
        by=step.by,
        procurement=step.procurement,
        reference=step.reference,
        note=step.note,
    )


def _check_order(steps: dict[BuyingStep, ProcurementStep], kind: BuyingStep) -> None:
    if kind in steps:
        raise PurchaseRefusedError(
            _("The step '%(step)s' is recorded already, on %(day)s.")
            % {"step": kind.label, "day": dates.localized(steps[kind].done_on)}
        )
    due = next_step(steps)
    if due != kind:
        raise PurchaseRefusedError(
            _("Before '%(step)s' comes '%(due)s': record that first.")
            % {"step": kind.label, "due": due.label if due else ""}
        )


def _check_day(steps: dict[BuyingStep, ProcurementStep], kind: BuyingStep, done_on: date) -> None:
    if done_on > clock.today():
        raise PurchaseRefusedError(
            _("%(day)s lies in the future: record a step when it is done.")
            % {"day": dates.localized(done_on)}
        )
    order = list(BuyingStep)
    place = order.index(kind)
    for other, step in steps.items():
        if order.index(other) < place and done_on < step.done_on:
            raise PurchaseRefusedError(
                _("%(day)s is before the step '%(other)s' of %(other_day)s.")
                % _days(done_on, other, step)
            )
        if order.index(other) > place and done_on > step.done_on:
            raise PurchaseRefusedError(
                _("%(day)s is after the later step '%(other)s' of %(other_day)s.")
                % _days(done_on, other, step)
            )


def _check_allocated(allocation: Allocation, kind: BuyingStep, done_on: date) -> None:
    """What is to be bought may be settled early; to order it binds money that must be there."""
    approved_at = allocation.batch.decided_at
    if kind not in KIND_OF or approved_at is None:
        return
    allocated_on = approved_at.astimezone(clock.BANGKOK).date()
    if done_on < allocated_on:
        raise PurchaseRefusedError(
            _("%(day)s is before the money was allocated on %(allocated)s: check the day.")
            % {"day": dates.localized(done_on), "allocated": dates.localized(allocated_on)}
        )


def _days(done_on: date, other: BuyingStep, step: ProcurementStep) -> dict[str, object]:
    return {
        "day": dates.localized(done_on),
        "other": other.label,
        "other_day": dates.localized(step.done_on),
    }


def _check_amount(
    allocation: Allocation,
    procurement: Procurement,
    kind: BuyingStep,
    amount_satang: money.Satang | None,
) -> None:
    if kind not in KIND_OF:
        if amount_satang is not None:
            raise PurchaseRefusedError(
                _("The step '%(step)s' moves no money.") % {"step": kind.label}
            )
        return
    if amount_satang is None or amount_satang <= 0:
        raise PurchaseRefusedError(
            _("Give the amount of the step '%(step)s' in baht, more than zero.")
            % {"step": kind.label}
        )
    if kind == BuyingStep.ORDERED:
        _check_order_amount(allocation, procurement, amount_satang)
    else:
        _check_payment(procurement, amount_satang)


def _check_order_amount(
    allocation: Allocation, procurement: Procurement, amount_satang: money.Satang
) -> None:
    if not procurement.seller:
        raise PurchaseRefusedError(
            _("Name the seller first: an order is placed with somebody. Correct the purchase.")
        )
    if amount_satang > allocation.free_satang:
        raise PurchaseRefusedError(
            _(
                "%(amount)s baht cannot be ordered: %(free)s baht are free of the %(allocated)s "
                "baht allocated, %(committed)s baht are committed already."
            )
            % {
                "amount": money.format_satang(amount_satang),
                "free": money.format_satang(allocation.free_satang),
                "allocated": money.format_satang(allocation.amount_satang),
                "committed": money.format_satang(allocation.committed_satang),
            }
        )


def _check_payment(procurement: Procurement, amount_satang: money.Satang) -> None:
    left = moved(procurement, EntryKind.COMMITTED) - moved(procurement, EntryKind.PAID)
    if amount_satang > left:
        raise PurchaseRefusedError(
            _("%(amount)s baht cannot be paid: this order committed %(committed)s baht.")
            % {
                "amount": money.format_satang(amount_satang),
                "committed": money.format_satang(left),
            }
        )
