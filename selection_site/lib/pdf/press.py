"""Prints HTML: one press for all the letters of a job."""

import logging
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from selection_site.lib.fonts import laksaman
from selection_site.lib.pdf import repair
from selection_site.lib.pdf.addresses import STYLES, ForeignAddressError, own_files

FAMILY = "Letter"
TIGHTER = {"letter.css": "letter-tight.css"}  # what is changed to save the last sheet
VARIANT = {"pdf_variant": "pdf/a-2u", "pdf_tags": True}
# Pango and fontconfig are not made for two threads; Python would run them in turn anyway.
ONE_AT_A_TIME = threading.Lock()

logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)


def render(html: str, *, stylesheets: Sequence[str] = ("letter.css",)) -> bytes:
    """Print one HTML page as PDF. For more than one take a `Press`: a third of the time each."""
    return Press(stylesheets).render(html)


class Press:
    """Font, style sheets and pictures, loaded once and shared by all that is printed with it.

    Sheets are names in templates/_pdf. Prints PDF/A-2u with tags; a page needs `<html lang="th">`
    and a `<title>`. The same HTML gives the same bytes. Raises `FontMissingError` when made, and
    `ForeignAddressError` for a page that asks for anything that is not ours.
    """

    def __init__(self, stylesheets: Sequence[str] = ("letter.css",)) -> None:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration

        faces = font_faces()
        with ONE_AT_A_TIME:
            repair.install()
            self.html = weasyprint.HTML
            self.fetcher = own_files()
            self.fonts = FontConfiguration()
            self.pictures: dict[str, Any] = {}

            def parsed(css: str) -> Any:
                return weasyprint.CSS(string=css, font_config=self.fonts, url_fetcher=self.fetcher)

            self.sheets = [parsed(css) for css in (faces, *map(styles, stylesheets))]
            self.tight = [parsed(styles(TIGHTER[name])) for name in stylesheets if name in TIGHTER]

    def render(self, html: str) -> bytes:
        """One PDF of one page of HTML."""
        with self.at_work():
            return self.written(self.laid_out(html))

    def join(self, pages: Iterable[str]) -> bytes:
        """All of them in one PDF, each beginning on a new sheet and numbered by itself."""
        with self.at_work():
            documents = [self.laid_out(html) for html in pages]
            if not documents:
                raise ValueError("nothing to print")
            sheets = [sheet for document in documents for sheet in document.pages]
            return self.written(documents[0].copy(sheets))

    @contextmanager
    def at_work(self) -> Iterator[None]:
        from weasyprint.urls import FatalURLFetchingError

        with ONE_AT_A_TIME:
            self.fetcher.refused = ""
            with suppress(FatalURLFetchingError):
                yield
            # Asked again, because a drawing (SVG) swallows every error inside it.
            if self.fetcher.refused:
                raise ForeignAddressError(self.fetcher.refused)

    def laid_out(self, html: str) -> Any:
        """The page as it is; set tighter where that saves the last sheet."""
        document = self.set_with(html, self.sheets)
        if len(document.pages) > 1 and self.tight:
            tighter = self.set_with(html, [*self.sheets, *self.tight])
            return min(document, tighter, key=lambda one: len(one.pages))
        return document

    def set_with(self, html: str, sheets: Sequence[Any]) -> Any:
        return self.html(string=html, url_fetcher=self.fetcher).render(
            font_config=self.fonts, stylesheets=sheets, cache=self.pictures, **VARIANT
        )

    def written(self, document: Any) -> bytes:
        data: bytes = document.write_pdf(**VARIANT)
        return data


def styles(name: str) -> str:
    return (STYLES / name).read_text(encoding="utf-8")


def font_faces() -> str:
    faces = laksaman()
    drawn = (
        (faces.regular, "normal", "normal"),
        (faces.bold, "bold", "normal"),
        (faces.italic, "normal", "italic"),
        (faces.bold_italic, "bold", "italic"),
    )
    return "\n".join(
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; font-style: {style}; '
        f'src: url("{path.as_uri()}"); }}'
        for path, weight, style in drawn
    )
