"""Who stays in: the line of the national ranking, or a quota for each cluster; pure arithmetic.

With a quota each of the country's clusters has the same number of places, given to its best. Places
that no cluster can fill, and those that do not divide, go to the best remaining in the country.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import NamedTuple

from scoring.enums import Seat


class Cut(NamedTuple):
    """`places` in all, `per_cluster` of them for each cluster; none: a national ranking."""

    places: int
    per_cluster: int = 0


def seats_of(clusters: Sequence[Hashable], cut: Cut) -> list[Seat]:
    """What each of an order, best first, is in by; `clusters` names the cluster of each."""
    seats = [Seat.NONE] * len(clusters)
    taken: Counter[Hashable] = Counter()
    for at, cluster in enumerate(clusters):
        if taken[cluster] < cut.per_cluster:
            taken[cluster] += 1
            seats[at] = Seat.CLUSTER
    left = cut.places - taken.total()
    rest = [at for at, seat in enumerate(seats) if not seat]
    for at in rest[: max(left, 0)]:
        seats[at] = Seat.LEFTOVER if cut.per_cluster else Seat.NATIONAL
    return seats


def contested(knots: Sequence[Sequence[Hashable]], cut: Cut) -> list[bool]:
    """Of each group of equals, best first, whether their order among themselves changes who is in.

    Each knot holds the clusters of its members.
    """
    sizes = Counter(cluster for knot in knots for cluster in knot)
    left = cut.places - sum(min(size, cut.per_cluster) for size in sizes.values())
    free = dict.fromkeys(sizes, cut.per_cluster)
    found = []
    for knot in knots:
        wanted = Counter(knot)
        by_quota = {cluster: min(free[cluster], count) for cluster, count in wanted.items()}
        remaining = len(knot) - sum(by_quota.values())
        by_rest = min(max(left, 0), remaining)
        all_in = by_rest == remaining
        split = any(0 < by_quota[cluster] < count for cluster, count in wanted.items())
        found.append(not all_in and (by_rest > 0 or split))
        for cluster, count in by_quota.items():
            free[cluster] -= count
        left -= by_rest
    return found
