from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from groups.enums import AUDITING_ROLES
from groups.models.people import User
from selection_site.lib import clock


class ChainHead(models.Model):
    """The one row that holds the end of the audit chain; locking it puts writers in a line."""

    number = models.PositiveBigIntegerField(default=0)
    seal = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.number} {self.seal}"


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: User) -> Self:
        """The whole chain to those who audit and to the director, nothing to others."""
        return self if user.holds(*AUDITING_ROLES) else self.none()


class Event(models.Model):
    """Something decided or done, with who and when, linked to the event before by its hash.

    Rows are never changed or removed: triggers refuse both.
    """

    number = models.PositiveBigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("when"), default=clock.now)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="events", verbose_name=_("who")
    )
    verb = models.CharField(_("what"), max_length=60)
    subject = models.CharField(_("of what"), max_length=80)
    detail = models.JSONField(_("details"), default=dict)
    seal = models.CharField(_("seal"), max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-number"]
        indexes = [models.Index(fields=["subject", "number"], name="event_of_a_subject")]

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.subject}"
