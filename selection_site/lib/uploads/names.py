"""The names people give their files."""

import unicodedata

from selection_site.lib import thai

LONGEST = 200
NAMELESS = "file"


def clean_name(name: str) -> str:
    """The name as it is shown and sent again: one line, no folders, at most 200 characters.

    Thai stays Thai. The ending survives shortening, and no vowel or tone mark is cut off its
    consonant. Two runs give what one gives.
    """
    name = thai.normalise(name.replace("\\", "/").rsplit("/", 1)[-1])
    name = "".join(" " if sign in '<>:"|?*' else sign for sign in name)
    name = " ".join(name.split()).lstrip(". ")
    return shortened(name) or NAMELESS


def shortened(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > 10:
        stem, dot, ending = name, "", ""
    room = LONGEST - len(dot) - len(ending)
    while room and unicodedata.category(stem[room]) in ("Mn", "Mc", "Me"):
        room -= 1
    return stem[:room].rstrip() + dot + ending


def with_ending(name: str, endings: tuple[str, ...]) -> str:
    """The name with an ending that tells the truth: the first of `endings` unless it has one."""
    stem, dot, ending = name.rpartition(".")
    if dot and ending.lower() in endings:
        return name
    known = dot and len(ending) <= 5 and ending.isascii() and ending.isalnum()
    return clean_name(f"{stem if known and stem else name}.{endings[0]}")
