from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from groups.enums import JUDGE_ROLES, OVERSEEING_ROLES
from groups.models import User
from scoring.enums import DECIDED, EvidenceKind, SheetStage
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

    def in_force(self) -> Self:
        """Those that count: what a member in conflict had marked before does not."""
        conflict = Conflict.objects.filter(
            round=OuterRef("assignment__round"),
            judge=OuterRef("assignment__judge"),
            submission=OuterRef("assignment__submission"),
        )
        return self.filter(~Exists(conflict))

    def in_round(self, round_: Round) -> Self:
        """Those that count in a round."""
        return self.in_force().filter(assignment__round=round_)


class Sheet(models.Model):
    """A member's score sheet for one submission; `total` is written at handing in, never before.

    `revision` grows with each save, so that two tabs of one member cannot overwrite each other;
    0 means that nothing was saved yet. `nonce` is drawn at handing in: the audit chain holds a
    digest of the sheet and nonce, which proves the marks later and tells nothing now. `seconds` is
    the time for which the member was seen at work on it; 0 when no page told.
    """

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="sheet")
    stage = models.CharField(
        _("stage"), max_length=10, choices=SheetStage.choices, default=SheetStage.DRAFT
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    note = models.TextField(_("private note"), blank=True, max_length=4000)
    comment = models.TextField(_("comment to the group"), blank=True, max_length=4000)
    total = models.DecimalField(_("total"), max_digits=5, decimal_places=2, null=True)
    seconds = models.PositiveIntegerField(_("seconds at work"), default=0, editable=False)
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
    """What a member gives for one criterion: a mark on its scale, or 'cannot judge'."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="marks")
    points = models.DecimalField(_("mark"), max_digits=4, decimal_places=1, null=True)
    cannot_judge = models.BooleanField(_("cannot judge"), default=False)

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="mark_once_a_criterion"),
            models.CheckConstraint(
                name="mark_is_0_to_100",
                condition=Q(points__gte=Decimal(0), points__lte=Decimal(FULL_POINTS)),
            ),
            models.CheckConstraint(
                name="mark_has_points_unless_it_cannot_be_judged",
                condition=Q(cannot_judge=True, points__isnull=True)
                | Q(cannot_judge=False, points__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


class Evidence(models.Model):
    """The place in the clip or in the plan on which a mark rests."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="evidence")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    kind = models.CharField(_("where"), max_length=4, choices=EvidenceKind.choices)
    seconds = models.PositiveIntegerField(_("seconds into the clip"), null=True)
    section = models.CharField(_("section of the plan"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["kind", "seconds", "pk"]
        constraints = [
            models.CheckConstraint(
                name="evidence_is_a_moment_or_a_section",
                condition=Q(kind=EvidenceKind.CLIP, seconds__isnull=False, section="")
                | (Q(kind=EvidenceKind.PLAN, seconds__isnull=True) & ~Q(section="")),
            ),
            models.UniqueConstraint(
                fields=["sheet", "criterion", "seconds"],
                name="evidence_moment_once",
                condition=Q(kind=EvidenceKind.CLIP),
            ),
            models.UniqueConstraint(
                fields=["sheet", "criterion", "section"],
                name="evidence_section_once",
                condition=Q(kind=EvidenceKind.PLAN),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.place}"

    @property
    def place(self) -> str:
        """Where it is, as one word for forms and records."""
        return str(self.seconds) if self.kind == EvidenceKind.CLIP else self.section


class SheetVersion(models.Model):
    """A sheet as it was handed in, the first time or changed for a reason; the newest counts.

    Rows are only added: the database refuses to change or remove one. `content` holds marks,
    comment and evidence; `sha256` is what the audit chain holds of content and `nonce`.
    """

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    total = models.DecimalField(_("total"), max_digits=5, decimal_places=2)
    reason = models.TextField(_("reason for the change"), blank=True, max_length=1000)
    content = models.JSONField(_("content"))
    handed_in_at = models.DateTimeField(_("handed in"))
    nonce = models.CharField(max_length=32)
    sha256 = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("version of a sheet")
        verbose_name_plural = _("versions of sheets")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="sheet_version_once"),
            models.CheckConstraint(
                name="sheet_version_after_the_first_gives_a_reason",
                condition=Q(number=1, reason="") | (Q(number__gt=1) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.number}"

    @property
    def receipt(self) -> str:
        """The code on the receipt: the first twelve digits of the digest, in fours."""
        code = self.sha256[:12].upper()
        return "-".join(code[start : start + 4] for start in (0, 4, 8))
