"""What the pages of one submission share."""

from collections.abc import Sequence
from typing import NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from groups.requests import Request
from submissions.enums import Section, SectionState
from submissions.models import Submission, Writer
from submissions.selectors import PARTS, Missing

ICONS = {
    SectionState.EMPTY: "neutral",
    SectionState.CONFIRM: "info",
    SectionState.PROBLEM: "warn",
    SectionState.DONE: "good",
}
PAGES = {Section.CLIP: "submissions:clip", Section.FILES: "submissions:files"}


def fetch(request: Request, pk: int) -> Submission:
    """The submission, if this person may open it; 404 otherwise."""
    return get_object_or_404(Submission.objects.visible_to(request.user).for_list(), pk=pk)


def part(name: str) -> Section:
    """The section of the plan that an address names; 404 for any other word."""
    if name not in {section.value for section in PARTS}:
        raise Http404
    return Section(name)


def section_url(submission: Submission, section: Section) -> str:
    if section in PAGES:
        return reverse(PAGES[section], args=[submission.pk])
    return reverse("submissions:section", args=[submission.pk, section.value])


def to_section(submission: Submission, section: Section) -> HttpResponse:
    return redirect(section_url(submission, section))


class Entry(NamedTuple):
    """A section in the list of sections."""

    label: str
    url: str
    state: str
    icon: str
    is_current: bool
    writers: list[Writer]  # who else is at it now


def entries(
    submission: Submission,
    states: dict[Section, SectionState],
    current: Section | None,
    writers: Sequence[Writer],
) -> list[Entry]:
    return [
        Entry(
            str(section.label),
            section_url(submission, section),
            str(states[section].label),
            ICONS[states[section]],
            section == current,
            [writer for writer in writers if writer.section == section],
        )
        for section in Section
    ]


class Left(NamedTuple):
    """Something left to do, with the place where it is done."""

    section: str
    sentence: str
    url: str


def left(submission: Submission, missing: list[Missing]) -> list[Left]:
    return [
        Left(
            str(remark.section.label),
            remark.sentence,
            f"{section_url(submission, remark.section)}#id_{remark.field}",
        )
        for remark in missing
    ]
