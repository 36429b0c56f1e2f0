"""What the pages of one submission share."""

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from groups.requests import Request
from submissions.enums import Section, SectionState
from submissions.models import Submission
from submissions.selectors import Missing

ICONS = {SectionState.EMPTY: "neutral", SectionState.PROBLEM: "warn", SectionState.DONE: "good"}
PAGES = {Section.CLIP: "submissions:clip", Section.FILES: "submissions:files"}


def fetch(request: Request, pk: int) -> Submission:
    """The submission, if this person may open it; 404 otherwise."""
    return get_object_or_404(Submission.objects.visible_to(request.user).for_list(), pk=pk)


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


def entries(
    submission: Submission, states: dict[Section, SectionState], current: Section | None = None
) -> list[Entry]:
    return [
        Entry(
            str(section.label),
            section_url(submission, section),
            str(states[section].label),
            ICONS[states[section]],
            section == current,
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
