"""Marking a sheet: saved while it is written, handed in, changed afterwards for a reason."""

from functools import partial
from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from groups.requests import Request, posted
from scoring import rules, services
from scoring.forms import SheetForm, filled_of, place_label
from scoring.models import Sheet
from scoring.selectors import own_marks, queue
from scoring.views.sheets import (
    closed,
    closed_by,
    context_of,
    fetch_sheet,
    given,
    read,
    visible_sheet,
)
from selection_site.lib import dates


class Difference(NamedTuple):
    """Something of a sheet that is another on this page than in the sheet that was saved."""

    label: str
    here: str
    there: str


def sheet(request: Request, pk: int) -> HttpResponse:
    """Plan and clip beside the criteria; saving and handing in."""
    found = fetch_sheet(request, pk)
    if known := closed_by(request, found):
        if request.POST.get("act") == "auto":
            return JsonResponse({"refusal": known.why_closed}, status=409)
        return closed(request, found, known)
    if not rules.may_mark(request.user, found) or services.why_fixed(found):
        return read(request, found)
    if found.is_handed_in and request.method != "POST":
        return read(request, found)
    return _mark(request, found, is_change=found.is_handed_in)


def change(request: Request, pk: int) -> HttpResponse:
    """The form for a new version of a sheet that is handed in; the old one counts until then."""
    found = visible_sheet(request, pk)
    if not rules.may_mark(request.user, found) or not found.is_handed_in:
        raise Http404
    if services.why_fixed(found):
        return read(request, found)
    return _mark(request, found, is_change=True)


def _mark(request: Request, found: Sheet, *, is_change: bool) -> HttpResponse:
    act = request.POST.get("act", "hand_in")
    context = context_of(found)
    form = SheetForm(
        posted(request),
        filled=filled_of(found),
        criteria=context.criteria,
        sections=context.sections,
        is_complete=act == "hand_in",
        is_change=is_change and act != "auto",
    )
    if act == "auto" and form.is_bound:
        return _saved_aside(request, found, form)
    differences: list[Difference] = []
    revision = form["revision"].value()
    if form.is_valid():
        try:
            return _act(request, found, form, act)
        except services.StaleSheetError as stale:
            revision = stale.revision
            form.add_error(None, str(stale))
            differences = _differences(form, found)
        except services.RoundRefusedError as refusal:
            form.add_error(None, str(refusal))
    own = own_marks(context.criteria, found.assignment.round, request.user, but=found)
    page = context.page | {
        "form": form,
        "parts": form.parts(own),
        "own_totals": own.totals,
        "revision": revision,
        "differences": differences,
        "is_change": is_change,
        "handed_in_already": services.handed_in_already(found) if is_change else "",
    }
    return render(request, "scoring/sheet.html", page, status=422 if form.is_bound else 200)


def _act(request: Request, found: Sheet, form: SheetForm, act: str) -> HttpResponse:
    """Save or hand in, then lead on: back to the sheet, or to the next one in the queue."""
    written = _write(request, found, form, hands_in=act == "hand_in")
    group = found.assignment.submission.group
    if written.is_handed_in:
        text = _("Handed in: %(group)s, %(total)s points. Receipt %(receipt)s.")
        total = f"{written.total:.2f}".rstrip("0").rstrip(".")
        receipt = written.versions.all()[0].receipt
        messages.success(request, text % {"group": group, "total": total, "receipt": receipt})
    else:
        messages.success(request, _("Saved: %(group)s.") % {"group": group})
    if act == "save":
        return redirect("scoring:sheet", found.pk)
    if found.is_handed_in:
        return redirect("scoring:receipt", found.pk)
    following = queue(found.assignment.round, request.user).next_after(found.assignment.position)
    if following is None or following.pk == found.pk:
        return redirect("scoring:queue", found.assignment.round_id)
    return redirect("scoring:sheet", following.pk)


def _write(request: Request, found: Sheet, form: SheetForm, *, hands_in: bool) -> Sheet:
    """Save or hand in; a sheet that was saved elsewhere just like this one is in nobody's way."""
    given = form.cleaned_data
    act = (
        partial(services.hand_in, reason=given.get("reason", ""))
        if hands_in
        else services.save_sheet
    )
    write = partial(
        act,
        found.assignment,
        judge=request.user,
        marks=form.marks,
        note=given["note"],
        comment=given["comment"],
        evidence=form.evidence,
        seconds=given["seconds"] or 0,
    )
    try:
        return write(revision=given["revision"])
    except services.StaleSheetError as stale:
        if _differences(form, found):
            raise
        return write(revision=stale.revision)


def _saved_aside(request: Request, found: Sheet, form: SheetForm) -> JsonResponse:
    """The answer to a page that saves by itself: the new revision, or a sentence and what differs.

    409 when the sheet was saved or handed in elsewhere, 422 when something typed does not fit.
    """
    if not form.is_valid():
        return JsonResponse({"refusal": _refusal(form)}, status=422)
    try:
        written = _write(request, found, form, hands_in=False)
    except services.StaleSheetError as stale:
        panel = {
            "differences": _differences(form, stale.sheet),
            "text": str(stale),
            "revision": stale.revision,
            "sheet": found,
        }
        html = render_to_string("scoring/_differences.html", panel, request)
        return JsonResponse({"panel": html}, status=409)
    except services.RoundRefusedError as refusal:
        return JsonResponse({"refusal": str(refusal)}, status=409)
    moment = dates.localized_datetime(written.saved_at)
    return JsonResponse(
        {"revision": written.revision, "saved": _("Saved %(moment)s") % {"moment": moment}}
    )


def _refusal(form: SheetForm) -> str:
    """The errors in one line, each after the name of its criterion."""
    names = {f"points-{pk}": f"{criterion.name}: " for pk, criterion in form.criteria.items()}
    return " ".join(
        f"{names.get(name, '')}{error}" for name, errors in form.errors.items() for error in errors
    )


def _differences(form: SheetForm, found: Sheet) -> list[Difference]:
    """What this page holds and what was saved elsewhere, where the two are not the same."""
    criteria = list(form.criteria.values())
    stored = filled_of(Sheet.objects.prefetch_related("marks", "evidence").get(pk=found.pk))
    rows = [
        Difference(
            criterion.name,
            given(form.marks, criterion.pk),
            given(stored.marks, criterion.pk),
        )
        for criterion in criteria
    ]
    for criterion in criteria:
        here, there = (
            ", ".join(
                place_label(row.kind, row.place, form.sections)
                for row in cited
                if row.criterion == criterion.pk
            )
            for cited in (form.evidence, stored.evidence)
        )
        label = _("%(criterion)s: evidence") % {"criterion": criterion.name}
        rows.append(Difference(label, here, there))
    rows += [
        Difference(str(form.fields[name].label), form.cleaned_data[name], getattr(stored, name))
        for name in ("comment", "note")
    ]
    return [row for row in rows if row.here != row.there]
