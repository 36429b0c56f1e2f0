"""Sharing out a round's groups: the rule, who could judge what, a draw seen before it is made."""

import secrets

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groups.requests import Request, only
from scoring import rules, services
from scoring.enums import RoundStage
from scoring.forms.sharing import DrawForm, SharingForm
from scoring.models import Round, Sharing
from scoring.selectors import (
    Committee,
    NoPanelsError,
    Preview,
    committee_of,
    coverage,
    drawn,
    preview,
)

SEED_BITS = 53  # what any program reads back from the page as it was


def _fetch(request: Request, pk: int) -> Round:
    rounds = Round.objects.visible_to(request.user).select_related("call")
    round_: Round = get_object_or_404(rounds, pk=pk)
    if not rules.sees_conflicts(request.user, round_):
        raise Http404
    return round_


@require_safe
def sharing(request: Request, pk: int) -> HttpResponse:
    """How groups are shared out, and with a seed in the address the panels that it would give."""
    return _page(request, _fetch(request, pk))


def _page(request: Request, round_: Round, form: SharingForm | None = None) -> HttpResponse:
    committee = committee_of(round_)
    kept = Sharing.objects.filter(round=round_).first()
    may_set = rules.may_share_out(request.user) and round_.stage == RoundStage.PREPARED
    why_not = services.why_no_draw(round_, request.user)
    found, impossible = _preview(request, committee, kept) if not why_not else (None, "")
    undeclared = [judge for judge in committee.judges if judge.pk not in committee.declared]
    context = {
        "call": round_.call,
        "round": round_,
        "sharing": kept,
        "form": form or _form(None, kept, committee) if may_set else None,
        "coverage": coverage(committee),
        "members": len(committee.judges),
        "groups": len(committee.submissions),
        "undeclared": undeclared if round_.is_marking else [],
        "may_draw": not why_not,
        "preview": found,
        "impossible": impossible,
        "seed": secrets.randbits(SEED_BITS),
        "drawn": drawn(round_),
        "may_undo": not services.why_no_undo(round_, request.user),
    }
    status = 422 if form else 200
    return render(request, "scoring/sharing.html", context, status=status)


def _form(data: object, kept: Sharing | None, committee: Committee) -> SharingForm:
    groups = len(committee.submissions)
    return SharingForm(data, sharing=kept, judges=committee.judges, groups=groups)


def _preview(
    request: Request, committee: Committee, kept: Sharing | None
) -> tuple[Preview | None, str]:
    """The panels of the seed in the address, or why there are none."""
    form = DrawForm({**request.GET.dict(), "sha256": "0" * 64})
    if kept is None or not form.is_valid():
        return None, ""
    try:
        return preview(committee, kept, seed=form.cleaned_data["seed"]), ""
    except NoPanelsError as error:
        return None, str(error)


@require_POST
@only(rules.may_share_out)
def set_(request: Request, pk: int) -> HttpResponse:
    """Declare how the groups are shared out."""
    round_ = _fetch(request, pk)
    kept = Sharing.objects.filter(round=round_).first()
    form = _form(request.POST, kept, committee_of(round_))
    if not form.is_valid():
        return _page(request, round_, form)
    try:
        services.set_sharing(
            round_,
            each=form.panel_size,
            most=form.largest_load,
            limits=form.limits,
            by=request.user,
        )
    except services.RoundRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is declared how the groups are shared out."))
    return redirect("scoring:sharing", pk)


@require_POST
@only(rules.may_share_out)
def draw(request: Request, pk: int) -> HttpResponse:
    """Make the draw that was looked at; if others would come out now, show those."""
    round_ = _fetch(request, pk)
    form = DrawForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        services.draw(round_, **form.cleaned_data, by=request.user)
    except services.OtherPanelsError as refusal:
        messages.error(request, str(refusal))
        address = redirect("scoring:sharing", pk).url
        return redirect(f"{address}?seed={form.cleaned_data['seed']}#preview")
    except services.RoundRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The groups are shared out. Every member has a message."))
    return redirect("scoring:sharing", pk)


@require_POST
@only(rules.may_share_out)
def undo(request: Request, pk: int) -> HttpResponse:
    round_ = _fetch(request, pk)
    try:
        services.undo_draw(round_, by=request.user)
    except services.RoundRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The draw is undone: nobody has sheets now."))
    return redirect("scoring:sharing", pk)
