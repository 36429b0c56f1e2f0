"""The sharing out of groups among members, held against trying out everything."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.panels import Impossible, Problem, cost_of, links_of, share_out


@st.composite
def small_problems(draw):
    groups, members = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    flags = draw(st.lists(st.booleans(), min_size=groups * members, max_size=groups * members))
    often = draw(st.lists(st.booleans(), min_size=groups * members, max_size=groups * members))
    allowed = (np.array(flags) | np.array(often)).reshape(groups, members)
    regions = draw(st.lists(st.integers(0, 2), min_size=groups, max_size=groups))
    most = draw(st.lists(st.integers(0, 5), min_size=members, max_size=members))
    each = draw(st.integers(1, members))
    return Problem(allowed, np.array(regions), each, np.array(most))


def every_sharing_out(problem):
    """All panels of the wanted size within conflicts and largest loads."""
    choices = [
        list(combinations(np.flatnonzero(row).tolist(), problem.each)) for row in problem.allowed
    ]
    for panels in product(*choices):
        seated = np.zeros(problem.allowed.shape, dtype=bool)
        for group, panel in enumerate(panels):
            seated[group, list(panel)] = True
        if (seated.sum(axis=0) <= problem.most).all():
            yield seated


@settings(max_examples=300)
@given(small_problems(), st.integers(0, 2**63 - 1))
def test_panels_are_found_exactly_when_there_are_some_and_are_the_cheapest(problem, seed):
    best = min((cost_of(problem, panels) for panels in every_sharing_out(problem)), default=None)

    try:
        found = share_out(problem, seed=seed)
    except Impossible:
        assert best is None
        return

    assert (found.sum(axis=1) == problem.each).all()
    assert not (found & ~problem.allowed).any()
    assert (found.sum(axis=0) <= problem.most).all()
    assert cost_of(problem, found) == best


@settings(max_examples=300)
@given(small_problems(), st.integers(0, 2**63 - 1))
def test_what_is_impossible_is_proved(problem, seed):
    try:
        share_out(problem, seed=seed)
    except Impossible as impossible:
        proof = impossible
    else:
        return

    if proof.short:
        choices = problem.allowed.sum(axis=1)
        assert proof.short == np.flatnonzero(choices < problem.each).tolist()
        return
    others = np.delete(problem.allowed, proof.full, axis=1).sum(axis=1)
    needed = np.maximum(problem.each - others, 0)[proof.needing].sum()
    assert proof.room == problem.most[proof.full].sum()
    assert needed >= proof.needed > proof.room


def a_year(seed=1):
    """76 groups in six regions, twelve members who may not judge one province each."""
    allowed = np.ones((76, 12), dtype=bool)
    allowed[np.arange(12) * 6, np.arange(12)] = False
    return Problem(allowed, np.arange(76) % 6, 3, np.full(12, 30))


def test_loads_differ_by_one_at_most_where_nothing_stands_in_the_way():
    found = share_out(a_year(), seed=1)

    assert sorted(found.sum(axis=0).tolist()) == [19] * 12


def test_each_member_has_every_region_as_evenly_as_can_be():
    problem = a_year()

    found = share_out(problem, seed=1)

    by_region = np.array([found[problem.regions == region].sum(axis=0) for region in range(6)])
    assert (by_region.min(), by_region.max()) == (3, 4)


def test_one_seed_gives_one_sharing_out_and_another_another():
    first, again, other = (share_out(a_year(), seed=seed) for seed in (7, 7, 8))

    assert (first == again).all()
    assert (first != other).any()


def test_members_are_linked_and_share_groups_evenly():
    links = links_of(share_out(a_year(), seed=1))

    # 76 panels of three make 228 pairs; twelve members make 66, so three or four each.
    assert links.parts == 1
    assert links.fewest >= 2
    assert links.shared.sum() == 2 * 228


def test_members_whom_no_group_links_are_parts_of_their_own():
    seated = np.array([[True, True, False, False], [False, False, True, True]])

    assert links_of(seated).parts == 2


@pytest.mark.parametrize("each", [1, 3])
def test_largest_loads_of_single_members_are_kept(each):
    problem = a_year()
    most = np.full(12, 40)
    most[3] = 2

    found = share_out(Problem(problem.allowed, problem.regions, each, most), seed=1)

    assert found.sum(axis=0)[3] == 2


def test_chain_of_moves_makes_room_for_the_last_group():
    # The first group can go to both, the second to the first member alone, who would be full.
    allowed = np.array([[True, True], [True, False]])

    found = share_out(Problem(allowed, np.zeros(2, dtype=int), 1, np.array([1, 1])), seed=1)

    assert found.tolist() == [[False, True], [True, False]]
