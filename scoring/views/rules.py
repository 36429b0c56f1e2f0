"""The rules of a round: how places are shared out, how ties are broken, the lot."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from groups.requests import Request, posted
from scoring import rules, services
from scoring.enums import RoundNumber, RoundStage, SelectionMode
from scoring.forms import LadderForm, RulesForm
from scoring.models import Round
from scoring.selectors import declared, ladder_of, rules_are_open, rules_of, rung_words
from scoring.selectors.entrants import sheets_of
from scoring.selectors.lots import commitment, marks_digest
from scoring.selectors.selection import quota


def selection(request: Request, pk: int) -> HttpResponse:
    """What was declared, for everybody who sees the round; staff change it until it opens."""
    rounds = Round.objects.visible_to(request.user).select_related("call")
    round_ = get_object_or_404(rounds, pk=pk)
    sent = posted(request)
    saves_rules = bool(sent and "mode" in sent)
    chosen = declared(round_.call)
    form = RulesForm(
        sent if saves_rules else None,
        initial={"mode": chosen.mode, "carried_percent": chosen.carried_percent},
    )
    ladder = LadderForm(None if saves_rules else sent, round_=round_)
    if sent and _saved(request, round_, form, ladder):
        messages.success(request, _("The rules are saved."))
        return redirect("scoring:selection", pk)
    may = rules.may_set_criteria(request.user)
    context = {
        "call": round_.call,
        "round": round_,
        "form": form,
        "ladder_form": ladder,
        "chosen": rules_of(round_),
        "quota": _quota(round_, chosen.mode),
        "ladder": [rung_words(rung) for rung in ladder_of(round_)],
        "may_set_rules": may and rules_are_open(round_.call),
        "may_set_ladder": may and round_.stage == RoundStage.PREPARED,
        **_lot(round_),
    }
    return render(request, "scoring/selection.html", context, status=422 if sent else 200)


def _quota(round_: Round, mode: SelectionMode) -> str:
    """How many places the quota gives to each cluster, of those that the round has or will have."""
    if mode != SelectionMode.CLUSTER:
        return ""
    call = round_.call
    first = round_.number == RoundNumber.FIRST
    places = round_.places or (call.finalists if first else call.outstanding_places)
    said = {"places": places, **quota(places)._asdict()}
    if not said["each"]:
        return (
            _(
                "%(places)d places are fewer than the %(clusters)d clusters: none has a place of "
                "its own, and the national order decides."
            )
            % said
        )
    text = _("Of %(places)d places each of the %(clusters)d clusters has %(each)d.") % said
    if not said["left"]:
        return text
    rest = _("%(left)d do not divide and go to the best remaining in the country.") % said
    return f"{text} {rest}"


def _saved(request: Request, round_: Round, form: RulesForm, ladder: LadderForm) -> bool:
    """Save whichever of the two forms was sent; what is refused stands above it."""
    sent: RulesForm | LadderForm = form if form.is_bound else ladder
    if not sent.is_valid():
        return False
    try:
        if isinstance(sent, RulesForm):
            services.declare_rules(
                round_.call,
                mode=SelectionMode(sent.cleaned_data["mode"]),
                carried_percent=sent.cleaned_data["carried_percent"],
                by=request.user,
            )
        else:
            services.declare_ladder(round_, sent.rungs, by=request.user)
    except services.RoundRefusedError as refusal:
        sent.add_error(None, str(refusal))
        return False
    return True


def _lot(round_: Round) -> dict[str, str]:
    """The digest of the seed from opening on; seed and marks once nobody can mark any more."""
    published = {"lot_sha256": "", "lot_seed": "", "marks_sha256": ""}
    if not round_.lot_seed:
        return published
    published["lot_sha256"] = commitment(round_.lot_seed)
    if round_.stage in (RoundStage.PREPARED, RoundStage.MARKING):
        return published
    totals = {pk: one.totals for pk, one in sheets_of(round_).items() if one.totals}
    return {**published, "lot_seed": round_.lot_seed, "marks_sha256": marks_digest(totals)}
