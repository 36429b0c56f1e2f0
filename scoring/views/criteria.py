"""The criteria of a round: read by the committee, set by staff until marking opens."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups.requests import Request, only, posted
from scoring import rules, services
from scoring.enums import RoundStage
from scoring.forms import CopyForm, CopyRoundForm, CriteriaFormSet, Filled, SheetForm
from scoring.models import FULL_POINTS, Criterion, Round
from submissions.models import Call


def criteria(request: Request, pk: int) -> HttpResponse:
    """Shows the criteria; for staff, while the round is in preparation, a form to change them."""
    round_ = _round(request, pk)
    if round_.stage == RoundStage.PREPARED and rules.may_set_criteria(request.user):
        return _change(request, round_)
    context = {
        "call": round_.call,
        "round": round_,
        "criteria": round_.criteria.prefetch_related("anchors"),
        "full": FULL_POINTS,
        "may_preview": rules.may_set_criteria(request.user),
    }
    return render(request, "scoring/criteria.html", context)


def _round(request: Request, pk: int) -> Round:
    rounds = Round.objects.visible_to(request.user).select_related("call")
    return get_object_or_404(rounds, pk=pk)


def _change(request: Request, round_: Round) -> HttpResponse:
    refusal = ""
    formset = CriteriaFormSet(posted(request), rows=services.rows_of(round_))
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
        "copy_round_form": CopyRoundForm(round_=round_),
        "full": FULL_POINTS,
    }
    status = 422 if formset.is_bound else 200
    return render(request, "scoring/criteria_form.html", context, status=status)


@only(rules.may_set_criteria)
def preview(request: Request, pk: int) -> HttpResponse:
    """The sheet as members will see it, from what is typed or else saved. Saves nothing."""
    round_ = _round(request, pk)
    rows = services.rows_of(round_)
    formset = CriteriaFormSet(posted(request), rows=rows)
    refusal = ""
    if formset.is_bound:
        rows = formset.rows() if formset.is_valid() else []
        refusal = _refusal(formset, rows)
    found = [
        Criterion(pk=position, position=position, **fields)
        for position, fields in enumerate((fields_of(row) for row in rows), 1)
    ]
    form = SheetForm(None, filled=Filled(), criteria=found, is_complete=False)
    anchors = {position: row.anchors for position, row in enumerate(rows, 1)}
    context = {
        "call": round_.call,
        "round": round_,
        "form": form,
        "parts": form.parts(anchors=anchors),
        "refusal": refusal,
        "full": FULL_POINTS,
    }
    return render(request, "scoring/preview.html", context, status=422 if refusal else 200)


def _refusal(formset: CriteriaFormSet, rows: list[services.CriterionRow]) -> str:
    """Why what is typed could not be saved, in one sentence; empty when it could."""
    if not formset.is_valid():
        return _("Something in the form does not fit: close this page and press Save to see it.")
    try:
        services.check_rows(rows)
    except services.RoundRefusedError as error:
        return str(error)
    return ""


def fields_of(row: services.CriterionRow) -> dict[str, object]:
    values = services.as_written(row)._asdict()
    del values["anchors"]
    return values


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
        text = _("Both rounds have the criteria, tie ladders and rules of %(year)s now.")
        messages.success(request, text % {"year": source})
    return redirect("scoring:home", year)


@require_POST
@only(rules.may_set_criteria)
def copy_round(request: Request, pk: int) -> HttpResponse:
    """Take over the criteria of one other round into this one."""
    round_ = _round(request, pk)
    form = CopyRoundForm(request.POST, round_=round_)
    if not form.is_valid():
        messages.error(request, _("That round has no criteria: choose one from the list."))
        return redirect("scoring:criteria", pk)
    source = form.cleaned_data["source"]
    try:
        services.copy_round(round_, source=source, by=request.user)
    except services.RoundRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("This round has the criteria and the tie ladder of %(round)s now.")
        messages.success(request, text % {"round": source})
    return redirect("scoring:criteria", pk)
