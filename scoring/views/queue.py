"""A member's own sheets of a round, in an order of the member's own."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from groups.models import User
from groups.requests import Request
from scoring import rules
from scoring.models import Round
from scoring.selectors import declaration_of, drawn, last_day, pace, queue, waits_for_draw
from selection_site.lib import clock

REVISIT_AFTER = 20  # sheets handed in: by then the eye has settled, and the first were marked fresh
FIRST_FEW = 5


def own_queue(request: Request, pk: int) -> HttpResponse:
    """What is done, begun and left, how long that will take, and the one sheet to take next."""
    rounds = Round.objects.visible_to(request.user).select_related("call")
    round_ = get_object_or_404(rounds, pk=pk)
    if not rules.may_judge(request.user, round_):
        raise Http404
    signed = declaration_of(round_, request.user)
    if signed is None:
        return redirect("scoring:declare", round_.pk)
    ends_on = last_day(round_)
    own = queue(round_, request.user)
    days = (ends_on - clock.today()).days + 1
    context = {
        "call": round_.call,
        "round": round_,
        "ends_on": ends_on,
        "queue": own,
        "pace": pace(own.sheets, days),
        "is_open": round_.is_marking and days > 0,
        "first_few": own.sheets[:FIRST_FEW] if own.done >= REVISIT_AFTER else [],
        "conflicts": round_.conflicts.filter(judge=request.user).select_related(
            "submission__group", "submission__province"
        ),
        "signed": signed,
        "why_none": "" if own.sheets else _why_none(round_, request.user),
    }
    return render(request, "scoring/queue.html", context)


def _why_none(round_: Round, judge: User) -> str:
    """Why a member who declared has no sheets."""
    if waits_for_draw(round_):
        return _("You get a message as soon as the groups are shared out among the members.")
    if drawn(round_):
        return _("The draw gave you no group, or you stepped out of all that it gave you.")
    return _("Every group of this round is in conflict with you, so there is nothing to judge.")
