"""Panels while they are being found: who sits where, and which moves are open."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from scoring.panels.problem import Counts, Flags, Problem

# A group of a region goes from one member to another: region, from, to.
Move: TypeAlias = tuple[int, int, int]


class State:
    """The panels so far, with the counts that every step asks for.

    `moves[r, a, b]` counts the groups of region r that could go from member a to member b: a judges
    them, b does not and may. It is kept up to date group by group.
    """

    def __init__(self, problem: Problem, chance: np.random.Generator) -> None:
        self.problem, self.chance = problem, chance
        regions = int(problem.regions.max(initial=0)) + 1
        self.seated: Flags = np.zeros(problem.allowed.shape, dtype=bool)
        self.loads: Counts = np.zeros(problem.members, dtype=np.int64)
        self.by_region: Counts = np.zeros((problem.members, regions), dtype=np.int64)
        self.moves: Counts = np.zeros((regions, problem.members, problem.members), dtype=np.int64)
        self.of_region = [np.flatnonzero(problem.regions == region) for region in range(regions)]

    def seat(self, group: int, members: Sequence[int]) -> None:
        """Put more members on the panel of a group, before any move is counted."""
        chosen = np.asarray(members, dtype=np.int64)
        self.seated[group, chosen] = True
        self.loads[chosen] += 1
        self.by_region[chosen, self.problem.regions[group]] += 1

    def count_moves(self) -> None:
        """Count every open move once; from now on `seat_and_count` and `move` keep the counts."""
        for region, groups in enumerate(self.of_region):
            here = self.seated[groups].astype(np.float32)
            free = (self.problem.allowed[groups] & ~self.seated[groups]).astype(np.float32)
            self.moves[region] = np.rint(here.T @ free).astype(np.int64)

    def seat_and_count(self, group: int, member: int) -> None:
        self._forget(group)
        self.seat(group, [member])
        self._count(group)

    def move(self, move: Move) -> None:
        """Let a group that chance picks among those that can go from one member to the other."""
        region, giver, taker = move
        groups = self.of_region[region]
        able = self.seated[groups, giver] & ~self.seated[groups, taker]
        able &= self.problem.allowed[groups, taker]
        group = int(self.chance.choice(groups[able]))
        self._forget(group)
        self.seated[group, giver], self.seated[group, taker] = False, True
        self.loads[giver] -= 1
        self.loads[taker] += 1
        self.by_region[giver, region] -= 1
        self.by_region[taker, region] += 1
        self._count(group)

    def _count(self, group: int) -> None:
        self._add_moves_of(group, 1)

    def _forget(self, group: int) -> None:
        self._add_moves_of(group, -1)

    def _add_moves_of(self, group: int, step: int) -> None:
        here = np.flatnonzero(self.seated[group])
        free = np.flatnonzero(self.problem.allowed[group] & ~self.seated[group])
        self.moves[self.problem.regions[group]][np.ix_(here, free)] += step
