"""The days of one's posts: on a page, as a file, and at a private address for telephones."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from groups import services
from groups.models import User
from groups.requests import Request
from reports.selectors import calendar as selectors
from selection_site.lib import ics


@never_cache
def calendar(request: Request) -> HttpResponse:
    """The days to come, and how they get into a telephone; POST makes a private address.

    The address is on the answer to that POST and nowhere afterwards.
    """
    address = ""
    if request.method == "POST":
        token = services.make_calendar_key(request.user)
        address = f"{settings.SITE_URL}{reverse('reports:calendar_feed', args=[token])}"
    context = {
        "days": selectors.in_words(selectors.days_of(request.user)),
        "key": selectors.key_of(request.user),
        "address": address,
        "subscribe": f"webcal{address.removeprefix('https').removeprefix('http')}",
    }
    return render(request, "reports/calendar.html", context)


@require_POST
def revoke(request: Request) -> HttpResponse:
    services.revoke_calendar_key(request.user)
    messages.success(request, _("The private address answers no more."))
    return redirect("reports:calendar")


@require_safe
def download(request: Request) -> HttpResponse:
    """The days as they are now, to be put into a calendar once."""
    answer = _file(request.user)
    answer["Content-Disposition"] = 'attachment; filename="savings-groups.ics"'
    return answer


@login_not_required
@never_cache
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The days for whoever holds the private address; anything else is not there."""
    user = services.owner_of(token)
    if user is None:
        raise Http404
    return _file(user)


def _file(user: User) -> HttpResponse:
    """Thai whatever the language of the page: a telephone asks without one."""
    with override("th"):
        content = ics.calendar(_("Savings groups: my days"), selectors.days_of(user))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
