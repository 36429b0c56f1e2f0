"""How members are linked by groups that both judge, without which severity cannot be compared."""

from typing import NamedTuple

import numpy as np

from scoring.panels.problem import Counts, Flags, Problem

MOST_TRIES = 60_000
TRIES_A_SHEET = 20


class Links(NamedTuple):
    """What the panels let us compare.

    `shared[a, b]` counts the groups that both judge; `parts` counts the sets of members between
    which no chain of shared groups leads (1: everybody can be compared with everybody).
    """

    shared: Counts
    parts: int

    @property
    def fewest(self) -> int:
        """The smallest number of groups that any two members share."""
        pairs = self.shared[~np.eye(len(self.shared), dtype=bool)]
        return int(pairs.min()) if pairs.size else 0


def links_of(seated: Flags) -> Links:
    """The links of panels; members without any group count as parts of their own."""
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 (slow to import)

    shared = _shared(seated)
    parts, _labels = connected_components(shared > 0, directed=False)
    return Links(shared, int(parts))


def _shared(seated: Flags) -> Counts:
    seats = seated.astype(np.float32)
    shared = np.rint(seats.T @ seats).astype(np.int64)
    np.fill_diagonal(shared, 0)
    return shared


def spread_pairs(problem: Problem, seated: Flags, chance: np.random.Generator) -> None:
    """Let groups of one region exchange members until pairs are spread evenly; changes `seated`.

    An exchange keeps every load and every region, so the cost stays. It is made when it lowers
    the sum of squares of the shared groups over all pairs; the number of tries is bounded.
    """
    if problem.each < 2 or problem.groups < 2:
        return
    shared = _shared(seated)
    tries = min(MOST_TRIES, TRIES_A_SHEET * problem.sheets)
    of_region = [
        np.flatnonzero(problem.regions == region) for region in range(problem.regions.max() + 1)
    ]
    panels = [set(np.flatnonzero(row).tolist()) for row in seated]
    for pick, other, seats in zip(
        chance.integers(problem.groups, size=tries).tolist(),
        chance.random(tries).tolist(),
        chance.random((tries, 2)).tolist(),
        strict=True,
    ):
        peers = of_region[problem.regions[pick]]
        mate = int(peers[int(other * len(peers))])
        _exchange(problem, panels, shared, (pick, mate), seats)
    seated[:] = False
    for group, panel in enumerate(panels):
        seated[group, list(panel)] = True


def _exchange(
    problem: Problem,
    panels: list[set[int]],
    shared: Counts,
    groups: tuple[int, int],
    seats: list[float],
) -> None:
    one, two = panels[groups[0]], panels[groups[1]]
    only_one, only_two = sorted(one - two), sorted(two - one)
    if not only_one:
        return
    a = only_one[int(seats[0] * len(only_one))]
    b = only_two[int(seats[1] * len(only_two))]
    if not (problem.allowed[groups[1], a] and problem.allowed[groups[0], b]):
        return
    rest_one, rest_two = sorted(one - {a}), sorted(two - {b})
    lost = [(a, rest_one), (b, rest_two)]
    won = [(b, rest_one), (a, rest_two)]
    before = sum(_squares(shared, member, rest) for member, rest in (*lost, *won))
    _pair(shared, lost, -1)
    _pair(shared, won, 1)
    if sum(_squares(shared, member, rest) for member, rest in (*lost, *won)) > before:
        _pair(shared, lost, 1)
        _pair(shared, won, -1)
        return
    one.remove(a)
    one.add(b)
    two.remove(b)
    two.add(a)


def _squares(shared: Counts, member: int, others: list[int]) -> int:
    return sum(int(shared[member, other]) ** 2 for other in others)


def _pair(shared: Counts, pairs: list[tuple[int, list[int]]], step: int) -> None:
    for member, others in pairs:
        shared[member, others] += step
        shared[others, member] += step
