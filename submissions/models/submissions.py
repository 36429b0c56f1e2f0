from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from groups.enums import DISTRICT_ROLES, OVERSEEING_ROLES, PROVINCE_ROLES
from groups.models import District, Province, SavingsGroup, User
from selection_site.lib import clock
from submissions.enums import ARRIVED, AWARDED, Stage
from submissions.models.calls import Call


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may open at all; every list, page, file and export starts here.

        Committee posts see nothing here: they read through their own sheets in scoring.
        """
        if user.holds(*OVERSEEING_ROLES):
            return self
        return self.filter(call__opened_at__isnull=False).filter(
            Q(province__in=user.provinces(*PROVINCE_ROLES))
            | Q(district__in=user.districts(*DISTRICT_ROLES))
        )

    def taking_part(self) -> Self:
        """All that did not leave the year."""
        return self.exclude(stage=Stage.WITHDRAWN)

    def arrived(self) -> Self:
        """Those that reached the department, whatever became of them there."""
        return self.filter(stage__in=ARRIVED)

    def awarded(self) -> Self:
        return self.filter(stage__in=AWARDED)

    def for_list(self) -> Self:
        return self.select_related("call", "group", "district", "province")


class Submission(models.Model):
    """What one savings group sends for one call: a business plan and a clip.

    The row exists from the moment its group is on the roster, so 'not started' can be seen.
    `stage` is written by `submissions.stages.take` alone.
    """

    call = models.ForeignKey(
        Call, models.PROTECT, related_name="submissions", verbose_name=_("call")
    )
    group = models.ForeignKey(
        SavingsGroup, models.PROTECT, related_name="submissions", verbose_name=_("group")
    )
    district = models.ForeignKey(District, models.PROTECT, verbose_name=_("district"))
    province = models.ForeignKey(
        Province, models.PROTECT, related_name="submissions", verbose_name=_("province")
    )
    stage = models.CharField(
        _("stage"), max_length=12, choices=Stage.choices, default=Stage.NOT_STARTED
    )
    started_at = models.DateTimeField(_("started"), null=True, editable=False)
    sent_at = models.DateTimeField(_("sent to the province"), null=True, editable=False)
    forwarded_at = models.DateTimeField(_("forwarded"), null=True, editable=False)
    sent_late = models.BooleanField(_("sent after the province's day"), default=False)
    # Copied from the province's extension when the director approves it.
    extended_to = models.DateField(_("extended to"), null=True, editable=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["province__sort_key", "group__sort_key", "pk"]
        # A group that left the year keeps the times of how far it had come.
        constraints = [
            models.UniqueConstraint(fields=["call", "group"], name="submission_once_a_call"),
            models.CheckConstraint(
                name="submission_started_exactly_when_past_not_started",
                condition=Q(stage=Stage.NOT_STARTED, started_at__isnull=True)
                | (~Q(stage=Stage.NOT_STARTED) & Q(started_at__isnull=False))
                | Q(stage=Stage.WITHDRAWN),
            ),
            models.CheckConstraint(
                name="submission_sent_exactly_when_past_draft",
                condition=Q(stage__in=[Stage.NOT_STARTED, Stage.DRAFT], sent_at__isnull=True)
                | (~Q(stage__in=[Stage.NOT_STARTED, Stage.DRAFT]) & Q(sent_at__isnull=False))
                | Q(stage=Stage.WITHDRAWN),
            ),
            models.CheckConstraint(
                name="submission_forwarded_exactly_when_arrived",
                condition=Q(stage__in=ARRIVED, forwarded_at__isnull=False)
                | (~Q(stage__in=ARRIVED) & Q(forwarded_at__isnull=True))
                | Q(stage=Stage.WITHDRAWN),
            ),
            models.CheckConstraint(
                name="submission_times_in_order",
                condition=(Q(sent_at=None) | Q(sent_at__gte=F("started_at")))
                & (Q(forwarded_at=None) | Q(forwarded_at__gte=F("sent_at"))),
            ),
            models.CheckConstraint(
                name="submission_late_only_when_sent",
                condition=Q(sent_late=False) | Q(sent_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["call", "stage"], name="submission_by_stage")]

    def __str__(self) -> str:
        return f"{self.group} {self.call}"

    @property
    def plans_due_on(self) -> date:
        """The department's hard day for it: the call's, or a later one of its province."""
        return max(self.call.plans_due_on, self.extended_to or self.call.plans_due_on)

    @property
    def takes_plans(self) -> bool:
        """Whether this plan may be written, sent and forwarded today, by the clock of Bangkok."""
        return self.call.is_open and self.call.opens_on <= clock.today() and not self.plans_are_over

    @property
    def plans_are_over(self) -> bool:
        """Whether its last day has passed, or round 1 has begun without it."""
        return self.call.is_past(self.plans_due_on)

    @property
    def province_due_on(self) -> date:
        """The day the province asks for: its own if it set one, else the department's; a query."""
        day = self.call.province_days.filter(province_id=self.province_id).first()
        return day.due_on if day else self.plans_due_on


class Step(models.Model):
    """One step a submission took: from where to where, by whom, and why if it was sent back."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="steps")
    name = models.CharField(_("step"), max_length=30)
    source = models.CharField(_("from"), max_length=12, choices=Stage.choices)
    target = models.CharField(_("to"), max_length=12, choices=Stage.choices)
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("by"))
    note = models.TextField(_("note"), blank=True)
    remarks = models.PositiveSmallIntegerField(_("comments sent with it"), default=0)
    at = models.DateTimeField(_("when"), default=clock.now)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="step_back_gives_its_reason",
                condition=~Q(name="return") | ~Q(note="") | Q(remarks__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.source} → {self.target}"
