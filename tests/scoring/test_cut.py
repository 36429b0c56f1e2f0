"""The line and the quotas, against trying every order there is."""

from collections import Counter
from itertools import permutations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.enums import Seat
from scoring.selectors.cut import Cut, contested, seats_of

CLUSTERS = "abc"
# Groups of equals, best first; the cluster of each member.
knots = st.lists(
    st.lists(st.sampled_from(CLUSTERS), min_size=1, max_size=3), min_size=1, max_size=4
)


def cuts(places, quota):
    return Cut(places, min(quota, places // len(CLUSTERS)))


def inside(order, cut):
    seats = seats_of([cluster for _name, cluster in order], cut)
    return {name for (name, _cluster), seat in zip(order, seats, strict=True) if seat}


@given(knots, st.integers(0, 9), st.integers(0, 3))
@settings(max_examples=150)
def test_tie_matters_exactly_when_some_order_of_it_changes_who_is_in(groups, places, quota):
    cut = cuts(places, quota)
    named = [[((at, n), one) for n, one in enumerate(knot)] for at, knot in enumerate(groups)]

    for at, told in enumerate(contested(groups, cut)):
        # The others in every order too: what they do must not change whether this one matters.
        outcomes = set()
        for others in product(*(list(permutations(knot))[:2] for knot in named)):
            tried = {
                frozenset(inside([*_flat(others[:at]), *mine, *_flat(others[at + 1 :])], cut))
                for mine in permutations(named[at])
            }
            outcomes.add(len(tried) > 1)
        assert outcomes == {told}


def _flat(parts):
    return [one for part in parts for one in part]


@given(st.lists(st.sampled_from(CLUSTERS), max_size=20), st.integers(0, 20), st.integers(0, 4))
def test_every_place_is_given_and_each_cluster_has_its_quota_first(order, places, quota):
    cut = cuts(places, quota)

    seats = seats_of(order, cut)

    assert sum(map(bool, seats)) == min(places, len(order))
    by_quota = Counter(c for c, seat in zip(order, seats, strict=True) if seat == Seat.CLUSTER)
    sizes = Counter(order)
    assert by_quota == Counter({c: min(sizes[c], cut.per_cluster) for c in sizes})
    rest = [seat for seat in seats if seat != Seat.CLUSTER]
    assert sorted(rest, key=lambda seat: not seat) == rest


def test_two_of_each_of_18_clusters_and_then_one_of_each_grade():
    """76 groups, 36 stay; then 18 and 18: the ambiguity of the letter, read as quotas."""
    first = [f"{n % 18}" for n in range(76)]

    stay = [c for c, seat in zip(first, seats_of(first, Cut(36, 2)), strict=True) if seat]
    grades = seats_of(stay, Cut(18, 1))

    assert Counter(stay) == Counter({f"{n}": 2 for n in range(18)})
    outstanding = [c for c, seat in zip(stay, grades, strict=True) if seat]
    good = [c for c, seat in zip(stay, grades, strict=True) if not seat]
    assert sorted(outstanding) == sorted(good) == sorted(f"{n}" for n in range(18))


def test_place_that_a_small_cluster_leaves_goes_to_the_best_remaining():
    seats = seats_of(["a", "a", "a", "b", "a"], Cut(4, 2))

    assert seats == [Seat.CLUSTER, Seat.CLUSTER, Seat.LEFTOVER, Seat.CLUSTER, Seat.NONE]
