"""Inviting people, giving them posts and ending posts."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from groups.enums import Role
from groups.models import District, Notice, Post, Province, User
from groups.services.audit import record
from groups.services.notices import owe
from selection_site.lib import clock


@transaction.atomic
def appoint(
    user: User,
    role: Role,
    *,
    by: User | None,
    district: District | None = None,
    province: Province | None = None,
    year: int | None = None,
) -> Post:
    """Give a person a post.

    Raises ValidationError when the post's scope is wrong, when it is held already, or when the
    year has a chair; the second appointment to the same post is refused the same way.
    """
    post = Post(user=user, role=role, district=district, province=province, year=year)
    post.full_clean()
    post.save()
    record("appoint", post, by=by, detail={"user": user.pk, "post": role.value})
    user.__dict__.pop("held", None)
    return post


@transaction.atomic
def end_post(post: Post, *, by: User) -> None:
    """End a post; the row stays as history. Ending an ended post changes nothing."""
    ended = Post.objects.filter(pk=post.pk, ended_at=None).update(ended_at=clock.now())
    if ended:
        record("end_post", post, by=by, detail={"user": post.user_id, "post": post.role})


@transaction.atomic
def invite(user: User, *, by: User) -> None:
    """Owe the person a mail with a link to choose a password; inviting again sends a fresh one."""
    now = clock.now()
    with override("th"):
        notice = Notice(
            user=user,
            key=f"invitation:{now.isoformat()}",
            subject=_("You are invited to the selection system of the savings groups"),
            body=_(
                "You can now work in the selection system. Choose a password on the page below; "
                "the link is good for three days."
            ),
            invites=True,
        )
    owe([notice])
    record("invite", user, by=by, detail={"email": user.email})
