"""Workbooks of the roster."""

from groups.models import District, Province
from selection_site.lib import xlsx
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
