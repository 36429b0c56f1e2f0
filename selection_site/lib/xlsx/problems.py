"""What is wrong with a workbook that somebody sent, each with its cell."""

from typing import NamedTuple


class CellProblem(NamedTuple):
    """One thing to put right: `ref` is the cell (B7), or None for the workbook as a whole."""

    ref: str | None
    message: str

    def __str__(self) -> str:
        return f"{self.ref}: {self.message}" if self.ref else self.message


class WorkbookError(ValueError):
    """The workbook is refused whole; `problems` lists why, in the order of its cells."""

    def __init__(self, problems: list[CellProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def refusal(message: str) -> WorkbookError:
    """A refusal for one reason that no single cell gives."""
    return WorkbookError([CellProblem(None, message)])
