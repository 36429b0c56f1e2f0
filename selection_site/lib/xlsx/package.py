"""The look at a workbook from outside, before anything in it is unpacked."""

import itertools
import re
import zipfile
from typing import BinaryIO

from django.utils.translation import gettext

from selection_site.lib.xlsx.problems import refusal

# 5,000 rows of 30 columns unpack to some 15 MB with 900,000 tags. A file of a few kilobytes can
# unpack to millions of them, and each costs time, and within one row, which is held whole, memory.
MAX_UNPACKED = 50_000_000
MAX_PARTS = 500
MAX_TAGS = 2_000_000
MAX_TAGS_IN_A_ROW = 100_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]+\d+:[A-Z]+\d+)[\"']")


def check(file: BinaryIO, *, max_bytes: int, max_rows: int) -> None:
    """Refuse with WorkbookError what is no workbook, is locked, carries macros, or is too large.

    Nothing is kept: each part is unpacked once, to be measured, never beyond its stated size.
    """
    _check_size(file, max_bytes)
    if not zipfile.is_zipfile(file):
        raise refusal(_locked_or_old() if _starts_with(file, _OLE) else not_a_workbook())
    with zipfile.ZipFile(file) as package:
        parts = package.infolist()
        _check_parts(parts)
        if sum(part.file_size for part in parts) > MAX_UNPACKED or len(parts) > MAX_PARTS:
            raise refusal(_too_much(max_rows))
        _check_content(package, parts, max_rows)


def _check_content(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo], max_rows: int) -> None:
    tags = 0
    for part in parts:
        content = package.read(part)
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise refusal(not_a_workbook())
        tags += content.count(b"<")
        if tags > MAX_TAGS or _longest_row(content) > MAX_TAGS_IN_A_ROW:
            raise refusal(_too_much(max_rows))


def _longest_row(content: bytes) -> int:
    """The tags between one row and the next, at most."""
    edges = [*(match.start() for match in _ROW.finditer(content)), len(content)]
    rows = itertools.pairwise(edges)
    return max((content.count(b"<", start, end) for start, end in rows), default=0)


def merged_ranges(file: BinaryIO, part: str) -> list[str]:
    """The merged cells of one sheet, as B2:C3: reading row by row does not see them."""
    with zipfile.ZipFile(file) as package:
        return [ref.decode() for ref in _MERGED.findall(package.read(part))]


def _check_size(file: BinaryIO, max_bytes: int) -> None:
    size = file.seek(0, 2)
    if size == 0:
        raise refusal(gettext("The file is empty. Choose the workbook again."))
    if size > max_bytes:
        raise refusal(
            gettext(
                "The file has %(size).1f MB, and %(limit).1f MB is the most that can be read. "
                "Remove pictures and other sheets, or send the rows in several files."
            )
            % {"size": size / 1_000_000, "limit": max_bytes / 1_000_000}
        )


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names:
        raise refusal(not_a_workbook())
    if any(part.flag_bits & 1 for part in parts):
        raise refusal(_locked_or_old())
    if any(name.endswith("vbaProject.bin") for name in names):
        raise refusal(
            gettext(
                "The workbook carries macros. Save it as an Excel workbook (.xlsx) without them."
            )
        )


def _starts_with(file: BinaryIO, magic: bytes) -> bool:
    file.seek(0)
    return file.read(len(magic)) == magic


def not_a_workbook() -> str:
    return gettext(
        "The file is not an Excel workbook, or it is damaged. "
        "Open it in Excel, save it as an Excel workbook (.xlsx) and send that."
    )


def _locked_or_old() -> str:
    return gettext(
        "The workbook is locked by a password, or in the old form .xls. "
        "Save it as an Excel workbook (.xlsx) without a password and send that."
    )


def _too_much(max_rows: int) -> str:
    return gettext(
        "The workbook holds more than can be read: %(rows)s rows at most. "
        "Send the rows in several files."
    ) % {"rows": f"{max_rows:,}"}
