"""The list of a year's submissions: who has started, sent, forwarded."""

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from groups.enums import PROVINCE_ROLES
from groups.models import User
from groups.requests import Request
from groups.rules import oversees
from selection_site.lib.components import Tab
from submissions import rules
from submissions.enums import Stage
from submissions.forms.overview import OverviewForm
from submissions.models import Call
from submissions.selectors import overview as selectors
from submissions.selectors.overview import StageCount
from submissions.views.board import board

A_PAGE = 100


def overview(request: Request) -> HttpResponse:
    """The year asked for, else the newest open one, narrowed by region, words and stage.

    Who oversees sees the monitoring board.
    """
    calls = {call.year: call for call in Call.objects.visible_to(request.user)}
    query = request.GET.copy()
    opened = (year for year, call in calls.items() if call.is_open)
    query.setdefault("year", str(next(opened, next(iter(calls), ""))))
    form = OverviewForm(query, years=calls)
    form.is_valid()
    call = calls.get(form.cleaned_data.get("year", 0))
    if call is None:
        return render(request, "submissions/overview.html", {"call": None})
    if oversees(request.user):
        return board(request, calls, query)
    return render(request, "submissions/overview.html", _list(request, call, form, query))


def _list(request: Request, call: Call, form: OverviewForm, query: QueryDict) -> dict[str, object]:
    chosen = {name: form.cleaned_data.get(name, "") for name in ("region", "q", "stage")}
    everything = selectors.of_call(request.user, call)
    found = selectors.narrowed(everything, region=chosen["region"], text=chosen["q"])
    counts = selectors.stage_counts(found)
    rows = found.filter(stage=chosen["stage"]) if chosen["stage"] else found
    page = Paginator(rows.for_list(), A_PAGE).get_page(query.get("page"))
    query.pop("page", None)
    return {
        "call": call,
        "form": form,
        "tabs": _tabs(counts, chosen["stage"], query),
        "page": page,
        "lines": selectors.lines(call, page),
        "query": query.urlencode(),
        "is_narrowed": any(chosen.values()),
        "sets_days": _sets_days(request.user),
    }


def _sets_days(user: User) -> bool:
    """Whether this person may set the day of a province of their own."""
    return any(rules.may_set_province_day(user, code) for code in user.provinces(*PROVINCE_ROLES))


def _tabs(counts: list[StageCount], stage: str, query: QueryDict) -> list[Tab]:
    total = sum(entry.groups for entry in counts)
    return [
        Tab(_("All"), _with_stage(query, ""), not stage, total),
        *(
            Tab(
                str(Stage(entry.stage).label),
                _with_stage(query, entry.stage),
                stage == entry.stage,
                entry.groups,
            )
            for entry in counts
        ),
    ]


def _with_stage(query: QueryDict, stage: str) -> str:
    changed = query.copy()
    changed["stage"] = stage
    return f"?{changed.urlencode()}"
