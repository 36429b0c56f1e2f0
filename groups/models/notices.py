from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

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


class Notice(Owed):
    """A message owed to a person: shown in the application and sent by e-mail.

    `key` names the occasion, so planning the same message twice owes it once.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name=_("to"))
    key = models.CharField(_("occasion"), max_length=120)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("message"))
    path = models.CharField(_("page"), max_length=200, blank=True)
    invites = models.BooleanField(_("carries a link to choose a password"), default=False)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    read_at = models.DateTimeField(_("read"), null=True, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notice_once_for_an_occasion"),
        ]
        indexes = [
            models.Index(fields=["claimed_until"], name="notice_unsent", condition=Q(sent_at=None)),
        ]

    def __str__(self) -> str:
        return self.subject
