from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from groups.models import User
from scoring.enums import Outcome, ReplacementStage
from scoring.models.rounds import Round
from selection_site.lib import clock
from submissions.models import Submission


class Replacement(models.Model):
    """A group that withdraws after a release, and who moves up: proposed by staff, then decided.

    `raised` goes from 'good' to 'outstanding' when an outstanding group leaves; `promoted` comes
    from the reserve list of round 1. Both are written when the director approves.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="replacements")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    outcome = models.CharField(_("result given up"), max_length=12, choices=Outcome.choices)
    reason = models.TextField(_("reason for withdrawing"))
    stage = models.CharField(
        _("stage"),
        max_length=10,
        choices=ReplacementStage.choices,
        default=ReplacementStage.PROPOSED,
    )
    raised = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="+")
    promoted = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="+")
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed"), default=clock.now)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    note = models.TextField(_("reason of the director"), blank=True)

    class Meta:
        verbose_name = _("replacement")
        verbose_name_plural = _("replacements")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"],
                name="replacement_one_alive_a_submission",
                condition=~Q(stage=ReplacementStage.RETURNED),
            ),
            models.CheckConstraint(name="replacement_gives_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="replacement_decided_exactly_when_not_proposed",
                condition=Q(
                    stage=ReplacementStage.PROPOSED,
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                )
                | (
                    ~Q(stage=ReplacementStage.PROPOSED)
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="replacement_decided_by_another_person_than_proposed_it",
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} {self.get_stage_display()}"
