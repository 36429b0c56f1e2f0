"""Pages that several apps show with facts of their own."""

from collections.abc import Collection
from datetime import datetime

from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from groups.requests import Request
from groups.services import nudging, reminding
from groups.services.nudging import Nudge
from selection_site.lib import dates


def remind_page(
    request: Request,
    found: Nudge,
    *,
    title: str,
    subject: models.Model,
    crumbs: list[tuple[str, str]],
    back: str,
    allowed: bool = True,
) -> HttpResponse:
    """Show who would be reminded now; when posted, remind exactly those and go back.

    A list that changed in between is shown anew with status 409, the choice kept. `allowed` is what
    the app's own rule says of this person.
    """
    goes_out = reminding.next_time()
    chosen, refusal, status = {person.key for person in found.open}, "", 200
    if request.method == "POST":
        picked = set(request.POST.getlist("to"))
        try:
            count = nudging.remind_now(
                found,
                chosen=picked,
                seal=request.POST.get("seal", ""),
                subject=subject,
                by=request.user,
                allowed=allowed,
            )
        except nudging.ListChangedError as changed:
            left_out = set(request.POST.getlist("shown")) - picked
            chosen, refusal, status = chosen - left_out, str(changed), 409
        except nudging.NudgeRefusedError as refused:
            chosen, refusal, status = picked & chosen, str(refused), 422
        else:
            messages.success(request, _told(count, goes_out))
            return redirect(back)
    facts = {"title": title, "crumb_links": crumbs, "refusal": refusal, "goes_out": goes_out}
    return render(request, "groups/remind.html", facts | _shown(found, chosen), status=status)


def _shown(found: Nudge, chosen: Collection[str]) -> dict[str, object]:
    """The list, who of it is ticked, and whether mails go out at this hour."""
    return {
        "found": found,
        "lines": [(person, person.key in chosen) for person in found.people],
        "at_once": reminding.is_time(),
    }


def _told(count: int, when: datetime) -> str:
    text = ngettext(
        "%(count)d person is reminded. The mail goes out on %(when)s.",
        "%(count)d people are reminded. The mails go out on %(when)s.",
        count,
    )
    return text % {"count": count, "when": dates.localized_datetime(when)}
