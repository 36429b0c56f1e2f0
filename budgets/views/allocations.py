"""What each group got, what is committed and paid, and how it is bought."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from budgets import rules, selectors
from budgets.forms import StepForm
from budgets.models import Allocation
from budgets.views.cards import cards
from groups.requests import Request
from selection_site.lib import clock
from selection_site.lib.components import Tab
from submissions.models import Call


def allocations(request: Request, year: int | None = None) -> HttpResponse:
    """The allocations of a year that this person may see, the newest year without `year`."""
    years = selectors.years(request.user)
    calls = Call.objects.visible_to(request.user)
    call = get_object_or_404(calls, year=year) if year else selectors.newest(years)
    rows = selectors.allocations(call, request.user) if call else Allocation.objects.none()
    context = {
        "call": call,
        "tabs": [
            Tab(str(one), reverse("budgets:year", args=[one.year]), one == call) for one in years
        ],
        "lines": selectors.lines(rows),
        "sums": selectors.sums(rows),
        "sees_proposals": rules.sees_proposals(request.user),
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
    purchases = cards(allocation, may_procure=may_procure, bound=bound)
    call = allocation.batch.call
    context = {
        "allocation": allocation,
        "call": call,
        "cards": purchases,
        "finished": bool(purchases) and all(card.finished for card in purchases),
        "due_tone": "bad" if clock.today() > call.procurement_due_on else "info",
        "entries": allocation.entries.for_list(),
        "may_procure": may_procure,
        "may_reverse": rules.may_reverse(request.user),
        "forms": [bound] if bound else [],
    }
    return render(request, "budgets/detail.html", context, status=status)
