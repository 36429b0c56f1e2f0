from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from groups.models import User
from scoring.enums import ConflictReason
from scoring.models.rounds import Round
from selection_site.lib import clock
from submissions.models import Submission


class Sharing(models.Model):
    """How a round's groups are shared out; in a round without one everybody judges everything."""

    round = models.OneToOneField(Round, models.PROTECT, related_name="sharing")
    each = models.PositiveSmallIntegerField(_("members for each group"))
    most = models.PositiveSmallIntegerField(_("most groups for a member"))
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("set by"))
    set_at = models.DateTimeField(_("set"), default=clock.now)

    class Meta:
        verbose_name = _("sharing out")
        verbose_name_plural = _("sharings out")
        constraints = [
            models.CheckConstraint(
                name="sharing_gives_each_group_a_member", condition=Q(each__gte=1, most__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.each}"


class LoadLimit(models.Model):
    """A member who takes another number of groups at most than the others."""

    sharing = models.ForeignKey(Sharing, models.CASCADE, related_name="limits")
    judge = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("member"))
    most = models.PositiveSmallIntegerField(_("most groups"))

    class Meta:
        verbose_name = _("limit of a member")
        verbose_name_plural = _("limits of members")
        constraints = [
            models.UniqueConstraint(fields=["sharing", "judge"], name="load_limit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.judge}: {self.most}"


class Draw(models.Model):
    """The groups as they were shared out once, by a seed from which anyone gets the same panels.

    One that was undone is kept; one at most is in force.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="draws")
    seed = models.BigIntegerField(_("seed"))
    each = models.PositiveSmallIntegerField(_("members for each group"))
    sheets = models.PositiveIntegerField(_("sheets"))
    sha256 = models.CharField(_("digest of the panels"), max_length=64)
    drawn_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("drawn by"))
    drawn_at = models.DateTimeField(_("drawn"), default=clock.now)
    undone_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("undone by")
    )
    undone_at = models.DateTimeField(_("undone"), null=True, editable=False)

    class Meta:
        verbose_name = _("draw")
        verbose_name_plural = _("draws")
        ordering = ["-drawn_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"], name="draw_one_in_force", condition=Q(undone_at=None)
            ),
            models.CheckConstraint(
                name="draw_undone_by_somebody_at_some_time",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__gte=F("drawn_at"), undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.drawn_at}"


class ConflictQuestion(models.Model):
    """Somebody asks whether a member may judge a group; the round waits for the ruling on it."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="conflict_questions")
    judge = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("member"))
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=12, choices=ConflictReason.choices)
    note = models.CharField(_("what is known"), max_length=300)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"), default=clock.now)
    upheld = models.BooleanField(_("a conflict"), null=True, blank=True)
    ruling = models.TextField(_("ruling, as in the minutes"), blank=True, max_length=4000)
    ruled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ruled by")
    )
    ruled_at = models.DateTimeField(_("ruled"), null=True, editable=False)

    class Meta:
        verbose_name = _("question of a conflict")
        verbose_name_plural = _("questions of conflicts")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "judge", "submission"],
                name="conflict_question_one_open",
                condition=Q(ruled_at=None),
                violation_error_message=_("This question has been asked and waits for its ruling."),
            ),
            models.CheckConstraint(
                name="conflict_question_ruled_wholly_or_not_at_all",
                condition=Q(ruled_at__isnull=True, ruled_by=None, upheld=None, ruling="")
                | (
                    Q(ruled_at__isnull=False, ruled_by__isnull=False, upheld__isnull=False)
                    & ~Q(ruling="")
                ),
            ),
            models.CheckConstraint(
                name="conflict_question_ruled_by_neither_asker_nor_member",
                condition=Q(ruled_by=None) | (~Q(ruled_by=F("asked_by")) & ~Q(ruled_by=F("judge"))),
                violation_error_message=_(
                    "Whoever asked, or is asked about, does not rule on the question."
                ),
            ),
            models.CheckConstraint(name="conflict_question_says_what", condition=~Q(note="")),
        ]

    def __str__(self) -> str:
        return f"{self.judge}: {self.submission}"

    @property
    def is_open(self) -> bool:
        return self.ruled_at is None
