"""Notices to the offices that hold a submission, or that must act on it."""

from collections.abc import Iterable
from typing import TypeAlias

from django.urls import reverse

from groups.enums import DISTRICT_ROLES, PROVINCE_ROLES, Role
from groups.models import Notice, Post
from groups.selectors import posts_now
from groups.services import owe
from submissions.models import Submission

Posts: TypeAlias = Iterable[Post]


def tell(posts: Posts, *, key: str, subject: str, body: str, path: str) -> None:
    """Owe one notice to each of these posts' holders; the same occasion again owes nothing."""
    owe(
        Notice(user_id=post.user_id, key=key, subject=subject, body=body, path=path)
        for post in posts
    )


def staff() -> Posts:
    return posts_now(Role.STAFF)


def directors() -> Posts:
    return posts_now(Role.DIRECTOR)


def offices_of(rows: Iterable[Submission]) -> list[Post]:
    """Everybody with a post in the districts and provinces of these submissions."""
    found = list(rows)
    return [
        *posts_now(*DISTRICT_ROLES, districts={row.district_id for row in found}),
        *posts_now(*PROVINCE_ROLES, provinces={row.province_id for row in found}),
    ]


def page_of(submission: Submission) -> str:
    return reverse("submissions:detail", args=[submission.pk])
