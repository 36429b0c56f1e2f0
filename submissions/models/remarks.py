from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.models import User
from selection_site.lib import clock
from submissions.enums import Section
from submissions.models.files import PlanVersion
from submissions.models.submissions import Step, Submission


class RemarkQuerySet(models.QuerySet["Remark"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(version__submission__in=Submission.objects.visible_to(user))

    def drafts(self) -> Self:
        """Not sent yet: the province's own until the plan is returned."""
        return self.filter(step=None)

    def sent(self) -> Self:
        return self.filter(step__isnull=False)

    def unsettled(self) -> Self:
        """Sent, and neither accepted nor made again on a newer version."""
        return self.sent().filter(accepted_at=None, repeated_by=None)

    def for_list(self) -> Self:
        people = ("made_by", "replied_by", "accepted_by")
        return self.select_related("version", "step", "repeats", *people)


class Remark(models.Model):
    """What the province wants changed at one place of a plan that was sent.

    It stays with the version it was made on. `field` is the place as the page of the section
    names it, `budget_lines-2-quantity`; a row alone, `budget_lines-2`; or empty for the whole
    section. `label` and `shown` are copied as the province saw them.
    """

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="remarks")
    section = models.CharField(_("section"), max_length=20)
    field = models.CharField(_("place"), max_length=80, blank=True)
    label = models.CharField(_("what it is called"), max_length=400)
    shown = models.TextField(_("what stood there"), blank=True)
    text = models.TextField(_("comment"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    made_at = models.DateTimeField(_("written"), default=clock.now)
    step = models.ForeignKey(Step, models.PROTECT, null=True, related_name="sent_remarks")
    repeats = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="repeated_by", editable=False
    )
    reply = models.TextField(_("answer of the district"), blank=True)
    replied_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField(_("answered"), null=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(_("accepted"), null=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment on a plan")
        verbose_name_plural = _("comments on plans")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="remark_one_draft_a_place",
                fields=["version", "section", "field"],
                condition=Q(step=None),
            ),
            models.CheckConstraint(name="remark_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="remark_answered_by_somebody_after_it_was_sent",
                condition=Q(reply="", replied_by__isnull=True, replied_at__isnull=True)
                | (
                    Q(step__isnull=False, replied_by__isnull=False, replied_at__isnull=False)
                    & ~Q(reply="")
                ),
            ),
            models.CheckConstraint(
                name="remark_accepted_by_somebody_after_it_was_sent",
                condition=Q(accepted_by__isnull=True, accepted_at__isnull=True)
                | Q(step__isnull=False, accepted_by__isnull=False, accepted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.text}"

    @property
    def is_draft(self) -> bool:
        return self.step_id is None

    @property
    def section_label(self) -> str:
        return str(Section(self.section).label)
