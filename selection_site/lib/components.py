"""What the components of the pages take; docs/components.md says which takes what."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class Tab:
    """A tab of `tabs.html`; without a count it shows its label alone."""

    label: str
    url: str
    current: bool
    count: int | None = None


class Happening(NamedTuple):
    """An entry of `timeline.html`, in the words of the page."""

    what: str
    who: str
    when: str
    note: str
    tone: str
