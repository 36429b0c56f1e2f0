"""Who hears of the money."""

from collections.abc import Iterable

from budgets.models import Allocation
from groups.enums import DISTRICT_ROLES, PROVINCE_ROLES, Role
from groups.models import Post
from groups.selectors import posts_now


def officers_of(allocations: Iterable[Allocation], *roles: Role) -> list[tuple[Allocation, Post]]:
    """Each allocation with each holder of `roles` in its district or province; two queries."""
    rows = list(allocations)
    districts = [role for role in roles if role in DISTRICT_ROLES]
    provinces = [role for role in roles if role in PROVINCE_ROLES]
    posts = [
        *posts_now(*districts, districts={row.submission.district_id for row in rows}),
        *posts_now(*provinces, provinces={row.submission.province_id for row in rows}),
    ]
    return [(row, post) for row in rows for post in posts if _covers(post, row)]


def _covers(post: Post, allocation: Allocation) -> bool:
    submission = allocation.submission
    if post.district_id is not None:
        return post.district_id == submission.district_id
    return post.province_id == submission.province_id
