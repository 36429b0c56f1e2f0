from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from groups.enums import JUDGE_ROLES, OVERSEEING_ROLES, Role
from groups.models import User
from scoring.enums import DECIDED, RoundNumber, RoundStage
from submissions.models import Call

FULL_POINTS = 100


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, user: User) -> Self:
        """The committee of the year and those who oversee; a round says nothing to others."""
        if user.holds(*OVERSEEING_ROLES):
            return self
        return self.filter(call__year__in=user.years(*JUDGE_ROLES), call__opened_at__isnull=False)

    def completeness_visible_to(self, user: User) -> Self:
        """Whose sheets are in, as numbers: for the year's chair and those who oversee."""
        if not user.holds(*OVERSEEING_ROLES):
            self = self.filter(call__year__in=user.years(Role.CHAIR))
        return self.exclude(stage=RoundStage.PREPARED)

    def ranking_visible_to(self, user: User) -> Self:
        """The chair sees the ranking when marking is closed, those who oversee after closing."""
        chaired = Q(call__year__in=user.years(Role.CHAIR), stage=RoundStage.MARKED)
        decided = Q(stage__in=DECIDED)
        if not user.holds(*OVERSEEING_ROLES):
            decided &= Q(call__year__in=user.years(Role.CHAIR))
        return self.filter(chaired | decided)


class Round(models.Model):
    """One of a call's two rounds, each with criteria and sheets of its own.

    `places` is copied from the call when marking opens: how many are kept in round 1, how many
    become 'outstanding' in round 2. `lot_seed` is drawn then too: its digest is published at once,
    the seed itself when marking is closed. `stage` is written by `scoring.stages` alone.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="rounds", verbose_name=_("call"))
    number = models.PositiveSmallIntegerField(_("round"), choices=RoundNumber.choices)
    stage = models.CharField(
        _("stage"), max_length=10, choices=RoundStage.choices, default=RoundStage.PREPARED
    )
    places = models.PositiveSmallIntegerField(_("places"), null=True, editable=False)
    criteria_sha256 = models.CharField(_("digest of the criteria"), max_length=64, blank=True)
    rules_sha256 = models.CharField(_("digest of the rules"), max_length=64, blank=True)
    lot_seed = models.CharField(_("seed of the lot"), max_length=64, blank=True, editable=False)
    opened_at = models.DateTimeField(_("marking opened"), null=True, editable=False)
    marked_at = models.DateTimeField(_("marking closed"), null=True, editable=False)
    marked_note = models.TextField(_("ruling on missing sheets"), blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("closed by")
    )
    reopened = models.PositiveSmallIntegerField(_("times reopened"), default=0, editable=False)
    released_at = models.DateTimeField(_("released"), null=True, editable=False)
    released_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("released by")
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["call", "number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="round_once_a_call"),
            models.CheckConstraint(
                name="round_opened_exactly_when_past_preparation",
                condition=Q(stage=RoundStage.PREPARED, opened_at__isnull=True, places__isnull=True)
                | (
                    ~Q(stage=RoundStage.PREPARED)
                    & Q(opened_at__isnull=False, places__isnull=False)
                    & ~Q(criteria_sha256="")
                ),
            ),
            models.CheckConstraint(
                name="round_marked_exactly_when_marking_is_closed",
                condition=Q(
                    stage__in=[RoundStage.PREPARED, RoundStage.MARKING], marked_at__isnull=True
                )
                | (
                    ~Q(stage__in=[RoundStage.PREPARED, RoundStage.MARKING])
                    & Q(marked_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="round_closed_exactly_when_closed_or_released",
                condition=Q(
                    stage__in=[RoundStage.CLOSED, RoundStage.RELEASED],
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                )
                | (
                    ~Q(stage__in=[RoundStage.CLOSED, RoundStage.RELEASED])
                    & Q(closed_at__isnull=True, closed_by__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="round_released_exactly_when_released",
                condition=Q(
                    stage=RoundStage.RELEASED,
                    released_at__isnull=False,
                    released_by__isnull=False,
                )
                | (
                    ~Q(stage=RoundStage.RELEASED)
                    & Q(released_at__isnull=True, released_by__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="round_released_by_another_person_than_closed_it",
                condition=Q(released_by=None) | ~Q(released_by=F("closed_by")),
            ),
        ]

    def __str__(self) -> str:
        words = {"round": self.get_number_display(), "year": self.call.year}
        return gettext("%(round)s of fiscal year %(year)d") % words

    @property
    def is_marking(self) -> bool:
        return self.stage == RoundStage.MARKING


class Criterion(models.Model):
    """One thing that members judge in a round, with marks from 0 to `scale`.

    `points` is its worth in the sheet's total of 100: 3 on a scale to 5 that is worth 20 brings 12.
    A criterion that does not count is marked and shown, and worth nothing.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(_("order"))
    group = models.CharField(_("group of criteria"), max_length=120, blank=True)
    name = models.CharField(_("criterion"), max_length=200)
    guidance = models.TextField(_("what to look at"), blank=True, max_length=2000)
    points = models.PositiveSmallIntegerField(_("points in the total"))
    scale = models.PositiveSmallIntegerField(_("highest mark"))
    halves = models.BooleanField(_("half marks"), default=False)
    counts = models.BooleanField(_("counts in the total"), default=True)
    allows_cannot_judge = models.BooleanField(
        _("may be left out with 'cannot judge'"), default=False
    )

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "position"],
                name="criterion_position_once_a_round",
            ),
            models.CheckConstraint(
                name="criterion_that_counts_is_worth_1_to_100_points",
                condition=Q(counts=True, points__gte=1, points__lte=FULL_POINTS)
                | Q(counts=False, points__gte=0, points__lte=FULL_POINTS),
                violation_error_message=_("A criterion is worth 1 to 100 points."),
            ),
            models.CheckConstraint(
                name="criterion_scale_is_1_to_100",
                condition=Q(scale__gte=1, scale__lte=FULL_POINTS),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def step(self) -> Decimal:
        return Decimal("0.5") if self.halves else Decimal(1)

    @property
    def levels(self) -> list[Decimal]:
        """Every mark that can be given, lowest first."""
        count = int(self.scale / self.step)
        return [number * self.step for number in range(count + 1)]

    @property
    def is_weighted(self) -> bool:
        """Whether marks are multiplied: the scale is another than the points."""
        return self.counts and self.scale != self.points


class Anchor(models.Model):
    """What one mark of a criterion means, in words that members see beside the scale."""

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="anchors")
    level = models.DecimalField(_("mark"), max_digits=4, decimal_places=1)
    text = models.CharField(_("what it means"), max_length=300)

    class Meta:
        verbose_name = _("anchor")
        verbose_name_plural = _("anchors")
        ordering = ["level"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "level"], name="anchor_once_a_level"),
            models.CheckConstraint(
                name="anchor_level_is_0_to_100",
                condition=Q(level__gte=Decimal(0), level__lte=Decimal(FULL_POINTS)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level}: {self.text}"
