"""Load the 76 provinces with their districts, and begin the audit chain."""

import csv
from pathlib import Path

import geothai
from django.db import migrations

from selection_site.lib.append_only import append_only
from selection_site.lib.seal import GENESIS
from selection_site.lib.thai import sort_key

PROVINCES = Path(__file__).parent.parent / "data" / "provinces.csv"


def load(apps, editor):
    Province = apps.get_model("groups", "Province")
    District = apps.get_model("groups", "District")
    with PROVINCES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    Province.objects.bulk_create(
        Province(
            code=row["code"],
            name=row["name_th"],
            name_en=row["name_en"],
            abbreviation=row["abbr_th"],
            region=row["region6"],
            cluster_number=int(row["cluster_no"]),
            cluster=row["cluster18_th"],
            sort_key=sort_key(row["name_th"]),
        )
        for row in rows
    )
    District.objects.bulk_create(
        District(
            code=str(district.code),
            province_id=row["code"],
            name=district.name_th,
            name_en=district.name_en,
            sort_key=sort_key(district.name_th),
        )
        for row in rows
        for district in geothai.districts(row["code"])
    )
    apps.get_model("groups", "ChainHead").objects.create(pk=1, number=0, seal=GENESIS)


class Migration(migrations.Migration):
    dependencies = [("groups", "0001_first")]

    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
        append_only("groups_event"),
    ]
