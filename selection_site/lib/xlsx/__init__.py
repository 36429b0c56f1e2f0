"""Excel workbooks: exports with real types, blank forms to fill in, and reading those back."""

from selection_site.lib.xlsx.blank import template
from selection_site.lib.xlsx.problems import CellProblem, WorkbookError
from selection_site.lib.xlsx.reading import Cell, Row, read
from selection_site.lib.xlsx.writing import Column, Sheet, write

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

__all__ = [
    "CONTENT_TYPE",
    "Cell",
    "CellProblem",
    "Column",
    "Row",
    "Sheet",
    "WorkbookError",
    "read",
    "template",
    "write",
]
