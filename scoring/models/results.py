from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.enums import JUDGE_ROLES, OVERSEEING_ROLES
from groups.models import User
from scoring.enums import Outcome, RoundStage
from scoring.models.rounds import Round
from selection_site.lib import clock
from submissions.models import Submission


class TieRuling(models.Model):
    """The committee's recorded decision on the order of submissions with one score."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="rulings")
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2)
    reason = models.TextField(_("reason, as in the minutes"))
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided"), default=clock.now)
    replaced_at = models.DateTimeField(_("replaced"), null=True, editable=False)

    class Meta:
        verbose_name = _("tie ruling")
        verbose_name_plural = _("tie rulings")
        ordering = ["-decided_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "score"], name="ruling_one_in_force", condition=Q(replaced_at=None)
            ),
            models.CheckConstraint(name="ruling_gives_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.score}"


class TiePlace(models.Model):
    """Where a ruling puts one of the tied submissions: 1 is the best of them."""

    ruling = models.ForeignKey(TieRuling, models.CASCADE, related_name="places")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(_("place"))

    class Meta:
        verbose_name = _("place in a tie")
        verbose_name_plural = _("places in a tie")
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["ruling", "submission"], name="tie_place_once"),
            models.UniqueConstraint(fields=["ruling", "place"], name="tie_place_for_one"),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.submission}"


class StandingQuerySet(models.QuerySet["Standing"]):
    def visible_to(self, user: User) -> Self:
        """Those who oversee from closing on; the committee and the places after release."""
        if user.holds(*OVERSEEING_ROLES):
            return self
        judged = Q(round__call__year__in=user.years(*JUDGE_ROLES))
        released = Q(round__stage=RoundStage.RELEASED)
        local = Q(submission__in=Submission.objects.visible_to(user))
        return self.filter(judged | local, released)


class Standing(models.Model):
    """The result of a round for one submission, copied when the round was closed.

    Submissions with one score share a rank unless the committee ruled on their order.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="standings")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="standings")
    rank = models.PositiveSmallIntegerField(_("rank"))
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2)
    sheets = models.PositiveSmallIntegerField(_("sheets"))
    tied = models.BooleanField(_("decided by a tie ruling"), default=False)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "submission"], name="standing_once_a_round"),
            models.CheckConstraint(name="standing_rests_on_a_sheet", condition=Q(sheets__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.rank} {self.submission}"
