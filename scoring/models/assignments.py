from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from groups.models import User
from scoring.enums import ConflictReason
from scoring.models.rounds import Round
from selection_site.lib import clock
from submissions.models import Submission


class Declaration(models.Model):
    """A member's signed statement for one round: these are all my conflicts of interest."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="declarations")
    judge = models.ForeignKey(User, models.PROTECT, related_name="declarations")
    signed_at = models.DateTimeField(_("signed"), default=clock.now)
    seed = models.BigIntegerField(_("seed of the member's order"))

    class Meta:
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")
        constraints = [
            models.UniqueConstraint(fields=["round", "judge"], name="declaration_once_a_round"),
        ]

    def __str__(self) -> str:
        return f"{self.judge} {self.round}"


class Conflict(models.Model):
    """A reason for which a member neither sees nor judges one submission in a round."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="conflicts")
    judge = models.ForeignKey(User, models.PROTECT, related_name="conflicts")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="conflicts")
    reason = models.CharField(_("reason"), max_length=12, choices=ConflictReason.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)
    declared_at = models.DateTimeField(_("declared"), default=clock.now)

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        constraints = [
            models.UniqueConstraint(fields=["round", "judge", "submission"], name="conflict_once"),
        ]

    def __str__(self) -> str:
        return f"{self.judge}: {self.submission}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def in_force(self) -> Self:
        """Without those that a conflict found later has ended; their sheets do not count."""
        conflict = Conflict.objects.filter(
            round=OuterRef("round"), judge=OuterRef("judge"), submission=OuterRef("submission")
        )
        return self.filter(~Exists(conflict))


class Assignment(models.Model):
    """A submission that a member judges in a round, at its place in the member's own order."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="assignments")
    judge = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="assignments")
    position = models.PositiveIntegerField(_("place in the queue"))

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "judge", "submission"], name="assignment_once"
            ),
            models.UniqueConstraint(
                fields=["round", "judge", "position"], name="assignment_position_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.judge}: {self.submission}"
