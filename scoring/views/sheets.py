"""Sheets as they are read. Plan, clip and files are reached through a sheet alone."""

from typing import NamedTuple

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from groups.requests import Request, only
from groups.rules import oversees
from scoring import rules, services
from scoring.forms import CitedPlace, Filled, filled_of, place_label
from scoring.models import FULL_POINTS, Criterion, Round, Sheet, SheetVersion
from scoring.selectors import Marks, last_day
from scoring.selectors.conflicts import Known, newly_known
from scoring.services.conflicts import UNDECIDED
from selection_site.lib.uploads import serve
from submissions.models import Attachment, PlanVersion
from submissions.selectors import (
    clip_response,
    latest_version,
    part_response,
    plan_document,
    poster_response,
    thumbnail_response,
    version_captions_response,
    version_files,
)


class Shown(NamedTuple):
    """What every page of a sheet needs: the values for its template, criteria, the plan's parts."""

    page: dict[str, object]
    criteria: list[Criterion]
    sections: list[tuple[str, str]]


class Row(NamedTuple):
    """A criterion of a sheet that is read: its mark, and the places on which it rests."""

    criterion: Criterion
    mark: str
    places: list[CitedPlace]


def visible_sheet(request: Request, pk: int) -> Sheet:
    """The sheet, with what its page shows; 404 for what this person may not see (any more)."""
    found = fetch_sheet(request, pk)
    if closed_by(request, found):
        raise Http404
    return found


def closed_by(request: Request, found: Sheet) -> Known | None:
    """The conflict that closed the member's own sheet after the declaration."""
    return newly_known(found) if found.assignment.judge == request.user else None


def fetch_sheet(request: Request, pk: int) -> Sheet:
    """The sheet, whatever became known since: for the pages that say so."""
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


def context_of(found: Sheet) -> Shown:
    version = version_of(found)
    assignment = found.assignment
    document = plan_document(version.content)
    page: dict[str, object] = {
        "sheet": found,
        "round": assignment.round,
        "submission": assignment.submission,
        "ends_on": last_day(assignment.round),
        "version": version,
        "document": document,
        "files": version_files(version),
        "full": FULL_POINTS,
        "length": assignment.round.assignments.filter(judge=assignment.judge).count(),
    }
    criteria = list(assignment.round.criteria.prefetch_related("anchors"))
    return Shown(page, criteria, [(section.key, section.title) for section in document])


def given(marks: Marks, pk: int) -> str:
    """A mark in words: the figure, 'cannot judge', or nothing yet."""
    if pk not in marks:
        return ""
    mark = marks[pk]
    return _("cannot judge") if mark is None else f"{mark.normalize():f}"


def rows_of(filled: Filled, shown: Shown) -> list[Row]:
    """The criteria with what the sheet says of each."""
    titles = dict(shown.sections)
    return [
        Row(
            criterion,
            given(filled.marks, criterion.pk),
            [
                CitedPlace("", row.kind, row.place, place_label(row.kind, row.place, titles))
                for row in filled.evidence
                if row.criterion == criterion.pk
            ],
        )
        for criterion in shown.criteria
    ]


def read(request: Request, found: Sheet) -> HttpResponse:
    """A sheet as it stands; one who sent marks too late is told so, and shown what was typed."""
    shown = context_of(found)
    is_own = found.assignment.judge == request.user
    why_fixed = services.why_fixed(found)
    page = shown.page | {
        "rows": rows_of(filled_of(found), shown),
        "versions": found.versions.all(),
        "is_own": is_own,
        "why_fixed": why_fixed,
        "may_change": found.is_handed_in and rules.may_mark(request.user, found) and not why_fixed,
        "typed": _typed(request, shown.criteria) if is_own else [],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "scoring/sheet_read.html", page, status=status)


def closed(request: Request, found: Sheet, known: Known) -> HttpResponse:
    """In place of a sheet that its member must not open: why, and the ways on that there are."""
    assignment = found.assignment
    page = {
        "round": assignment.round,
        "submission": assignment.submission,
        "sheet": found,
        "why": known.why_closed,
        "may_ask": assignment.round.stage in UNDECIDED,
        "typed": _typed(request, list(assignment.round.criteria.all())),
    }
    return render(request, "scoring/sheet_closed.html", page, status=403)


def _typed(request: Request, criteria: list[Criterion]) -> list[tuple[str, str]]:
    """What was sent to a sheet that takes nothing any more, so that it can be copied."""
    labels = {f"points-{criterion.pk}": criterion.name for criterion in criteria}
    labels |= {
        "comment": _("Comment to the group"),
        "note": _("Private note"),
        "reason": _("Reason for the change"),
    }
    return [(label, request.POST[name]) for name, label in labels.items() if request.POST.get(name)]


@require_GET
def receipt(request: Request, pk: int) -> HttpResponse:
    """What was handed in, when, and the code under which the audit chain holds it; for print."""
    found = visible_sheet(request, pk)
    versions = list(found.versions.all())
    if found.assignment.judge != request.user or not versions:
        raise Http404
    shown = context_of(found)
    page = shown.page | {
        "rows": rows_of(filled_of(found), shown),
        "newest": versions[0],
        "versions": versions,
        "may_change": rules.may_mark(request.user, found) and not services.why_fixed(found),
    }
    return render(request, "scoring/receipt.html", page)


class Version(NamedTuple):
    """A version of a sheet with its marks in words."""

    version: SheetVersion
    rows: list[tuple[str, str]]


@require_GET
def versions(request: Request, pk: int) -> HttpResponse:
    """Every version of a sheet, newest first, each with its marks and the reason for it."""
    found = visible_sheet(request, pk)
    names = {criterion.pk: criterion.name for criterion in found.assignment.round.criteria.all()}
    rows = [
        Version(
            version,
            [
                (names.get(pk, ""), _("cannot judge") if mark is None else mark)
                for pk, mark in version.content["marks"]
            ],
        )
        for version in found.versions.all()
    ]
    page = {
        "sheet": found,
        "round": found.assignment.round,
        "submission": found.assignment.submission,
        "versions": rows,
    }
    return render(request, "scoring/versions.html", page)


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


def clip_part(request: Request, pk: int, part: str) -> HttpResponseBase:
    version = version_of(visible_sheet(request, pk))
    if part == "captions":
        return version_captions_response(request, version)
    return part_response(request, version.clip, part)


def thumbnail(request: Request, pk: int, file: int) -> HttpResponseBase:
    return thumbnail_response(request, _attachment(request, pk, file))


def _attachment(request: Request, pk: int, file: int) -> Attachment:
    files = version_of(visible_sheet(request, pk)).attachments
    return get_object_or_404(files, pk=file)


def attachment(request: Request, pk: int, file: int) -> HttpResponseBase:
    found = _attachment(request, pk, file)
    return serve(request, found.path, name=found.name, content_type=found.content_type, inline=True)
