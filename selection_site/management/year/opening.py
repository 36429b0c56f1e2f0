"""The first acts of a year: the call, its criteria, and the roster."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from groups.models import Province, SavingsGroup
from scoring.services import prepare_rounds
from selection_site.lib import xlsx
from selection_site.management.year.people import local_officers
from selection_site.management.year.places import LETTER_YEAR, Place
from selection_site.management.year.setting import Counts, Setting, deliver_notices, go_to
from submissions.models import Submission
from submissions.services import (
    confirm_roster,
    create_call,
    open_call,
    set_province_day,
    store_roster_file,
)
from submissions.services.roster_reading import (
    DISTRICT,
    MOO,
    NAME,
    PROVINCE,
    SHEET,
    SUBDISTRICT,
    VILLAGE,
)

OUTSTANDING_BAHT, GOOD_BAHT = 90_000, 50_000
# The unit value above which a lasting thing is durable equipment was raised after FY2563.
EQUIPMENT_FROM_BAHT = {LETTER_YEAR: 5_000}


def open_year(setting: Setting) -> Counts:
    """Staff prepare the call and the criteria of both rounds, ten days before it opens."""
    go_to(setting.days.opens_on - timedelta(days=10))
    groups = len(setting.places)
    finalists = places_for(groups)
    call = create_call(
        by=setting.cast.staff,
        year=setting.year,
        places_invited=groups,
        finalists=finalists,
        outstanding_places=finalists // 2,
        good_places=finalists // 2,
        outstanding_baht=OUTSTANDING_BAHT,
        good_baht=GOOD_BAHT,
        equipment_from_baht=EQUIPMENT_FROM_BAHT.get(setting.year, 10_000),
        ceiling_baht=finalists // 2 * (OUTSTANDING_BAHT + GOOD_BAHT),
        **setting.days._asdict(),
    )
    prepare_rounds(call, by=setting.cast.staff)
    return {"finalists": finalists, "ceiling_baht": call.ceiling_baht}


def places_for(groups: int) -> int:
    """How many stay after round 1: 36 of 76 as in FY2563, the like share of fewer groups."""
    return 2 * max(1, min(18, groups * 18 // 76))


def read_roster_in(setting: Setting) -> Counts:
    """Staff read the roster in from a workbook, open the year, and provinces set their days."""
    go_to(setting.days.opens_on - timedelta(days=7))
    call, staff = setting.call, setting.cast.staff
    stored = store_roster_file(call, _workbook(setting.places), by=staff)
    added = confirm_roster(stored, by=staff)
    real = [place.name for place in setting.places if place.is_real]
    on_roster = SavingsGroup.objects.filter(submissions__call=call)
    on_roster.exclude(name__in=real).update(is_made_up=True)
    local_officers(setting.cast, [place.district for place in setting.places])
    go_to(setting.days.opens_on)
    open_call(call, by=staff)
    for province in Province.objects.filter(pk__in=setting.cast.provincial):
        officer = setting.cast.provincial[province.pk]
        set_province_day(call, province, setting.days.province_due_on, by=officer)
    return {
        "groups": added,
        "submissions": Submission.objects.filter(call=call).count(),
        "notices": deliver_notices(),
    }


def _workbook(places: list[Place]) -> SimpleUploadedFile:
    columns: list[xlsx.Column[Place]] = [
        xlsx.Column(PROVINCE, 18, lambda place: place.district.province.name),
        xlsx.Column(DISTRICT, 18, lambda place: place.district.name),
        xlsx.Column(SUBDISTRICT, 18, lambda place: place.subdistrict),
        xlsx.Column(MOO, 8, lambda place: place.village_number, "whole"),
        xlsx.Column(VILLAGE, 20, lambda place: place.village),
        xlsx.Column(NAME, 50, lambda place: place.name),
    ]
    content = xlsx.write([xlsx.Sheet(SHEET, columns, places)])
    return SimpleUploadedFile("กลุ่มเป้าหมาย.xlsx", content, xlsx.CONTENT_TYPE)
