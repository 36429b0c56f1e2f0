"""Workbooks of the roster and of the monitoring board."""

from groups.models import District, Province, User
from selection_site.lib import clock, dates, xlsx
from submissions.enums import BoardState, TimeLeft
from submissions.models import Call
from submissions.selectors.board import Wanted, board
from submissions.selectors.holding import held_columns
from submissions.services import roster_reading as reading

_COLUMNS = [
    (reading.PROVINCE, 22),
    (reading.DISTRICT, 26),
    (reading.SUBDISTRICT, 22),
    (reading.MOO, 9),
    (reading.VILLAGE, 24),
    (reading.NAME, 52),
]
_EXAMPLE = (
    "สระแก้ว",
    "อรัญประเทศ",
    "ท่าข้าม",
    "2",
    "บ้านโสนน้อย",
    "กลุ่มออมทรัพย์เพื่อการผลิตบ้านโสนน้อย",
)
_NOTES = (
    f"กรอกกลุ่มเป้าหมายในแผ่นงาน “{reading.SHEET}” กลุ่มละ 1 แถว โดยไม่แก้หัวตาราง",
    "เลือกจังหวัดและอำเภอจากรายการ ตำบลพิมพ์ชื่อโดยไม่ต้องมีคำว่า ตำบล",
    "หมู่ที่เป็นตัวเลข ใช้เลขไทยหรือเลขอารบิกก็ได้ ช่องชื่อบ้านเว้นว่างได้",
    "ห้ามผสานเซลล์ และห้ามใช้สูตร",
)


def roster_template() -> bytes:
    """The workbook to fill in, in Thai whatever the language of the pages."""
    provinces = [province.name for province in Province.objects.all()]
    names = District.objects.values_list("name", flat=True)
    return xlsx.template(
        reading.SHEET,
        _COLUMNS,
        examples=[_EXAMPLE],
        notes=_NOTES,
        choices={
            reading.PROVINCE: provinces,
            # Some names stand in several provinces; the list needs each once, in Thai order.
            reading.DISTRICT: list(dict.fromkeys(names)),
        },
        rows=reading.MAX_ROWS,
    )


def board_workbook(call: Call, wanted: Wanted, user: User) -> bytes:
    """What the monitoring board shows when so narrowed; the caller makes Thai the language."""
    shown = board(user, call, wanted)
    moment = dates.localized_datetime(clock.now())
    lines = [
        f"กระดานติดตามแผนธุรกิจและคลิปวิดีโอ ปีงบประมาณ พ.ศ. {call.year}",
        f"แสดง {len(shown.rows)} แห่ง {_narrowing(wanted)}",
        f"ข้อมูล ณ วันที่ {moment} โดย {user}",
    ]
    return xlsx.write([xlsx.Sheet("กระดานติดตาม", held_columns(), shown.rows, lines)])


def _narrowing(wanted: Wanted) -> str:
    """The filter in words."""
    said = [
        wanted.region,
        f"ค้นหา “{wanted.text}”" if wanted.text else "",
        f"เหลือเวลา {TimeLeft(wanted.left).label}" if wanted.left else "",
        f"สถานะ {BoardState(wanted.state).label}" if wanted.state else "",
    ]
    return f"เฉพาะ {' · '.join(filter(None, said))}" if any(said) else "ทั้งหมด ไม่ได้กรอง"
