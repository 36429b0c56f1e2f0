"""A purchase as its card on the page: what was done, and the form of what comes next."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from budgets.enums import BuyingStep
from budgets.forms import StepForm
from budgets.models import Allocation
from budgets.selectors import Purchase, StepLine, purchases
from selection_site.lib import dates, money
from selection_site.lib.components import Happening


@dataclass(frozen=True)
class Card:
    purchase: Purchase
    done: list[Happening]
    form: StepForm | None

    @property
    def total(self) -> int:
        return len(self.purchase.lines)

    @property
    def finished(self) -> bool:
        return self.purchase.next_step is None


def cards(
    allocation: Allocation, *, may_procure: bool, bound: StepForm | None = None
) -> list[Card]:
    """The purchases of an allocation; `bound` is a refused step, shown with what was typed."""
    return [
        Card(purchase, _done(purchase), _form(purchase, bound) if may_procure else None)
        for purchase in purchases(allocation)
    ]


def prefix_of(pk: int) -> str:
    """What keeps the fields of one purchase's form apart from those of the others."""
    return f"purchase-{pk}"


def _form(purchase: Purchase, bound: StepForm | None) -> StepForm | None:
    prefix = prefix_of(purchase.procurement.pk)
    if bound is not None and bound.prefix == prefix:
        return bound
    if purchase.next_step is None:
        return None
    initial = {}
    if purchase.next_step == BuyingStep.PAID:
        initial["amount"] = purchase.committed_satang - purchase.paid_satang
    return StepForm(step=purchase.next_step, prefix=prefix, initial=initial)


def _done(purchase: Purchase) -> list[Happening]:
    return [_told(purchase, line) for line in purchase.lines if line.step is not None]


def _told(purchase: Purchase, line: StepLine) -> Happening:
    step = line.step
    if step is None:
        raise ValueError("a step that was not done is not told")
    amounts = {
        BuyingStep.ORDERED: purchase.committed_satang,
        BuyingStep.PAID: purchase.paid_satang,
    }
    told = [
        _("%(amount)s baht") % {"amount": money.format_satang(amounts[line.kind])}
        if line.kind in amounts
        else "",
        _("No. %(reference)s") % {"reference": step.reference} if step.reference else "",
        _("after the last day for procurement") if line.late else "",
        step.note,
    ]
    return Happening(
        what=str(line.kind.label),
        who=str(step.by),
        when=dates.localized(step.done_on),
        note="\n".join(text for text in told if text),
        tone="bad" if line.late else "",
    )
