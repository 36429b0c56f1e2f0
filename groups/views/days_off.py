"""Days off of the offices: those every calendar has, and those declared late."""

from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups import rules, services
from groups.forms import DayOffForm
from groups.models import DayOff
from groups.requests import Request, only, posted
from selection_site.lib import clock, dates, workdays


@only(rules.may_set_days_off)
def days_off(request: Request) -> HttpResponse:
    """The days off to come, and a form to add one."""
    form = DayOffForm(posted(request))
    if form.is_valid():
        day = form.cleaned_data["day"]
        try:
            services.add_day_off(day, form.cleaned_data["name"], by=request.user)
        except (services.DayOffRefusedError, ValidationError) as refusal:
            told = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
            form.add_error("day", told)
        else:
            text = _("%(day)s is a day off: no reminder goes out on it.")
            messages.success(request, text % {"day": dates.localized(day)})
            return redirect("groups:days_off")
    context = {
        "form": form,
        "added": DayOff.objects.select_related("added_by"),
        "known": _known_to_come(),
    }
    return render(request, "groups/days_off.html", context, status=422 if form.is_bound else 200)


def _known_to_come() -> list[tuple[date, str]]:
    """The holidays that every calendar has, from today for a year."""
    first = clock.today()
    last = first + timedelta(days=365)
    known = [day for year in (first.year, last.year) for day in workdays.holidays_of(year).items()]
    return sorted({(day, name) for day, name in known if first <= day <= last})


@require_POST
@only(rules.may_set_days_off)
def remove(request: Request, pk: int) -> HttpResponse:
    services.remove_day_off(pk, by=request.user)
    messages.success(request, _("The day is a working day again."))
    return redirect("groups:days_off")
