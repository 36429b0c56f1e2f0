"""The rounds of a year, each with the one thing to do next."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups.enums import JUDGE_ROLES
from groups.models import User
from groups.requests import Request, only
from groups.rules import oversees
from scoring import rules, services
from scoring.enums import RoundStage
from scoring.models import Round
from scoring.selectors import declaration_of, last_day
from scoring.selectors.meetings import meetings_of
from scoring.views.steps import Step, next_step
from selection_site.lib.components import Tab
from submissions.models import Call


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Card:
    """A round as its card shows it: the next step, and the pages behind it."""

    round: Round
    ends_on: date
    step: Step
    links: list[Link]


def calls_judged_by(user: User) -> QuerySet[Call]:
    """The years whose rounds this person may know of."""
    calls = Call.objects.visible_to(user)
    if oversees(user):
        return calls
    return calls.filter(year__in=user.years(*JUDGE_ROLES))


@only(rules.sees_rounds)
def home(request: Request, year: int | None = None) -> HttpResponse:
    """The rounds of a year, of the newest one without `year`."""
    user = request.user
    calls = list(calls_judged_by(user))
    call = next((row for row in calls if year in (None, row.year)), None)
    if call is None and year is not None:
        raise Http404
    rounds = Round.objects.visible_to(user).filter(call=call).select_related("call")
    context = {
        "call": call,
        "tabs": [Tab(str(c), reverse("scoring:home", args=[c.year]), c == call) for c in calls],
        "cards": [card(round_, user) for round_ in rounds],
        "may_prepare": rules.may_set_criteria(user),
    }
    return render(request, "scoring/home.html", context)


def card(round_: Round, user: User) -> Card:
    step = next_step(round_, user)
    links = [link for link in links_of(round_, user) if link.url != step.url]
    return Card(round_, last_day(round_), step, links)


def links_of(round_: Round, user: User) -> list[Link]:
    """The pages of a round that this person may open."""
    one = Round.objects.filter(pk=round_.pk)
    judged = rules.may_judge(user, round_) and declaration_of(round_, user)
    pages = [
        (_("Criteria"), "scoring:criteria", True),
        (_("Rules"), "scoring:selection", True),
        (_("My sheets"), "scoring:queue", judged),
        (_("Who judges what"), "scoring:sharing", rules.sees_conflicts(user, round_)),
        (_("Conflicts of interest"), "scoring:conflicts", _knows_conflicts(user, round_)),
        (_("Progress"), "scoring:progress", one.completeness_visible_to(user).exists()),
        (_("Ranking"), "scoring:ranking", one.ranking_visible_to(user).exists()),
        (_("Meetings"), "scoring:meetings", bool(meetings_of(round_, user))),
    ]
    return [Link(text, reverse(name, args=[round_.pk])) for text, name, shown in pages if shown]


def _knows_conflicts(user: User, round_: Round) -> bool:
    sees = rules.sees_conflicts(user, round_) or rules.may_ask_about_conflict(user, round_)
    return sees and round_.stage != RoundStage.PREPARED


@require_POST
@only(rules.may_set_criteria)
def prepare(request: Request, year: int) -> HttpResponse:
    call = get_object_or_404(Call.objects.visible_to(request.user), year=year)
    services.prepare_rounds(call, by=request.user)
    messages.success(request, _("Both rounds have the usual criteria now. Look through them."))
    return redirect("scoring:home", year)


@require_POST
def open_(request: Request, pk: int) -> HttpResponse:
    rounds = Round.objects.visible_to(request.user).select_related("call")
    round_ = get_object_or_404(rounds, pk=pk)
    try:
        services.open_round(round_, by=request.user)
    except services.RoundRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Marking is open. Every member has a message."))
    return redirect("scoring:home", round_.call.year)
