from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.enums import JUDGE_ROLES, OVERSEEING_ROLES
from groups.models import User
from scoring.enums import RULED, Outcome, RoundStage, Seat, TieStep
from scoring.models.rounds import Round
from selection_site.lib import clock
from submissions.models import Submission


class TieRuling(models.Model):
    """What put submissions in order that the marks leave tied: a vote, or the drawn lot.

    `rank` is the place that they share without it.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="rulings")
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2)
    rank = models.PositiveIntegerField(_("shared rank"), default=0)
    kind = models.CharField(_("step"), max_length=10, choices=TieStep.choices, default=TieStep.VOTE)
    reason = models.TextField(_("reason, as in the minutes"))
    minutes = models.CharField(_("item of the minutes"), max_length=120, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided"), default=clock.now)
    replaced_at = models.DateTimeField(_("replaced"), null=True, editable=False)

    class Meta:
        verbose_name = _("tie ruling")
        verbose_name_plural = _("tie rulings")
        ordering = ["-decided_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "score", "rank"],
                name="ruling_one_in_force_a_rank",
                condition=Q(replaced_at=None),
            ),
            models.CheckConstraint(name="ruling_is_a_vote_or_a_lot", condition=Q(kind__in=RULED)),
            models.CheckConstraint(name="ruling_gives_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.score}"


class TiePlace(models.Model):
    """Where a ruling puts one of the tied submissions: 1 is the best of them."""

    ruling = models.ForeignKey(TieRuling, models.CASCADE, related_name="places")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(_("place"))
    votes = models.PositiveSmallIntegerField(_("votes"), null=True)

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

    Submissions that the tie ladder leaves equal share a rank; `position` is the place of each in
    the list, 1 is the best. `mean` is the round's own, `carried` the score of round 1 where a share
    of it counts. `step` and the figures beside it say what put it before the next with its score.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="standings")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="standings")
    rank = models.PositiveSmallIntegerField(_("rank"))
    position = models.PositiveIntegerField(_("place in the list"), default=0)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2)
    mean = models.DecimalField(_("mean of the round"), max_digits=5, decimal_places=2, null=True)
    carried = models.DecimalField(_("score of round 1"), max_digits=5, decimal_places=2, null=True)
    sheets = models.PositiveSmallIntegerField(_("sheets"))
    tied = models.BooleanField(_("decided by a tie ruling"), default=False)
    seat = models.CharField(_("inside by"), max_length=10, choices=Seat.choices, blank=True)
    step = models.CharField(
        _("step that decided"), max_length=10, choices=TieStep.choices, blank=True
    )
    step_criterion = models.PositiveSmallIntegerField(_("criterion that decided"), null=True)
    step_upper = models.DecimalField(_("its figure"), max_digits=10, decimal_places=6, null=True)
    step_lower = models.DecimalField(
        _("figure of the next"), max_digits=10, decimal_places=6, null=True
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        ordering = ["rank", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "submission"], name="standing_once_a_round"),
            models.CheckConstraint(name="standing_rests_on_a_sheet", condition=Q(sheets__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.rank} {self.submission}"

    @property
    def is_inside(self) -> bool:
        return self.outcome in (Outcome.KEPT, Outcome.OUTSTANDING)

    @property
    def is_withdrawn(self) -> bool:
        return self.outcome == Outcome.WITHDRAWN
