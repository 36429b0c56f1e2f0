from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from groups.models.places import District
from selection_site.lib import thai


class SavingsGroup(models.Model):
    """A village savings group for production, whose community business the programme supports."""

    name = models.CharField(_("name of the group"), max_length=150)
    district = models.ForeignKey(
        District, models.PROTECT, related_name="groups", verbose_name=_("district")
    )
    subdistrict = models.CharField(_("sub-district"), max_length=60)
    village_number = models.PositiveSmallIntegerField(_("village number (moo)"))
    village = models.CharField(_("village"), max_length=80, blank=True)
    is_made_up = models.BooleanField(_("made up for demonstration"), default=False)
    sort_key = models.CharField(max_length=thai.SORT_KEY_LENGTH, editable=False)
    search_key = models.CharField(max_length=400, editable=False)

    class Meta:
        verbose_name = _("savings group")
        verbose_name_plural = _("savings groups")
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "subdistrict", "village_number", "name"],
                name="group_once_in_a_village",
                violation_error_message=_("This village already has a group of this name."),
            ),
            models.CheckConstraint(
                name="group_village_number_is_one_or_more",
                condition=models.Q(village_number__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = thai.sort_key(self.name)
        self.search_key = thai.search_key(f"{self.name} {self.village} {self.subdistrict}")
        super().save(*args, **kwargs)

    @property
    def address(self) -> str:
        """Where the group is, as a Thai official writes it; costs a query without its district."""
        village = f" {self.village}" if self.village else ""
        return (
            f"หมู่ที่ {self.village_number}{village} ตำบล{self.subdistrict} "
            f"อำเภอ{self.district.name} จังหวัด{self.district.province.name}"
        )
