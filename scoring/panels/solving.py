"""From first panels to the best ones: cancel what makes the flow dearer until nothing does."""

from typing import NamedTuple

import numpy as np

from scoring.panels.filling import fill, refuse_short
from scoring.panels.links import spread_pairs
from scoring.panels.problem import Counts, Flags, Problem
from scoring.panels.state import Move, State

FAR = np.iinfo(np.int64).max // 4


class Cost(NamedTuple):
    """What an optimal sharing out makes least: first the one, then the other.

    `loads` is the sum over the members of their number of groups squared, `regions` the same of
    their numbers in each region. Squares are least when numbers are equal.
    """

    loads: int
    regions: int


def cost_of(problem: Problem, seated: Flags) -> Cost:
    """The cost of given panels; `seated[g, j]` tells that member j judges group g."""
    regions = int(problem.regions.max(initial=0)) + 1
    by_region = np.zeros((problem.members, regions), dtype=np.int64)
    for region in range(regions):
        by_region[:, region] = seated[problem.regions == region].sum(axis=0)
    loads = by_region.sum(axis=1)
    return Cost(int((loads**2).sum()), int((by_region**2).sum()))


def share_out(problem: Problem, *, seed: int) -> Flags:
    """Panels of `each` members for every group, of least cost; the same seed gives the same.

    Raises Impossible, with the proof, exactly when no panels of that size exist within conflicts
    and largest loads. Among panels of equal cost chance decides, and pairs of members who judge
    the same group are spread, so that their severity can be compared.
    """
    refuse_short(problem)
    chance = np.random.default_rng(seed)
    state = State(problem, chance)
    fill(state)
    while moves := _saving(state):
        for move in moves:
            state.move(move)
    spread_pairs(problem, state.seated, chance)
    return state.seated


# The flow's residual graph. A unit that reaches node (b, r) has made member b take one more group
# of region r. From there b may hand on another group of r, which leaves b as it was; or the unit
# goes to b's hub, and b hands on one of another region; or it goes to the common pool, and b keeps
# one group more, while somebody else, whom the pool names, gives one away. Around a circle of
# negative length the panels get cheaper by exactly its length; when there is none they are optimal.


class _Graph:
    """Distances and ways back in the residual graph: nodes (region, member), hubs, the pool."""

    def __init__(self, state: State) -> None:
        members, regions = state.by_region.shape
        self.members, self.size = members, members * regions
        self.pool = self.size + members
        self.open = state.moves > 0
        weight = state.problem.sheets**2 + 1  # one unit of load outweighs any spread of regions
        by_region = state.by_region.T
        self.gain, self.loss = 2 * by_region + 1, 1 - 2 * by_region
        room = state.loads < state.problem.most
        self.keep = np.where(room, weight * (2 * state.loads + 1), FAR)
        self.give = np.where(state.loads > 0, weight * (1 - 2 * state.loads), FAR)
        self.far = np.zeros(self.pool + 1, dtype=np.int64)
        self.back = np.full(self.pool + 1, -1, dtype=np.int64)

    def relax(self) -> bool:
        """Shorten every distance by one more step where one can; says whether any was."""
        changed = False
        nodes = self.far[: self.size].reshape(self.gain.shape)
        for region in range(len(nodes)):
            along = np.where(self.open[region], nodes[region][:, None], FAR)
            best = along.argmin(axis=0)
            changed |= self._take(
                region * self.members, along.min(axis=0), region * self.members + best
            )
        into_hubs = nodes + self.gain
        best = into_hubs.argmin(axis=0)
        places = best * self.members + np.arange(self.members)
        changed |= self._take(self.size, into_hubs.min(axis=0), places)
        into_pool = self._sum(self.far[self.size : self.pool], self.keep)
        last = np.array([int(into_pool.argmin())])
        changed |= self._take(self.pool, into_pool[last], self.size + last)
        return self._relax_out_of_hubs() or changed

    def _relax_out_of_hubs(self) -> bool:
        hubs = self.far[self.size : self.pool]
        pool = np.full(self.members, self.pool)
        changed = self._take(self.size, self._sum(self.far[self.pool], self.give), pool)
        origin = self.size + np.arange(self.members)
        for region, loss in enumerate(self.loss):
            changed |= self._take(region * self.members, hubs + loss, origin)
        return changed

    def _sum(self, far: "Counts | np.int64", cost: Counts) -> Counts:
        return np.where(cost >= FAR, FAR, far + cost)

    def _take(self, start: int, found: Counts, origin: Counts) -> bool:
        kept = self.far[start : start + len(found)]
        shorter = found < kept
        kept[shorter] = found[shorter]
        self.back[start : start + len(found)][shorter] = origin[shorter]
        return bool(shorter.any())

    def circle(self) -> list[int]:
        """Nodes of a circle among the ways back, in the order of the flow; empty if none."""
        state = np.zeros(len(self.back), dtype=np.int64)
        back = self.back.tolist()
        for start in range(len(back)):
            walked, node = [], start
            while node >= 0 and not state[node]:
                state[node] = start + 1
                walked.append(node)
                node = back[node]
            if node >= 0 and state[node] == start + 1:
                return walked[walked.index(node) :][::-1]
        return []


def _saving(state: State) -> list[Move]:
    """The moves around one circle that makes the panels cheaper; none when they are optimal."""
    graph = _Graph(state)
    for _step in range(len(graph.far) + 1):
        if not graph.relax():
            return []
        if nodes := graph.circle():
            return _moves_around(graph, nodes)
    return []


def _moves_around(graph: _Graph, nodes: list[int]) -> list[Move]:
    """Those steps of the circle that move a group; the others only say what it costs."""
    moves = []
    for origin, target in zip(nodes, [*nodes[1:], nodes[0]], strict=True):
        if origin < graph.size and target < graph.size:
            region, giver = divmod(origin, graph.members)
            moves.append((region, giver, target % graph.members))
    return moves
