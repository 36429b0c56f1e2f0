"""A table as it is printed: text alone, in Thai digits, with its totals."""

from collections.abc import Callable
from typing import Any, NamedTuple

from reports.selectors.tables import Table
from selection_site.lib import dates, money, thai
from selection_site.lib.xlsx import Column

FORMATS: dict[str, Callable[[Any], str]] = {
    "text": str,
    "whole": lambda value: f"{value:,}",
    "baht": money.format_baht,
    "satang": money.format_satang,
    "decimal": lambda value: f"{value:,.2f}",
    "date": dates.short_thai,
    "datetime": dates.localized_datetime,
}
RIGHT = ("whole", "baht", "satang", "decimal")
MIDDLE = ("date", "datetime")
# A text column of no more letters than this keeps each of its cells on one line.
SHORT = 20
# More columns than these are printed smaller, on a lying and on an upright page.
MANY_LYING, MANY_UPRIGHT = 11, 7


class Cell(NamedTuple):
    """What stands in a cell, and how it stands: a class of the style sheet."""

    text: str
    side: str


class Printed(NamedTuple):
    """The report as the template prints it; `lead` columns stand before the first total.

    `look` is the class of the page: lying or not, closer where columns are many.
    """

    title: str
    lines: list[str]
    origin: str
    look: str
    headings: list[str]
    rows: list[list[Cell]]
    lead: int
    totals: list[Cell]


def printed(table: Table[Any], *, origin: str) -> Printed:
    """Every value in the words of its column; `totals` is empty when no column has one."""
    lead = next((at for at, column in enumerate(table.columns) if column.total), 0)
    title, *lines = [_line(line) for line in table.lines]
    return Printed(
        title=title,
        lines=lines,
        origin=_line(origin),
        look=_look(table),
        headings=[column.heading for column in table.columns],
        rows=[[cell(column, column.value(row)) for column in table.columns] for row in table.rows],
        lead=lead,
        totals=[total(table, column) for column in table.columns[lead:]] if lead else [],
    )


def _look(table: Table[Any]) -> str:
    many = len(table.columns) > (MANY_LYING if table.wide else MANY_UPRIGHT)
    looks = {"wide": table.wide, "dense": many}
    return " ".join(name for name, holds in looks.items() if holds)


def _line(text: str) -> str:
    """A line of words, never broken between the era and its year."""
    return thai.to_thai_digits(text).replace("พ.ศ. ", "พ.ศ.\N{NO-BREAK SPACE}")


def cell(column: Column[Any], value: Any) -> Cell:
    """What the heading says already is not said again in every row: it would cost a second line."""
    text = "" if value is None else FORMATS[column.kind](value)
    shorter = text.removeprefix(column.heading).strip()
    return Cell(thai.to_thai_digits(shorter or text), _side(column))


def _side(column: Column[Any]) -> str:
    if column.kind in RIGHT:
        return "number"
    if column.kind in MIDDLE:
        return "middle"
    return "short" if column.width <= SHORT else ""


def total(table: Table[Any], column: Column[Any]) -> Cell:
    if not column.total:
        return Cell("", "")
    return cell(column, sum(column.value(row) or 0 for row in table.rows))
