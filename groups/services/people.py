"""Inviting people, giving them posts and ending posts."""

from datetime import timedelta
from typing import TypedDict

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from groups import rules
from groups.enums import Role
from groups.models import District, Notice, Post, Province, User
from groups.selectors import posts_now
from groups.services.audit import record
from groups.services.notices import owe
from selection_site.lib import clock
from selection_site.lib.new_rows import save_new

# Who presses twice wants one mail.
_ONE_INVITATION_IN = timedelta(minutes=1)


class Names(TypedDict, total=False):
    """How a person is called and reached."""

    title: str
    first_name: str
    last_name: str
    phone: str


class PeopleRefusedError(Exception):
    """What was asked of a person or a post is not open to whoever asked."""


def _check(by: User | None) -> None:
    """`by` is None for whoever sits at the machine itself and runs a command."""
    if by is not None and not rules.may_manage_people(by):
        raise PeopleRefusedError(
            _("Only an administrator may do this. Your post does not let you.")
        )


@transaction.atomic
def add_person(
    email: str,
    names: Names,
    role: Role,
    *,
    by: User | None,
    district: District | None = None,
    province: Province | None = None,
    year: int | None = None,
) -> User:
    """Take in a person with a first post, and owe them the invitation.

    Raises PeopleRefusedError for whoever is no administrator; ValidationError when the address is
    known already, so a second run is refused, and when the post is, as `appoint` says.
    """
    _check(by)
    user = User(email=email.strip().lower(), **names)
    user.set_unusable_password()
    save_new(user)
    record("add_person", user, by=by)
    appoint(user, role, by=by, district=district, province=province, year=year)
    invite(user, by=by)
    return user


@transaction.atomic
def change_person(person: User, names: Names, *, by: User) -> None:
    """Change a person's name or telephone; the same again changes nothing.

    Raises PeopleRefusedError for whoever is neither that person nor an administrator. The chain
    says which of them changed, not into what: what is in it can never be taken out again.
    """
    if not rules.may_change_person(by, person):
        raise PeopleRefusedError(_("You can change your own name and telephone only."))
    kept = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    changed = [name for name, value in names.items() if getattr(kept, name) != value]
    if not changed:
        return
    for name, value in names.items():
        setattr(kept, name, value)
    kept.full_clean(exclude=["password"])
    kept.save()
    record("change_person", kept, by=by, detail={"changed": sorted(changed)})


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

    Raises PeopleRefusedError for whoever is no administrator and for a post given to oneself;
    ValidationError when the post's scope is wrong, when it is held already, or when the year has
    a chair. The second appointment to the same post is refused the same way.
    """
    _check(by)
    if by == user:
        raise PeopleRefusedError(
            _("Nobody gives themselves a post. Ask another administrator to do it.")
        )
    post = Post(user=user, role=role, district=district, province=province, year=year)
    save_new(post)
    record("appoint", post, by=by, detail={"user": user.pk, "post": role.value})
    user.__dict__.pop("held", None)
    return post


@transaction.atomic
def end_post(post: Post, *, by: User | None) -> None:
    """End a post; the row stays as history. Ending an ended post changes nothing.

    Raises PeopleRefusedError for whoever is no administrator, and for the last administrator's
    post: nobody could give another one.
    """
    _check(by)
    if post.role == Role.ADMINISTRATOR:
        others = posts_now(Role.ADMINISTRATOR).select_for_update(of=("self",))
        if [other for other in others if other != post] == []:
            raise PeopleRefusedError(
                _("This is the last administrator. Give the post to somebody else first.")
            )
    ended = Post.objects.filter(pk=post.pk, ended_at=None).update(ended_at=clock.now())
    if ended:
        record("end_post", post, by=by, detail={"user": post.user_id, "post": post.role})


@transaction.atomic
def invite(user: User, *, by: User | None) -> None:
    """Owe the person a mail with a link to choose a password; inviting again sends a fresh one.

    Pressing twice within a minute sends one. Raises PeopleRefusedError for whoever is no
    administrator.
    """
    _check(by)
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    now = clock.now()
    recent = Notice.objects.filter(user=user, invites=True, created_at__gt=now - _ONE_INVITATION_IN)
    if recent.exists():
        return
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
    record("invite", user, by=by)
