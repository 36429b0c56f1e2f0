"""The last acts of a year: what came of the money, told with figures, pictures and a clip."""

import io
from datetime import timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from budgets.models import Allocation
from groups.models import User
from reports.enums import ReportStage
from reports.models import FollowUp, ResultReport
from reports.services import accept, add_photo, save_follow_up, save_result, send_report
from selection_site.lib.fonts import laksaman
from selection_site.management.year.setting import (
    Counts,
    Setting,
    deliver_notices,
    go_to,
    upload_clips,
)
from submissions.enums import ClipKind

SUBTITLE = "กิจกรรมเครือข่ายธุรกิจชุมชน"
CAPTIONS = ("ประชุมสมาชิกและเครือข่าย", "ตรวจรับวัสดุ", "การผลิตและจำหน่าย", "มอบสวัสดิการชุมชน")
SUMMARY = (
    "กลุ่มได้ดำเนินกิจกรรมตามแผนธุรกิจครบถ้วน เครือข่ายในตำบลร่วมรับซื้อและจำหน่ายสินค้า "
    "สมาชิกมีรายได้เพิ่มขึ้นและได้รับสวัสดิการจากกำไรของธุรกิจชุมชน"
)


def report(setting: Setting) -> Counts:
    """Every province follows up with a clip, then records the result; the department accepts."""
    allocations = list(Allocation.objects.approved().filter(batch__call=setting.call).for_list())
    _follow_up(setting, allocations)
    _record(setting, allocations)
    accepted = {"stage": ReportStage.ACCEPTED, "allocation__batch__call": setting.call}
    return {
        "follow_ups": FollowUp.objects.filter(**accepted).count(),
        "reports": ResultReport.objects.filter(**accepted).count(),
        "notices": deliver_notices(),
    }


def _follow_up(setting: Setting, allocations: list[Allocation]) -> None:
    go_to(setting.days.follow_up_due_on - timedelta(days=4))
    reports = [
        save_follow_up(allocation, SUMMARY, revision=0, by=_officer(setting, allocation))
        for allocation in allocations
    ]
    submissions = [allocation.submission for allocation in allocations]
    upload_clips(setting, submissions, ClipKind.FOLLOW_UP, SUBTITLE)
    for allocation, follow_up in zip(allocations, reports, strict=True):
        send_report(follow_up, by=_officer(setting, allocation))
    go_to(setting.days.follow_up_due_on - timedelta(days=1), hour=15)
    for follow_up in reports:
        accept(follow_up, by=setting.cast.staff)


def _record(setting: Setting, allocations: list[Allocation]) -> None:
    pictures = [_picture(caption) for caption in CAPTIONS]
    for allocation in allocations:
        go_to(setting.days.results_due_on - timedelta(days=6))
        officer = _officer(setting, allocation)
        values = _values(setting, allocation)
        result = save_result(allocation, values, _figures(allocation), revision=0, by=officer)
        for caption, picture in zip(CAPTIONS, pictures, strict=True):
            file = SimpleUploadedFile("ภาพกิจกรรม.jpg", picture, "image/jpeg")
            add_photo(result, file, caption=caption, by=officer)
        send_report(result, by=officer)
        go_to(setting.days.results_due_on - timedelta(days=2), hour=14)
        accept(result, by=setting.cast.staff)


def _officer(setting: Setting, allocation: Allocation) -> User:
    return setting.cast.provincial[allocation.submission.province_id]


def _values(setting: Setting, allocation: Allocation) -> dict[str, object]:
    days, chance = setting.days, setting.chance
    before = chance.randint(40, 120) * 1000
    return {
        "held_from": days.second_round_ends_on + timedelta(days=22),
        "held_until": days.second_round_ends_on + timedelta(days=24),
        "venue": f"ที่ทำการ{allocation.submission.group.name}",
        "participants": chance.randint(25, 70),
        "jobs": chance.randint(3, 14),
        "income_before_baht": before,
        "income_after_baht": before * chance.randint(108, 135) // 100,
        "new_members": chance.randint(0, 25),
        "welfare": "มอบทุนการศึกษาและเยี่ยมผู้สูงอายุจากกำไรของธุรกิจชุมชน",
        "outcome": SUMMARY,
        "network": "ร่วมกับร้านค้าชุมชนและกลุ่มอาชีพในตำบล 4 กลุ่ม",
        "problems": "ราคาวัสดุบางรายการสูงขึ้นระหว่างดำเนินการ",
        "remedies": "สืบราคาล่วงหน้าและสั่งซื้อร่วมกันเป็นเครือข่าย",
        "continuation": "ขยายช่องทางจำหน่ายออนไลน์และรับสมาชิกเพิ่มในปีถัดไป",
        "bpm_recorded_on": days.results_due_on - timedelta(days=6),
        "bpm_reference": f"BPM-{setting.year}-{allocation.pk:04d}",
    }


def _figures(allocation: Allocation) -> list[dict[str, object]]:
    rows = (
        ("ประชุมเครือข่ายธุรกิจชุมชน", "ครั้ง", 3, 3),
        ("สมาชิกที่ร่วมกิจกรรม", "คน", 40, 44),
        ("จัดซื้อจัดจ้างตามแผนธุรกิจ", "รายการ", 6, 6),
    )
    names = ("activity", "unit", "planned", "achieved")
    return [
        dict(zip(names, (activity, unit, Decimal(planned), Decimal(achieved)), strict=True))
        for activity, unit, planned, achieved in rows
    ]


def _picture(caption: str) -> bytes:
    """A plain picture that says what it stands for: made-up evidence must not look real."""
    image = Image.new("RGB", (960, 640), "#dfe9e7")
    brush = ImageDraw.Draw(image)
    for band, colour in enumerate(("#b9d3cf", "#8fb8b2", "#5f9690")):
        brush.polygon([(0, 640), (960, 640 - 90 * (band + 1)), (960, 640)], fill=colour)
    font = ImageFont.truetype(str(laksaman().bold), 72)
    brush.text((480, 200), caption, font=font, fill="#06393c", anchor="mm")
    brush.text((480, 300), "ภาพสมมติ", font=font, fill="#51605e", anchor="mm")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
