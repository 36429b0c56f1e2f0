"""Groups that withdraw after a release, the reserve list, and who moves up."""

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups.requests import Request, only, posted
from groups.rules import oversees
from scoring import rules, services
from scoring.enums import ReplacementStage
from scoring.forms.replacements import WithdrawalForm
from scoring.models import Replacement
from scoring.selectors.reserves import Moves, holders, moves, reserves
from submissions.models import Call


class Shown(NamedTuple):
    """A withdrawal with what it moves: what it would now, or what it did."""

    row: Replacement
    moves: Moves
    may_decide: bool


@only(oversees)
def replacements(request: Request, year: int) -> HttpResponse:
    """The reserve list and the withdrawals of a year; staff propose, the director decides."""
    call = get_object_or_404(Call.objects.visible_to(request.user), year=year)
    may_propose = rules.may_propose_replacement(request.user)
    choices = holders(call) if may_propose else []
    form = WithdrawalForm(posted(request), holders=choices)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["group"]
        submission = next(row for row in choices if row.pk == wanted)
        try:
            services.propose_replacement(
                submission, reason=form.cleaned_data["reason"], by=request.user
            )
        except services.RoundRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The withdrawal waits for the director."))
            return redirect("scoring:replacements", year)
    context = {
        "call": call,
        "shown": [_shown(row, request) for row in _rows(call)],
        "reserves": reserves(call),
        "form": form,
        "may_propose": may_propose and bool(choices),
        "is_allocated": call.allocated_baht > 0,
    }
    status = 422 if form.errors else 200
    return render(request, "scoring/replacements.html", context, status=status)


def _rows(call: Call) -> list[Replacement]:
    rows = Replacement.objects.filter(round__call=call).select_related(
        "submission__call",
        "submission__group",
        "submission__province",
        "raised__group",
        "promoted__group",
        "proposed_by",
        "decided_by",
    )
    return list(rows)


def _shown(row: Replacement, request: Request) -> Shown:
    is_open = row.stage == ReplacementStage.PROPOSED
    moving = moves(row.submission) if is_open else Moves(row.raised, row.promoted)
    return Shown(row, moving, is_open and rules.may_decide_replacement(request.user, row))


@require_POST
@only(oversees)
def decide(request: Request, pk: int) -> HttpResponse:
    """Approve a withdrawal or return it."""
    row = get_object_or_404(Replacement.objects.select_related("round__call", "submission"), pk=pk)
    try:
        if request.POST.get("act") == "approve":
            services.approve_replacement(row, by=request.user)
            text = _("The group has withdrawn and the next moves up. Its officers have a message.")
        else:
            services.return_replacement(row, note=request.POST.get("note", ""), by=request.user)
            text = _("The withdrawal is not approved: nothing has moved.")
    except services.RoundRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, text)
    return redirect("scoring:replacements", row.round.call.year)
