"""The calls of the years: preparing, changing and opening them, and the provinces' own days."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups.enums import PROVINCE_ROLES
from groups.models import Province
from groups.requests import Request, only, posted
from groups.rules import oversees
from selection_site.lib import clock, dates
from submissions import rules, services
from submissions.forms.calls import CallForm, ProvinceDayForm
from submissions.models import Call
from submissions.selectors import calls as selectors
from submissions.selectors import overview
from submissions.selectors.extensions import last_day_of, last_days

T = TypeVar("T")


def calls(request: Request) -> HttpResponse:
    """Every year that this person may see, the newest first."""
    rows = Call.objects.visible_to(request.user).annotate(groups=Count("submissions"))
    rows = rows.order_by("-year")  # counting forgets the order of the model
    context = {"calls": rows, "may_manage": rules.may_manage_calls(request.user)}
    return render(request, "submissions/calls.html", context)


def call(request: Request, year: int) -> HttpResponse:
    """One year: its days, places and amounts, its roster, and what opening it still needs."""
    row = get_object_or_404(Call.objects.visible_to(request.user), year=year)
    may_manage = rules.may_manage_calls(request.user)
    groups = row.submissions.taking_part().count()
    context = {
        "call": row,
        "days": selectors.call_days(row),
        "may_manage": may_manage,
        "missing": [] if row.is_open else selectors.missing_to_open(row),
        "oversees": oversees(request.user),
        "sees_extensions": oversees(request.user) or bool(request.user.provinces(*PROVINCE_ROLES)),
        "counts": overview.stage_counts(overview.of_call(request.user, row)),
        "groups": groups,
        "warnings": selectors.roster_warnings(row) if may_manage and groups else [],
    }
    return render(request, "submissions/call.html", context)


@only(rules.may_manage_calls)
def create(request: Request) -> HttpResponse:
    """Prepare a call; the form begins with last year's values, the days moved by a year."""
    last = Call.objects.first()
    year = last.year + 1 if last else dates.fiscal_year(clock.today())
    form = CallForm(posted(request), initial=services.copy_of(last, year))
    if form.is_valid():
        created = _done(form, lambda: services.create_call(by=request.user, **form.cleaned_data))
        if created:
            messages.success(request, _("The call of %(year)s is prepared.") % {"year": created})
            return redirect("submissions:call", created.year)
    return _form_page(request, "submissions/call_form.html", form, call=None, last=last)


@only(rules.may_manage_calls)
def change(request: Request, year: int) -> HttpResponse:
    """Change a call; an open one shows its days alone."""
    row = get_object_or_404(Call.objects.visible_to(request.user), year=year)
    form = CallForm(posted(request), instance=Call.objects.get(pk=row.pk))
    if form.is_valid():
        values = form.cleaned_data
        changed = _done(form, lambda: services.change_call(row, by=request.user, **values))
        if changed:
            messages.success(request, _("The changes are saved."))
            return redirect("submissions:call", changed.year)
    return _form_page(request, "submissions/call_form.html", form, call=row, last=None)


@require_POST
@only(rules.may_manage_calls)
def open_(request: Request, year: int) -> HttpResponse:
    row = get_object_or_404(Call.objects.visible_to(request.user), year=year)
    try:
        services.open_call(row, by=request.user)
    except services.CallRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("The call of %(year)s is open. Districts and provinces on the roster are told.")
        messages.success(request, text % {"year": row})
    return redirect("submissions:call", year)


def province_days(request: Request, year: int) -> HttpResponse:
    """The day that each province asks for, of the provinces whose plans this person sees."""
    row = get_object_or_404(Call.objects.visible_to(request.user), year=year)
    seen = overview.of_call(request.user, row)
    provinces = Province.objects.filter(pk__in=seen.order_by().values("province"))
    own_days = {day.province_id: day for day in row.province_days.select_related("set_by")}
    given = last_days(row)
    last = {province.pk: given.get(province.pk, row.plans_due_on) for province in provinces}
    context = {
        "call": row,
        "lines": [(each, own_days.get(each.pk), last[each.pk]) for each in provinces],
        "may_set": {
            province.pk
            for province in provinces
            if row.plans_closed_at is None
            and clock.today() <= last[province.pk]
            and rules.may_set_province_day(request.user, province.pk)
        },
    }
    return render(request, "submissions/province_days.html", context)


def province_day(request: Request, year: int, code: str) -> HttpResponse:
    """Set the day of one province."""
    row = get_object_or_404(Call.objects.visible_to(request.user), year=year)
    if not rules.may_set_province_day(request.user, code):
        raise Http404
    province = get_object_or_404(Province, pk=code)
    day = row.province_days.filter(province=province).first()
    form = ProvinceDayForm(posted(request), initial={"due_on": day.due_on if day else None})
    if form.is_valid():
        due_on = form.cleaned_data["due_on"]
        if _done(
            form,
            lambda: services.set_province_day(row, province, due_on, by=request.user),
            "due_on",
        ):
            text = _("%(province)s wants its plans by %(day)s.")
            facts = {"province": province, "day": dates.localized(due_on)}
            messages.success(request, text % facts)
            return redirect("submissions:province_days", year)
    facts = {"call": row, "province": province, "day": day, "last": last_day_of(row, code)}
    return _form_page(request, "submissions/province_day.html", form, **facts)


def _done(form: forms.Form | CallForm, act: Callable[[], T], field: str | None = None) -> T | None:
    """What the service answers, or None with its refusal on the form."""
    try:
        return act()
    except services.CallRefusedError as refusal:
        form.add_error(field, str(refusal))
    except ValidationError as error:
        form.add_error(None, error)
    return None


def _form_page(
    request: Request, template: str, form: forms.Form | CallForm, **context: object
) -> HttpResponse:
    """The page of a form; a refused one is answered with 422 so that scripts show it."""
    return render(request, template, {"form": form} | context, status=422 if form.is_bound else 200)
