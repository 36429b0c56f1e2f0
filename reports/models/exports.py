from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.enums import OVERSEEING_ROLES
from groups.models import Owed, OwedQuerySet, User
from reports.enums import ExportFormat, ExportKind
from selection_site.lib import clock
from submissions.models import Call


class ExportQuerySet(OwedQuerySet["Export"]):
    def visible_to(self, user: User) -> Self:
        return self if user.holds(*OVERSEEING_ROLES) else self.none()

    def unbuilt(self) -> Self:
        return self.filter(path="")


class Export(Owed):
    """A report that somebody ordered, built by a worker and kept for download."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="exports")
    kind = models.CharField(_("report"), max_length=12, choices=ExportKind.choices)
    format = models.CharField(_("format"), max_length=4, choices=ExportFormat.choices)
    requested_by = models.ForeignKey(
        User, models.PROTECT, related_name="exports", verbose_name=_("ordered by")
    )
    requested_at = models.DateTimeField(_("ordered"), default=clock.now)
    path = models.CharField(max_length=120, blank=True, editable=False)
    sha256 = models.CharField(_("digest"), max_length=64, blank=True)
    built_at = models.DateTimeField(_("built"), null=True, editable=False)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="export_built_exactly_when_it_has_a_file",
                condition=Q(path="", sha256="", built_at__isnull=True)
                | (~Q(path="") & ~Q(sha256="") & Q(built_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.call}"
