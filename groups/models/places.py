from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from groups.enums import CLUSTERS, REGIONS
from selection_site.lib import thai


class Province(models.Model):
    """One of the 76 provinces; Bangkok takes no part in the programme."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)
    name = models.CharField(_("Thai name"), max_length=40, unique=True)
    name_en = models.CharField(_("English name"), max_length=40, unique=True)
    abbreviation = models.CharField(_("official abbreviation"), max_length=4, unique=True)
    region = models.CharField(_("region"), max_length=40)
    cluster_number = models.PositiveSmallIntegerField(_("cluster number"))
    cluster = models.CharField(_("provincial cluster"), max_length=60)
    sort_key = models.CharField(max_length=thai.SORT_KEY_LENGTH, editable=False)

    class Meta:
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name

    @property
    def region_name(self) -> str:
        """In the language of the page."""
        return str(REGIONS.get(self.region, self.region))

    @property
    def cluster_name(self) -> str:
        """In the language of the page."""
        return str(CLUSTERS.get(self.cluster, self.cluster))

    @property
    def part(self) -> str:
        """Region and cluster; the cluster alone where its name tells the region already."""
        told = self.cluster.startswith(self.region)
        return self.cluster_name if told else f"{self.region_name} · {self.cluster_name}"


class District(models.Model):
    """A district, by the code of the Department of Provincial Administration."""

    code = models.CharField(_("code"), max_length=4, primary_key=True)
    province = models.ForeignKey(
        Province, models.PROTECT, related_name="districts", verbose_name=_("province")
    )
    name = models.CharField(_("Thai name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    sort_key = models.CharField(max_length=thai.SORT_KEY_LENGTH, editable=False)

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "name"], name="district_once_in_a_province"
            ),
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name
