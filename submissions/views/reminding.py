"""Reminding those who are behind with their plans, now."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from groups import rules
from groups.pages import remind_page
from groups.requests import Request, only
from submissions import services
from submissions.models import Call


@only(rules.may_remind)
def remind(request: Request, year: int) -> HttpResponse:
    """Who would be reminded of a plan that waits in their hands; then remind exactly those."""
    call = get_object_or_404(Call.objects.visible_to(request.user).opened(), year=year)
    page = reverse("submissions:call", args=[year])
    return remind_page(
        request,
        services.to_remind(call),
        title=_("Remind of plans, fiscal year %(year)s") % {"year": year},
        subject=call,
        crumbs=[(_("Calls"), reverse("submissions:calls")), (str(year), page)],
        back=page,
        allowed=rules.may_remind(request.user),
    )
