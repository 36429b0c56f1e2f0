"""The monitoring board: what is shown of a year, counted by state and laid out as a map."""

import csv
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.urls import reverse

from groups.models import Province, User
from submissions.enums import BoardState, TimeLeft
from submissions.models import Call
from submissions.selectors.holding import Held, held
from submissions.selectors.overview import narrowed, of_call

TILES = Path(__file__).resolve().parents[1] / "data" / "tiles.csv"
SIDE = 36
LEFT = {
    TimeLeft.DAYS_3: range(4),
    TimeLeft.DAYS_7: range(8),
    TimeLeft.MORE: range(8, 3660),
}


class Wanted(NamedTuple):
    """What narrows the board; empty narrows nothing."""

    region: str = ""
    text: str = ""
    left: str = ""
    state: str = ""


class Board(NamedTuple):
    """What is shown, and how many of each state there are, whichever state is chosen."""

    rows: Sequence[Held]
    counts: dict[BoardState, int]


class Tile(NamedTuple):
    """A province as a square of the map; one that is not among the rows shown has no state."""

    province: Province
    x: int
    y: int
    rows: Sequence[Held]

    @property
    def state(self) -> BoardState | None:
        """That of its group; of several, the one that most needs somebody."""
        order = list(BoardState)
        return min((row.state for row in self.rows), key=order.index, default=None)

    @property
    def url(self) -> str:
        """The submission; of several, their rows in the table."""
        if len(self.rows) == 1:
            return reverse("submissions:detail", args=[self.rows[0].submission.pk])
        return f"#province-{self.province.pk}"


class Map(NamedTuple):
    """The 76 squares and the box they need, in the units of the drawing."""

    tiles: Sequence[Tile]
    width: int
    height: int


def board(user: User, call: Call, wanted: Wanted) -> Board:
    """The submissions of a year that a person may see, narrowed; three queries."""
    found = narrowed(of_call(user, call), region=wanted.region, text=wanted.text)
    rows = [row for row in held(call, found) if _has_left(row, wanted.left)]
    counts = Counter(row.state for row in rows)
    shown = [row for row in rows if wanted.state in ("", row.state)]
    numbered = [row._replace(number=number) for number, row in enumerate(shown, 1)]
    return Board(numbered, {state: counts[state] for state in BoardState})


def _has_left(row: Held, left: str) -> bool:
    return not left or row.days_left in LEFT[TimeLeft(left)]


def board_map(rows: Sequence[Held]) -> Map:
    """Thailand with one square a province; one query."""
    of_province: dict[str, list[Held]] = {}
    for row in rows:
        of_province.setdefault(row.submission.province_id, []).append(row)
    cells = tile_cells()
    tiles = [
        Tile(province, column * SIDE, line * SIDE, of_province.get(province.pk, []))
        for province in Province.objects.all()
        for column, line in [cells[province.pk]]
    ]
    width, height = (max(axis) + 1 for axis in zip(*cells.values(), strict=True))
    return Map(tiles, width * SIDE, height * SIDE)


@cache
def tile_cells() -> dict[str, tuple[int, int]]:
    """Column and row of each province, so placed that neighbours mostly touch."""
    with TILES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(file)}
