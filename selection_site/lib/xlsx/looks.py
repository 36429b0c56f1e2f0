"""How our workbooks look and print, the same for exports and blank forms."""

import datetime
import re
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from selection_site.lib import clock, thai

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.styles import Font

CM = 1 / 2.54
A4 = "9"
# What XML cannot hold, and Excel would call the workbook damaged for.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def text(value: object) -> str:
    """A value as the text of a cell, without the control characters that break a workbook."""
    return "" if value is None else _UNWRITABLE.sub("", str(value))


def sheet_title(title: str) -> str:
    """A name that Excel allows on a tab: 31 characters, none of []:*?/\\."""
    return thai.normalise(re.sub(r"[\[\]:*?/\\]", " ", title))[:31].strip(" '")


def font(*, size: float = 14, bold: bool = False) -> "Font":
    """The letter of Thai offices. A cell names one font only: where it is missing, the family
    (sans serif) and the character set (222, Thai) decide what stands in for it."""
    from openpyxl.styles import Font

    return Font(name="TH Sarabun New", family=2, charset=222, size=size, bold=bold)


def new_workbook(*, streamed: bool) -> "Workbook":
    from openpyxl import Workbook

    workbook = Workbook(write_only=streamed)
    workbook.properties.creator = None
    workbook.properties.created = clock.now().astimezone(datetime.UTC).replace(tzinfo=None)
    return workbook


def set_up_page(worksheet: Any, heading_row: int) -> None:
    """A4 across, fitted to its width, the heading row on every page, numbered."""
    worksheet.freeze_panes = f"A{heading_row + 1}"
    worksheet.print_title_rows = f"{heading_row}:{heading_row}"
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = A4
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    worksheet.page_setup.fitToHeight = 0
    for side in ("left", "right"):
        setattr(worksheet.page_margins, side, 1.5 * CM)
    for side in ("top", "bottom"):
        setattr(worksheet.page_margins, side, 2 * CM)
    worksheet.oddFooter.center.text = gettext("Page &P / &N")


def style_heading(cell: Any) -> None:
    from openpyxl.styles import Alignment, Border, PatternFill, Side

    cell.font = font(bold=True)
    cell.fill = PatternFill("solid", fgColor="E8EEF4")
    cell.border = Border(bottom=Side("thin"))
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    cell.number_format = "@"
