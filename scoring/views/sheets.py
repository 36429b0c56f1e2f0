"""A member's queue and sheets. Plan, clip and files are reached through a sheet alone."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from groups.requests import Request, only, posted
from groups.rules import oversees
from scoring import rules, services
from scoring.enums import RoundStage
from scoring.forms import SheetForm
from scoring.models import FULL_POINTS, Round, Sheet
from scoring.selectors import declaration_of, last_day, queue
from selection_site.lib.uploads import serve
from submissions.models import PlanVersion
from submissions.selectors import clip_response, latest_version, plan_document, poster_response


def own_queue(request: Request, pk: int) -> HttpResponse:
    """The member's sheets of a round, in the member's own order."""
    rounds = Round.objects.visible_to(request.user).select_related("call")
    round_ = get_object_or_404(rounds, pk=pk)
    if not rules.may_judge(request.user, round_):
        raise Http404
    signed = declaration_of(round_, request.user)
    if signed is None:
        return redirect("scoring:declare", round_.pk)
    context = {
        "call": round_.call,
        "round": round_,
        "ends_on": last_day(round_),
        "queue": queue(round_, request.user),
        "conflicts": round_.conflicts.filter(judge=request.user).select_related(
            "submission__group", "submission__province"
        ),
        "signed": signed,
    }
    return render(request, "scoring/queue.html", context)


def visible_sheet(request: Request, pk: int) -> Sheet:
    """The sheet, with what its page shows; 404 for what this person may not see."""
    rows = Sheet.objects.visible_to(request.user).select_related(
        "assignment__judge",
        "assignment__round__call",
        "assignment__submission__group",
        "assignment__submission__district",
        "assignment__submission__province",
    )
    return get_object_or_404(rows, pk=pk)


def version_of(sheet: Sheet) -> PlanVersion:
    """What is judged: the plan as it was forwarded."""
    version = latest_version(sheet.assignment.submission)
    if version is None:
        raise Http404
    return version


def sheet(request: Request, pk: int) -> HttpResponse:
    """Plan and clip beside the criteria; saving and handing in."""
    found = visible_sheet(request, pk)
    criteria = list(found.assignment.round.criteria.all())
    if not rules.may_mark(request.user, found) or services.why_fixed(found):
        return _read(request, found)
    is_complete = request.POST.get("act", "hand_in") == "hand_in"
    form = SheetForm(posted(request), sheet=found, criteria=criteria, is_complete=is_complete)
    revision = form["revision"].value()
    if form.is_valid():
        try:
            return _act(request, found, form)
        except services.StaleSheetError as stale:
            revision = stale.revision
            form.add_error(None, str(stale))
        except services.RoundRefusedError as refusal:
            form.add_error(None, str(refusal))
    context = _context(request, found) | {"form": form, "revision": revision}
    return render(request, "scoring/sheet.html", context, status=422 if form.is_bound else 200)


def _act(request: Request, found: Sheet, form: SheetForm) -> HttpResponse:
    """Save or hand in, then lead on: back to the sheet, or to the next one in the queue."""
    act = request.POST.get("act", "save")
    write = services.hand_in if act == "hand_in" else services.save_sheet
    written = write(
        found.assignment,
        judge=request.user,
        marks=form.marks,
        note=form.cleaned_data["note"],
        comment=form.cleaned_data["comment"],
        revision=form.cleaned_data["revision"],
    )
    group = found.assignment.submission.group
    if written.is_handed_in:
        text = _("Handed in: %(group)s, %(total)s points.")
        messages.success(request, text % {"group": group, "total": f"{written.total:g}"})
    else:
        messages.success(request, _("Saved: %(group)s.") % {"group": group})
    if act == "save":
        return redirect("scoring:sheet", found.pk)
    following = queue(found.assignment.round, request.user).next_after(found.assignment.position)
    if following is None or following.pk == found.pk:
        return redirect("scoring:queue", found.assignment.round_id)
    return redirect("scoring:sheet", following.pk)


def _read(request: Request, found: Sheet) -> HttpResponse:
    """A sheet that takes no marks, as it stands; one who pressed too late is told so."""
    given = {mark.criterion_id: mark.points for mark in found.marks.all()}
    criteria = found.assignment.round.criteria.all()
    context = _context(request, found) | {
        "rows": [(criterion, given.get(criterion.pk)) for criterion in criteria],
        "is_own": found.assignment.judge == request.user,
        "why_fixed": services.why_fixed(found),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "scoring/sheet_read.html", context, status=status)


def _context(request: Request, found: Sheet) -> dict[str, object]:
    version = version_of(found)
    assignment = found.assignment
    return {
        "sheet": found,
        "round": assignment.round,
        "submission": assignment.submission,
        "ends_on": last_day(assignment.round),
        "version": version,
        "document": plan_document(version.content),
        "files": version.attachments.all(),
        "full": FULL_POINTS,
        "may_step_out": rules.may_mark(request.user, found)
        and assignment.round.stage == RoundStage.MARKING,
        "length": assignment.round.assignments.filter(judge=assignment.judge).count(),
    }


@only(oversees)
def of_group(request: Request, pk: int, submission: int) -> HttpResponse:
    """What each member gave one group: for those who oversee, once the round is closed."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    rows = Sheet.objects.visible_to(request.user).in_round(round_).handed_in()
    sheets = rows.filter(assignment__submission=submission).select_related(
        "assignment__judge",
        "assignment__round__call",
        "assignment__submission__group",
        "assignment__submission__province",
    )
    found = list(sheets.order_by("assignment__judge__sort_key"))
    if not found:
        raise Http404
    context = {
        "round": found[0].assignment.round,
        "submission": found[0].assignment.submission,
        "sheets": found,
    }
    return render(request, "scoring/group.html", context)


def clip(request: Request, pk: int) -> HttpResponseBase:
    return clip_response(request, version_of(visible_sheet(request, pk)).clip)


def poster(request: Request, pk: int) -> HttpResponseBase:
    return poster_response(request, version_of(visible_sheet(request, pk)).clip)


def attachment(request: Request, pk: int, file: int) -> HttpResponseBase:
    files = version_of(visible_sheet(request, pk)).attachments
    found = get_object_or_404(files, pk=file)
    return serve(request, found.path, name=found.name, content_type=found.content_type, inline=True)
