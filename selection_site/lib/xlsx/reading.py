"""Reading a workbook that somebody filled in: strict, cell by cell, and within limits."""

import datetime
import itertools
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, NamedTuple

from django.utils.translation import gettext

from selection_site.lib import thai
from selection_site.lib.xlsx import package
from selection_site.lib.xlsx.problems import CellProblem, WorkbookError, refusal

LAST_ROW = 1_048_576
_HEADING_ROWS = 20
_MAX_COLUMNS = 100
_MAX_PROBLEMS = 100


class Cell(NamedTuple):
    """One cell: `value` is text, a number, a day or a moment as the workbook has it, or None.

    A day typed as 25/05/2563 into a cell of dates is a day of the common year 2563; `text` written
    from it is read right by `dates.parse_date`.
    """

    ref: str
    value: object

    @property
    def text(self) -> str:
        """The value as a person would type it, for a form field: whole numbers without .0."""
        if self.value is None:
            return ""
        if isinstance(self.value, float):
            # Excel shows 15 digits; the rest is binary noise such as 0.30000000000000004.
            whole = self.value.is_integer()
            return str(int(self.value)) if whole else f"{self.value:.15g}"
        return thai.normalise(str(self.value))


@dataclass(frozen=True)
class Row:
    """One filled row, its number as Excel shows it, and its cells by heading."""

    number: int
    cells: dict[str, Cell]


class _Read(NamedTuple):
    """A cell as it was met: column from 1."""

    ref: str
    column: int
    value: object
    kind: str


def read(
    file: BinaryIO,
    *,
    sheet: str,
    headings: Sequence[str],
    max_rows: int = 5000,
    max_bytes: int = 5_000_000,
) -> list[Row]:
    """The filled rows of one sheet, whose columns may stand in any order.

    The headings are looked for in the first 20 filled rows, whatever stands above them. Empty rows
    are left out. Refuses with WorkbookError, before reading on, a file that is no workbook or too
    large; then a missing sheet; missing, doubled or unknown headings; merged cells, formulas and
    values under no heading, each with its cell; too many rows, or none.
    """
    try:
        package.check(file, max_bytes=max_bytes, max_rows=max_rows)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves aside: rules, drawings, styles
            return _read(file, sheet, headings, max_rows)
    except WorkbookError:
        raise
    except Exception as error:
        # Out of a damaged workbook openpyxl raises nearly anything, from KeyError to zlib.error.
        raise refusal(package.not_a_workbook()) from error


def _read(file: BinaryIO, sheet: str, headings: Sequence[str], max_rows: int) -> list[Row]:
    from openpyxl import load_workbook

    workbook = load_workbook(file, read_only=True, keep_links=False)
    try:
        worksheet = _find(workbook, sheet)
        rows = _filled_rows(worksheet)
        top = list(itertools.islice(rows, _HEADING_ROWS))
        number, columns = _find_headings(top, headings)
        merged = package.merged_ranges(file, worksheet._worksheet_path)
        problems = _merged_problems(merged, number)
        body = (row for row in itertools.chain(top, rows) if row[0] > number)
        return _take(body, columns, problems, max_rows)
    finally:
        workbook.close()


def _find(workbook: Any, title: str) -> Any:
    wanted = thai.search_key(title)
    for worksheet in workbook.worksheets:
        if thai.search_key(worksheet.title) == wanted:
            return worksheet
    raise refusal(
        gettext("There is no sheet “%(wanted)s”. The workbook has: %(found)s.")
        % {"wanted": title, "found": ", ".join(workbook.sheetnames)}
    )


def _filled_rows(worksheet: Any) -> Iterator[tuple[int, list[_Read]]]:
    """Each row that holds anything, with its number."""
    from openpyxl.utils import get_column_letter

    worksheet.reset_dimensions()  # what a workbook states about its size may be wrong
    rows = itertools.islice(worksheet.iter_rows(max_col=_MAX_COLUMNS), LAST_ROW)
    before = None
    for number, cells in enumerate(rows, 1):
        if cells is before:  # the one empty row that stands for each row left out of the file
            continue
        before = cells
        filled = [
            _Read(f"{get_column_letter(column)}{number}", column, _day(cell.value), cell.data_type)
            for column, cell in enumerate(cells, 1)
            if cell.value is not None and str(cell.value).strip()
        ]
        if filled:
            yield number, filled


def _day(value: object) -> object:
    """Excel has moments only; midnight is how it writes a day."""
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date()
    return value


def _find_headings(
    rows: list[tuple[int, list[_Read]]], headings: Sequence[str]
) -> tuple[int, dict[int, str]]:
    """The row that holds most of the headings, and which heading each column has."""
    wanted = {thai.search_key(heading): heading for heading in headings}

    def known(row: tuple[int, list[_Read]]) -> int:
        return len({thai.search_key(str(cell.value)) for cell in row[1]} & wanted.keys())

    number, cells = max(rows, key=known, default=(0, []))
    if not known((number, cells)):
        raise refusal(
            gettext("The headings were not found. The first row must hold: %(headings)s.")
            % {"headings": ", ".join(headings)}
        )
    columns: dict[int, str] = {}
    problems = []
    for cell in cells:
        heading = wanted.get(thai.search_key(str(cell.value)))
        if heading is None or heading in columns.values():
            problems.append(CellProblem(cell.ref, _strange_heading(cell, heading)))
        else:
            columns[cell.column] = heading
    missing = [heading for heading in headings if heading not in columns.values()]
    problems += [CellProblem(None, _missing_heading(heading)) for heading in missing]
    if problems:
        raise WorkbookError(problems)
    return number, columns


def _strange_heading(cell: _Read, heading: str | None) -> str:
    if heading is None:
        text = gettext(
            "The column “%(heading)s” does not belong here. Delete it, or name it as asked."
        )
        return text % {"heading": cell.value}
    return gettext("The column “%(heading)s” is there twice. Keep one.") % {"heading": heading}


def _missing_heading(heading: str) -> str:
    return gettext("The column “%(heading)s” is missing. Add it, empty if need be.") % {
        "heading": heading
    }


def _merged_problems(merged: list[str], heading_row: int) -> list[CellProblem]:
    """Merged cells from the headings down; a merged title above them harms nobody."""
    from openpyxl.utils import range_boundaries

    message = gettext("These cells are merged. Unmerge them and fill in each row.")
    return [CellProblem(ref, message) for ref in merged if range_boundaries(ref)[3] >= heading_row]


def _take(
    rows: Iterator[tuple[int, list[_Read]]],
    columns: dict[int, str],
    problems: list[CellProblem],
    max_rows: int,
) -> list[Row]:
    taken: list[Row] = []
    for number, cells in rows:
        if len(taken) == max_rows:
            raise refusal(_too_many(max_rows))
        found = [(cell, _problem(cell, columns)) for cell in cells]
        problems += [CellProblem(cell.ref, problem) for cell, problem in found if problem]
        if len(problems) >= _MAX_PROBLEMS:
            break
        taken.append(_row(number, cells, columns))
    if problems:
        raise WorkbookError(problems[:_MAX_PROBLEMS])
    if not taken:
        raise refusal(gettext("No row is filled in below the headings."))
    return taken


def _row(number: int, cells: list[_Read], columns: dict[int, str]) -> Row:
    from openpyxl.utils import get_column_letter

    values = {cell.column: cell.value for cell in cells}
    return Row(
        number,
        {
            heading: Cell(f"{get_column_letter(column)}{number}", values.get(column))
            for column, heading in columns.items()
        },
    )


def _problem(cell: _Read, columns: dict[int, str]) -> str | None:
    if cell.kind == "f":
        return gettext("This is a formula. Copy the cell and paste it as a value.")
    if cell.column not in columns:
        text = gettext("“%(value)s” stands under no heading. Move it, or delete it.")
        return text % {"value": cell.value}
    if cell.kind == "e":
        return gettext("Excel shows the error %(value)s here. Write the value.") % {
            "value": cell.value
        }
    return None


def _too_many(max_rows: int) -> str:
    return gettext(
        "There are more than %(rows)s rows, the most that can be read at once. "
        "Send the rows in several files."
    ) % {"rows": f"{max_rows:,}"}
