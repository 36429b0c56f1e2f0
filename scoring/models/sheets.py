from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from groups.enums import JUDGE_ROLES, OVERSEEING_ROLES
from groups.models import User
from scoring.enums import DECIDED, SheetStage
from scoring.models.assignments import Assignment, Conflict
from scoring.models.rounds import FULL_POINTS, Criterion, Round
from selection_site.lib import clock


class SheetQuerySet(models.QuerySet["Sheet"]):
    def visible_to(self, user: User) -> Self:
        """A member's own sheets; all of a round's to those who oversee once it is closed.

        A conflict declared in round 2 closes the member's sheet of round 1 too: it leads to the
        same plan.
        """
        own = Q(assignment__judge=user, assignment__round__call__year__in=user.years(*JUDGE_ROLES))
        conflicts = Conflict.objects.filter(judge=user).values("submission")
        own &= ~Q(assignment__submission__in=conflicts)
        if not user.holds(*OVERSEEING_ROLES):
            return self.filter(own)
        return self.filter(own | Q(assignment__round__stage__in=DECIDED))

    def handed_in(self) -> Self:
        return self.filter(stage=SheetStage.HANDED_IN)

    def in_round(self, round_: Round) -> Self:
        """Those that count in a round: what a member in conflict had marked before does not."""
        conflict = Conflict.objects.filter(
            round=round_,
            judge=OuterRef("assignment__judge"),
            submission=OuterRef("assignment__submission"),
        )
        return self.filter(~Exists(conflict), assignment__round=round_)


class Sheet(models.Model):
    """A member's score sheet for one submission; `total` is written at handing in, never before.

    `revision` grows with each save, so that two tabs of one member cannot overwrite each other;
    0 means that nothing was saved yet. `nonce` is drawn at handing in: the audit chain holds a
    digest of marks and nonce, which proves the marks later and tells nothing now.
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
    nonce = models.CharField(max_length=32, blank=True, editable=False)

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

    @property
    def is_handed_in(self) -> bool:
        return self.stage == SheetStage.HANDED_IN

    @property
    def is_started(self) -> bool:
        return self.revision > 0 and not self.is_handed_in


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
