"""The sharing out of a large country: 10,000 groups, 200 members, three for each group."""

import numpy as np

from bench.counting import Figures, cpu_ms
from scoring.panels import Problem, cost_of, links_of, share_out

PROVINCES, REGIONS, EACH, SEED = 76, 6, 3, 2563


def figures() -> Figures:
    small, large = country(1_000, 20), country(10_000, 200)
    few = cpu_ms(lambda: share_out(small, seed=SEED), times=1)
    many = cpu_ms(lambda: share_out(large, seed=SEED), times=1)
    seated = share_out(large, seed=SEED)
    loads = seated.sum(axis=0)
    return {
        "groups": large.groups,
        "members": large.members,
        "CPU seconds (a minute is allowed)": many / 1000,
        "of sharing out a tenth of both": many / few,
        "largest less smallest load": int(loads.max() - loads.min()),
        "load cost above the least possible": cost_of(large, seated).loads - even(large),
        "sets of members that nothing links": links_of(seated).parts,
    }


def country(groups: int, members: int) -> Problem:
    """Each member may not judge one province, and two groups in a hundred besides."""
    chance = np.random.default_rng(SEED)
    provinces = chance.integers(PROVINCES, size=groups)
    own = chance.integers(PROVINCES, size=members)
    allowed = chance.random((groups, members)) >= 0.02
    allowed &= provinces[:, None] != own[None, :]
    most = np.full(members, round(1.2 * groups * EACH / members))
    return Problem(allowed, provinces % REGIONS, EACH, most)


def even(problem: Problem) -> int:
    """The least that loads can cost: as equal as whole groups can be."""
    least, more = divmod(problem.sheets, problem.members)
    return (problem.members - more) * least**2 + more * (least + 1) ** 2
