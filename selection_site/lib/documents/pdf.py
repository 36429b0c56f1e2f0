"""The text of a PDF, page by page. Runs in the child process only."""

from collections.abc import Iterator
from pathlib import Path

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from selection_site.lib.documents.findings import Extent, Findings, Piece, search

MOST_PAGES = 300


def look(path: Path) -> Findings:
    """Search all pages and what is typed into form fields.

    A page without text is a picture of a page, and nobody knows what is on it.
    """
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return Findings("locked", 0, [])
        pages = len(reader.pages)
    except (PyPdfError, *ODDITIES):
        return Findings("damaged", 0, [])
    blank: list[int] = []
    count, places = search(pieces(reader, min(pages, MOST_PAGES), blank))
    return Findings(extent(pages, len(blank)), count, places)


# What a broken PDF makes of a reader that expects another shape.
ODDITIES = (
    ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
    NotImplementedError,
)  # fmt: skip


def extent(pages: int, blank: int) -> Extent:
    if pages and blank >= min(pages, MOST_PAGES):
        return "pictures"
    return "partly" if blank or pages > MOST_PAGES else "whole"


def pieces(reader: PdfReader, pages: int, blank: list[int]) -> Iterator[Piece]:
    for number in range(pages):
        text = text_of(reader, number)
        if not text.strip():
            blank.append(number)
        yield "page", str(number + 1), text
    for text in typed(reader):
        yield "form", "", text


def text_of(reader: PdfReader, number: int) -> str:
    """The text of a page; empty where the page is broken, as for a page that is a picture."""
    try:
        page: PageObject = reader.pages[number]
        return page.extract_text()
    except (PyPdfError, *ODDITIES):
        return ""


def typed(reader: PdfReader) -> list[str]:
    try:
        fields = reader.get_form_text_fields()
    except (PyPdfError, *ODDITIES):
        return []
    return [str(value) for value in fields.values() if value]
