"""What official letters say, as the rules of the Office of the Prime Minister have them.

Pure functions: rows in, wording out, in Thai and with Thai digits; nothing is read or rendered.
"""

from datetime import date
from typing import TypedDict

from budgets.enums import Grade
from budgets.models import Allocation
from reports.enums import Capacity
from reports.models import Agency
from selection_site.lib import dates, money, thai
from submissions.models import Call, Submission

PROJECT = Call.PROJECT
COMMITTEE = "คณะกรรมการคัดเลือกกลุ่มออมทรัพย์เพื่อการผลิตดีเด่น"
KIND_OF_GROUP = "กลุ่มออมทรัพย์เพื่อการผลิต"
GRADES = {Grade.OUTSTANDING: "ระดับดีเด่น", Grade.GOOD: "ระดับดี"}
LAW = "พระราชบัญญัติการจัดซื้อจัดจ้างและการบริหารพัสดุภาครัฐ พ.ศ. 2560"


class Wording(TypedDict):
    """An external letter (form 1) from top to bottom, each part as the lines that are printed."""

    emblem: str
    reference: str
    office: list[str]
    date: str
    subject: str
    recipient: str
    paragraphs: list[str]
    closing: str
    signature: list[str]
    contact: list[str]


def reference(agency: Agency, number: int | None) -> str:
    """The number of a letter: มท ๐๔๐๗/๑๒๓; room to write where there is none yet."""
    return thai.to_thai_digits(f"{agency.prefix}/{'.....' if number is None else number}")


def award(allocation: Allocation, agency: Agency, *, number: int | None, dated_on: date) -> Wording:
    """The letter that tells a province what one of its groups receives, and what is due by when.

    It copies amounts, days and the letterhead as they are now.
    """
    call = allocation.batch.call
    return {
        "emblem": agency.garuda_path,
        "reference": reference(agency, number),
        "office": _lines(f"{agency.name}\n{agency.address}"),
        "date": dates.letter_date(dated_on),
        "subject": award_subject(call),
        "recipient": governor_of(allocation.submission),
        "paragraphs": [thai.to_thai_digits(text) for text in _award_text(allocation, agency)],
        "closing": "ขอแสดงความนับถือ",
        "signature": signature(agency),
        "contact": _lines(f"{agency.office}\n{agency.contact}"),
    }


def award_subject(call: Call) -> str:
    text = f"การจัดสรรงบประมาณสนับสนุน{PROJECT} ประจำปีงบประมาณ พ.ศ. {call.year}"
    return thai.to_thai_digits(text)


def governor_of(submission: Submission) -> str:
    """A letter to a province is addressed to the office, not to a person."""
    return f"ผู้ว่าราชการจังหวัด{submission.province.name}"


def _award_text(allocation: Allocation, agency: Agency) -> list[str]:
    call, submission = allocation.batch.call, allocation.submission
    group, province = group_name(submission), f"จังหวัด{submission.province.name}"
    amount = money.format_baht(allocation.amount_baht)
    words = money.baht_text(allocation.amount_satang)
    grade = GRADES[Grade(allocation.grade)]
    return [
        f"ตามที่ {agency.name} ได้กำหนดดำเนิน{PROJECT} ประจำปีงบประมาณ พ.ศ. {call.year} "
        f"และ{province}ได้จัดส่งแผนธุรกิจและคลิปวิดีโอของ{group} {place_of(submission)} "
        f"เพื่อเข้ารับการคัดเลือกจาก{COMMITTEE} นั้น",
        f"{agency.name}ขอเรียนว่า คณะกรรมการฯ ได้กลั่นกรองและคัดเลือกตามเกณฑ์ที่กำหนดแล้ว "
        f"ผลปรากฏว่า{group}ได้รับการคัดเลือกใน{grade} จึงจัดสรรงบประมาณให้{province} "
        f"จำนวน {amount} บาท ({words}) เพื่อสนับสนุนการดำเนินงานตามแผนธุรกิจของกลุ่มดังกล่าว "
        "และขอให้จังหวัดดำเนินการ ดังนี้",
        "1. จัดซื้อจัดจ้างตามแผนธุรกิจที่ได้รับการคัดเลือกสนับสนุนงบประมาณ ให้แล้วเสร็จภายในวันที่ "
        f"{dates.long_thai(call.procurement_due_on)} โดยถือปฏิบัติตาม{LAW} และระเบียบที่เกี่ยวข้อง",
        "2. รายงานผลการดำเนินงาน พร้อมคลิปวิดีโอกิจกรรมเครือข่าย (ธุรกิจชุมชน) "
        f"ให้{agency.name}ทราบ ภายในวันที่ {dates.long_thai(call.follow_up_due_on)}",
        "3. บันทึกผลการดำเนินงานในระบบ Budget and Project Management (BPM) "
        "พร้อมแนบไฟล์ข้อมูลและรูปภาพ "
        f"ภายในวันที่ {dates.long_thai(call.results_due_on)}",
        "จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการ",
    ]


def group_name(submission: Submission) -> str:
    """The group's name with the words for what it is, which some rosters leave out."""
    name = submission.group.name
    return name if name.startswith("กลุ่มออมทรัพย์") else f"{KIND_OF_GROUP}{name}"


def place_of(submission: Submission) -> str:
    """Where the group is; the village is not said twice when the group is named after it."""
    group = submission.group
    village = f" {group.village}" if group.village and group.village not in group.name else ""
    return (
        f"หมู่ที่ {group.village_number}{village} ตำบล{group.subdistrict} "
        f"อำเภอ{submission.district.name} จังหวัด{submission.province.name}"
    )


def signature(agency: Agency) -> list[str]:
    """The lines under the signature: the name, then the post and in whose place it signs."""
    name = f"({agency.signer})"
    if agency.capacity == Capacity.HOLDER:
        return [name, agency.signer_position]
    capacity = Capacity(agency.capacity)
    return [name, f"{agency.signer_position} {capacity.label}", agency.represented]


def _lines(text: str) -> list[str]:
    lines = (line.strip() for line in thai.to_thai_digits(text).splitlines())
    return [line for line in lines if line]
