"""Blank forms: a workbook for somebody to fill in and send back to `read`."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext

from selection_site.lib.xlsx import looks

_CHOICES = "choices"


def template(
    sheet: str,
    columns: Sequence[tuple[str, float]],
    *,
    examples: Sequence[Sequence[object]] = (),
    notes: Sequence[str] = (),
    choices: Mapping[str, Sequence[str]] | None = None,
    rows: int = 5000,
) -> bytes:
    """A workbook with one sheet to fill in: `columns` are headings and widths.

    Notes and example rows stand on a second sheet, so that nobody sends an example back as a row.
    `choices` gives a heading its list to choose from. Every cell to fill in is text, so that Excel
    changes nothing that is typed: 08… keeps its zero, and 25/05/2563 is not taken for a day
    543 years from now.
    """
    workbook = looks.new_workbook(streamed=False)
    form = workbook.active
    form.title = looks.sheet_title(sheet)
    _head(form, columns)
    if notes or examples:
        _explain(workbook.create_sheet(gettext("How to fill in")), columns, examples, notes)
    _offer(workbook, columns, choices or {}, rows)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _head(form: Any, columns: Sequence[tuple[str, float]]) -> None:
    from openpyxl.utils import get_column_letter

    looks.set_up_page(form, 1)
    for number, (heading, width) in enumerate(columns, 1):
        dimension = form.column_dimensions[get_column_letter(number)]
        dimension.width = width
        dimension.number_format = "@"
        dimension.font = looks.font()
        _write(form, 1, number, heading)
        looks.style_heading(form.cell(1, number))


def _explain(
    page: Any,
    columns: Sequence[tuple[str, float]],
    examples: Sequence[Sequence[object]],
    notes: Sequence[str],
) -> None:
    from openpyxl.utils import get_column_letter

    for row, note in enumerate(notes, 1):
        _write(page, row, 1, note)
    if not examples:
        return
    top = len(notes) + 2
    _write(page, top, 1, gettext("Example"), bold=True)
    for number, (heading, width) in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(number)].width = width
        _write(page, top + 1, number, heading)
        looks.style_heading(page.cell(top + 1, number))
    for row, example in enumerate(examples, top + 2):
        for number, value in enumerate(example, 1):
            _write(page, row, number, value)


def _write(page: Any, row: int, column: int, value: object, *, bold: bool = False) -> None:
    cell = page.cell(row, column, looks.text(value))
    cell.data_type = "s"
    cell.quotePrefix = True
    cell.font = looks.font(bold=bold)


def _offer(
    workbook: Any,
    columns: Sequence[tuple[str, float]],
    choices: Mapping[str, Sequence[str]],
    rows: int,
) -> None:
    """Give columns their lists; a hidden sheet holds them, as a rule takes 255 letters at most."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    if not choices:
        return
    form = workbook.worksheets[0]
    page = workbook.create_sheet(_CHOICES)
    page.sheet_state = "hidden"
    headings = [heading for heading, _ in columns]
    for number, (heading, options) in enumerate(choices.items(), 1):
        for row, option in enumerate(options, 1):
            _write(page, row, number, option)
        letter, target = get_column_letter(number), get_column_letter(headings.index(heading) + 1)
        rule = DataValidation(
            type="list", formula1=f"'{_CHOICES}'!${letter}$1:${letter}${len(options)}"
        )
        rule.errorTitle = heading[:32]
        rule.error = gettext("Choose one from the list.")
        rule.showErrorMessage = True
        rule.add(f"{target}2:{target}{rows + 1}")
        form.add_data_validation(rule)
