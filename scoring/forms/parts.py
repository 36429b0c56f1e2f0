"""What stands on a sheet, as its form takes it and its page shows it."""

from collections.abc import Sequence
from typing import NamedTuple

from django.forms import BoundField

from scoring.enums import EvidenceKind
from scoring.models import Criterion, Sheet
from scoring.selectors import Histogram, Marks
from scoring.services import AnchorRow, Cited

MOST_PLACES = 20  # of evidence, for one criterion
MOST_LEVELS = 21  # as buttons: 0 to 10 by halves, 0 to 20; a longer scale is typed


class Filled(NamedTuple):
    """What a sheet holds so far."""

    marks: Marks = {}
    evidence: Sequence[Cited] = ()
    note: str = ""
    comment: str = ""
    revision: int = 0


def filled_of(sheet: Sheet) -> Filled:
    """The sheet as it is stored; two queries unless marks and evidence are loaded."""
    return Filled(
        {mark.criterion_id: mark.points for mark in sheet.marks.all()},
        [
            Cited(row.criterion_id, EvidenceKind(row.kind), row.place)
            for row in sheet.evidence.all()
        ],
        sheet.note,
        sheet.comment,
        sheet.revision,
    )


class CitedPlace(NamedTuple):
    """A place that was cited, as a link of the page: `token` is what the form sends."""

    token: str
    kind: str
    place: str
    label: str


class Part(NamedTuple):
    """One criterion as it stands on the sheet; `heading` where a group of criteria begins."""

    criterion: Criterion
    heading: str
    anchors: list[AnchorRow]
    points: BoundField
    cannot: BoundField | None
    places: list[CitedPlace]
    evidence_name: str
    own: Histogram | None

    @property
    def most_places(self) -> int:
        return MOST_PLACES

    @property
    def is_typed(self) -> bool:
        return len(self.criterion.levels) > MOST_LEVELS


def places_of(tokens: list[str], sections: dict[str, str]) -> list[CitedPlace]:
    """The cited places that the page can name, as links."""
    found: list[CitedPlace] = []
    for token in tokens:
        kind, _colon, where = token.partition(":")
        label = place_label(kind, where, sections)
        if label:
            found.append(CitedPlace(token, kind, where, label))
    return found


def anchors_of(criterion: Criterion) -> list[AnchorRow]:
    return [(anchor.level, anchor.text) for anchor in criterion.anchors.all()]


def place_label(kind: str, place: str, sections: dict[str, str]) -> str:
    """How a place reads on a page: 2:14, or the title of the section; empty when unknown."""
    if kind == EvidenceKind.PLAN:
        return sections.get(place, "")
    if not (place.isascii() and place.isdigit()):
        return ""
    minutes, second = divmod(int(place), 60)
    return f"{minutes}:{second:02d}"
