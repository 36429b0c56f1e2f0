"""Messages owed to people: planned once for an occasion, sent once, read in the application."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from smtplib import SMTPException
from urllib.parse import urlsplit

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from groups.models import Notice, User
from selection_site.lib import clock

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
# How long a failed mail waits, by the tries it had: a mail server may be away for a night.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (2, 20, 120, 600))
MOST_SUBJECT = Notice._meta.get_field("subject").max_length


def owe(notices: Iterable[Notice]) -> None:
    """Record notices; those already owed to the person for the same occasion stay as they are.

    A subject that a group's long name makes longer than its column is cut.
    """
    rows = list(notices)
    for row in rows:
        row.subject = row.subject[:MOST_SUBJECT]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def owe_new(notices: Iterable[Notice]) -> int:
    """Record those of the notices that are not owed yet and say how many; again, it is none."""
    wanted = list(notices)
    users = {notice.user_id for notice in wanted}
    keys = {notice.key for notice in wanted}
    owed = set(Notice.objects.filter(user__in=users, key__in=keys).values_list("user_id", "key"))
    new = [notice for notice in wanted if (notice.user_id, notice.key) not in owed]
    owe(new)
    return len(new)


def deliver(pk: int) -> bool:
    """Send one notice by e-mail unless it was sent or another worker holds it; no reminders.

    Claimed, sent, stamped in three steps: a crash between the last two means a second copy,
    never a missing one. A failing address is noted on the row and tried five times in half a day.
    """
    if not Notice.objects.at_once().unsent().claim(pk, lease=LEASE):
        return False
    notice = Notice.objects.select_related("user").get(pk=pk)
    try:
        EmailMessage(
            notice.subject,
            mail_text(notice),
            to=[notice.user.email],
            headers={"Message-ID": message_id("notice", pk)},
        ).send()
    except (SMTPException, OSError) as error:
        log.warning("Notice %s was not sent: %s", pk, error)
        Notice.objects.release(pk, error=str(error), wait=wait_after(notice.tries))
        return False
    Notice.objects.settle(pk, sent_at=clock.now(), address=notice.user.email)
    return True


def wait_after(tries: int) -> timedelta:
    """How long a mail rests that failed for the so many-th time."""
    return WAITS[min(tries, len(WAITS)) - 1]


def message_id(kind: str, pk: int) -> str:
    """The same for every copy of a mail: a server that has it drops the second."""
    return f"<{kind}-{pk}@{urlsplit(settings.SITE_URL).hostname}>"


def mail_text(notice: Notice) -> str:
    """The mail's text: the message and the page it speaks of.

    An invitation's link is made here, at the moment of sending, and stored nowhere.
    """
    path = password_path(notice.user) if notice.invites else notice.path
    return f"{notice.body}\n\n{settings.SITE_URL}{path}\n" if path else f"{notice.body}\n"


def password_path(user: User) -> str:
    """The page on which `user` chooses a password; good until used or PASSWORD_RESET_TIMEOUT."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    uid, _, token = key.partition("-")
    return reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})


def mark_opened(user: User, pk: int) -> bool:
    """The person came to the page a notice speaks of: read and opened, the first time counts."""
    own = Notice.objects.visible_to(user).filter(pk=pk)
    mark_read(user, [pk])
    return bool(own.filter(opened_at=None).update(opened_at=clock.now()))


def mark_read(user: User, pks: Iterable[int] | None = None) -> int:
    """Mark notices of the person as read, all without `pks`; a second run changes nothing."""
    unread = Notice.objects.visible_to(user).unread()
    if pks is not None:
        unread = unread.filter(pk__in=list(pks))
    return unread.update(read_at=clock.now())
