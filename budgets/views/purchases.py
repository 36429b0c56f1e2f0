"""Recording purchases, their steps, and corrections of the ledger."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from budgets import rules, services
from budgets.enums import Buyer, BuyingStep
from budgets.forms import CorrectionForm, PurchaseForm, StepForm
from budgets.models import Allocation, Entry, Procurement
from budgets.views.allocations import show
from budgets.views.cards import prefix_of
from groups.enums import Role
from groups.requests import Request, posted


def begin(request: Request, pk: int) -> HttpResponse:
    """A new purchase from an allocation."""
    rows = Allocation.objects.visible_to(request.user).for_list()
    allocation = get_object_or_404(rows, pk=pk)
    if not rules.may_procure(request.user, allocation):
        raise Http404
    own = Buyer.DISTRICT if request.user.holds(Role.DISTRICT) else Buyer.PROVINCE
    form = PurchaseForm(posted(request), initial={"buyer": own})
    if form.is_valid():
        try:
            services.begin(allocation, by=request.user, **form.cleaned_data)
        except services.PurchaseRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("The purchase is begun. Record its steps as they are done.")
            )
            return redirect("budgets:detail", allocation.pk)
    return _purchase_page(request, allocation, form)


def amend(request: Request, pk: int) -> HttpResponse:
    """Correct what a purchase is called, who buys, from whom."""
    procurement = get_object_or_404(Procurement.objects.visible_to(request.user), pk=pk)
    allocation = Allocation.objects.for_list().get(pk=procurement.allocation_id)
    if not rules.may_procure(request.user, allocation):
        raise Http404
    names = PurchaseForm.base_fields
    initial = {name: getattr(procurement, name) for name in names}
    form = PurchaseForm(posted(request), initial=initial)
    if form.is_valid():
        try:
            services.amend(procurement, by=request.user, **form.cleaned_data)
        except services.PurchaseRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The purchase is corrected."))
            return redirect("budgets:detail", allocation.pk)
    return _purchase_page(request, allocation, form, procurement)


def _purchase_page(
    request: Request,
    allocation: Allocation,
    form: PurchaseForm,
    procurement: Procurement | None = None,
) -> HttpResponse:
    context = {
        "call": allocation.submission.call,
        "allocation": allocation,
        "form": form,
        "procurement": procurement,
    }
    status = 422 if form.errors else 200
    return render(request, "budgets/purchase.html", context, status=status)


@require_POST
def record_step(request: Request, pk: int) -> HttpResponse:
    """The next step of a purchase; a refused one is shown again with what was typed."""
    procurement = get_object_or_404(Procurement.objects.visible_to(request.user), pk=pk)
    allocation = Allocation.objects.for_list().get(pk=procurement.allocation_id)
    prefix = prefix_of(pk)
    try:
        step = BuyingStep(request.POST.get(f"{prefix}-kind", ""))
    except ValueError:
        raise Http404 from None
    form = StepForm(request.POST, step=step, prefix=prefix)
    if not form.is_valid():
        return show(request, allocation, form, status=422)
    values = form.cleaned_data
    try:
        services.record_step(
            procurement,
            step,
            done_on=values["done_on"],
            reference=values["reference"],
            note=values["note"],
            amount_satang=values.get("amount"),
            by=request.user,
        )
    except services.PurchaseRefusedError as error:
        form.add_error(None, str(error))
        return show(request, allocation, form, status=422)
    messages.success(request, _("Recorded: %(step)s.") % {"step": step.label})
    return redirect("budgets:detail", allocation.pk)


def reverse_entry(request: Request, pk: int) -> HttpResponse:
    """The correction of an order or a payment, on a page of its own: it cannot be undone."""
    rows = Entry.objects.visible_to(request.user).for_list()
    entry = get_object_or_404(rows, pk=pk, procurement__isnull=False, reverses=None)
    if not rules.may_reverse(request.user):
        raise Http404
    form = CorrectionForm(posted(request))
    if form.is_valid():
        try:
            services.reverse(entry, by=request.user, reason=form.cleaned_data["reason"])
        except services.LedgerRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Reversed. The step is open again and can be recorded."))
            return redirect("budgets:detail", entry.allocation_id)
    allocation = Allocation.objects.for_list().get(pk=entry.allocation_id)
    call = allocation.submission.call
    context = {"call": call, "entry": entry, "allocation": allocation, "form": form}
    status = 422 if form.errors else 200
    return render(request, "budgets/reverse.html", context, status=status)
