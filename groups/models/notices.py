from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.enums import NoticeKind
from groups.models.owed import Owed, OwedQuerySet
from groups.models.people import User
from selection_site.lib import clock


class NoticeQuerySet(OwedQuerySet["Notice"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(user=user)

    def unsent(self) -> Self:
        return self.filter(sent_at=None)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def at_once(self) -> Self:
        """Those that are mailed each by itself."""
        return self.filter(kind=NoticeKind.AT_ONCE)

    def reminders(self) -> Self:
        """Those that go out together, in the one mail of a day."""
        return self.filter(kind=NoticeKind.REMINDER)


class DigestQuerySet(OwedQuerySet["Digest"]):
    def unsent(self) -> Self:
        return self.filter(sent_at=None)

    def at_rest(self) -> Self:
        """Unsent and in no worker's hands: not begun, or waiting after a failure.

        One whose worker was killed may have gone out; it is not at rest before it is tried again.
        """
        return self.unsent().filter(Q(claimed_until=None) | ~Q(last_error=""))


class Digest(Owed):
    """The one mail of reminders that a person gets on a day.

    Its notices point to it; those that have no `sent_at` once it has one were replaced by a newer
    one. One that did not get out is sent on a later day together with what has come since; `day`
    is then that later day.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="digests", verbose_name=_("to"))
    day = models.DateField(_("day"))
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)

    objects = DigestQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail of reminders")
        verbose_name_plural = _("mails of reminders")
        ordering = ["-day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="digest_once_a_day"),
            models.UniqueConstraint(
                fields=["user"], name="digest_one_waits_at_a_time", condition=Q(sent_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.day}"


class Notice(Owed):
    """A message owed to a person: shown in the application and sent by e-mail.

    `key` names the occasion, so planning the same message twice owes it once. A reminder says of
    which duty and day it is, on which rung of the ladder, and `about` which submissions, by their
    keys: so the record of reminders can tell what became of it.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name=_("to"))
    key = models.CharField(_("occasion"), max_length=120)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("message"))
    path = models.CharField(_("page"), max_length=200, blank=True)
    invites = models.BooleanField(_("carries a link to choose a password"), default=False)
    kind = models.CharField(
        _("kind"), max_length=10, choices=NoticeKind.choices, default=NoticeKind.AT_ONCE
    )
    year = models.PositiveSmallIntegerField(_("fiscal year"), null=True)
    duty = models.CharField(_("duty"), max_length=20, blank=True)
    due_on = models.DateField(_("due"), null=True)
    rung = models.CharField(_("rung"), max_length=5, blank=True)
    about = models.JSONField(_("about"), default=list)
    digest = models.ForeignKey(
        Digest, models.PROTECT, null=True, related_name="notices", verbose_name=_("sent with")
    )
    address = models.EmailField(_("sent to"), blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    read_at = models.DateTimeField(_("read"), null=True, editable=False)
    opened_at = models.DateTimeField(_("page opened"), null=True, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notice_once_for_an_occasion"),
            models.CheckConstraint(
                name="notice_reminds_of_a_duty_and_its_day",
                condition=~Q(kind=NoticeKind.REMINDER)
                | (~Q(duty="") & Q(year__isnull=False, due_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="notice_of_a_digest_is_a_reminder",
                condition=Q(digest=None) | Q(kind=NoticeKind.REMINDER),
            ),
        ]
        indexes = [
            models.Index(fields=["claimed_until"], name="notice_unsent", condition=Q(sent_at=None)),
            models.Index(fields=["year", "kind"], name="notice_of_a_year"),
        ]

    def __str__(self) -> str:
        return self.subject
