"""The year's allocation: proposed by staff, approved or returned by the director."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from budgets import rules, selectors, services, stages
from budgets.enums import BatchStage
from budgets.forms import NoteForm
from budgets.models import Batch
from groups.requests import Request, only
from submissions.models import Call


@only(rules.sees_proposals)
def batch(request: Request, year: int) -> HttpResponse:
    """What the released result gives each group, and where the proposal stands."""
    call = get_object_or_404(Call.objects.visible_to(request.user), year=year)
    return _page(request, call, NoteForm())


def _page(request: Request, call: Call, form: NoteForm, *, status: int = 200) -> HttpResponse:
    proposed = selectors.batch_of(call)
    alive = proposed is not None and proposed.stage != BatchStage.RETURNED
    offered = selectors.proposal(call)
    awards = selectors.awards_of(proposed) if proposed and alive else offered.awards
    context = {
        "call": call,
        "batch": proposed,
        "alive": alive,
        "check": selectors.check_of(call, awards),
        "awards": awards,
        "problems": [] if alive else offered.problems,
        "empty": selectors.empty_places(call, awards) if awards else [],
        "may_propose": not offered.problems and rules.may_propose(request.user),
        "may_decide": proposed and stages.is_open(proposed, "approve", request.user),
        "own": proposed and proposed.proposed_by == request.user,
        "form": form,
    }
    return render(request, "budgets/batch.html", context, status=status)


@require_POST
@only(rules.sees_proposals)
def propose(request: Request, year: int) -> HttpResponse:
    call = get_object_or_404(Call.objects.visible_to(request.user), year=year)
    try:
        services.propose(call, by=request.user)
    except services.BatchRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Proposed. The director has a message and decides now."))
    return redirect("budgets:batch", year)


@require_POST
@reauthentication_required
def approve(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Batch.objects.visible_to(request.user).select_related("call"), pk=pk)
    try:
        services.approve(found, by=request.user)
    except services.BatchRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("Approved. The money is allocated, and its officers have a message.")
        )
    return redirect("budgets:batch", found.call.year)


@require_POST
def send_back(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Batch.objects.visible_to(request.user).select_related("call"), pk=pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, found.call, form, status=422)
    try:
        services.send_back(found, by=request.user, note=form.cleaned_data["note"])
    except services.BatchRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Returned. Staff have your reason."))
    return redirect("budgets:batch", found.call.year)
