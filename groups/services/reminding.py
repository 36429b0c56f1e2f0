"""Reminders: planned on working days in office hours, sent as one mail a person and day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from groups import rules
from groups.enums import NoticeKind
from groups.ladder import NOW, Due
from groups.models import Digest, Notice, User
from groups.selectors import days_off
from groups.services.audit import record
from groups.services.notices import LEASE, MOST_SUBJECT, log, message_id, wait_after
from selection_site.lib import clock, dates, workdays

# The page of a person's days is the business of an app to the right; mails lead to it all the same.
CALENDAR = "/calendar/"
# Reminders reach people at work: from before the office opens, so that they lie on the desk, until
# after it has closed. Whoever is off duty is left in peace; what is at once (an invitation, a
# returned plan) answers somebody's act and is not held.
BEGINS, ENDS = time(7, 30), time(18)


def is_time(added: Mapping[date, str] | None = None) -> bool:
    """Whether reminders go out now, by the clock of Bangkok; a query unless given the days off."""
    now = clock.now()
    if not BEGINS <= now.time() < ENDS:
        return False
    return workdays.is_working(now.date(), days_off() if added is None else added)


def next_time() -> datetime:
    """When the next reminder can go out: now, or the morning of a working day; one query."""
    now, added = clock.now(), days_off()
    day = workdays.on_or_after(now.date(), added)
    begins = datetime.combine(day, BEGINS, tzinfo=clock.BANGKOK)
    if now < begins:
        return begins
    if now.time() < ENDS:
        return now
    day = workdays.on_or_after(clock.day_after(day), added)
    return datetime.combine(day, BEGINS, tzinfo=clock.BANGKOK)


def reminder(
    *,
    user_id: int,
    year: int,
    duty: str,
    due: Due,
    subject: str,
    body: str,
    path: str,
    about: Iterable[models.Model],
    occasion: str = "",
) -> Notice:
    """A reminder of a duty and its day, known by its rung: owed once a person.

    It may wait for the morning, or for a mail server: how far off the day is then is said when it
    goes out, so subject and body leave it out. One that staff send outside the ladder is known by
    the day it is sent.
    """
    occasion = occasion or due.rung.name
    if due.rung == NOW:
        occasion = f"{occasion}:{clock.today().isoformat()}"
    return Notice(
        kind=NoticeKind.REMINDER,
        user_id=user_id,
        key=f"{year}:{duty}:{due.day.isoformat()}:{occasion}",
        year=year,
        duty=duty,
        due_on=due.day,
        rung=due.rung.name,
        subject=subject,
        body=body,
        path=path,
        about=[row.pk for row in about],
    )


def counted_today(notice: Notice, added: Mapping[date, str]) -> Notice:
    """The reminder with how many days are left as of today, which it names; not saved.

    It is read on later days too, so neither body nor subject says what is true on one day alone.
    """
    day: date = notice.due_on  # type: ignore[assignment]  # a reminder has one
    if day > clock.today():
        notice.body = f"{notice.body}\n\n{_time_left(day, added)}"
    return notice


def _time_left(day: date, added: Mapping[date, str]) -> str:
    today = clock.today()
    working = workdays.working_days(today, day, added)
    text = ngettext(
        "Counted from %(today)s: %(left)s, %(count)d working day.",
        "Counted from %(today)s: %(left)s, %(count)d working days.",
        working,
    )
    facts = {"today": dates.localized(today), "left": dates.days_left(day), "count": working}
    return text % facts


def _headline(notice: Notice) -> str:
    """The subject in the mail: with how far off the day is, which the mail's own date dates."""
    day: date = notice.due_on  # type: ignore[assignment]  # a reminder has one
    return f"{dates.days_left(day)}: {notice.subject}"[:MOST_SUBJECT]


def open_digests() -> int:
    """Open today's mail for everybody with reminders to come, and say how many were opened.

    Whoever had one today, or has one that still tries to get out, gets no second.
    """
    if not is_time():
        return 0
    loose = Notice.objects.reminders().unsent().filter(digest=None)
    # What a failing address kept back is tried anew with the next day's reminders.
    Digest.objects.unsent().filter(
        day__lt=clock.today(), user__in=loose.order_by().values("user")
    ).owe_again()
    has_one = Digest.objects.filter(Q(day=clock.today()) | Q(sent_at=None))
    users = loose.exclude(user__in=has_one.values("user")).values_list("user", flat=True)
    wanted = [Digest(user_id=pk, day=clock.today()) for pk in sorted(set(users.order_by()))]
    return len(Digest.objects.bulk_create(wanted, ignore_conflicts=True))


def deliver_digest(pk: int) -> bool:
    """Send one mail of reminders unless it was sent, is held by another worker, or it is not time.

    What was owed to the person in the meantime goes with it, and of the rungs of one day only the
    newest is said: after days of silence a mail speaks of a duty once. What was replaced keeps the
    mail it would have gone with and is never sent; a mail whose every reminder was taken back is
    dropped. Claimed, sent, stamped in three steps, as a notice is; a second copy after a crash
    carries the same Message-ID, by which mail servers know it for the same. The rows keep the
    words that went out; how far off the day was, which stood before the subject, is told by
    `sent_at`.
    """
    # Without its old error the mail is not at rest: what it says cannot be taken back meanwhile.
    if not is_time() or not Digest.objects.unsent().claim(pk, lease=LEASE, last_error=""):
        return False
    digest = Digest.objects.select_related("user").get(pk=pk)
    loose = Notice.objects.reminders().unsent().filter(user=digest.user, digest=None)
    loose.update(digest=digest)
    notices, added = list(digest.notices.order_by("due_on", "pk")), days_off()
    if not notices:
        digest.delete()
        return False
    with override("th"):
        said = [counted_today(notice, added) for notice in newest(notices)]
    try:
        digest_mail(digest, said).send()
    except (SMTPException, OSError) as error:
        log.warning("Digest %s was not sent: %s", pk, error)
        Digest.objects.release(pk, error=str(error), wait=wait_after(digest.tries))
        return False
    _stamp(digest, said)
    return True


def newest(notices: Sequence[Notice]) -> list[Notice]:
    """Those that no other of them replaces, in the order given."""
    return [one for one in notices if not any(_replaces(other, one) for other in notices)]


def _replaces(newer: Notice, older: Notice) -> bool:
    """Whether `newer` speaks of the same duty and day on a newer rung.

    A rung speaks of all there is to say. What staff send by hand speaks of the person's own part
    of the plans it names: what the chair hears of everybody, or another plan, is said beside it.
    """
    if newer.pk <= older.pk or _matter(newer) != _matter(older):
        return False
    if newer.rung == NOW.name:
        return _is_own(older) and set(older.about) <= set(newer.about)
    return newer.rung != older.rung


def _matter(notice: Notice) -> tuple[int | None, str, date | None]:
    return notice.year, notice.duty, notice.due_on


def _is_own(notice: Notice) -> bool:
    """Whether it is about the person's own part: it has no occasion but the rung."""
    return notice.rung == NOW.name or notice.key.endswith(f":{notice.rung}")


@transaction.atomic
def retry_digest(digest: Digest, *, by: User) -> bool:
    """Give an unsent mail all its tries anew, at once; a second run or a sent one: False.

    Nothing happens for whoever is not staff.
    """
    if not rules.may_remind(by):
        return False
    failed = Digest.objects.unsent().filter(pk=digest.pk).exclude(last_error="")
    if not failed.update(tries=0, claimed_until=None, last_error=""):
        return False
    record("retry_reminder", digest, by=by)
    return True


@transaction.atomic
def _stamp(digest: Digest, notices: list[Notice]) -> None:
    now = clock.now()
    for notice in notices:
        notice.sent_at, notice.address, notice.last_error = now, digest.user.email, ""
    Notice.objects.bulk_update(notices, ["body", "sent_at", "address", "last_error"])
    Digest.objects.filter(pk=digest.pk).update(
        sent_at=now, day=now.date(), claimed_until=None, last_error=""
    )


def digest_mail(digest: Digest, notices: list[Notice]) -> EmailMessage:
    """The mail: the only reminder as it is, or all of them under one subject; in Thai."""
    with override("th"):
        return EmailMessage(
            _digest_subject(notices),
            _digest_text(digest.user, notices),
            to=[digest.user.email],
            headers={"Message-ID": message_id("digest", digest.pk)},
        )


def _digest_subject(notices: list[Notice]) -> str:
    if len(notices) == 1:
        return _headline(notices[0])
    more = len(notices) - 1
    text = ngettext("%(first)s, and %(count)d more", "%(first)s, and %(count)d more", more)
    return text % {"first": _headline(notices[0]), "count": more}


def _digest_text(user: User, notices: list[Notice]) -> str:
    parts = [_("Dear %(person)s,") % {"person": user}]
    for number, notice in enumerate(notices, 1):
        head = f"{number}. {_headline(notice)}\n\n" if len(notices) > 1 else ""
        link = f"\n\n{settings.SITE_URL}{tracked(notice)}" if notice.path else ""
        parts.append(f"{head}{notice.body}{link}")
    end = _(
        "You get at most one mail of reminders a day, on working days. Times and days are those of "
        "Bangkok. The days of your posts, to put into your telephone's calendar: %(url)s"
    )
    return "\n\n".join([*parts, end % {"url": f"{settings.SITE_URL}{CALENDAR}"}]) + "\n"


def tracked(notice: Notice) -> str:
    """The notice's page, told by which notice it is reached: the page then reports the opening."""
    path, hash_, anchor = notice.path.partition("#")
    return f"{path}{'&' if '?' in path else '?'}notice={notice.pk}{hash_}{anchor}"
