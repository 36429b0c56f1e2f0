"""Many files as one ZIP file, with the names people know them by."""

import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path

from selection_site.lib import clock
from selection_site.lib.uploads.names import clean_name

PIECE = 1 << 20


def zip_files(items: Iterable[tuple[str, bytes | Path]], out: Path) -> None:
    """Write a ZIP file of (name, content) pairs; Thai names survive in every program.

    Stored, not squeezed: letters and clips are squeezed already. A name may have folders; one
    that comes twice gets a number. `out` appears whole or not at all.
    """
    part = out.with_name(f"{out.name}.part")
    now = clock.now()
    moment = (now.year, now.month, now.day, now.hour, now.minute, now.second)
    taken: set[str] = set()
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as parcel:
            for name, content in items:
                entry = zipfile.ZipInfo(unused(name, taken), date_time=moment)
                entry.external_attr = 0o644 << 16
                put(parcel, entry, content)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def put(parcel: zipfile.ZipFile, entry: zipfile.ZipInfo, content: bytes | Path) -> None:
    if isinstance(content, bytes):
        parcel.writestr(entry, content)
        return
    entry.file_size = content.stat().st_size  # beyond 4 GiB the format is another one
    with content.open("rb") as file, parcel.open(entry, "w") as place:
        shutil.copyfileobj(file, place, PIECE)


def unused(name: str, taken: set[str]) -> str:
    """The cleaned name, with a number before its ending when it is taken; case does not count."""
    parts = [clean_name(part) for part in name.split("/") if part.strip(". ")]
    *folders, last = parts or [clean_name("")]
    stem, dot, ending = last.rpartition(".") if "." in last else (last, "", "")
    wanted = "/".join([*folders, last])
    number = 1
    while wanted.casefold() in taken:
        number += 1
        wanted = "/".join([*folders, f"{stem} ({number}){dot}{ending}"])
    taken.add(wanted.casefold())
    return wanted
