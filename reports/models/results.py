from datetime import date
from typing import Self, TypeAlias, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from budgets.models import Allocation
from groups.models import User
from reports.enums import OPEN, ReportStage
from selection_site.lib import clock
from submissions.models import Clip, StoredFile

Row = TypeVar("Row", bound="Report")
Item = TypeVar("Item", bound=StoredFile)


class ReportQuerySet(models.QuerySet[Row]):
    def visible_to(self, user: User) -> Self:
        return self.filter(allocation__in=Allocation.objects.visible_to(user))

    def for_list(self) -> Self:
        """With the group, its place and the people who saved, sent and decided."""
        return self.select_related(
            "allocation__batch__call",
            "allocation__submission__group",
            "allocation__submission__district",
            "allocation__submission__province",
            "saved_by",
            "sent_by",
            "decided_by",
        )


class Report(models.Model):
    """What a province sends about one allocation, until the department accepts it.

    `stage` is written by `reports.stages` alone. `revision` grows with each save: a form that was
    opened on an older one is told so, instead of overwriting what another person wrote.
    """

    stage = models.CharField(
        _("stage"), max_length=10, choices=ReportStage.choices, default=ReportStage.DRAFT
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(_("saved"), default=clock.now, editable=False)
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_late = models.BooleanField(_("first sent after its day"), default=False, editable=False)
    decided_at = models.DateTimeField(_("accepted or returned"), null=True, editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    return_note = models.TextField(_("why it was returned"), blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_sent_exactly_when_past_draft",
                condition=Q(stage=ReportStage.DRAFT, sent_at__isnull=True)
                | (~Q(stage=ReportStage.DRAFT) & Q(sent_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="%(class)s_decided_when_accepted_or_returned",
                condition=Q(
                    stage__in=[ReportStage.ACCEPTED, ReportStage.RETURNED],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                )
                | ~Q(stage__in=[ReportStage.ACCEPTED, ReportStage.RETURNED]),
            ),
            models.CheckConstraint(
                name="%(class)s_returned_with_a_reason",
                condition=~Q(stage=ReportStage.RETURNED) | ~Q(return_note=""),
            ),
            models.CheckConstraint(
                name="%(class)s_late_only_when_sent",
                condition=Q(sent_late=False) | Q(sent_at__isnull=False),
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether its province still has to write and send it."""
        return self.stage in OPEN

    @property
    def due_on(self) -> date:
        """The day of the call by which the department wants it; later ones are marked late."""
        raise NotImplementedError

    @property
    def is_late(self) -> bool:
        """Whether it came after its day, or has not come and the day is over."""
        return self.sent_late or (self.sent_at is None and clock.today() > self.due_on)


class ResultReport(Report):
    """The result of one allocation as the BPM record asks for it: figures, files, pictures."""

    allocation = models.OneToOneField(Allocation, models.PROTECT, related_name="result_report")
    held_from = models.DateField(_("activity began on"), null=True, blank=True)
    held_until = models.DateField(_("activity ended on"), null=True, blank=True)
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    participants = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    jobs = models.PositiveIntegerField(_("people who got work"), null=True, blank=True)
    income_before_baht = models.PositiveBigIntegerField(
        _("sales a month before"), null=True, blank=True
    )
    income_after_baht = models.PositiveBigIntegerField(
        _("sales a month after"), null=True, blank=True
    )
    new_members = models.PositiveIntegerField(_("new members"), null=True, blank=True)
    welfare = models.TextField(_("welfare for the community"), blank=True, max_length=4000)
    outcome = models.TextField(_("results"), blank=True, max_length=4000)
    network = models.TextField(_("network"), blank=True, max_length=4000)
    problems = models.TextField(_("problems and obstacles"), blank=True, max_length=4000)
    remedies = models.TextField(_("remedies and suggestions"), blank=True, max_length=4000)
    continuation = models.TextField(_("plan to continue"), blank=True, max_length=4000)
    bpm_recorded_on = models.DateField(_("recorded in BPM on"), null=True, blank=True)
    bpm_reference = models.CharField(_("BPM reference"), max_length=60, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta(Report.Meta):
        abstract = False
        verbose_name = _("result report")
        verbose_name_plural = _("result reports")
        constraints = [
            *Report.Meta.constraints,
            models.CheckConstraint(
                name="resultreport_activity_ends_after_it_began",
                condition=Q(held_from=None)
                | Q(held_until=None)
                | Q(held_until__gte=F("held_from")),
                violation_error_message=_("The activity ends before it begins: check both days."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.allocation)

    @property
    def due_on(self) -> date:
        return self.allocation.batch.call.results_due_on


class ReportFigure(models.Model):
    """A line 'planned and achieved' of a result report."""

    report = models.ForeignKey(ResultReport, models.CASCADE, related_name="figures")
    position = models.PositiveSmallIntegerField(_("order"))
    activity = models.CharField(_("activity"), max_length=200)
    unit = models.CharField(_("unit"), max_length=40)
    planned = models.DecimalField(_("planned"), max_digits=12, decimal_places=2)
    achieved = models.DecimalField(_("achieved"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("figure of a report")
        verbose_name_plural = _("figures of a report")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="figure_is_not_negative", condition=Q(planned__gt=0, achieved__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return self.activity


class EvidenceQuerySet(models.QuerySet[Item]):
    def visible_to(self, user: User) -> Self:
        return self.filter(report__in=ResultReport.objects.visible_to(user))

    def current(self) -> Self:
        return self.filter(removed_at=None)


class Photo(StoredFile):
    """A picture of the activity, upright and without its position, with a caption."""

    report = models.ForeignKey(ResultReport, models.PROTECT, related_name="photos")
    caption = models.CharField(_("caption"), max_length=200)
    thumbnail_path = models.CharField(max_length=120, editable=False)
    removed_at = models.DateTimeField(_("removed"), null=True, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["uploaded_at", "pk"]


class ReportFile(StoredFile):
    """A file that belongs to a result report."""

    report = models.ForeignKey(ResultReport, models.PROTECT, related_name="files")
    removed_at = models.DateTimeField(_("removed"), null=True, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("report file")
        verbose_name_plural = _("report files")
        ordering = ["uploaded_at", "pk"]


class FollowUp(Report):
    """The follow-up report on one allocation, with its clip of the network activity.

    `clip` is the one it was sent with; before that, the group's newest follow-up clip counts.
    """

    allocation = models.OneToOneField(Allocation, models.PROTECT, related_name="follow_up")
    summary = models.TextField(_("what the group did since"), blank=True, max_length=4000)
    clip = models.ForeignKey(
        Clip, models.PROTECT, null=True, related_name="follow_ups", verbose_name=_("clip")
    )

    objects = ReportQuerySet.as_manager()

    class Meta(Report.Meta):
        abstract = False
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")

    def __str__(self) -> str:
        return str(self.allocation)

    @property
    def due_on(self) -> date:
        return self.allocation.batch.call.follow_up_due_on


# What the verbs that both reports share are given.
AnyReport: TypeAlias = ResultReport | FollowUp
