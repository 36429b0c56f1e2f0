from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from groups.enums import JUDGE_ROLES, OVERSEEING_ROLES, Role
from groups.models import Owed, OwedQuerySet, User
from scoring.enums import DECIDED, MotionResult, RoundStage
from scoring.models.rounds import Round
from selection_site.lib import clock
from submissions.models import Call


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User) -> Self:
        """The chair once marking is closed, those who oversee after closing, members after release.

        A meeting's pages show the order: a member who was not in it learns that with all others.
        """
        if user.holds(*OVERSEEING_ROLES):
            seen = Q(round__stage__in=DECIDED)
        else:
            years = user.years(*JUDGE_ROLES)
            seen = Q(round__stage=RoundStage.RELEASED, call__year__in=years)
        stages = [RoundStage.MARKED, *DECIDED]
        chaired = Q(call__year__in=user.years(Role.CHAIR), round__stage__in=stages)
        return self.filter(seen | chaired)


class Meeting(models.Model):
    """A meeting of the committee on one round, numbered within its year."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="meetings")
    round = models.ForeignKey(Round, models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField(_("number in the year"))
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("meeting place"), max_length=200)
    began_at = models.TimeField(_("began at"))
    ended_at = models.TimeField(_("ended at"), null=True)
    secretary = models.CharField(_("taker of the minutes"), max_length=120)
    checker = models.CharField(_("checker of the minutes"), max_length=120, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["call", "number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="meeting_number_once_a_year"),
            models.UniqueConstraint(
                fields=["round"], name="meeting_one_open_a_round", condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="meeting_ends_after_it_began",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.call.year}"


class Attendance(models.Model):
    """Whether a member of the committee came to a meeting, and why not."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    member = models.ForeignKey(User, models.PROTECT, related_name="+")
    is_chair = models.BooleanField(_("chair"), default=False)
    is_present = models.BooleanField(_("present"), default=True)
    reason = models.CharField(_("reason for absence"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["-is_chair", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="attendance_once"),
            models.CheckConstraint(
                name="attendance_absent_with_a_reason",
                condition=Q(is_present=True) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}"


class Motion(models.Model):
    """What was put to the vote in a meeting, and how the votes fell.

    `rank` is the tie it is about, as the ranking numbers it; 0 is the line, none another matter.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="motions")
    rank = models.PositiveIntegerField(_("tie at rank"), null=True)
    text = models.TextField(_("motion"))
    votes_for = models.PositiveSmallIntegerField(_("for"))
    votes_against = models.PositiveSmallIntegerField(_("against"))
    abstained = models.PositiveSmallIntegerField(_("abstained"))
    result = models.CharField(_("result"), max_length=10, choices=MotionResult.choices)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"), default=clock.now)

    class Meta:
        verbose_name = _("motion")
        verbose_name_plural = _("motions")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="motion_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="motion_result_follows_the_votes",
                condition=Q(result=MotionResult.CARRIED, votes_for__gt=F("votes_against"))
                | Q(result=MotionResult.LOST, votes_for__lt=F("votes_against"))
                | Q(result=MotionResult.EQUAL, votes_for=F("votes_against")),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class MinutesQuerySet(OwedQuerySet["Minutes"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(meeting__in=Meeting.objects.visible_to(user))

    def unmade(self) -> Self:
        return self.filter(path="")


class Minutes(Owed):
    """A draft of a meeting's minutes: worded as a row first, made into a PDF second."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="minutes")
    content = models.JSONField(_("wording"))
    ordered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField(_("ordered"), default=clock.now)
    path = models.CharField(max_length=120, blank=True, editable=False)
    sha256 = models.CharField(_("digest"), max_length=64, blank=True)
    made_at = models.DateTimeField(_("made"), null=True, editable=False)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="minutes_made_exactly_when_they_have_a_file",
                condition=Q(path="", sha256="", made_at__isnull=True)
                | (~Q(path="") & ~Q(sha256="") & Q(made_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}"
