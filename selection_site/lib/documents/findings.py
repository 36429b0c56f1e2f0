"""What a search found: how far it came, how many numbers, and where some of them stand."""

from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

from selection_site.lib.documents.text import numbers_in

# How far a document could be read; the words for people are the caller's.
Extent: TypeAlias = Literal["whole", "partly", "pictures", "locked", "damaged", "too_heavy"]
# A place in a document: its kind, and its number there ("page", "2"); empty where it has none.
Piece: TypeAlias = tuple[str, str, str]

MOST_PLACES = 20


class Finding(NamedTuple):
    """Where a number stands; `masked` shows enough of it to be found again, and no more."""

    place: str
    at: str
    masked: str


class Findings(NamedTuple):
    """`total` numbers, each counted once; the places of the first twenty."""

    extent: Extent
    total: int
    places: list[Finding]


def masked(number: str) -> str:
    """Thirteen digits with all but the first five covered: 1-2345-xxxxx-xx-x."""
    return f"{number[0]}-{number[1:5]}-xxxxx-xx-x"


def search(pieces: Iterable[Piece]) -> tuple[int, list[Finding]]:
    """Go through the text of a document, piece by piece; a number counts once."""
    seen: set[str] = set()
    places: list[Finding] = []
    for place, at, text in pieces:
        for number in numbers_in(text):
            if number in seen:
                continue
            seen.add(number)
            if len(places) < MOST_PLACES:
                places.append(Finding(place, at, masked(number)))
    return len(seen), places
