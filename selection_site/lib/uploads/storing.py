"""Keeps files: whole or not at all, under names of their own, inside one folder."""

import errno
import hashlib
import os
import re
import shutil
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.template.defaultfilters import filesizeformat

from selection_site.lib.uploads import pictures
from selection_site.lib.uploads.kinds import (
    JPEG,
    KIND_NAMES,
    MP4,
    PDF,
    PNG,
    XLSX,
    Content,
    recognise,
)
from selection_site.lib.uploads.names import clean_name, with_ending
from selection_site.lib.uploads.refusals import UploadError

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile  # generic to mypy alone

PIECE = 1 << 20  # bytes read at a time
FOLDER = re.compile(r"[a-z][a-z0-9_-]*")
SUFFIX = re.compile(r"[a-z0-9]{1,8}")
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
PARTS = "parts"
OWN_CONTENT = {
    "pdf": PDF,
    "xlsx": XLSX,
    "jpg": JPEG,
    "png": PNG,
    "mp4": MP4,
    "vtt": Content("captions", "text/vtt", ("vtt",)),
    "zip": Content("parcel", "application/zip", ("zip",)),
}


class Stored(NamedTuple):
    """A file that is kept: where, what its owner calls it, how much it is and what.

    `path` is relative to the folder of files, ASCII, and says nothing about its content; `name`
    is for people, cleaned, at most 200 characters.
    """

    path: str
    name: str
    bytes: int
    sha256: str
    content_type: str


def store(
    uploaded: "UploadedFile[bytes]", *, folder: str, max_bytes: int, kinds: frozenset[str]
) -> Stored:
    """Keep an uploaded file that is one of `kinds` (pdf, word, excel, picture, video) by content.

    Pictures are drawn anew (see `pictures.redraw`). Raises `UploadError`, and then nothing is
    kept. A second run keeps a second file.
    """
    name = clean_name(uploaded.name or "")
    if (uploaded.size or 0) > max_bytes:
        raise too_large(name, uploaded.size or 0, max_bytes)
    with beside_files(name) as part:
        copy(uploaded.chunks(PIECE), part, name, max_bytes)
        content = accepted(part, name, kinds)
        if content.kind == "picture":
            content = redrawn(part, name)
        return keep(part, folder, with_ending(name, content.endings), content)


def adopt(path: Path, *, name: str, folder: str, max_bytes: int, kinds: frozenset[str]) -> Stored:
    """Keep a file that came in pieces, as `store` keeps one; `path` itself stays where it is.

    A second name for the same bytes costs no room, and whoever is killed before the row is
    written still has the first.
    """
    name = clean_name(name)
    size = path.stat().st_size
    if size > max_bytes:
        raise too_large(name, size, max_bytes)
    with beside_files(name) as part:
        os.link(path, part)
        content = accepted(part, name, kinds)
        return keep(part, folder, with_ending(name, content.endings), content)


def write_bytes(data: bytes, *, folder: str, suffix: str) -> Stored:
    """Keep bytes that we made ourselves, such as a letter; people get a name from the caller."""
    suffix = suffix.removeprefix(".")
    if not SUFFIX.fullmatch(suffix):
        raise ValueError(f"not a suffix: {suffix!r}")
    content = OWN_CONTENT.get(suffix, Content("other", "application/octet-stream", (suffix,)))
    name = f"{folder}.{suffix}"
    with beside_files(name) as part:
        part.write_bytes(data)
        return keep(part, folder, name, content)


def absolute(relative: str) -> Path:
    """Where a kept file lies. Raises `SuspiciousFileOperation` for a path that leads outside."""
    root = root_folder().resolve()
    path = (root / relative).resolve()
    if root not in path.parents:
        raise SuspiciousFileOperation(f"outside the folder of files: {relative!r}")
    return path


def remove(relative: str) -> None:
    """Delete a kept file; a second run does nothing. The row that named it goes first."""
    absolute(relative).unlink(missing_ok=True)


def free_bytes() -> int:
    """Room left where files are kept."""
    return shutil.disk_usage(root_folder()).free


def root_folder() -> Path:
    return Path(settings.MEDIA_ROOT)


@contextmanager
def beside_files(name: str) -> Iterator[Path]:
    """A path on the same disk as the files, so that taking its place later is one step."""
    folder = root_folder() / PARTS
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / uuid.uuid4().hex
    try:
        yield part
    except OSError as error:
        if error.errno in NO_ROOM:
            raise UploadError("no_room", {"name": name}) from error
        raise
    finally:
        part.unlink(missing_ok=True)


def copy(pieces: Iterable[bytes], part: Path, name: str, max_bytes: int) -> None:
    size = 0
    with part.open("wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > max_bytes:
                raise too_large(name, size, max_bytes)
            file.write(piece)
    if size == 0:
        raise UploadError("empty", {"name": name})


def too_large(name: str, size: int, most: int) -> UploadError:
    facts = {"name": name, "size": filesizeformat(size), "most": filesizeformat(most)}
    return UploadError("too_large", facts)


def accepted(part: Path, name: str, kinds: frozenset[str]) -> Content:
    allowed = ", ".join(str(KIND_NAMES[kind]) for kind in KIND_NAMES if kind in kinds)
    facts = {"name": name, "allowed": allowed}
    content = recognise(part)
    if content is None:
        raise UploadError("unknown_kind", facts)
    if content.kind not in kinds:
        raise UploadError("wrong_kind", {**facts, "kind": KIND_NAMES[content.kind]})
    if content.trouble:
        raise UploadError(content.trouble, facts)
    return content


def redrawn(part: Path, name: str) -> Content:
    fresh = part.with_name(f"{part.name}-drawn")
    try:
        content = pictures.redraw(part, fresh, name)
        fresh.replace(part)
    finally:
        fresh.unlink(missing_ok=True)
    return content


def keep(part: Path, folder: str, name: str, content: Content) -> Stored:
    """Give the finished part its place; it survives a power cut from here on."""
    if not FOLDER.fullmatch(folder):
        raise ValueError(f"not a folder: {folder!r}")
    size, digest = flushed(part)
    own = uuid.uuid4().hex
    relative = f"{folder}/{own[:2]}/{own}.{content.endings[0]}"
    place = root_folder() / relative
    place.parent.mkdir(parents=True, exist_ok=True)
    part.replace(place)
    flush_folder(place.parent)
    return Stored(relative, name, size, digest, content.media_type)


def flushed(part: Path) -> tuple[int, str]:
    with part.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
        return file.tell(), digest


def flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
