"""Where the province checks a sent plan line by line and collects comments to return it with."""

from collections.abc import Iterator
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from groups.requests import Request
from submissions import selectors, services, stages
from submissions.forms.uploads import ReturnForm
from submissions.models import PlanVersion, Remark, Submission
from submissions.selectors import remarks as found
from submissions.selectors.diff import Change
from submissions.selectors.lines import LineRow, LineSection, PlanLine
from submissions.selectors.missing import Missing
from submissions.services import Spot
from submissions.stages import StepRefusedError
from submissions.views import pages

TEXT = "text"
LONG = 60


class Box(NamedTuple):
    """A place with what stands there and room for a comment; `said` is the one collected."""

    name: str
    anchor: str
    label: str
    text: str
    said: str

    @property
    def is_long(self) -> bool:
        """Whether it needs the width of the page."""
        return len(self.text) > LONG or bool(self.said)


class BoxRow(NamedTuple):
    """A row; of a plan that was sent again, only those with something to look at are open."""

    whole: Box
    boxes: list[Box]
    is_open: bool


class BoxSection(NamedTuple):
    """A section with how often there is something to look at in it, and what the plan warns of."""

    key: str
    title: str
    whole: Box
    boxes: list[Box]
    rows: list[BoxRow]
    said: int
    changed: int
    warned: list[str]

    @property
    def is_open(self) -> bool:
        """The others are folded up: the page is as long as eighteen sections."""
        return bool(self.said or self.changed or self.warned)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Request, pk: int) -> HttpResponse:
    """All places of the version that was sent last; 'keep' collects what was typed, 'return' sends.

    Nothing typed is lost: every box of the page is one form, and whichever button is pressed
    keeps them all.
    """
    submission = pages.fetch(request, pk)
    version = selectors.latest_version(submission)
    if version is None or not stages.is_open(submission, "return", request.user):
        if request.method == "POST":
            messages.error(request, stages.why_closed(submission, "return", request.user))
        return redirect("submissions:remarks", pk)
    form = ReturnForm(request.POST if "return" in request.POST else None, optional=True)
    if request.method != "POST":
        return _page(request, submission, version, form)
    try:
        services.keep_remarks(
            submission, dict(_said(request.POST)), by=request.user, seen=_seen(request.POST)
        )
        if "return" not in request.POST:
            messages.success(request, _kept(len(found.drafts(version))))
            return redirect(f"{reverse('submissions:check', args=[pk])}#return")
        if form.is_valid():
            services.send_back(submission, by=request.user, note=form.cleaned_data["note"])
            messages.success(request, _("The plan was returned to the district."))
            return redirect("submissions:detail", pk)
    except StepRefusedError as refusal:
        form = ReturnForm(request.POST, optional=True)
        form.add_error(None, str(refusal))
    return _page(request, submission, version, form, request.POST, status=422)


def _said(data: QueryDict) -> Iterator[tuple[Spot, str]]:
    for name, text in data.items():
        if name.startswith(f"{TEXT}:"):
            section, _colon, path = name.removeprefix(f"{TEXT}:").partition(":")
            yield Spot(section, path), str(text)


def _seen(data: QueryDict) -> list[int]:
    """Numbers of our own pages are short; Python refuses to read thousands of digits."""
    return [int(pk) for pk in data.getlist("seen") if pk.isdecimal() and len(pk) < 19]


def _kept(count: int) -> str:
    if not count:
        return _("No comment is collected now.")
    return ngettext(
        "%(count)s comment is collected. The district sees it when you return the plan.",
        "%(count)s comments are collected. The district sees them when you return the plan.",
        count,
    ) % {"count": count}


def _page(
    request: Request,
    submission: Submission,
    version: PlanVersion,
    form: ReturnForm,
    typed: QueryDict | None = None,
    status: int = 200,
) -> HttpResponse:
    drafts = found.drafts(version)
    said = {f"{TEXT}:{row.section}:{row.field}": row.text for row in drafts}
    said |= {name: str(text) for name, text in (typed or {}).items() if name.startswith(TEXT)}
    earlier = found.unsettled(submission)
    warned = selectors.cautions(version.content)
    before = submission.versions.select_related("clip").filter(number=version.number - 1).first()
    changes = selectors.version_changes(before, version) if before else []
    context = {
        "call": submission.call,
        "submission": submission,
        "version": version,
        "sections": [
            _section(each, said, changes, warned) for each in selectors.plan_lines(version.content)
        ],
        "drafts": drafts,
        "earlier": found.pinned(earlier, version.content),
        "before": before,
        "changes": changes,
        "form": form,
    }
    return render(request, "submissions/check.html", context, status=status)


def _section(
    section: LineSection, said: dict[str, str], changes: list[Change], warned: list[Missing]
) -> BoxSection:
    key = section.key
    changed = [each.path for each in changes if each.section == key]
    return BoxSection(
        key,
        section.title,
        _box(key, PlanLine("", section.title, ""), said),
        [_box(key, line, said) for line in section.lines],
        [_row(key, row, said, changed) for row in section.rows],
        said=sum(bool(text) and name.startswith(f"{TEXT}:{key}:") for name, text in said.items()),
        changed=len(changed),
        warned=[each.sentence for each in warned if each.section == key],
    )


def _row(section: str, row: LineRow, said: dict[str, str], changed: list[str]) -> BoxRow:
    paths = [row.path, *(line.path for line in row.lines)]
    whole = _box(section, PlanLine(row.path, row.title, ""), said)
    boxes = [_box(section, line, said) for line in row.lines]
    commented = any(box.said for box in (whole, *boxes))
    return BoxRow(
        whole, boxes, is_open=not changed or commented or not set(paths).isdisjoint(changed)
    )


def _box(section: str, line: PlanLine, said: dict[str, str]) -> Box:
    name = f"{TEXT}:{section}:{line.path}"
    anchor = "-".join(filter(None, ["at", section, line.path]))
    return Box(name, anchor, line.label, line.text, said.get(name, ""))


@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """The province is content with what became of a comment."""
    remark = _remark(request, pk)
    try:
        services.accept_remark(remark, by=request.user)
    except StepRefusedError as refusal:
        messages.error(request, str(refusal))
    return _to_earlier(remark)


@require_POST
def repeat(request: Request, pk: int) -> HttpResponse:
    """The comment is made again on the new version."""
    remark = _remark(request, pk)
    try:
        services.repeat_remark(remark, text=request.POST.get("text", ""), by=request.user)
    except StepRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The comment is collected again on the new version."))
    return _to_earlier(remark)


def _remark(request: Request, pk: int) -> Remark:
    rows = Remark.objects.visible_to(request.user).sent()
    return get_object_or_404(rows.select_related("version__submission"), pk=pk)


def _to_earlier(remark: Remark) -> HttpResponse:
    page = reverse("submissions:check", args=[remark.version.submission_id])
    return redirect(f"{page}#earlier")
