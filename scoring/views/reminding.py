"""Reminding the members whose sheets are not in, now."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from groups.pages import remind_page
from groups.requests import Request
from scoring import rules, services
from scoring.enums import RoundStage
from scoring.models import Round


def remind(request: Request, pk: int) -> HttpResponse:
    """Which members would be reminded of their sheets; then remind exactly those."""
    seen = Round.objects.completeness_visible_to(request.user)
    marking = seen.filter(stage=RoundStage.MARKING)
    round_ = get_object_or_404(marking.select_related("call"), pk=pk)
    if not rules.may_remind_judges(request.user, round_):
        raise Http404
    page = reverse("scoring:progress", args=[pk])
    return remind_page(
        request,
        services.to_remind(round_),
        title=_("Remind of sheets, %(round)s") % {"round": round_},
        subject=round_,
        crumbs=[(_("Progress"), page)],
        back=page,
        allowed=True,
    )
