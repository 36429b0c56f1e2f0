"""The ranking: the order, the line, ties and what else stands in the way of closing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups.requests import Request
from groups.rules import oversees
from scoring import rules, services, stages
from scoring.enums import DECIDED, QUOTA, TieStep
from scoring.forms import LotForm, PlacesForm, ReasonForm, TieForm
from scoring.models import Round, TieRuling
from scoring.selectors import (
    Place,
    Rung,
    Tie,
    ladder_of,
    open_questions,
    order_of,
    rules_of,
    rung_words,
    ties,
)
from scoring.selectors.conflicts import unasked_conflicts
from scoring.selectors.meetings import conflicted, stepping_out
from scoring.views.places import rows_of, spread

ROWS_A_PAGE = 200


def ranked(request: Request, pk: int) -> Round:
    """The round, for whoever may see its ranking now; 404 for others."""
    rounds = Round.objects.ranking_visible_to(request.user)
    return get_object_or_404(rounds.select_related("call", "closed_by", "released_by"), pk=pk)


def ranking(request: Request, pk: int) -> HttpResponse:
    """The order, the line and the ties: for the chair, and after closing for those who oversee."""
    return _page(request, ranked(request, pk))


def _page(
    request: Request,
    round_: Round,
    bound: TieForm | None = None,
) -> HttpResponse:
    places = order_of(round_)
    ladder = ladder_of(round_)
    shown = PlacesForm(request.GET, places=places)
    rows = [row for row in rows_of(places, round_.number) if shown.admits(row.place)]
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "call": round_.call,
        "round": round_,
        "page": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "query": query.urlencode(),
        "filters": shown,
        "spread": spread(places),
        "selection": rules_of(round_),
        "by_quota": any(place.seat in QUOTA for place in places),
        "ladder": [rung_words(rung) for rung in ladder],
        "rulings": _rulings(round_),
        "may_meet": rules.may_hold_meeting(request.user, round_),
        # Whoever oversees reads the sheets themselves once the round is closed.
        "links_round": round_.pk if _reads_sheets(request, round_) else 0,
        "may_release": stages.is_open(round_, "release", request.user),
        "may_reopen": stages.is_open(round_, "reopen", request.user),
        "reopening": ReasonForm(prefix="reopen"),
        **_open_matters(request, round_, places, ladder, bound),
    }
    return render(request, "scoring/ranking.html", context, status=422 if bound else 200)


def _rulings(round_: Round) -> QuerySet[TieRuling]:
    """Every ruling with its order, those in force first: a lot that a vote replaced stays seen."""
    rows = round_.rulings.select_related("decided_by")
    order = (F("replaced_at").desc(nulls_first=True), "-decided_at")
    return rows.prefetch_related("places__submission__group").order_by(*order)


def _reads_sheets(request: Request, round_: Round) -> bool:
    return oversees(request.user) and round_.stage in DECIDED


def _open_matters(
    request: Request,
    round_: Round,
    places: list[Place],
    ladder: list[Rung],
    bound: TieForm | None,
) -> dict[str, object]:
    """What the chair still has to do before the line is confirmed; nothing for others."""
    may_close = stages.is_open(round_, "close", request.user)
    found = ties(places) if may_close else []
    steps = [rung.kind for rung in ladder]
    out = conflicted(round_, [one for tie in found for one in tie.submissions]) if found else {}
    forms = [
        bound if bound and bound.tie == tie else TieForm(tie=tie, out=stepping_out(tie.places, out))
        for tie in found
    ]
    others = [form for form in forms if not form.tie.crosses]
    crossing = [tie for tie in found if tie.crosses and not tie.ruled]
    questions = list(open_questions(round_)) if may_close else []
    return {
        "may_close": may_close,
        "seen": services.result_digest(places) if may_close else "",
        "questions": questions,
        "unasked": unasked_conflicts(round_) if may_close and not (crossing or questions) else [],
        "crossing": crossing,
        "urgent": [form for form in forms if form.tie.crosses],
        "others": others,
        "others_open": any(form.is_bound for form in others),
        "votes": TieStep.VOTE in steps,
        "lots": TieStep.LOT in steps,
    }


def _tie(request: Request, round_: Round) -> Tie | None:
    """The tie that was posted, if the ranking still has it."""
    found = ties(order_of(round_))
    return next((tie for tie in found if str(tie.rank) == request.POST.get("rank")), None)


def _gone(request: Request, pk: int) -> HttpResponse:
    messages.error(request, _("This tie is no longer there: look at the ranking as it is now."))
    return redirect("scoring:ranking", pk)


@require_POST
def settle(request: Request, pk: int) -> HttpResponse:
    """Record the committee's vote on one tie; a refused one is shown again as typed."""
    round_ = ranked(request, pk)
    tie = _tie(request, round_)
    if tie is None:
        return _gone(request, pk)
    out = stepping_out(tie.places, conflicted(round_, tie.submissions))
    form = TieForm(request.POST, tie=tie, out=out)
    if form.is_valid():
        try:
            services.settle_tie(
                round_,
                order=form.order,
                votes=form.votes,
                minutes=form.cleaned_data["minutes"],
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except services.RoundRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The committee's decision is recorded."))
            return redirect("scoring:ranking", pk)
    return _page(request, round_, form)


@require_POST
def draw(request: Request, pk: int) -> HttpResponse:
    """Draw the lot for one tie."""
    round_ = ranked(request, pk)
    tie = _tie(request, round_)
    if tie is None:
        return _gone(request, pk)
    form = LotForm(request.POST, tie=tie)
    reason = form.cleaned_data["result"] if form.is_valid() else ""
    try:
        services.draw_lot(round_, of=tie.pks, reason=reason, by=request.user)
    except services.RoundRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The lot is drawn. Anybody can compute it again."))
    return redirect("scoring:ranking", pk)
