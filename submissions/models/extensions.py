from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from groups.enums import OVERSEEING_ROLES, PROVINCE_ROLES
from groups.models import Province, User
from submissions.models.calls import Call


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def visible_to(self, user: User) -> Self:
        """Those who oversee see all of them, a province its own."""
        if user.holds(*OVERSEEING_ROLES):
            return self
        return self.filter(
            call__opened_at__isnull=False, province__in=user.provinces(*PROVINCE_ROLES)
        )

    def undecided(self) -> Self:
        return self.filter(decided_at=None)

    def asked(self) -> Self:
        """Those that a province asked for and no staff has proposed yet."""
        return self.undecided().filter(proposed_by=None)

    def proposed(self) -> Self:
        """Those that wait for the director."""
        return self.undecided().filter(proposed_by__isnull=False)

    def approved(self) -> Self:
        return self.filter(approved=True)

    def for_list(self) -> Self:
        return self.select_related("call", "province", "asked_by", "proposed_by", "decided_by")


class Extension(models.Model):
    """More days for the plans of one province, with the reason why.

    The province asks or staff propose, the director decides; approved, its day is copied to the
    province's submissions. `instead_of` is the day it moves, as it was when it was written.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="extensions")
    province = models.ForeignKey(Province, models.PROTECT, verbose_name=_("province"))
    due_on = models.DateField(_("new last day"))
    instead_of = models.DateField(_("last day until now"))
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"), null=True)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed"), null=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    approved = models.BooleanField(_("approved"), null=True)
    refusal = models.TextField(_("why it was refused"), blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="extension_one_undecided_a_province",
                fields=["call", "province"],
                condition=Q(decided_at=None),
            ),
            models.CheckConstraint(
                name="extension_moves_the_day_on", condition=Q(due_on__gt=F("instead_of"))
            ),
            models.CheckConstraint(name="extension_gives_its_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="extension_comes_from_somebody",
                condition=Q(asked_by__isnull=False, asked_at__isnull=False)
                | Q(proposed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="extension_proposed_by_somebody_at_a_moment",
                condition=Q(proposed_by__isnull=True, proposed_at__isnull=True)
                | Q(proposed_by__isnull=False, proposed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="extension_decided_by_somebody_one_way_or_the_other",
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, approved__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False, approved__isnull=False),
            ),
            models.CheckConstraint(
                name="extension_approved_by_another_than_its_proposer",
                condition=Q(approved__isnull=True)
                | Q(approved=False)
                | (Q(proposed_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
            ),
            models.CheckConstraint(
                name="extension_refused_exactly_with_a_reason",
                condition=(Q(approved=False) & ~Q(refusal=""))
                | (Q(refusal="") & (Q(approved=True) | Q(approved__isnull=True))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call} {self.province}"

    @property
    def is_asked(self) -> bool:
        """A wish of the province that no staff has taken up yet."""
        return self.decided_at is None and self.proposed_by_id is None

    @property
    def is_proposed(self) -> bool:
        return self.decided_at is None and self.proposed_by_id is not None

    @property
    def has_come_too_late(self) -> bool:
        """Undecided, and nothing could be sent on its day any more."""
        return self.decided_at is None and self.call.is_past(self.due_on)
