"""What is to be shared out, and what it means that it cannot be."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Flags: TypeAlias = NDArray[np.bool_]
Counts: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True)
class Problem:
    """Groups and members, by their places in a list.

    `allowed[g, j]`: member j may judge group g. `regions[g]`: the region of the group, from 0.
    `each`: how many members judge a group. `most[j]`: the largest number of groups for member j.
    """

    allowed: Flags
    regions: Counts
    each: int
    most: Counts

    @property
    def groups(self) -> int:
        return int(self.allowed.shape[0])

    @property
    def members(self) -> int:
        return int(self.allowed.shape[1])

    @property
    def sheets(self) -> int:
        """How many sheets there will be in all."""
        return self.groups * self.each


class Impossible(Exception):  # noqa: N818  an outcome with its proof, not a mistake
    """No panels of the wanted size exist; the fields prove it.

    Either `short` names groups that fewer than `each` members may judge at all, or the members in
    `full` may together take `room` sheets while the groups in `needing`, which hardly anybody else
    may judge, need `needed` of them.
    """

    def __init__(self, **proof: Any) -> None:
        super().__init__(proof)
        self.short: list[int] = proof.get("short", [])
        self.full: list[int] = proof.get("full", [])
        self.needing: list[int] = proof.get("needing", [])
        self.room: int = proof.get("room", 0)
        self.needed: int = proof.get("needed", 0)
