"""The comments of the province as the district answers them and as they stay on record."""

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groups.requests import Request
from submissions import selectors, services, stages
from submissions.enums import Section, Stage
from submissions.forms.plans import SectionForms
from submissions.models import PlanVersion, Remark, Submission
from submissions.selectors import Content
from submissions.selectors import remarks as found
from submissions.selectors.remarks import Pinned
from submissions.stages import StepRefusedError
from submissions.views import pages


class Entry(NamedTuple):
    """A comment as a page shows it, and where its place is written."""

    pinned: Pinned
    url: str

    @property
    def remark(self) -> Remark:
        return self.pinned.remark

    @property
    def is_heeded(self) -> bool:
        """Whether its place was changed, or it was answered."""
        changed = bool(self.remark.field) and self.pinned.is_changed
        return changed or bool(self.remark.reply)


def entries(submission: Submission, content: Content, *, writes: bool = True) -> list[Entry]:
    """What the district has before it, each with the place on the page of its section."""
    rows = found.pinned(found.unsettled(submission), content)
    return [Entry(each, _url(submission, each) if writes else "") for each in rows]


def _url(submission: Submission, pinned: Pinned) -> str:
    page = pages.section_url(submission, Section(pinned.remark.section))
    if not pinned.path:
        return page
    is_row = pinned.path.rpartition("-")[2].isdecimal()
    return f"{page}#remark-{pinned.remark.pk}" if is_row else f"{page}#id_{pinned.path}"


def pin(typed: SectionForms, rows: list[Entry], content: Content, part: Section) -> list[Entry]:
    """Put each comment of a section at its box; those of the section come back, to head the page.

    A comment on a row stands at the row's first box. `content` is what the comments were pinned
    in. A page that shows what was typed may have its rows moved and taken away since then.
    """
    here = [each for each in rows if each.remark.section == part]
    if typed.data is not None:
        now = typed.places_now(content)
        here = [_moved(each, typed.part.rows, now) for each in here]
    places = found.by_place([each.pinned for each in here], part.value)
    for form in [typed.form, *(typed.rows or [])]:
        names = [name for name, field in form.fields.items() if not form[name].is_hidden]
        for number, name in enumerate(names):
            at_box = list(places.get(form.add_prefix(name), []))
            if number == 0 and form.prefix:
                at_box = [*places.get(form.prefix, []), *at_box]
            vars(form.fields[name])["remarks"] = at_box
    return here


def _moved(entry: Entry, rows: str, now: dict[int, int]) -> Entry:
    """The comment where its row stands among those that were typed; nowhere when it is gone."""
    path = entry.pinned.path
    if not rows or not path or not path.startswith(f"{rows}-"):
        return entry
    number, _dash, name = path.removeprefix(f"{rows}-").partition("-")
    place = now.get(int(number))
    moved = None if place is None else "-".join(filter(None, [rows, str(place), name]))
    url = entry.url.replace(f"#id_{path}", f"#id_{moved}") if moved else entry.url.partition("#")[0]
    return Entry(entry.pinned._replace(path=moved), url)


def of_part(submission: Submission, content: Content, part: Section) -> list[Entry]:
    """Those of the clip or of the files, which have no boxes: they head their page."""
    rows = entries(submission, content, writes=False)
    return [each for each in rows if each.remark.section == part]


@require_safe
def remarks(request: Request, pk: int) -> HttpResponse:
    """Every comment that was sent, version by version; the district answers the open ones."""
    submission = pages.fetch(request, pk)
    writes = stages.is_writable(submission, request.user)
    versions = list(submission.versions.select_related("clip"))
    content = _content_now(submission, versions)
    rows = Remark.objects.filter(version__submission=submission).sent().for_list()
    shown = [
        Entry(each, _url(submission, each) if writes else "")
        for each in found.pinned(rows.order_by("-version__number", "pk"), content)
    ]
    context = {
        "call": submission.call,
        "submission": submission,
        "entries": shown,
        "writes": writes,
        "open": {each.pk for each in found.unsettled(submission)} if writes else set(),
    }
    return render(request, "submissions/remarks.html", context)


def _content_now(submission: Submission, versions: list[PlanVersion]) -> Content:
    """What is being written, or what was sent last."""
    if submission.stage == Stage.DRAFT or not versions:
        return selectors.plan_content(submission)
    return versions[0].content


@require_POST
def reply(request: Request, pk: int) -> HttpResponse:
    """The district's answer to one comment."""
    rows = Remark.objects.visible_to(request.user).sent().select_related("version")
    remark = get_object_or_404(rows, pk=pk)
    try:
        services.reply_remark(remark, text=request.POST.get("reply", ""), by=request.user)
    except StepRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your answer is saved. The province reads it with the plan."))
    page = reverse("submissions:remarks", args=[remark.version.submission_id])
    return redirect(f"{page}#remark-{pk}")


@require_safe
def changes(request: Request, pk: int, number: int) -> HttpResponse:
    """What changed from the version before to this one."""
    submission = pages.fetch(request, pk)
    rows = submission.versions.select_related("clip")
    new, old = get_object_or_404(rows, number=number), get_object_or_404(rows, number=number - 1)
    context = {
        "call": submission.call,
        "submission": submission,
        "version": new,
        "before": old,
        "changes": selectors.version_changes(old, new),
    }
    return render(request, "submissions/changes.html", context)
