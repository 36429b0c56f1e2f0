"""What a plan is shown with: cells, tables, the months of a year."""

import datetime
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from selection_site.lib import dates, money
from selection_site.lib.fields import format_phone
from submissions.selectors import privacy


class Cell(NamedTuple):
    """A value in a table, under what it is called; figures stand to the right."""

    heading: str
    text: str
    is_figure: bool = False
    note: str = ""


class Table(NamedTuple):
    """Rows of cells under one another; `foot` holds pairs of a sum's name and the sum.

    `marks` says under which rows, counted from 0, a line is drawn, and with what words.
    """

    caption: str
    rows: list[list[Cell]]
    foot: list[tuple[str, str]]
    marks: dict[int, list[str]] | None = None

    @property
    def marked_rows(self) -> list[tuple[list[Cell], list[str]]]:
        """Each row with the words of the line under it, if there is one."""
        marks = self.marks or {}
        return [(row, marks.get(place, [])) for place, row in enumerate(self.rows)]


class Month(NamedTuple):
    """A month of a fiscal year: 1 is October; `brief` fits a column, `short` a list."""

    number: int
    name: str
    short: str
    brief: str


class Span(NamedTuple):
    """An activity among the months; `marks` tells of each month whether it is at work."""

    name: str
    when: str
    marks: list[tuple[Month, bool]]
    responsible: str
    cost: str


class Gantt(NamedTuple):
    """The activities of a plan by month."""

    caption: str
    months: list[Month]
    rows: list[Span]


class DocumentSection(NamedTuple):
    """A section as it is read: pairs of name and value, then tables, then the months."""

    key: str
    title: str
    pairs: list[tuple[str, str]]
    tables: list[Table]
    gantt: Gantt | None = None


def months(year: int) -> list[Month]:
    """The months of the Buddhist fiscal year, October of the year before to September."""
    thai = get_language() == "th"
    names = dates.THAI_MONTHS if thai else dates.ENGLISH_MONTHS
    found = []
    for number in range(1, 13):
        place = (number + 8) % 12
        of_year = year - 1 if number <= 3 else year
        short = dates.THAI_MONTHS_SHORT[place] if thai else names[place][:3]
        brief = f"{short} {of_year % 100:02d}"
        found.append(Month(number, f"{names[place]} {of_year}", f"{short} {of_year}", brief))
    return found


DAYS = ("founded_on", "finances_as_of", "agreed_on", "chair_signed_on", "worker_signed_on",
        "head_signed_on")  # fmt: skip
UNITS = {
    "_percent": gettext_lazy("%(figure)s %%"),
    "_months": gettext_lazy("%(figure)s months"),
    "_jobs": gettext_lazy("%(figure)s people"),
    "_people": gettext_lazy("%(figure)s people"),
    "_members": gettext_lazy("%(figure)s people"),
}


def value_text(name: str, value: object) -> str:
    """What a field of the plan says, with its unit."""
    if isinstance(value, bool):
        return _("yes") if value else ""
    if value is None or value == "":
        return ""
    if isinstance(value, int):
        return _with_unit(name, value)
    if name in DAYS:
        return dates.localized(datetime.date.fromisoformat(str(value)))
    if name == "privacy_version":
        return str(privacy.NOTICES.get(str(value), value))
    return format_phone(str(value)) if name == "telephone" else str(value)


def _with_unit(name: str, value: int) -> str:
    if name.endswith("_baht"):
        return baht(value)
    for ending, words in UNITS.items():
        if name.endswith(ending):
            return str(words) % {"figure": f"{value:,}"}
    return f"{value:,}"


def baht(amount: int) -> str:
    return _("%(amount)s baht") % {"amount": money.format_baht(amount)}


def figure(heading: str, value: int | None) -> Cell:
    return Cell(heading, "" if value is None else f"{value:,}", is_figure=True)


def quantity(text: str) -> str:
    """A number as the content holds it, with commas: 5,000 or 1,234.5."""
    return f"{Decimal(text):,f}"
