from datetime import timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from groups.models import User
from selection_site.lib import clock
from submissions.enums import Section
from submissions.models.plans import BusinessPlan
from submissions.models.submissions import Submission

# A page says every 25 seconds that it is open; one that was not heard of for this long is closed.
GONE_AFTER = timedelta(seconds=60)


class WriterQuerySet(models.QuerySet["Writer"]):
    def present(self) -> Self:
        """Those whose page was open within the last minute."""
        return self.filter(seen_at__gt=clock.now() - GONE_AFTER)

    def gone(self) -> Self:
        return self.filter(seen_at__lte=clock.now() - GONE_AFTER)


class Writer(models.Model):
    """Who has a page of a submission open for writing, which one, and when it was last heard of."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="writers")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    section = models.CharField(_("section"), max_length=20)
    seen_at = models.DateTimeField(_("seen"), default=clock.now)

    objects = WriterQuerySet.as_manager()

    class Meta:
        verbose_name = _("writer")
        verbose_name_plural = _("writers")
        constraints = [
            models.UniqueConstraint(fields=["submission", "user"], name="writer_once_a_submission"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.section_label}"

    @property
    def section_label(self) -> str:
        return str(Section(self.section).label)


class Saving(models.Model):
    """Who saved an answer of a plan last, and when; `name` is that of a field or of the rows.

    A plan's own `saved_by` is whoever saved anything. To tell a writer who changed the very
    answer that they are changing too, each answer needs its own.
    """

    plan = models.ForeignKey(BusinessPlan, models.CASCADE, related_name="savings")
    name = models.CharField(_("answer"), max_length=60)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("saving of an answer")
        verbose_name_plural = _("savings of answers")
        constraints = [
            models.UniqueConstraint(fields=["plan", "name"], name="saving_once_an_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.by}"
