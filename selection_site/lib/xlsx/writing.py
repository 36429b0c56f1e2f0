"""Exports: rows into a workbook with real numbers and days, and with text that stays text."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any, Generic, Literal, TypeVar

from django.utils.translation import gettext

from selection_site.lib import thai
from selection_site.lib.clock import BANGKOK
from selection_site.lib.xlsx import looks

T = TypeVar("T")
Kind = Literal["text", "whole", "baht", "satang", "decimal", "date", "datetime"]

# 107041E: Western digits (01), Thai Buddhist calendar (07), Thai (041E). This is what Excel itself
# offers as a Thai date, and LibreOffice reads it: the value stays the true day, the cell shows
# 25 พ.ค. 2563. The code bbbb is left alone, not every Excel knows it.
_THAI, _ENGLISH = "[$-107041E]", "[$-409]"


@dataclass(frozen=True)
class Column(Generic[T]):
    """One column: what to write of each row, and as what. `baht` is whole baht, `satang` satang."""

    heading: str
    width: float
    value: Callable[[T], object]
    kind: Kind = "text"
    total: bool = False


@dataclass(frozen=True)
class Sheet(Generic[T]):
    """One tab: lines that say what it is, then the headings, then a row for each item."""

    title: str
    columns: Sequence[Column[T]]
    rows: Iterable[T]
    heading_lines: Sequence[str] = ()


def write(sheets: Sequence[Sheet[Any]]) -> bytes:
    """The workbook as a file, for reading and for printing on A4.

    Amounts become baht, days show the Buddhist era on Thai pages, moments are in Bangkok. There is
    no formula: totals are figures, and text that looks like a formula stays text. Rows are taken
    one by one, so a queryset may be passed with `.iterator()`.
    """
    workbook = looks.new_workbook(streamed=True)
    for sheet in sheets:
        _write_sheet(workbook.create_sheet(looks.sheet_title(sheet.title)), sheet)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _write_sheet(worksheet: Any, sheet: Sheet[Any]) -> None:
    from openpyxl.utils import get_column_letter

    heading_row = len(sheet.heading_lines) + 1
    looks.set_up_page(worksheet, heading_row)
    for number, column in enumerate(sheet.columns, 1):
        worksheet.column_dimensions[get_column_letter(number)].width = column.width
    for number, line in enumerate(sheet.heading_lines):
        label = _label(worksheet, line)
        label.font = looks.font(size=14 if number else 18, bold=True)
        worksheet.append([label])
    worksheet.append([_heading(worksheet, column) for column in sheet.columns])
    last_row = heading_row + _write_rows(worksheet, sheet)
    last_column = get_column_letter(len(sheet.columns))
    worksheet.auto_filter.ref = f"A{heading_row}:{last_column}{last_row}"


def _write_rows(worksheet: Any, sheet: Sheet[Any]) -> int:
    """Write the rows and their totals; answers how many rows there were."""
    # One cell for a column, filled again for each row: making a styled cell takes most of the time.
    cells = [_cell(worksheet, column) for column in sheet.columns]
    totals: list[Any] = [0 for _ in sheet.columns]
    count = 0
    for count, item in enumerate(sheet.rows, 1):  # noqa: B007 - the last count is the answer
        for place, column in enumerate(sheet.columns):
            value = column.value(item)
            _fill(cells[place], column.kind, value)
            if column.total and value is not None:
                totals[place] += value
        worksheet.append(cells)
    if any(column.total for column in sheet.columns):
        worksheet.append(_totals(worksheet, sheet.columns, totals))
    return count


def _cell(worksheet: Any, column: Column[Any], *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    cell = WriteOnlyCell(worksheet)
    cell.font = looks.font(bold=bold)
    cell.number_format = _format(column.kind)
    is_text = column.kind == "text"
    cell.alignment = Alignment(vertical="top", wrap_text=is_text)
    cell.quotePrefix = is_text
    return cell


def _format(kind: Kind) -> str:
    locale = _THAI if thai.is_active() else _ENGLISH
    time = r'hh\.mm" น."' if thai.is_active() else "hh:mm"
    return {
        "text": "@",
        "whole": "#,##0",
        "baht": "#,##0",
        "satang": "#,##0.00",
        "decimal": "#,##0.00",
        "date": f"{locale}d mmm yyyy;@",
        "datetime": f"{locale}d mmm yyyy {time};@",
    }[kind]


def _fill(cell: Any, kind: Kind, value: object) -> None:
    cell.value = _written(kind, value)
    if kind == "text":
        cell.data_type = "s"  # or =1+1 in somebody's name would be a live formula


def _written(kind: Kind, value: object) -> object:
    if kind == "text" or value is None:
        return looks.text(value) if kind == "text" else None
    if kind == "satang":
        return Decimal(str(value)).scaleb(-2)
    if isinstance(value, datetime.datetime):
        return value.astimezone(BANGKOK).replace(tzinfo=None)
    return value


def _label(worksheet: Any, line: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(worksheet)
    cell.quotePrefix = True
    _fill(cell, "text", line)
    return cell


def _heading(worksheet: Any, column: Column[Any]) -> Any:
    cell = _label(worksheet, column.heading)
    looks.style_heading(cell)
    return cell


def _totals(worksheet: Any, columns: Sequence[Column[Any]], totals: Sequence[Any]) -> list[Any]:
    from openpyxl.styles import Border, Side

    cells = [_cell(worksheet, column, bold=True) for column in columns]
    for cell, column, total in zip(cells, columns, totals, strict=True):
        cell.border = Border(top=Side("thin"), bottom=Side("double"))
        if column.total:
            _fill(cell, column.kind, total)
    if not columns[0].total:
        _fill(cells[0], "text", gettext("Total"))
    return cells
