"""Part files: what has arrived of an upload so far. The size of the file is the offset.

They lie beside the kept files, on the same disk, so there is nothing else to get out of step.
"""

import fcntl
import hashlib
import os
import uuid
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from selection_site.lib.uploads.refusals import TusError, UploadError
from selection_site.lib.uploads.storing import NO_ROOM, PARTS, Stored, adopt, root_folder

ENDING = ".part"
# The protocol asks for sha1; what a sum guards against here is a bad line, not a bad person.
ALGORITHMS = ("sha1", "sha256", "md5")


class Checksum(NamedTuple):
    """What a sender says about the bytes of one request."""

    algorithm: str
    digest: bytes


class Piece(NamedTuple):
    """The bytes of one request: where they begin, how many are announced, and their sum."""

    at: int
    announced: int
    checksum: Checksum | None


def begin(key: uuid.UUID) -> None:
    """Make the empty part file of a new upload."""
    path = part_of(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o640)


def arrived(key: uuid.UUID) -> int:
    """How many bytes are here. Raises `TusError` 410 when the part file is gone."""
    return facts(key).st_size


def last_touched(key: uuid.UUID) -> float:
    """When bytes came last, in seconds since 1970. Raises `TusError` 410 like `arrived`."""
    return facts(key).st_mtime


def append(key: uuid.UUID, piece: Piece, body: Iterable[bytes], *, length: int, name: str) -> int:
    """Add what `body` brings to the part file and answer the new offset; on disk when it returns.

    A body that breaks off (OSError while it is read) leaves what had arrived, unless a sum was
    announced: then the whole piece goes. Raises `TusError` 409 for another offset, 410 without
    a part file, 413 beyond `length`, 423 while another writes, 460 for a wrong sum, 400 for a
    body that broke off; `UploadError` "no_room", which calls the file `name`, for a full disk.
    """
    with held(key) as file:
        start = os.fstat(file).st_size
        if piece.at != start:
            raise TusError(409, f"the offset is {start}")
        if start + piece.announced > length:
            raise TusError(413, "more than Upload-Length")
        try:
            offset = write(file, piece, body, length)
        except TusError:
            os.ftruncate(file, start)
            raise
        except OSError as error:
            if error.errno in NO_ROOM:
                raise UploadError("no_room", {"name": name}) from error
            raise
        finally:
            os.fsync(file)
        if offset < start + piece.announced:
            raise TusError(400, "the body broke off")
        return offset


def write(file: int, piece: Piece, body: Iterable[bytes], length: int) -> int:
    """Write and add up. A `TusError` asks the caller to take everything back."""
    offset = os.lseek(file, 0, os.SEEK_END)
    end = offset + piece.announced
    total = hashlib.new(piece.checksum.algorithm, usedforsecurity=False) if piece.checksum else None
    for data in unbroken(body):
        if offset + len(data) > length:
            raise TusError(413, "more than Upload-Length")
        put(file, data)
        offset += len(data)
        if total:
            total.update(data)
    if piece.checksum and total:
        if offset < end:
            raise TusError(400, "the body broke off")
        if total.digest() != piece.checksum.digest:
            raise TusError(460, "checksum mismatch")
    return offset


def unbroken(body: Iterable[bytes]) -> Iterator[bytes]:
    """What a body brings until it ends or its sender vanishes."""
    pieces = iter(body)
    while True:
        try:
            data = next(pieces, b"")
        except OSError:
            return
        if not data:
            return
        yield data


def put(file: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(file, left) :]


def take(
    key: uuid.UUID, *, name: str, folder: str, max_bytes: int, kinds: frozenset[str]
) -> Stored:
    """Keep a complete part as a file, as `store` would; the part itself stays until `discard`.

    The caller holds it. Raises `UploadError` for its content; a second run keeps a second file.
    """
    return adopt(part_of(key), name=name, folder=folder, max_bytes=max_bytes, kinds=kinds)


def discard(key: uuid.UUID) -> None:
    """Delete the part file; whoever is writing into it writes into nothing. Twice is once."""
    part_of(key).unlink(missing_ok=True)


def sweep(running: Collection[uuid.UUID], *, before: datetime) -> int:
    """Delete what lies among the parts, belongs to no running upload and is older than `before`.

    Besides parts of uploads that are gone, these are leavings of killed processes.
    """
    known = {part_of(key).name for key in running}
    folder = root_folder() / PARTS
    stale = [
        path
        for path in (folder.iterdir() if folder.is_dir() else ())
        if path.name not in known and is_older(path, before)
    ]
    for path in stale:
        path.unlink(missing_ok=True)
    return len(stale)


def is_older(path: Path, before: datetime) -> bool:
    try:
        return path.stat().st_mtime < before.timestamp()
    except FileNotFoundError:
        return False


@contextmanager
def held(key: uuid.UUID) -> Iterator[int]:
    """The part file, ours alone in all threads and processes; killed ones hold nothing.

    Raises `TusError` 423 while another has it, 410 when it is gone.
    """
    try:
        file = os.open(part_of(key), os.O_RDWR)
    except FileNotFoundError as error:
        raise gone() from error
    try:
        lock(file)
        if os.fstat(file).st_nlink == 0:  # deleted between opening and locking
            raise gone()
        yield file
    finally:
        os.close(file)


def lock(file: int) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise TusError(423, "another request is writing") from error


def facts(key: uuid.UUID) -> os.stat_result:
    try:
        return part_of(key).stat()
    except FileNotFoundError as error:
        raise gone() from error


def gone() -> TusError:
    return TusError(410, "the upload is gone")


def part_of(key: uuid.UUID) -> Path:
    return root_folder() / PARTS / f"{key.hex}{ENDING}"
