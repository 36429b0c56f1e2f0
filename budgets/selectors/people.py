"""Who hears of the money."""

from collections.abc import Iterable

from budgets.models import Allocation
from groups.enums import DISTRICT_ROLES, NATIONAL_ROLES, PROVINCE_ROLES, Role
from groups.models import Post
from groups.selectors import posts_now, posts_of_place


def officers_of(allocations: Iterable[Allocation], *roles: Role) -> list[tuple[Allocation, Post]]:
    """Each allocation with each holder of `roles` for its district, its province or the country.

    Three queries at most.
    """
    rows = list(allocations)
    districts = [role for role in roles if role in DISTRICT_ROLES]
    provinces = [role for role in roles if role in PROVINCE_ROLES]
    national = [role for role in roles if role in NATIONAL_ROLES]
    found = [
        posts_now(*national) if national else Post.objects.none(),
        posts_now(*districts, districts={row.submission.district_id for row in rows}),
        posts_now(*provinces, provinces={row.submission.province_id for row in rows}),
    ]
    named = ("user", "district__province", "province")
    posts = [post for some in found for post in some.select_related(*named)]
    return [
        (row, post)
        for row in rows
        for post in posts_of_place(posts, row.submission.district_id, row.submission.province_id)
    ]
