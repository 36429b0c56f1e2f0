"""The roster of a year: read in from a workbook, or group by group."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from groups.requests import Request, only, posted
from groups.rules import oversees
from selection_site.lib import dates, xlsx
from selection_site.lib.uploads import UploadError
from submissions import rules, services
from submissions.enums import Stage
from submissions.exports import roster_template
from submissions.forms.roster import GroupForm, ProvinceForm, RosterFileForm
from submissions.models import Call, RosterFile, Submission
from submissions.selectors.calls import roster_warnings
from submissions.selectors.extensions import last_days


def _call(request: Request, year: int) -> Call:
    return get_object_or_404(Call.objects.visible_to(request.user), year=year)


def _takes_groups(call: Call) -> bool:
    """Whether a group put on the roster now could still send a plan, be it in one province."""
    if not call.plans_are_over:
        return True
    return not all(call.is_past(day) for day in last_days(call).values())


@only(oversees)
def roster(request: Request, year: int) -> HttpResponse:
    return _roster_page(request, _call(request, year), RosterFileForm())


def _roster_page(request: Request, call: Call, form: RosterFileForm) -> HttpResponse:
    groups = list(call.submissions.for_list())
    may_manage = rules.may_manage_calls(request.user) and _takes_groups(call)
    context = {
        "call": call,
        "form": form,
        "groups": groups,
        "taking_part": sum(row.stage != Stage.WITHDRAWN for row in groups),
        "warnings": roster_warnings(call) if groups else [],
        "may_manage": may_manage,
        "removable": Stage.NOT_STARTED,
    }
    status = 422 if form.is_bound else 200
    return render(request, "submissions/roster.html", context, status=status)


@only(rules.may_manage_calls)
def template(request: Request) -> HttpResponse:
    """The workbook to fill in."""
    name = content_disposition_header(True, "แบบรายชื่อกลุ่มเป้าหมาย.xlsx")
    headers = {"Content-Disposition": name or "attachment"}
    return HttpResponse(roster_template(), content_type=xlsx.CONTENT_TYPE, headers=headers)


@require_POST
@only(rules.may_manage_calls)
def upload(request: Request, year: int) -> HttpResponse:
    """Keep a workbook and lead to its preview."""
    call = _call(request, year)
    form = RosterFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            file = services.store_roster_file(call, form.cleaned_data["file"], by=request.user)
        except UploadError as error:
            form.add_error("file", str(error))
        else:
            return redirect("submissions:roster_file", year, file.pk)
    return _roster_page(request, call, form)


@only(rules.may_manage_calls)
def preview(request: Request, year: int, pk: int) -> HttpResponse:
    """What a workbook would do: what to correct in which cell, or which groups come."""
    call = _call(request, year)
    file = get_object_or_404(call.roster_files.select_related("call"), pk=pk)
    found = services.read_stored_roster(file)
    context = {"call": call, "file": file, "found": found}
    return render(request, "submissions/roster_file.html", context)


@require_POST
@only(rules.may_manage_calls)
def confirm(request: Request, year: int, pk: int) -> HttpResponse:
    call = _call(request, year)
    file = get_object_or_404(RosterFile.objects.select_related("call"), pk=pk, call=call)
    try:
        added = services.confirm_roster(file, by=request.user)
    except services.CallRefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("submissions:roster_file", year, pk)
    messages.success(request, _added(added))
    return redirect("submissions:roster", year)


def _added(count: int) -> str:
    if count == 0:
        return _("Every group of the file was on the roster already; nothing changed.")
    text = ngettext(
        "%(count)d group is on the roster now.", "%(count)d groups are on the roster now.", count
    )
    return text % {"count": count}


@only(rules.may_manage_calls)
def add(request: Request, year: int) -> HttpResponse:
    """Add a group by hand: first its province, then the rest."""
    call = _call(request, year)
    if not _takes_groups(call):
        text = _("Plans were due on %(day)s; a group added now could send nothing.")
        messages.error(request, text % {"day": dates.localized(call.plans_due_on)})
        return redirect("submissions:roster", year)
    chosen = ProvinceForm(request.GET if "province" in request.GET else None)
    if not chosen.is_valid():
        return render(request, "submissions/roster_add.html", {"call": call, "chosen": chosen})
    province = chosen.cleaned_data["province"]
    form = GroupForm(posted(request), province=province)
    if form.is_valid():
        try:
            submission = services.add_group(call, by=request.user, **form.values)
        except services.CallRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            text = _("%(group)s is on the roster.") % {"group": submission.group}
            messages.success(request, text)
            return redirect("submissions:roster", year)
    context = {"call": call, "chosen": chosen, "form": form, "province": province}
    status = 422 if form.is_bound else 200
    return render(request, "submissions/roster_add.html", context, status=status)


@require_POST
@only(rules.may_manage_calls)
def remove(request: Request, year: int, pk: int) -> HttpResponse:
    rows = Submission.objects.visible_to(request.user).select_related("group")
    submission = get_object_or_404(rows, pk=pk, call__year=year)
    try:
        services.remove_group(submission, by=request.user)
    except services.CallRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("%(group)s is off the roster.") % {"group": submission.group}
        messages.success(request, text)
    return redirect("submissions:roster", year)
