from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from groups.enums import OVERSEEING_ROLES
from groups.models import Province, User
from selection_site.lib import clock


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, user: User) -> Self:
        """Everybody with a post sees the opened years; those who prepare one see it before."""
        if user.holds(*OVERSEEING_ROLES):
            return self
        return self.opened() if user.held else self.none()

    def opened(self) -> Self:
        return self.filter(opened_at__isnull=False)


class Call(models.Model):
    """One year's programme: when each step closes, how many places, how much money.

    `year` is the Buddhist fiscal year (2563 runs from 1 October 2562 to 30 September 2563).
    `allocated_baht` moves only together with an entry of the ledger, in its transaction.
    """

    PROJECT = "โครงการเสริมสร้างศักยภาพกิจกรรมเครือข่ายธุรกิจชุมชน"  # as papers call the programme

    year = models.PositiveSmallIntegerField(_("fiscal year (B.E.)"), unique=True)
    opens_on = models.DateField(_("plans can be written from"))
    plans_due_on = models.DateField(_("plans due at the department"))
    first_round_ends_on = models.DateField(_("round 1 ends"))
    second_round_ends_on = models.DateField(_("round 2 ends"))
    allocation_due_on = models.DateField(_("money allocated by"))
    procurement_due_on = models.DateField(_("procurement done by"))
    follow_up_due_on = models.DateField(_("follow-up report and clip due"))
    results_due_on = models.DateField(_("result record with files and pictures due"))
    places_invited = models.PositiveSmallIntegerField(_("groups invited"), default=76)
    finalists = models.PositiveSmallIntegerField(_("kept after round 1"), default=36)
    outstanding_places = models.PositiveSmallIntegerField(_("places 'outstanding'"), default=18)
    good_places = models.PositiveSmallIntegerField(_("places 'good'"), default=18)
    outstanding_baht = models.PositiveIntegerField(_("amount 'outstanding'"), default=90_000)
    good_baht = models.PositiveIntegerField(_("amount 'good'"), default=50_000)
    ceiling_baht = models.PositiveIntegerField(_("budget ceiling"), default=2_520_000)
    allocated_baht = models.PositiveIntegerField(_("allocated"), default=0, editable=False)
    clip_seconds = models.PositiveSmallIntegerField(_("longest clip of a plan"), default=300)
    # A lasting thing that costs more than this a unit is durable equipment, by the budget rules
    # of the year: 5,000 baht in FY2563, 10,000 later. Plans are warned, not stopped.
    equipment_from_baht = models.PositiveIntegerField(
        _("durable equipment above, a unit"), default=10_000
    )
    opened_at = models.DateTimeField(_("opened"), null=True, editable=False)
    # Stamped when round 1 opens: from then on no plan comes in, whatever the days say.
    plans_closed_at = models.DateTimeField(_("plans closed"), null=True, editable=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                name="call_year_is_buddhist",
                condition=Q(year__gte=2400, year__lte=2700),
                violation_error_message=_(
                    "The fiscal year is a year of the Buddhist era, such as 2570."
                ),
            ),
            # Both rounds may end on one day, and the follow-up is due before the BPM record:
            # the letter of May 2563 has it so. No day is tied to the fiscal year.
            models.CheckConstraint(
                name="call_days_in_order",
                condition=Q(
                    opens_on__lte=F("plans_due_on"),
                    plans_due_on__lt=F("first_round_ends_on"),
                    first_round_ends_on__lte=F("second_round_ends_on"),
                    second_round_ends_on__lte=F("allocation_due_on"),
                    allocation_due_on__lte=F("procurement_due_on"),
                    procurement_due_on__lte=F("follow_up_due_on"),
                )
                & Q(procurement_due_on__lte=F("results_due_on")),
                violation_error_message=_(
                    "The days must follow the order of the year: opening, plans, round 1, "
                    "round 2, allocation, procurement, then follow-up and results."
                ),
            ),
            models.CheckConstraint(
                name="call_places_share_out_the_finalists",
                condition=Q(finalists=F("outstanding_places") + F("good_places")),
                violation_error_message=_(
                    "The places 'outstanding' and 'good' must add up to those kept after round 1."
                ),
            ),
            models.CheckConstraint(
                name="call_keeps_no_more_than_it_invites",
                condition=Q(finalists__gte=1, finalists__lte=F("places_invited")),
                violation_error_message=_("Round 1 cannot keep more groups than are invited."),
            ),
            models.CheckConstraint(
                name="call_amounts_are_positive_and_graded",
                condition=Q(good_baht__gt=0, outstanding_baht__gte=F("good_baht")),
                violation_error_message=_(
                    "Both amounts must be more than zero, and 'outstanding' not less than 'good'."
                ),
            ),
            models.CheckConstraint(
                name="call_awards_stay_below_the_ceiling",
                condition=Q(
                    ceiling_baht__gte=F("outstanding_places") * F("outstanding_baht")
                    + F("good_places") * F("good_baht")
                ),
                violation_error_message=_(
                    "The budget ceiling is less than all awards together: raise it, "
                    "or lower the places or amounts."
                ),
            ),
            models.CheckConstraint(
                name="call_allocates_no_more_than_the_ceiling",
                condition=Q(allocated_baht__lte=F("ceiling_baht")),
            ),
            models.CheckConstraint(
                name="call_closes_plans_once_open",
                condition=Q(plans_closed_at=None) | Q(opened_at__isnull=False),
            ),
            models.CheckConstraint(name="call_clip_has_a_length", condition=Q(clip_seconds__gte=1)),
        ]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def awards_baht(self) -> int:
        """What all places cost together, in whole baht."""
        return self.outstanding_places * self.outstanding_baht + self.good_places * self.good_baht

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None

    @property
    def is_before_round_1(self) -> bool:
        """Open, and round 1 has not ended the plans: more days and leaving the year still count."""
        return self.is_open and self.plans_closed_at is None

    @property
    def takes_plans(self) -> bool:
        """Whether plans may be written, sent and forwarded today, by the clock of Bangkok."""
        return self.is_open and self.opens_on <= clock.today() and not self.plans_are_over

    @property
    def plans_are_over(self) -> bool:
        """Whether the department's day, which itself still counts, has passed in Bangkok.

        It has for everybody once round 1 is open; one province may have a later day of its own:
        `Submission.takes_plans` knows.
        """
        return self.is_past(self.plans_due_on)

    def is_past(self, last_day: date) -> bool:
        """Whether a last day for plans has passed in Bangkok, as every one has with round 1."""
        return self.plans_closed_at is not None or clock.today() > last_day


class ProvinceDay(models.Model):
    """The day by which one province wants its district's plan: earlier than the department's.

    Soft: what comes after it is marked late and still taken, up to the department's day.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="province_days")
    province = models.ForeignKey(Province, models.PROTECT, verbose_name=_("province"))
    due_on = models.DateField(_("plans due at the province"))
    set_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("set by"))
    set_at = models.DateTimeField(_("set"), default=clock.now)

    class Meta:
        verbose_name = _("province's day")
        verbose_name_plural = _("provinces' days")
        constraints = [
            models.UniqueConstraint(fields=["call", "province"], name="province_day_once_a_call"),
        ]

    def __str__(self) -> str:
        return f"{self.call} {self.province}"
