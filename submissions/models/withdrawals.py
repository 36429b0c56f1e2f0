from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.models import User
from submissions.enums import WithdrawalKind
from submissions.models.submissions import Submission


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(submission__in=Submission.objects.visible_to(user))

    def running(self) -> Self:
        """Asked for or in force; neither dismissed nor taken back."""
        return self.filter(ended_at=None)

    def asked(self) -> Self:
        """Those that a province asked for and staff have not carried out yet."""
        return self.running().filter(withdrawn_by=None)

    def in_force(self) -> Self:
        return self.running().filter(withdrawn_by__isnull=False)


class Withdrawal(models.Model):
    """A group that leaves the year: why, who asked, who carried it out, who stands in.

    Ended without having been carried out it is a wish that was dismissed; ended afterwards it
    was taken back.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="withdrawals")
    kind = models.CharField(_("kind of reason"), max_length=12, choices=WithdrawalKind.choices)
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"), null=True)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("withdrawn by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("taken back by")
    )
    ended_at = models.DateTimeField(_("taken back"), null=True)
    ended_reason = models.TextField(_("why it was taken back"), blank=True)
    # Taking a replacement that has not started off the roster leaves the withdrawal as it was.
    replacement = models.OneToOneField(
        Submission,
        models.SET_NULL,
        null=True,
        related_name="stands_in",
        verbose_name=_("group in its place"),
    )

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="withdrawal_one_running_a_submission",
                fields=["submission"],
                condition=Q(ended_at=None),
            ),
            models.CheckConstraint(name="withdrawal_gives_its_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="withdrawal_comes_from_somebody",
                condition=Q(asked_by__isnull=False, asked_at__isnull=False)
                | Q(withdrawn_by__isnull=False),
            ),
            models.CheckConstraint(
                name="withdrawal_carried_out_by_somebody_at_a_moment",
                condition=Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
            ),
            models.CheckConstraint(
                name="withdrawal_ended_by_somebody_with_a_reason",
                condition=Q(ended_by__isnull=True, ended_at__isnull=True, ended_reason="")
                | (Q(ended_by__isnull=False, ended_at__isnull=False) & ~Q(ended_reason="")),
            ),
            models.CheckConstraint(
                name="withdrawal_replaced_only_when_carried_out",
                condition=Q(replacement=None) | Q(withdrawn_by__isnull=False, ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return str(self.submission)

    @property
    def is_asked(self) -> bool:
        return self.ended_at is None and self.withdrawn_by_id is None
