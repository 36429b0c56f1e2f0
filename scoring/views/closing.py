"""From the end of marking to the release: progress, closing, taking back, release, result."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups.enums import JUDGE_ROLES, Role
from groups.requests import Request
from groups.rules import oversees
from scoring import rules, services, stages
from scoring.enums import QUOTA, RoundStage
from scoring.forms import ReasonForm, RulingForm
from scoring.models import Round, Standing
from scoring.selectors import completeness, last_day, order_of, rules_of
from scoring.views.places import rows_of, spread
from scoring.views.ranking import ranked


def progress(request: Request, pk: int) -> HttpResponse:
    """How many sheets are in, per member and per group; no marks."""
    return _progress_page(request, _with_progress(request, pk), RulingForm())


def _with_progress(request: Request, pk: int) -> Round:
    rounds = Round.objects.completeness_visible_to(request.user)
    return get_object_or_404(rounds.select_related("call"), pk=pk)


def _progress_page(request: Request, round_: Round, form: RulingForm) -> HttpResponse:
    context = {
        "call": round_.call,
        "round": round_,
        "ends_on": last_day(round_),
        "state": completeness(round_),
        "may_remind": round_.is_marking and rules.may_remind_judges(request.user, round_),
        "may_close_marking": stages.is_open(round_, "close_marking", request.user),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "scoring/progress.html", context, status=status)


@require_POST
def close_marking(request: Request, pk: int) -> HttpResponse:
    round_ = _with_progress(request, pk)
    form = RulingForm(request.POST)
    if form.is_valid():
        try:
            services.close_marking(round_, by=request.user, note=form.cleaned_data["note"])
        except services.RoundRefusedError as refusal:
            form.add_error("note", str(refusal))
        else:
            messages.success(request, _("Marking is closed. This is the ranking."))
            return redirect("scoring:ranking", pk)
    return _progress_page(request, round_, form)


@require_POST
@reauthentication_required
def close(request: Request, pk: int) -> HttpResponse:
    round_ = ranked(request, pk)
    try:
        services.close_round(round_, by=request.user, seen=request.POST.get("seen"))
    except services.RoundRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("The round is closed. The director has a message and releases the result.")
        messages.success(request, text)
    return redirect("scoring:ranking", pk)


@require_POST
@reauthentication_required
def reopen(request: Request, pk: int) -> HttpResponse:
    """Take a closed result back before anybody outside has learnt it."""
    round_ = ranked(request, pk)
    form = ReasonForm(request.POST, prefix="reopen")
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        services.reopen_round(round_, reason=reason, by=request.user)
    except services.RoundRefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("scoring:ranking", pk)
    messages.success(request, _("The result is taken back: the chair can correct and close again."))
    return redirect("scoring:home", round_.call.year)


@reauthentication_required(allow_get=True)
def release(request: Request, pk: int) -> HttpResponse:
    """What the director agrees to, and the button that makes it known."""
    if not request.user.holds(Role.DIRECTOR):
        raise Http404
    round_ = ranked(request, pk)
    if request.method == "POST":
        try:
            services.release(round_, by=request.user, seen=request.POST.get("seen"))
        except services.RoundRefusedError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The result is released, and all who wait have a message."))
        return redirect("scoring:release", pk)
    if round_.stage == RoundStage.RELEASED:
        return redirect("scoring:result", pk)
    may_release = rules.may_release(request.user, round_)
    places = order_of(round_)
    context = {
        "call": round_.call,
        "round": round_,
        "rows": rows_of(places, round_.number),
        "spread": spread(places),
        "seen": services.result_digest(places),
        "selection": rules_of(round_),
        "may_reopen": stages.is_open(round_, "reopen", request.user),
        "reopening": ReasonForm(prefix="reopen"),
        "may_release": may_release,
        "why_not": "" if may_release else stages.why_closed(round_, "release", request.user),
    }
    return render(request, "scoring/release.html", context)


def result(request: Request, pk: int) -> HttpResponse:
    """The released result: whole for the committee and overseers, else one's own groups."""
    standings = Standing.objects.visible_to(request.user).filter(round=pk)
    rounds = Round.objects.filter(stage=RoundStage.RELEASED).select_related("call")
    round_ = get_object_or_404(rounds, pk__in=standings.values("round"))
    rows = standings.select_related(
        "submission__group", "submission__district", "submission__province"
    )
    sees_all = oversees(request.user) or request.user.holds(*JUDGE_ROLES, year=round_.call.year)
    context = {
        "call": round_.call,
        "round": round_,
        "rows": rows,
        "shows_scores": sees_all,
        "oversees": oversees(request.user),
        "count": round_.standings.count(),
        "by_quota": round_.standings.filter(seat__in=QUOTA).exists(),
    }
    return render(request, "scoring/result.html", context)
