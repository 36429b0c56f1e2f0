"""The monitoring board for those who oversee: a map, a table, and both as a workbook."""

from typing import NamedTuple

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from groups.requests import Request, only
from selection_site.lib import xlsx
from submissions import rules
from submissions.enums import BoardState
from submissions.exports import board_workbook
from submissions.forms.overview import BoardForm
from submissions.models import Call
from submissions.selectors import board as selectors
from submissions.selectors.board import Wanted


class Entry(NamedTuple):
    """An entry of the legend: a state, how many there are, and what shows them alone."""

    state: BoardState | None
    label: str
    groups: int
    url: str
    current: bool


def board(request: Request, calls: dict[int, Call], query: QueryDict) -> HttpResponse:
    """The board of the year that the list of plans settled on."""
    form = BoardForm(query, years=calls)
    wanted = _wanted(form)
    call = calls[form.cleaned_data["year"]]
    shown = selectors.board(request.user, call, wanted)
    context = {
        "call": call,
        "form": form,
        "rows": shown.rows,
        "map": selectors.board_map(shown.rows),
        "legend": _legend(shown.counts, wanted.state, query),
        "query": query.urlencode(),
        "may_export": rules.may_export_board(request.user),
    }
    return render(request, "submissions/board.html", context)


def _wanted(form: BoardForm) -> Wanted:
    form.is_valid()
    chosen = form.cleaned_data
    return Wanted(*(chosen.get(name, "") for name in ("region", "q", "left", "state")))


def _legend(counts: dict[BoardState, int], chosen: str, query: QueryDict) -> list[Entry]:
    everything = Entry(None, _("All"), sum(counts.values()), _with_state(query, ""), not chosen)
    each = (
        Entry(state, str(state.label), count, _with_state(query, state), state == chosen)
        for state, count in counts.items()
    )
    return [everything, *each]


def _with_state(query: QueryDict, state: str) -> str:
    changed = query.copy()
    changed["state"] = state
    return f"?{changed.urlencode()}"


@require_safe
@only(rules.may_export_board)
def workbook(request: Request) -> HttpResponse:
    """Exactly the rows that the board shows for the same address, and what narrows them."""
    calls = {call.year: call for call in Call.objects.visible_to(request.user)}
    form = BoardForm(request.GET, years=calls)
    wanted = _wanted(form)
    call = calls.get(form.cleaned_data.get("year", 0))
    if call is None:
        raise Http404
    with override("th"):
        content = board_workbook(call, wanted, request.user)
    name = content_disposition_header(True, f"กระดานติดตามแผนธุรกิจ {call.year}.xlsx")
    headers = {"Content-Disposition": name or "attachment"}
    return HttpResponse(content, content_type=xlsx.CONTENT_TYPE, headers=headers)
