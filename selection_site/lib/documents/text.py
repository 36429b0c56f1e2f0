"""National numbers in running text, however a form or a line of print has torn them apart."""

import re

from selection_site.lib import thai

# What looks like a space or a hyphen; and digits in boxes of their own, as forms have them.
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u3000]")
_HYPHENS = re.compile("[\u00ad\u2010-\u2015\u2212\uff0d]")
_BOXES = re.compile(r"(?<![0-9])(?:[0-9][ \t|]{1,3}){12}[0-9](?![0-9])")


def numbers_in(text: str) -> list[str]:
    """The national numbers in a text, 13 digits each; see `thai.national_ids`."""
    text = _HYPHENS.sub("-", _SPACES.sub(" ", thai.to_arabic_digits(text)))
    return thai.national_ids(_BOXES.sub(_closed_up, text))


def _closed_up(match: re.Match[str]) -> str:
    return re.sub("[ \t|]", "", match[0])
