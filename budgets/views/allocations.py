"""What each group got, what is committed and paid, and how it is bought."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from budgets import rules, selectors
from budgets.forms import StepForm
from budgets.models import Allocation
from budgets.selectors import Purchase
from groups.requests import Request
from selection_site.lib import money
from submissions.models import Call


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    current: bool
    count: int | None = None


def allocations(request: Request, year: int | None = None) -> HttpResponse:
    """The allocations of a year that this person may see, the newest year without `year`."""
    years = selectors.years(request.user)
    calls = Call.objects.visible_to(request.user)
    call = get_object_or_404(calls, year=year) if year else next(iter(years), None)
    rows = selectors.allocations(call, request.user) if call else Allocation.objects.none()
    context = {
        "call": call,
        "tabs": [
            Tab(str(one), reverse("budgets:year", args=[one.year]), one == call) for one in years
        ],
        "lines": selectors.lines(rows),
        "sums": selectors.sums(rows),
        "may_read_proposals": rules.may_read_proposals(request.user),
    }
    return render(request, "budgets/list.html", context)


def detail(request: Request, pk: int) -> HttpResponse:
    """One allocation: its ledger, its purchases and their next steps."""
    rows = Allocation.objects.visible_to(request.user).for_list()
    return show(request, get_object_or_404(rows, pk=pk))


def show(
    request: Request, allocation: Allocation, bound: StepForm | None = None, *, status: int = 200
) -> HttpResponse:
    """The page of an allocation; `bound` is a refused step, shown again with what was typed."""
    may_procure = rules.may_procure(request.user, allocation)
    purchases = selectors.purchases(allocation)
    forms = [step_form(purchase, bound) if may_procure else None for purchase in purchases]
    context = {
        "allocation": allocation,
        "call": allocation.batch.call,
        "purchases": list(zip(purchases, forms, strict=True)),
        "entries": allocation.entries.for_list(),
        "may_procure": may_procure,
        "may_reverse": rules.may_reverse(request.user),
        "bound": bound,
    }
    return render(request, "budgets/detail.html", context, status=status)


def step_form(purchase: Purchase, bound: StepForm | None = None) -> StepForm | None:
    """The form of a purchase's next step, or the refused one if it is of this purchase."""
    prefix = prefix_of(purchase.procurement.pk)
    if bound is not None and bound.prefix == prefix:
        return bound
    if purchase.next_step is None:
        return None
    left = purchase.committed_satang - purchase.paid_satang
    initial = {"amount": money.format_satang(left)} if left else {}
    return StepForm(step=purchase.next_step, prefix=prefix, initial=initial)


def prefix_of(pk: int) -> str:
    return f"purchase-{pk}"
