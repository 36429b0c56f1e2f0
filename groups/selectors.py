"""Reading people and posts across the table."""

from collections.abc import Collection

from django.db.models import QuerySet

from groups.enums import Role
from groups.models import Post


def posts_now(
    *roles: Role,
    provinces: Collection[str] | None = None,
    districts: Collection[str] | None = None,
    year: int | None = None,
) -> QuerySet[Post]:
    """The posts of `roles` held now by people who may log in, within places or a year.

    Whoever must be told something about a province, a district or a year is found here.
    """
    posts = Post.objects.filter(ended_at=None, user__is_active=True, role__in=roles)
    if provinces is not None:
        posts = posts.filter(province__in=provinces)
    if districts is not None:
        posts = posts.filter(district__in=districts)
    return posts if year is None else posts.filter(year=year)
