"""First panels: cheaply by looking at one group after the other, then by making room."""

import numpy as np

from scoring.panels.problem import Impossible, Problem
from scoring.panels.state import Move, State


def refuse_short(problem: Problem) -> None:
    """Raise Impossible for groups that too few members may judge, whatever the loads."""
    short = np.flatnonzero(problem.allowed.sum(axis=1) < problem.each)
    if short.size:
        raise Impossible(short=short.tolist())


def fill(state: State) -> None:
    """Give every group its panel; raise Impossible with the proof when there is no way.

    Groups with the fewest members to choose from come first; each takes the least burdened. What
    is left open then makes room by a chain of moves, and where no chain exists none can.
    """
    for group in _hardest_first(state):
        _seat_cheapest(state, group)
    state.count_moves()
    lacking = (state.problem.each - state.seated.sum(axis=1)).tolist()
    for group, seats in enumerate(lacking):
        for _seat in range(seats):
            _make_room(state, group)


def _hardest_first(state: State) -> list[int]:
    choices = state.problem.allowed.sum(axis=1)
    order = np.lexsort((state.chance.random(state.problem.groups), choices))
    return [int(group) for group in order]


def _seat_cheapest(state: State, group: int) -> None:
    problem = state.problem
    open_to = np.flatnonzero(problem.allowed[group] & (state.loads < problem.most))
    region = problem.regions[group]
    keys = (
        state.chance.random(open_to.size),
        state.by_region[open_to, region],
        state.loads[open_to],
    )
    state.seat(group, open_to[np.lexsort(keys)][: problem.each].tolist())


def _make_room(state: State, group: int) -> None:
    """Seat one more member on the panel, by moving other groups along if all are full."""
    problem = state.problem
    wanted = problem.allowed[group] & ~state.seated[group]
    chain = _chain_to_room(state, np.flatnonzero(wanted).tolist(), group)
    first = chain[0][1] if chain else _least_burdened(state, wanted)
    for move in reversed(chain):
        state.move(move)
    state.seat_and_count(group, first)


def _least_burdened(state: State, wanted: np.ndarray) -> int:
    able = np.flatnonzero(wanted & (state.loads < state.problem.most))
    return int(able[np.argmin(state.loads[able])])


def _chain_to_room(state: State, starts: list[int], group: int) -> list[Move]:
    """The shortest chain of moves that frees a place with one of `starts`; empty if one is free."""
    room = state.loads < state.problem.most
    if any(room[start] for start in starts):
        return []
    came_by: dict[int, Move | None] = dict.fromkeys(starts)
    ahead = list(starts)
    while ahead:
        member = ahead.pop(0)
        for region, taker in np.argwhere(state.moves[:, member] > 0).tolist():
            if taker in came_by:
                continue
            came_by[taker] = (region, member, taker)
            if room[taker]:
                return _walked_back(came_by, taker)
            ahead.append(taker)
    raise _proof(state, sorted(came_by), group)


def _walked_back(came_by: dict[int, Move | None], last: int) -> list[Move]:
    chain: list[Move] = []
    while (move := came_by[last]) is not None:
        chain.append(move)
        last = move[1]
    return chain[::-1]


def _proof(state: State, full: list[int], group: int) -> Impossible:
    """Members who are full, and groups that nobody else with room may judge.

    A group with one of them on its panel has all other members who may judge it on its panel or
    among them, else the chain would have gone on; so what they hold and the open place exceed
    what they may take.
    """
    seats = state.seated[:, full].sum(axis=1)
    seats[group] += 1
    room = int(state.problem.most[full].sum())
    return Impossible(
        full=full,
        needing=np.flatnonzero(seats).tolist(),
        room=room,
        needed=room + 1,
    )
