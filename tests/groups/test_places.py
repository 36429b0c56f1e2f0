import pytest
from django.utils import translation

from groups.enums import CLUSTERS, REGIONS
from groups.models import Province

pytestmark = pytest.mark.django_db


def test_regions_and_clusters_that_have_a_name_are_those_of_the_provinces():
    assert set(Province.objects.values_list("region", flat=True)) == set(REGIONS)
    assert set(Province.objects.values_list("cluster", flat=True)) == set(CLUSTERS)


@pytest.mark.parametrize("language", ["th", "en"])
def test_parts_of_the_country_are_named_in_the_language_of_the_page(language):
    province = Province.objects.get(pk="27")
    names = {"th": ("ภาคตะวันออก", "ภาคตะวันออก 2"), "en": ("East", "East 2")}

    with translation.override(language):
        found = (province.region_name, province.cluster_name)

    assert found == names[language]


@pytest.mark.parametrize(
    ("code", "part"), [("27", "East 2"), ("70", "West · Lower centre 1"), ("50", "Upper north 1")]
)
def test_region_is_named_beside_a_cluster_that_does_not_tell_it(code, part):
    province = Province.objects.get(pk=code)

    with translation.override("en"):
        told = province.part

    assert told == part
