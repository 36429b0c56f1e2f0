"""The text of Word and Excel files. Runs in the child process only."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from selection_site.lib.documents.findings import Findings, Piece, search

MOST_UNPACKED = 100_000_000  # bytes; a plan of twenty pages unpacks to some hundred thousand
PIECE = 1 << 16
PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
PLACES = {"document": "text", "header": "margin", "footer": "margin"}
# Text that is struck out is still in the file.
TEXT = frozenset({"t", "delText", "instrText"})
GAPS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


class DamagedError(ValueError):
    """The file is not what its kind has to be, or is made to harm whoever opens it."""


class TooMuchError(ValueError):
    """More comes out of the file than any plan of a group could hold."""


def look_into_word(path: Path) -> Findings:
    with zipfile.ZipFile(path) as parcel:
        return Findings("whole", *search(word_pieces(parcel)))


def word_pieces(parcel: zipfile.ZipFile) -> Iterator[Piece]:
    left = MOST_UNPACKED
    for name in parcel.namelist():
        match = PARTS.fullmatch(name)
        if match is None:
            continue
        place = PLACES.get(match[1].rstrip("0123456789"), "note")
        with parcel.open(name) as part:
            paragraphs = Paragraphs()
            while data := part.read(PIECE):
                left -= len(data)
                if left < 0:
                    raise TooMuchError(name)
                for text in paragraphs.feed(data):
                    yield place, "", text
            for text in paragraphs.feed(b"", last=True):
                yield place, "", text


class Paragraphs:
    """Reads the XML of Word and gives the text of each paragraph; a document type is refused.

    A row of a table comes as one text: forms have a cell for each digit. An office program never
    writes a document type. It is how a file asks to fetch others or to unfold a few letters into
    millions.
    """

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.EntityDeclHandler = self.refuse
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.add
        self.letters: list[str] = []
        self.ready: list[str] = []
        self.listens = False
        self.rows = 0  # that are open; tables may stand in tables

    def feed(self, data: bytes, *, last: bool = False) -> list[str]:
        try:
            self.parser.Parse(data, last)
        except expat.ExpatError as error:
            raise DamagedError from error
        ready, self.ready = self.ready, []
        return ready

    def refuse(self, *_declared: object) -> None:
        raise DamagedError

    def begin(self, name: str, _attributes: object) -> None:
        local = name.rpartition(" ")[2]
        self.listens = local in TEXT
        self.rows += local == "tr"
        self.letters.append(GAPS.get(local, ""))

    def add(self, text: str) -> None:
        if self.listens:
            self.letters.append(text)

    def end(self, name: str) -> None:
        self.listens = False
        local = name.rpartition(" ")[2]
        self.rows -= local == "tr"
        if local == "p" and self.rows:
            self.letters.append("\t")
        elif local in ("p", "tr") and not self.rows:
            self.ready.append("".join(self.letters))
            self.letters.clear()


def look_into_excel(path: Path) -> Findings:
    from openpyxl import load_workbook

    refuse_too_much(path)
    book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    try:
        return Findings("whole", *search(excel_pieces(book.worksheets)))
    finally:
        book.close()


def refuse_too_much(path: Path) -> None:
    """Unpack every part once, to be measured and never kept; none may have a document type."""
    left = MOST_UNPACKED
    with zipfile.ZipFile(path) as parcel:
        for name in parcel.namelist():
            with parcel.open(name) as part:
                begins = part.read(PIECE)
                if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in begins:
                    raise DamagedError
                left -= len(begins)
                while left >= 0 and (data := part.read(PIECE)):
                    left -= len(data)
            if left < 0:
                raise TooMuchError(name)


def excel_pieces(sheets: "list[object]") -> Iterator[Piece]:
    """Row by row: a number may stand in one cell, or digit by digit in thirteen."""
    for number, sheet in enumerate(sheets, 1):
        rows = getattr(sheet, "iter_rows", None)  # a sheet of charts has none
        for place, row in enumerate(rows(values_only=True) if rows else (), 1):
            text = "\t".join(written(value) for value in row)
            yield "row", f"{number}:{place}", text


def written(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def look_into_old(path: Path) -> Findings:
    """Word and Excel files of before 2007: what stands in them as plain letters, no more.

    Their text is eight or sixteen bits a letter, anywhere in the file; figures of old Excel are
    binary and stay unread.
    """
    data = path.read_bytes()
    texts = (data.decode("latin-1"), *(data[at:].decode("utf-16-le", "ignore") for at in (0, 1)))
    return Findings("partly", *search(("text", "", text) for text in texts))
