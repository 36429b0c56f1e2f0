from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from groups.requests import Request, only
from groups.rules import sees_events
from reports.selectors.audit import events, told
from reports.selectors.duties import duties
from reports.selectors.home import own_submissions, years
from selection_site.lib import thai


def home(request: Request) -> HttpResponse:
    """What I must do now, by when, and where each year stands."""
    shown = years(request.user)
    context = {
        "tasks": duties(request.user),
        "going_on": [year for year in shown if not year.finished],
        "finished": [year for year in shown if year.finished],
        "own": own_submissions(request.user),
    }
    return render(request, "reports/home.html", context)


@only(sees_events)
def audit(request: Request) -> HttpResponse:
    """Everything that was decided or done, with who and when."""
    search = thai.normalise(request.GET.get("q", ""))
    page = Paginator(events(request.user, search=search), 50).get_page(request.GET.get("page"))
    query = urlencode({"q": search}) if search else ""
    context = {"page": page, "rows": told(list(page)), "search": search, "query": query}
    return render(request, "reports/audit.html", context)
