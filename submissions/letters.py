"""What a receipt says, in Thai and with Thai digits.

Pure functions: rows in, wording out; nothing is read or rendered. Digests, the check code and its
address keep the letters and digits that are compared and typed.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from django.template.defaultfilters import filesizeformat
from django.utils.translation import override

from selection_site.lib import clock, dates, thai
from submissions.enums import AttachmentKind, ReceiptKind
from submissions.models import Attachment, Call, PlanVersion

DEPARTMENT = "กรมการพัฒนาชุมชน กระทรวงมหาดไทย"
TITLE = "ใบรับแผนธุรกิจและคลิปวิดีโอ"
KIND_OF_GROUP = "กลุ่มออมทรัพย์เพื่อการผลิต"
DIGIT_GROUP = 8


class Fact(TypedDict):
    """A line of the receipt: what it is, and what it says."""

    label: str
    text: str


class Paper(TypedDict):
    """A file that came with the plan; `sha256` in groups of eight."""

    name: str
    kind: str
    size: str
    sha256: list[str]


class Slip(TypedDict):
    """A receipt from top to bottom, as it is printed."""

    department: str
    title: str
    project: str
    year: str
    number: str
    facts: list[Fact]
    papers: list[Paper]
    sha256: list[str]
    code: str
    page: str
    address: str


def receipt(
    version: PlanVersion,
    kind: ReceiptKind,
    files: Sequence[Attachment],
    *,
    reference: str,
    at: datetime,
    by: str,
    code: str,
    page: str,
) -> Slip:
    """The receipt of one version for one act: `by` did it `at` that moment.

    Group and place are read from the version, not from today's rows. `reference` is the number,
    `page` the address under which `code` is checked.
    """
    year = version.content["call"]["year"]
    return {
        "department": DEPARTMENT,
        "title": TITLE,
        "project": Call.PROJECT,
        "year": thai.to_thai_digits(f"ประจำปีงบประมาณ พ.ศ. {year}"),
        "number": thai.to_thai_digits(reference),
        "facts": _facts(version, kind, at, by),
        "papers": _papers(version, files),
        "sha256": grouped(version.sha256),
        "code": shown_code(code),
        "page": page,
        "address": f"{page}{shown_code(code)}/",
    }


def _facts(version: PlanVersion, kind: ReceiptKind, at: datetime, by: str) -> list[Fact]:
    group = version.content["group"]
    district = f"สำนักงานพัฒนาชุมชนอำเภอ{group['district']}"
    province = f"สำนักงานพัฒนาชุมชนจังหวัด{group['province']}"
    first = kind == ReceiptKind.SENT
    sends, takes = (district, province) if first else (province, "กรมการพัฒนาชุมชน")
    lines = [
        ("กลุ่ม", group_name(group["name"])),
        ("ที่ตั้ง", _place(group)),
        ("ส่งโดย", f"{by} {sends}"),
        ("ส่งถึง", takes),
        ("ได้รับเมื่อ", moment(at)),
        ("แผนฉบับที่ส่ง", f"ครั้งที่ {version.number}"),
    ]
    return [{"label": label, "text": thai.to_thai_digits(text)} for label, text in lines]


def group_name(name: str) -> str:
    """The group's name with the words for what it is, which some rosters leave out."""
    return name if name.startswith("กลุ่มออมทรัพย์") else f"{KIND_OF_GROUP}{name}"


def _place(group: dict[str, str]) -> str:
    village = group["village"]
    named = f" {village}" if village and village not in group["name"] else ""
    return (
        f"หมู่ที่ {group['village_number']}{named} ตำบล{group['subdistrict']} "
        f"อำเภอ{group['district']} จังหวัด{group['province']}"
    )


def moment(at: datetime) -> str:
    """25 พฤษภาคม 2563 เวลา 16.30.05 น., to the second: a deadline ends with one."""
    local = at.astimezone(clock.BANGKOK)
    return f"{dates.long_thai(local)} เวลา {local:%H.%M.%S} น."


def _papers(version: PlanVersion, files: Sequence[Attachment]) -> list[Paper]:
    clip = version.clip
    with override("th"):
        return [
            _paper(clip.name, "คลิปวิดีโอของแผน", clip.bytes, clip.sha256),
            *(
                _paper(file.name, str(AttachmentKind(file.kind).label), file.bytes, file.sha256)
                for file in files
            ),
        ]


def _paper(name: str, kind: str, size: int, sha256: str) -> Paper:
    words = thai.to_thai_digits(filesizeformat(size))
    return {"name": name, "kind": kind, "size": words, "sha256": grouped(sha256)}


def grouped(sha256: str) -> list[str]:
    """A digest in groups of eight, as people compare it."""
    return [sha256[at : at + DIGIT_GROUP] for at in range(0, len(sha256), DIGIT_GROUP)]


def shown_code(code: str) -> str:
    """The check code in groups of four, as people type it."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
