from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scoring.enums import SelectionMode, TieStep
from scoring.models.rounds import Round
from submissions.models import Call

MOST_CARRIED_PERCENT = 50


class SelectionRules(models.Model):
    """How a year's two rounds decide; declared with the call, fixed when round 1 opens."""

    call = models.OneToOneField(Call, models.PROTECT, related_name="selection_rules")
    mode = models.CharField(
        _("how places are shared out"),
        max_length=10,
        choices=SelectionMode.choices,
        default=SelectionMode.NATIONAL,
    )
    carried_percent = models.PositiveSmallIntegerField(
        _("share of round 1 in the score of round 2, in percent"), default=0
    )

    class Meta:
        verbose_name = _("rules of selection")
        verbose_name_plural = _("rules of selection")
        constraints = [
            models.CheckConstraint(
                name="rules_carry_no_more_than_half",
                condition=Q(carried_percent__lte=MOST_CARRIED_PERCENT),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call} {self.get_mode_display()}"


class LadderStep(models.Model):
    """One step of a round's tie ladder; a criterion is named by its place in the round.

    Rows are written when staff change the ladder and when the round opens; until then the usual
    ladder holds. No row is changed once the round is open.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="ladder")
    position = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("step"), max_length=10, choices=TieStep.choices)
    criterion = models.PositiveSmallIntegerField(_("number of the criterion"), null=True)

    class Meta:
        verbose_name = _("step of the tie ladder")
        verbose_name_plural = _("steps of the tie ladder")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "position"], name="ladder_step_once_a_place"),
            models.UniqueConstraint(
                fields=["round", "criterion"],
                name="ladder_criterion_once",
                condition=Q(criterion__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["round", "kind"],
                name="ladder_step_once",
                condition=Q(criterion__isnull=True),
            ),
            models.CheckConstraint(
                name="ladder_names_a_criterion_exactly_where_one_decides",
                condition=Q(kind=TieStep.CRITERION, criterion__isnull=False)
                | (~Q(kind=TieStep.CRITERION) & Q(criterion__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.get_kind_display()}"
