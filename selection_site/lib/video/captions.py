"""Captions: what an officer's WebVTT or SRT file says, written anew as plain WebVTT.

Nothing of the file is passed on but times and words: no styles, no positions, no marks.
"""

import html
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from selection_site.lib import thai

MOST_BYTES = 500 * 1024
BEYOND = 2  # seconds that the last words may begin after the end of the film
_TIME = r"(?:(\d{1,2}):)?([0-5]?\d):([0-5]?\d)[.,](\d{1,3})"
TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?", re.ASCII)
MARKS = re.compile(r"<[^<>\n]*>|\{\\[^{}\n]*\}")
UNPRINTED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
THAI = re.compile(r"[\u0e01-\u0e5b]")

SENTENCES = {
    "too_large": _("The captions have more than %(most)s KB: that is more than words."),
    "encoding": _(
        "The captions are in an encoding that cannot be read. Save the file as UTF-8 and choose "
        "it again."
    ),
    "no_cue": _(
        "No captions were found in this file. Choose a WebVTT (.vtt) or SRT (.srt) file; each "
        "caption begins with a line such as 00:00:05,000 --> 00:00:08,000."
    ),
    "backwards": _("The caption at %(at)s ends before it begins. Correct its times."),
    "beyond": _(
        "A caption begins at %(at)s, but the clip ends at %(end)s: these captions belong to "
        "another clip."
    ),
}


class CaptionsError(ValueError):
    """Captions that are refused: `code` for programs, `str()` for people."""

    def __init__(self, code: str, facts: Mapping[str, object] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts or {}

    def __str__(self) -> str:
        return str(SENTENCES[self.code]) % self.facts


class Cue(NamedTuple):
    """Words, and when they are shown, in thousandths of a second."""

    begins: int
    ends: int
    words: str


def read_captions(data: bytes, *, seconds: Decimal) -> bytes:
    """The captions as WebVTT in UTF-8, in the order of their times.

    Takes WebVTT and SRT in UTF-8 or Windows-874 (TIS-620), at most 500 KB. `seconds` is the length
    of the film they are for. Raises `CaptionsError` and then nothing is to be kept.
    """
    if len(data) > MOST_BYTES:
        raise CaptionsError("too_large", {"most": MOST_BYTES // 1024})
    cues = sorted(cues_of(decoded(data)))
    if not cues:
        raise CaptionsError("no_cue")
    last = cues[-1]
    if last.begins > (seconds + BEYOND) * 1000:
        raise CaptionsError("beyond", {"at": clock(last.begins), "end": clock(int(seconds * 1000))})
    blocks = [f"{stamp(cue.begins)} --> {stamp(cue.ends)}\n{cue.words}\n" for cue in cues]
    return "\n".join(["WEBVTT\n", *blocks]).encode()


def decoded(data: bytes) -> str:
    """UTF-8, with or without its mark, or what Thai Windows writes."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp874")
    except UnicodeDecodeError as error:
        raise CaptionsError("encoding") from error
    if not THAI.search(text):
        raise CaptionsError("encoding")
    return text


def cues_of(text: str) -> Iterator[Cue]:
    """Blocks that have a line of times; headings, notes and styles have none."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for block in re.split(r"\n[ \t]*\n", text):
        lines = block.strip("\n").split("\n")
        at = next((number for number, line in enumerate(lines) if TIMES.fullmatch(line)), None)
        if at is None:
            continue
        begins, ends = times(lines[at])
        if ends <= begins:
            raise CaptionsError("backwards", {"at": clock(begins)})
        if words := plain(lines[at + 1 :]):
            yield Cue(begins, ends, words)


def times(line: str) -> tuple[int, int]:
    found = TIMES.fullmatch(line)
    assert found is not None  # noqa: S101 (the caller has just found this line by the same pattern)
    parts = found.groups()
    return thousandths(*parts[:4]), thousandths(*parts[4:])


def thousandths(hours: str | None, minutes: str, seconds: str, rest: str) -> int:
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int(rest.ljust(3, "0"))


def plain(lines: list[str]) -> str:
    """The words alone, safe inside WebVTT; an empty line would end them too early."""
    words = (html.unescape(MARKS.sub("", line)) for line in lines)
    cleaned = (thai.normalise(UNPRINTED.sub("", line)).strip() for line in words)
    return "\n".join(html.escape(line, quote=False) for line in cleaned if line)


def stamp(at: int) -> str:
    seconds, rest = divmod(at, 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02d}:{minute:02d}:{second:02d}.{rest:03d}"


def clock(at: int) -> str:
    """As the player shows it: 5:04."""
    minutes, second = divmod(at // 1000, 60)
    return f"{minutes}:{second:02d}"
