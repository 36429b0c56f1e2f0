"""What a file is, told by its content and never by its name."""

import mmap
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Kind = Literal["pdf", "word", "excel", "picture", "video"]

KIND_NAMES: dict[str, str | Promise] = {
    "pdf": "PDF",
    "word": "Word",
    "excel": "Excel",
    "picture": _("picture (JPEG, PNG, WebP)"),
    "video": _("video (such as MP4)"),
}


class Content(NamedTuple):
    """A kind, its media type and the endings that fit it, the usual one first.

    `trouble` names a refusal that the content itself earns.
    """

    kind: str
    media_type: str
    endings: tuple[str, ...]
    trouble: str = ""


OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = Content("pdf", "application/pdf", ("pdf",))
DOCX = Content("word", f"{OFFICE}.wordprocessingml.document", ("docx",))
XLSX = Content("excel", f"{OFFICE}.spreadsheetml.sheet", ("xlsx",))
DOC = Content("word", "application/msword", ("doc",))
XLS = Content("excel", "application/vnd.ms-excel", ("xls",))
JPEG = Content("picture", "image/jpeg", ("jpg", "jpeg"))
PNG = Content("picture", "image/png", ("png",))
WEBP = Content("picture", "image/webp", ("webp",))
HEIC = Content("picture", "image/heic", ("heic", "heif"), "heic")
MP4 = Content("video", "video/mp4", ("mp4", "m4v", "3gp", "3g2"))
MOV = Content("video", "video/quicktime", ("mov", "qt", "mp4"))
MKV = Content("video", "video/x-matroska", ("mkv", "webm"))
AVI = Content("video", "video/x-msvideo", ("avi",))
TS = Content("video", "video/mp2t", ("ts", "mts", "m2ts"))
MPEG = Content("video", "video/mpeg", ("mpg", "mpeg", "vob"))
WMV = Content("video", "video/x-ms-wmv", ("wmv", "asf"))

HEAD_BYTES = 1024
TAIL_BYTES = 4096
ENCRYPTED = 1  # the flag of a part of a ZIP file
# A file of 20 MB that is mostly pictures unpacks to little more; one of a few KB can to gigabytes.
MOST_UNPACKED = 400_000_000
MOST_PARTS = 5_000
SIGNATURES = (
    (0, b"\xff\xd8\xff", JPEG),
    (0, b"\x89PNG\r\n\x1a\n", PNG),
    (0, b"\x1a\x45\xdf\xa3", MKV),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", WMV),
    (0, b"\x00\x00\x01\xba", MPEG),
    (0, b"\x00\x00\x01\xb3", MPEG),
    (8, b"WEBPVP8", WEBP),
    (8, b"AVI LIST", AVI),
    (4, b"moov", MOV),
    (4, b"mdat", MOV),
    (4, b"wide", MOV),
)
STILL_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
SOUND_BRANDS = (b"M4A ", b"M4B ", b"M4P ")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TS_PACKET = 188


def recognise(path: Path) -> Content | None:
    """What the file is; None for everything that nobody is asked for."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    for look in (by_signature, by_brand, by_packets, by_header):
        if content := look(head):
            return whole_pdf(path) if content is PDF else content
    for opening, open_up in CONTAINERS:
        if head.startswith(opening):
            return open_up(path)
    return None


def by_signature(head: bytes) -> Content | None:
    return next((what for at, sign, what in SIGNATURES if head[at:].startswith(sign)), None)


def by_brand(head: bytes) -> Content | None:
    """The family of MP4 names its member in bytes 8 to 11."""
    if head[4:8] != b"ftyp" or head[8:12] in SOUND_BRANDS:
        return None
    if head[8:12] in STILL_BRANDS:
        return HEIC
    return MOV if head[8:12] == b"qt  " else MP4


def by_packets(head: bytes) -> Content | None:
    for start in (0, 4):  # cameras put four bytes of time before each packet
        step = TS_PACKET + start
        if len(head) > start + 2 * step and head[start::step][:3] == b"GGG":
            return TS
    return None


def by_header(head: bytes) -> Content | None:
    return PDF if b"%PDF-" in head else None


def whole_pdf(path: Path) -> Content:
    """A PDF says at its end that it ends; one that broke off on its way does not."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL_BYTES))
        return PDF if b"%%EOF" in file.read() else PDF._replace(trouble="damaged")


def office(path: Path) -> Content | None:
    """A Word or Excel file of today is a ZIP file with a certain table of contents."""
    try:
        with zipfile.ZipFile(path) as parcel:
            entries = parcel.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    parts = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in parts:
        return None
    for main, content in (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX)):
        if main in parts:
            return content._replace(trouble=office_trouble(entries))
    return None


def office_trouble(entries: list[zipfile.ZipInfo]) -> str:
    """What the table of contents gives away; nothing is unpacked for it."""
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        return "macros"
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        return "locked"
    too_many = len(entries) > MOST_PARTS
    return "bomb" if too_many or sum(entry.file_size for entry in entries) > MOST_UNPACKED else ""


def old_office(path: Path) -> Content | None:
    """A Word or Excel file of before 2007 names its streams in UTF-16."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:

        def has(name: str) -> bool:
            return whole.find(name.encode("utf-16-le")) >= 0

        if has("EncryptedPackage"):
            return DOCX._replace(trouble="locked")
        macros = "macros" if has("_VBA_PROJECT") else ""
        if has("WordDocument"):
            return DOC._replace(trouble=macros)
        if has("Workbook") or has("Book\0"):
            return XLS._replace(trouble=macros)
    return None


CONTAINERS: tuple[tuple[bytes, Callable[[Path], Content | None]], ...] = (
    (b"PK\x03\x04", office),
    (OLE, old_office),
)
