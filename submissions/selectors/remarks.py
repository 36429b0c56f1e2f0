"""Comments on a plan: those being collected, those sent, and what became of each."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from submissions.models import PlanVersion, Remark, Submission
from submissions.selectors.content import Content
from submissions.selectors.diff import path_now
from submissions.selectors.lines import place_of


class Pinned(NamedTuple):
    """A comment with the place it is about as the plan has it now.

    `path` is None when the row was taken out; `now` is what stands there today. `label` and `then`
    are what the province saw, in the language of the page: the copies on the row keep its own.
    """

    remark: Remark
    path: str | None
    label: str
    then: str
    now: str

    @property
    def is_gone(self) -> bool:
        return self.path is None

    @property
    def is_changed(self) -> bool:
        """Whether there is another value than the one the province saw."""
        return self.is_gone or self.now != self.then


def drafts(version: PlanVersion) -> list[Remark]:
    """What the province has collected on a version and not sent yet."""
    return list(version.remarks.drafts().for_list())


def unsettled(submission: Submission) -> list[Remark]:
    """What was sent to the district and is neither accepted nor made again; one query."""
    rows = Remark.objects.filter(version__submission=submission)
    return list(rows.unsettled().for_list().order_by("version__number", "pk"))


def pinned(remarks: Iterable[Remark], content: Content) -> list[Pinned]:
    """Each comment at the place it has in `content`: what is being written, or a newer version."""
    return [_pinned(remark, content) for remark in remarks]


def _pinned(remark: Remark, content: Content) -> Pinned:
    seen = remark.version.content
    was = place_of(seen, remark.section, remark.field)
    label, then = (was.label, was.text) if was else (remark.label, remark.shown)
    path = path_now(seen, content, remark.section, remark.field)
    place = place_of(content, remark.section, path) if path is not None else None
    return Pinned(remark, path if place else None, label, then, place.text if place else "")


def by_place(found: Sequence[Pinned], section: str) -> dict[str, list[Pinned]]:
    """Those of one section by the name of their field on its page."""
    places: dict[str, list[Pinned]] = {}
    for each in found:
        if each.remark.section == section and each.path:
            places.setdefault(each.path, []).append(each)
    return places
