"""Roster workbooks as staff fill them in, and as they spoil them."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile

from submissions.services.roster_reading import HEADINGS, SHEET

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SANO_NOI = (
    "สระแก้ว", "อรัญประเทศ", "ท่าข้าม", "๒", "บ้านโสนน้อย", "กลุ่มออมทรัพย์เพื่อการผลิตบ้านโสนน้อย",
)  # fmt: skip
NONTHABURI = (
    "นนทบุรี", "บางใหญ่", "บางม่วง", 4, "", "กลุ่มออมทรัพย์เพื่อการผลิตบ้านบางม่วง",
)  # fmt: skip


def roster(*rows, sheet=SHEET, headings=HEADINGS, spoil=None):
    """A roster of `rows`; `spoil` is called with the worksheet before it is saved."""
    from openpyxl import Workbook

    # Streamed unless cells are to be spoiled afterwards: a hundred thousand rows take a while.
    workbook = Workbook(write_only=spoil is None)
    worksheet = workbook.create_sheet(sheet, 0)
    worksheet.append(headings)
    for row in rows:
        worksheet.append(row)
    if spoil:
        spoil(worksheet)
    file = BytesIO()
    workbook.save(file)
    file.seek(0)
    return file


def uploaded(file, name="รายชื่อกลุ่ม.xlsx"):
    return SimpleUploadedFile(name, file.getvalue(), content_type=TYPE)
