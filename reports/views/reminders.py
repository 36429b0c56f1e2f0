"""The record of a year's reminders, failed mails tried again, reminding by hand."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups import rules
from groups.models import Digest
from groups.pages import remind_page
from groups.requests import Request, only
from groups.services import reminding
from reports import services
from reports.forms.reminders import RemindersForm
from reports.selectors import reminders as selectors
from reports.selectors.due import DUTIES
from scoring.enums import RoundStage
from selection_site.lib.components import Tab
from submissions.models import Call

A_PAGE = 25


@only(rules.oversees)
def record(request: Request, year: int | None = None) -> HttpResponse:
    """Who was reminded of what, and what became of it; the newest year without `year`."""
    calls = Call.objects.visible_to(request.user).opened()
    call = get_object_or_404(calls, year=year) if year else calls.first()
    if call is None:
        return render(request, "reports/reminders.html", {"call": None})
    form = RemindersForm(request.GET)
    form.is_valid()
    chosen = {name: form.cleaned_data.get(name, "") for name in ("duty", "rung", "state", "q")}
    every = selectors.lines(call)
    found = selectors.narrowed(
        every,
        duty=chosen["duty"],
        rung=chosen["rung"],
        state=chosen["state"],
        text=chosen["q"],
    )
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "call": call,
        "tabs": [
            Tab(str(one), reverse("reports:reminders", args=[one.year]), one == call)
            for one in calls
        ],
        "form": form,
        "sums": selectors.sums(every),
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "query": query.urlencode(),
        "may_remind": rules.may_remind(request.user),
        "by_hand": _by_hand(call) if rules.may_remind(request.user) else [],
    }
    return render(request, "reports/reminders.html", context)


def _by_hand(call: Call) -> list[tuple[str, str]]:
    """Where staff remind now: of what is going on in the year."""
    links = []
    if call.is_before_round_1:
        links.append((_("Plans"), reverse("submissions:remind", args=[call.year])))
    links += [
        (round_.get_number_display(), reverse("scoring:remind", args=[round_.pk]))
        for round_ in call.rounds.filter(stage=RoundStage.MARKING)
    ]
    if call.batches.exists():
        links += [
            (str(duty.title), reverse("reports:remind", args=[call.year, duty.name]))
            for duty in DUTIES
        ]
    return links


@only(rules.may_remind)
def remind(request: Request, year: int, duty: str) -> HttpResponse:
    """Who would be reminded of a duty after the allocation; then remind exactly those."""
    call = get_object_or_404(Call.objects.visible_to(request.user).opened(), year=year)
    found = next((one for one in DUTIES if one.name == duty), None)
    if found is None:
        raise Http404
    page = reverse("reports:reminders", args=[year])
    facts = {"what": found.title, "year": year}
    return remind_page(
        request,
        services.to_remind(call, found),
        title=_("Remind of: %(what)s, fiscal year %(year)s") % facts,
        subject=call,
        crumbs=[(_("Reminders"), page)],
        back=page,
        allowed=rules.may_remind(request.user),
    )


@require_POST
@only(rules.may_remind)
def retry(request: Request, pk: int) -> HttpResponse:
    """Try a mail again whose address failed."""
    digest = get_object_or_404(Digest.objects.select_related("user"), pk=pk)
    if reminding.retry_digest(digest, by=request.user):
        text = _("The mail to %(address)s is tried again.")
        messages.success(request, text % {"address": digest.user.email})
    year = digest.notices.order_by("-pk").values_list("year", flat=True).first()
    return redirect("reports:reminders", year) if year else redirect("reports:home")
