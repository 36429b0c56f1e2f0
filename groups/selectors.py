"""Reading people and posts across the table."""

from collections.abc import Collection
from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet

from groups.enums import Role
from groups.models import DayOff, Notice, Post, User
from selection_site.lib import thai


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


def posts_of_place(posts: Collection[Post], district: str, province: str) -> list[Post]:
    """Those of `posts` that are held in the district, in the province or for the whole country."""
    return [
        post
        for post in posts
        if (post.district_id in (None, district) and post.province_id in (None, province))
    ]


def days_off() -> dict[date, str]:
    """The days off that were added to the known holidays, with the reason of each; one query."""
    return dict(DayOff.objects.values_list("day", "name"))


def people(user: User, *, text: str = "", role: str = "") -> QuerySet[User]:
    """The people `user` may see, by name, whose name, address or place has every word of `text`."""
    found = User.objects.visible_to(user)
    if role:
        found = found.filter(pk__in=posts_now(Role(role)).values("user"))
    for word in thai.normalise(text).split():
        held = Post.objects.filter(ended_at=None).filter(
            Q(district__name__contains=word)
            | Q(district__name_en__icontains=word)
            | Q(province__name__contains=word)
            | Q(province__name_en__icontains=word)
            | Q(district__province__name__contains=word)
        )
        found = found.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(email__icontains=word)
            | Q(pk__in=held.values("user"))
        )
    return found


def with_posts(users: QuerySet[User]) -> QuerySet[User]:
    """The same with what a list shows of each: the posts held now and their places."""
    held = Post.objects.filter(ended_at=None).select_related("district__province", "province")
    return users.prefetch_related(Prefetch("posts", held))


def last_invitation(person: User) -> Notice | None:
    """The newest mail with a link to choose a password: whether it went out, and if not why."""
    return person.notices.filter(invites=True).first()


def history(person: User) -> QuerySet[Post]:
    """Every post a person holds or held, those held now first."""
    posts = person.posts.select_related("district__province", "province")
    return posts.order_by(F("ended_at").desc(nulls_first=True), "-created_at")
