"""The criteria of a round: read by the committee, set by staff until marking opens."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups.requests import Request, only, posted
from scoring import rules, services
from scoring.enums import RoundStage
from scoring.forms import CopyForm, CriteriaFormSet
from scoring.models import FULL_POINTS, Round
from submissions.models import Call


def criteria(request: Request, pk: int) -> HttpResponse:
    """Shows the criteria; for staff, while the round is in preparation, a form to change them."""
    rounds = Round.objects.visible_to(request.user).select_related("call")
    round_ = get_object_or_404(rounds, pk=pk)
    if round_.stage == RoundStage.PREPARED and rules.may_set_criteria(request.user):
        return _change(request, round_)
    context = {"call": round_.call, "round": round_, "full": FULL_POINTS}
    return render(request, "scoring/criteria.html", context)


def _change(request: Request, round_: Round) -> HttpResponse:
    refusal = ""
    formset = CriteriaFormSet(posted(request), criteria=round_.criteria.all())
    if formset.is_valid():
        try:
            services.save_criteria(round_, formset.rows(), by=request.user)
        except services.RoundRefusedError as error:
            refusal = str(error)
        else:
            messages.success(request, _("The criteria are saved."))
            return redirect("scoring:criteria", round_.pk)
    context = {
        "call": round_.call,
        "round": round_,
        "formset": formset,
        "forms": [formset],
        "refusal": refusal,
        "copy_form": CopyForm(call=round_.call),
        "full": FULL_POINTS,
    }
    status = 422 if formset.is_bound else 200
    return render(request, "scoring/criteria_form.html", context, status=status)


@require_POST
@only(rules.may_set_criteria)
def copy(request: Request, year: int) -> HttpResponse:
    """Take over both rounds' criteria of another year."""
    call = get_object_or_404(Call.objects.visible_to(request.user), year=year)
    form = CopyForm(request.POST, call=call)
    if not form.is_valid():
        messages.error(request, _("That year has no criteria: choose one from the list."))
        return redirect("scoring:home", year)
    source = form.cleaned_data["source"]
    try:
        services.copy_criteria(call, source=source, by=request.user)
    except services.RoundRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("Both rounds have the criteria of %(year)s now.")
        messages.success(request, text % {"year": source})
    return redirect("scoring:home", year)
