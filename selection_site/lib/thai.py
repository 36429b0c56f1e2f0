"""Thai text as it is stored, searched and sorted (never NFKC: it splits ำ in two)."""

import re
import unicodedata

from django.utils import translation

SORT_KEY_LENGTH = 255

_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_TONES = "\u0e48-\u0e4b"
# Zero-width and direction marks, the soft hyphen, controls other than white space, surrogates.
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]"
)
_LEADING_VOWEL = re.compile("([เแโใไ])(.)")
# Tone marks, taikhu, thanthakhat and punctuation decide only between equals. \w skips Thai vowel
# marks, so they are named.
_SECONDARY = re.compile("[^\\w\u0e31\u0e34-\u0e3a]+|[_ฯ]")
_NATIONAL_ID = re.compile(r"(?<!\d)(?=([1-8][ -]?\d{4}[ -]?\d{5}[ -]?\d{2}[ -]?\d)(?!\d))")


def is_active() -> bool:
    """Whether the page or message being made is in Thai, which is also the default."""
    return (translation.get_language() or "th").startswith("th")


def to_thai_digits(text: object) -> str:
    """The text with 0-9 written ๐-๙, as letters and statutory forms want it."""
    return str(text).translate(_TO_THAI)


def to_arabic_digits(text: str) -> str:
    """The text with ๐-๙ written 0-9, as every number typed is read."""
    return text.translate(_TO_ARABIC)


def normalise(text: str) -> str:
    """One line of text as it is stored: what looks the same is the same.

    Composes (NFC), writes เเ as แ and every spelling of sara am as ำ after its tone mark, drops
    what cannot be seen, makes each run of white space one space and none at the ends. A second
    run changes nothing.
    """
    text = " ".join(_INVISIBLE.sub("", text).split())
    while (again := _respelt(text)) != text:
        text = again
    return text


def normalise_lines(text: str) -> str:
    """Text of several lines as it is stored: each line normalised, at most one line left empty."""
    lines = [normalise(line) for line in re.split("\r\n|[\r\n\x85\u2028\u2029]", text)]
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _respelt(text: str) -> str:
    text = unicodedata.normalize("NFC", text).replace("เเ", "แ")
    text = re.sub(f"\u0e4d([{_TONES}]*)\u0e32", "\\1\u0e33", text)
    return re.sub(f"\u0e33([{_TONES}]+)", "\\1\u0e33", text)


def search_key(text: str) -> str:
    """The text as it is searched: both what is stored beside a name and what a person typed."""
    return normalise(to_arabic_digits(normalise(text).casefold()))


def sort_key(text: str) -> str:
    """The key to store beside a name, so that the database sorts it as a Thai dictionary does.

    Two parts: the name with each leading vowel behind its consonant and without tone marks, then
    with them, to decide between equals. Written in hexadecimal, because SQLite compares by code
    point and PostgreSQL by its own locale, and both put 0-9a-f in this order. At most
    SORT_KEY_LENGTH characters; names alike in their first 63 sort as equals.
    """
    swapped = _LEADING_VOWEL.sub(r"\2\1", search_key(text))
    half = (SORT_KEY_LENGTH - 2) // 2
    primary, tie = _SECONDARY.sub("", swapped), swapped
    return f"{_hex(primary)[: half - half % 2]}00{_hex(tie)[: half - half % 2]}"


def _hex(text: str) -> str:
    """Two digits a letter: digits and signs, Thai, Latin; any other is longer and comes last."""
    return "".join(_hex_of(ord(letter)) for letter in text)


def _hex_of(code: int) -> str:
    if code < ord("A"):
        return f"{code:02x}"
    if 0x0E00 <= code < 0x0E7F:
        return f"{code - 0x0E00 + 0x41:02x}"
    return f"{code - 0x41 + 0xC0:02x}" if code < 0x80 else f"ff{code:06x}"


def national_ids(text: str) -> list[str]:
    """The numbers in the text that are a person's national number, as 13 digits each.

    Written plainly or as 1-2345-67890-12-1, in Thai digits too, and right by the check digit. Those
    that begin with 0 are left out: they are the tax numbers of firms and offices.
    """
    found = [
        re.sub("[ -]", "", match[1]) for match in _NATIONAL_ID.finditer(to_arabic_digits(text))
    ]
    return [number for number in found if _checks(number)]


def _checks(number: str) -> bool:
    weighted = sum(int(digit) * (13 - place) for place, digit in enumerate(number[:12]))
    return (11 - weighted % 11) % 10 == int(number[12])
