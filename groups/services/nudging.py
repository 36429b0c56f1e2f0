"""Reminding now: staff see exactly who would be reminded of what, then that list is reminded."""

import hashlib
import json
from collections.abc import Collection, Iterable
from datetime import datetime, time
from typing import NamedTuple

from django.db import models, transaction
from django.utils.translation import gettext as _

from groups.models import Digest, Notice, Post, User
from groups.services.audit import record
from groups.services.notices import owe_new
from selection_site.lib import clock


class NudgeRefusedError(Exception):
    """Nobody is reminded, and why."""


class ListChangedError(NudgeRefusedError):
    """Between looking and pressing somebody did their part or came to it: look again."""


class Addressee(NamedTuple):
    """Somebody who is behind, by which post, with what they would read about which groups.

    Who was reminded today already is shown and left out.
    """

    post: Post
    notice: Notice
    groups: list[str]
    already: bool

    @property
    def key(self) -> str:
        """Names this line on the page."""
        return f"{self.post.user_id}:{self.notice.key}"


class Nudge(NamedTuple):
    """Who would be reminded if staff pressed now, and what nobody can be told of."""

    people: list[Addressee]
    unreached: list[str]

    @property
    def open(self) -> list[Addressee]:
        return [person for person in self.people if not person.already]

    @property
    def seal(self) -> str:
        """Changes as soon as a person, an address or a word of the open list does."""
        lines = [
            [person.key, person.post.user.email, person.notice.subject, person.notice.body]
            for person in self.open
        ]
        return hashlib.sha256(json.dumps(lines).encode()).hexdigest()


def nudge(found: Iterable[tuple[Post, Notice, list[str]]], unreached: Iterable[str] = ()) -> Nudge:
    """The list of those found, each person's message once; two queries, whatever their number."""
    rows: dict[str, tuple[Post, Notice, list[str]]] = {}
    for post, notice, groups in found:
        rows.setdefault(f"{post.user_id}:{notice.key}", (post, notice, groups))
    users = {post.user_id for post, _notice, _groups in rows.values()}
    done = reminded_today(users)
    people = [Addressee(*row, already=row[0].user_id in done) for row in rows.values()]
    return Nudge(people, list(unreached))


def reminded_today(users: Collection[int]) -> set[int]:
    """Those of `users` who were reminded today or got today's mail of reminders."""
    midnight = datetime.combine(clock.today(), time(), tzinfo=clock.BANGKOK)
    notices = Notice.objects.reminders().filter(user__in=users, created_at__gte=midnight)
    digests = Digest.objects.filter(user__in=users, day=clock.today()).exclude(sent_at=None)
    return {
        *notices.order_by().values_list("user", flat=True),
        *digests.order_by().values_list("user", flat=True),
    }


@transaction.atomic
def remind_now(
    found: Nudge,
    *,
    chosen: Collection[str],
    seal: str,
    subject: models.Model,
    by: User,
    allowed: bool,
) -> int:
    """Owe the chosen of the list their reminders and say how many; it counts as today's mail.

    `seal` is that of the list which was looked at. Raises ListChangedError when the list is no
    longer that one, so that nobody is reminded whom nobody saw; NudgeRefusedError unless
    `allowed` by the rule of whose duty it is, and when nobody is chosen. Two who press at once
    remind once.
    """
    if not allowed:
        raise NudgeRefusedError(_("Your post does not let you remind people."))
    if seal != found.seal:
        raise ListChangedError(
            _(
                "Nobody was reminded: the list has changed since you opened it. This is the list "
                "as it is now. Please look at it and press again."
            )
        )
    rows = [person for person in found.open if person.key in chosen]
    if not rows:
        raise NudgeRefusedError(_("Nobody was reminded: choose at least one person."))
    count = owe_new(person.notice for person in rows)
    detail = {"users": sorted(person.post.user_id for person in rows), "duty": rows[0].notice.duty}
    record("remind_now", subject, by=by, detail=detail)
    return count
