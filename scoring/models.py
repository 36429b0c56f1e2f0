from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from groups.enums import JUDGE_ROLES, OVERSEEING_ROLES
from groups.models import User
from scoring.enums import ConflictReason, Outcome, RoundNumber, RoundStage, SheetStage
from selection_site.lib import clock
from submissions.models import Call, Submission

FULL_POINTS = 100


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, user: User) -> Self:
        """The committee of the year and those who oversee; a round says nothing to others."""
        if user.holds(*OVERSEEING_ROLES):
            return self
        return self.filter(call__year__in=user.years(*JUDGE_ROLES), call__opened_at__isnull=False)


class Round(models.Model):
    """One of a call's two rounds, each with criteria and sheets of its own.

    `places` is copied from the call when marking opens: how many are kept in round 1, how many
    become 'outstanding' in round 2. `stage` is written by `scoring.stages` alone.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="rounds", verbose_name=_("call"))
    number = models.PositiveSmallIntegerField(_("round"), choices=RoundNumber.choices)
    stage = models.CharField(
        _("stage"), max_length=10, choices=RoundStage.choices, default=RoundStage.PREPARED
    )
    places = models.PositiveSmallIntegerField(_("places"), null=True, editable=False)
    criteria_sha256 = models.CharField(_("digest of the criteria"), max_length=64, blank=True)
    opened_at = models.DateTimeField(_("marking opened"), null=True, editable=False)
    marked_at = models.DateTimeField(_("marking closed"), null=True, editable=False)
    marked_note = models.TextField(_("ruling on missing sheets"), blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("closed by")
    )
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
        return f"{self.get_number_display()} {self.call}"


class Criterion(models.Model):
    """One thing that members judge in a round, worth 0 to `points` points."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(_("order"))
    name = models.CharField(_("criterion"), max_length=200)
    guidance = models.TextField(_("what to look at"), blank=True, max_length=2000)
    points = models.PositiveSmallIntegerField(_("most points"))

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
                name="criterion_is_worth_1_to_100_points",
                condition=Q(points__gte=1, points__lte=FULL_POINTS),
                violation_error_message=_("A criterion is worth 1 to 100 points."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


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


class Assignment(models.Model):
    """A submission that a member judges in a round, at its place in the member's own order."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="assignments")
    judge = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="assignments")
    position = models.PositiveIntegerField(_("place in the queue"))

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


class SheetQuerySet(models.QuerySet["Sheet"]):
    def visible_to(self, user: User) -> Self:
        """A member's own sheets; all of a round's to those who oversee once it is closed."""
        own = Q(assignment__judge=user, assignment__round__call__year__in=user.years(*JUDGE_ROLES))
        if not user.holds(*OVERSEEING_ROLES):
            return self.filter(own)
        closed = [RoundStage.CLOSED, RoundStage.RELEASED]
        return self.filter(own | Q(assignment__round__stage__in=closed))

    def handed_in(self) -> Self:
        return self.filter(stage=SheetStage.HANDED_IN)

    def in_round(self, round_: Round) -> Self:
        return self.filter(assignment__round=round_)


class Sheet(models.Model):
    """A member's score sheet for one submission; `total` is written at handing in, never before.

    `revision` grows with each save, so that two tabs of one member cannot overwrite each other.
    """

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="sheet")
    stage = models.CharField(
        _("stage"), max_length=10, choices=SheetStage.choices, default=SheetStage.DRAFT
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    note = models.TextField(_("private note"), blank=True, max_length=4000)
    comment = models.TextField(_("comment to the group"), blank=True, max_length=4000)
    total = models.DecimalField(_("total"), max_digits=5, decimal_places=1, null=True)
    saved_at = models.DateTimeField(_("saved"), default=clock.now, editable=False)
    handed_in_at = models.DateTimeField(_("handed in"), null=True, editable=False)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")
        constraints = [
            models.CheckConstraint(
                name="sheet_has_a_total_exactly_when_handed_in",
                condition=Q(
                    stage=SheetStage.HANDED_IN, total__isnull=False, handed_in_at__isnull=False
                )
                | Q(stage=SheetStage.DRAFT, total__isnull=True, handed_in_at__isnull=True),
            ),
            models.CheckConstraint(
                name="sheet_total_is_0_to_100",
                condition=Q(total=None) | Q(total__gte=Decimal(0), total__lte=Decimal(FULL_POINTS)),
            ),
        ]

    def __str__(self) -> str:
        return str(self.assignment)


class Mark(models.Model):
    """The points a member gives for one criterion."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="marks")
    points = models.DecimalField(_("points"), max_digits=4, decimal_places=1)

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="mark_once_a_criterion"),
            models.CheckConstraint(
                name="mark_is_0_to_100",
                condition=Q(points__gte=Decimal(0), points__lte=Decimal(FULL_POINTS)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


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
        """The chair from closing on, those who oversee too; everyone else after release."""
        if user.holds(*OVERSEEING_ROLES):
            return self
        judged = Q(round__call__year__in=user.years(*JUDGE_ROLES))
        released = Q(round__stage=RoundStage.RELEASED)
        local = Q(submission__in=Submission.objects.visible_to(user))
        return self.filter(judged | local, released)


class Standing(models.Model):
    """The result of a round for one submission, copied when the round was closed."""

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
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["round", "submission"], name="standing_once_a_round"),
            models.UniqueConstraint(fields=["round", "rank"], name="standing_one_a_rank"),
            models.CheckConstraint(name="standing_rests_on_a_sheet", condition=Q(sheets__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.rank} {self.submission}"
