import datetime
import io
import time
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl  # noqa: TID253 - slow to import, which only the program's start minds
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from selection_site.lib import clock, dates, thai, xlsx

NAME, BAHT, DAY = "ชื่อกลุ่ม", "วงเงิน", "วันที่"
HEADINGS = [NAME, BAHT, DAY]
COLUMNS = [
    xlsx.Column(NAME, 30, lambda row: row[0]),
    xlsx.Column(BAHT, 14, lambda row: row[1], "satang", total=True),
    xlsx.Column(DAY, 14, lambda row: row[2], "date"),
]
ROWS = [("กลุ่มบ้านโสนน้อย", 9_000_050, date(2020, 5, 25)), ("กลุ่มบ้านใหม่", 5_000_000, None)]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def sheet_of(rows, title="กลุ่ม"):
    """A workbook such as people make: values as Excel would hold them."""
    workbook = openpyxl.Workbook()
    workbook.active.title = title
    for row in rows:
        workbook.active.append(row)
    return workbook


def saved(workbook):
    file = io.BytesIO()
    workbook.save(file)
    file.seek(0)
    return file


def read(file, **options):
    return xlsx.read(file, **{"sheet": "กลุ่ม", "headings": HEADINGS, **options})


def problems(file, **options):
    with pytest.raises(xlsx.WorkbookError) as refused:
        read(file, **options)
    return [tuple(problem) for problem in refused.value.problems]


def replaced(content, part, old, new):
    """The workbook with one part changed by hand, as no program would write it."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(old, new) if name == part else data)
    file.seek(0)
    return file


def test_write_keeps_types_and_adds_totals():
    lines = ["วงเงินของกลุ่ม", "ปี 2563"]
    sheet = opened(xlsx.write([xlsx.Sheet("กลุ่ม", COLUMNS, ROWS, lines)])).active

    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["วงเงินของกลุ่ม", None, None],
        ["ปี 2563", None, None],
        HEADINGS,
        ["กลุ่มบ้านโสนน้อย", 90000.5, datetime.datetime(2020, 5, 25)],  # noqa: DTZ001 - as Excel
        ["กลุ่มบ้านใหม่", 50000, None],
        ["Total", 140000.5, None],
    ]


def test_write_sets_the_page_up_for_reading_and_printing():
    sheet = opened(xlsx.write([xlsx.Sheet("กลุ่ม", COLUMNS, ROWS, ["วงเงิน"])])).active

    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == "A2:C4"
    assert sheet.print_title_rows == "$2:$2"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert sheet.oddFooter.center.text == "Page &P / &N"
    assert {letter: sheet.column_dimensions[letter].width for letter in "ABC"} == {
        "A": 30,
        "B": 14,
        "C": 14,
    }
    assert (sheet["A3"].font.name, sheet["A3"].font.charset) == ("TH Sarabun New", 222)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+66",
        "-5",
        "@SUM(A1)",
        '=HYPERLINK("http://x")',
        "\t=1",
        "#N/A",
        "00123",
        "2563-05-25",
    ],
)
def test_write_leaves_text_as_text(text):
    column = xlsx.Column("ก", 10, lambda row: row)
    cell = opened(xlsx.write([xlsx.Sheet("ก", [column], [text])])).active["A2"]

    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)
    assert cell.number_format == "@"


def test_write_leaves_out_what_a_workbook_cannot_hold():
    column = xlsx.Column("ก", 10, lambda row: row)
    rows = ["ก\x00ข\x0b\ud800ค\uffff", "บรรทัด\nสอง", None, 5]
    sheet = opened(xlsx.write([xlsx.Sheet("ก", [column], rows)])).active

    assert [cell.value for cell in sheet["A"]] == ["ก", "กขค", "บรรทัด\nสอง", None, "5"]


@given(st.integers(min_value=0, max_value=10**13))
def test_write_gives_baht_exact_to_the_satang(satang):
    column = xlsx.Column("บาท", 10, lambda row: row, "satang", total=True)
    sheet = opened(xlsx.write([xlsx.Sheet("ก", [column], [satang])])).active

    assert [round(sheet[ref].value * 100) for ref in ("A2", "A3")] == [satang, satang]
    assert Decimal(str(sheet["A2"].value)) * 100 == satang


def test_write_shows_days_in_the_buddhist_era_on_thai_pages():
    moment = datetime.datetime(2020, 5, 24, 19, 30, tzinfo=datetime.UTC)
    columns = [
        xlsx.Column("วัน", 10, lambda row: row.astimezone(clock.BANGKOK).date(), "date"),
        xlsx.Column("เวลา", 10, lambda row: row, "datetime"),
    ]
    with translation.override("th"):
        in_thai = opened(xlsx.write([xlsx.Sheet("ก", columns, [moment])])).active
    in_english = opened(xlsx.write([xlsx.Sheet("ก", columns, [moment])])).active

    assert in_thai["A2"].number_format == "[$-107041E]d mmm yyyy;@"
    assert in_thai["B2"].number_format == r'[$-107041E]d mmm yyyy hh\.mm" น.";@'
    assert in_english["A2"].number_format == "[$-409]d mmm yyyy;@"
    for sheet in (in_thai, in_english):
        assert sheet["A2"].value.isoformat() == "2020-05-25T00:00:00"
        assert sheet["B2"].value.isoformat() == "2020-05-25T02:30:00"


def test_write_gives_each_kind_its_format():
    columns = [
        xlsx.Column("จำนวน", 10, lambda row: row, "whole", total=True),
        xlsx.Column("บาท", 10, lambda row: row, "baht"),
        xlsx.Column("คะแนน", 10, lambda row: Decimal("85.5"), "decimal", total=True),
    ]
    sheet = opened(xlsx.write([xlsx.Sheet("ก", columns, [1000, 2])])).active

    assert [cell.number_format for cell in sheet[2]] == ["#,##0", "#,##0", "#,##0.00"]
    assert [cell.value for cell in sheet[4]] == [1002, None, 171]


def test_write_takes_any_tab_name_and_no_rows():
    title = "ผลรอบที่ 1: [ดีเด่น]/ดี? และอีกยาวมากเกินสามสิบเอ็ดตัวอักษร"
    workbook = opened(xlsx.write([xlsx.Sheet(title, COLUMNS, []), xlsx.Sheet("ก'", COLUMNS, [])]))

    assert workbook.sheetnames == ["ผลรอบที่ 1 ดีเด่น ดี และอีกยาวม", "ก"]
    assert [cell.value for cell in workbook["ก"][2]] == ["Total", 0, None]


def test_write_is_dated_by_the_programme_clock():
    with clock.at(date(2020, 5, 25)):
        content = xlsx.write([xlsx.Sheet("ก", COLUMNS, ROWS)])

    assert opened(content).properties.created.date() == date(2020, 5, 25)


def test_read_gives_back_what_was_written():
    columns = [COLUMNS[0], xlsx.Column(BAHT, 14, lambda row: row[1], "satang"), COLUMNS[2]]
    content = xlsx.write([xlsx.Sheet("กลุ่ม", columns, ROWS, ["วงเงิน", "ปี 2563"])])

    assert read(io.BytesIO(content)) == [
        xlsx.Row(
            4,
            {
                NAME: xlsx.Cell("A4", "กลุ่มบ้านโสนน้อย"),
                BAHT: xlsx.Cell("B4", 90000.5),
                DAY: xlsx.Cell("C4", date(2020, 5, 25)),
            },
        ),
        xlsx.Row(
            5,
            {
                NAME: xlsx.Cell("A5", "กลุ่มบ้านใหม่"),
                BAHT: xlsx.Cell("B5", 50000),
                DAY: xlsx.Cell("C5", None),
            },
        ),
    ]


def test_read_takes_columns_in_any_order_and_leaves_empty_rows_out():
    workbook = sheet_of([[DAY, " ชื่อกลุ่ม ", BAHT], [], ["๒๕/๕/๒๕๖๓", "ก", 1], ["  ", None, ""]])
    workbook.active.cell(900, 1).font = openpyxl.styles.Font(bold=True)

    rows = read(saved(workbook))

    assert [(row.number, row.cells[NAME].ref, row.cells[NAME].value) for row in rows] == [
        (3, "B3", "ก")
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (12.0, "12"),
        (0.1 + 0.2, "0.3"),
        (1234.5, "1234.5"),
        (90000, "90000"),
        (" ๙๐,๐๐๐  บาท", "๙๐,๐๐๐ บาท"),
        (date(2020, 5, 25), "2020-05-25"),
    ],
)
def test_a_cell_is_text_as_a_person_would_type_it(value, text):
    assert xlsx.Cell("A1", value).text == text


def test_a_buddhist_year_typed_into_a_cell_of_dates_is_read_right():
    rows = read(saved(sheet_of([HEADINGS, ["ก", 1, date(2563, 5, 25)]])))

    assert dates.parse_date(rows[0].cells[DAY].text) == date(2020, 5, 25)


def test_read_names_the_headings_that_are_wrong():
    workbook = sheet_of([[NAME, NAME, "หมายเหตุ"], ["ก", 1, 2]])

    assert problems(saved(workbook)) == [
        ("B1", "The column “ชื่อกลุ่ม” is there twice. Keep one."),
        ("C1", "The column “หมายเหตุ” does not belong here. Delete it, or name it as asked."),
        (None, "The column “วงเงิน” is missing. Add it, empty if need be."),
        (None, "The column “วันที่” is missing. Add it, empty if need be."),
    ]


def test_read_names_each_cell_that_is_wrong():
    workbook = sheet_of(
        [HEADINGS, ["ก", "=1+1", None], ["ข", 1, None, "เกิน"], ["ค", "#REF!", None]]
    )
    workbook.active["D9"] = "=A1"
    workbook.active.merge_cells("A5:B6")

    assert problems(saved(workbook)) == [
        ("A5:B6", "These cells are merged. Unmerge them and fill in each row."),
        ("B2", "This is a formula. Copy the cell and paste it as a value."),
        ("D3", "“เกิน” stands under no heading. Move it, or delete it."),
        ("B4", "Excel shows the error #REF! here. Write the value."),
        ("D9", "This is a formula. Copy the cell and paste it as a value."),
    ]


def test_read_lets_a_merged_title_stand_above_the_headings():
    workbook = sheet_of([["รายชื่อกลุ่ม"], HEADINGS, ["ก", 1, None]])
    workbook.active.merge_cells("A1:C1")

    assert [row.number for row in read(saved(workbook))] == [3]


def test_read_refuses_a_shared_formula():
    content = saved(sheet_of([HEADINGS, ["ก", 1, None]])).getvalue()
    formula = b'<c r="B2"><f t="shared" si="0"/><v>1</v></c>'
    file = replaced(content, "xl/worksheets/sheet1.xml", b'<c r="B2" t="n"><v>1</v></c>', formula)

    assert [ref for ref, _ in problems(file)] == ["B2"]


def test_read_says_which_sheets_there_are():
    assert problems(saved(sheet_of([HEADINGS], title="Sheet1"))) == [
        (None, "There is no sheet “กลุ่ม”. The workbook has: Sheet1.")
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            [["ก", "ข"], ["ค"]],
            "The headings were not found. The first row must hold: ชื่อกลุ่ม, วงเงิน, วันที่.",
        ),
        (
            [],
            "The headings were not found. The first row must hold: ชื่อกลุ่ม, วงเงิน, วันที่.",
        ),
        ([HEADINGS, ["", None, " "]], "No row is filled in below the headings."),
    ],
)
def test_read_refuses_a_sheet_that_is_not_filled_in(rows, message):
    assert problems(saved(sheet_of(rows))) == [(None, message)]


def test_read_stops_at_the_limit_of_rows():
    file = saved(sheet_of([HEADINGS, *(["ก", 1, None] for _ in range(11))]))

    assert len(read(file, max_rows=11)) == 11
    assert problems(file, max_rows=10) == [
        (
            None,
            "There are more than 10 rows, the most that can be read at once. "
            "Send the rows in several files.",
        )
    ]


def test_read_lists_no_more_than_a_hundred_problems():
    file = saved(sheet_of([HEADINGS, *(["=1", "=2", "=3"] for _ in range(60))]))

    assert len(problems(file)) == 100


NOT_A_WORKBOOK = (
    "The file is not an Excel workbook, or it is damaged. "
    "Open it in Excel, save it as an Excel workbook (.xlsx) and send that."
)
LOCKED = (
    "The workbook is locked by a password, or in the old form .xls. "
    "Save it as an Excel workbook (.xlsx) without a password and send that."
)


def zipped(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (io.BytesIO(b""), "The file is empty. Choose the workbook again."),
        (io.BytesIO("ชื่อ,บาท".encode()), NOT_A_WORKBOOK),
        (io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600), LOCKED),
        (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), NOT_A_WORKBOOK),
        (zipped(**{"[Content_Types].xml": "<Types/>"}), NOT_A_WORKBOOK),
        (
            zipped(**{"[Content_Types].xml": "<Types/>", "xl/vbaProject.bin": "x"}),
            "The workbook carries macros. Save it as an Excel workbook (.xlsx) without them.",
        ),
    ],
)
def test_read_refuses_what_is_no_workbook(file, message):
    assert problems(file) == [(None, message)]


def test_read_refuses_an_entry_locked_inside_the_zip():
    content = bytearray(saved(sheet_of([HEADINGS])).getvalue())
    directory = content.index(b"PK\x01\x02")
    content[directory + 8] |= 1

    assert problems(io.BytesIO(bytes(content))) == [(None, LOCKED)]


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_read_refuses_a_damaged_part(part):
    content = saved(sheet_of([HEADINGS, ["ก", 1, None]])).getvalue()

    assert problems(replaced(content, part, b"</", b"<")) == [(None, NOT_A_WORKBOOK)]


def test_read_refuses_damaged_bytes():
    content = bytearray(saved(sheet_of([HEADINGS, ["ก", 1, None]])).getvalue())
    content[60:90] = b"\xff" * 30

    assert problems(io.BytesIO(bytes(content))) == [(None, NOT_A_WORKBOOK)]


def test_read_refuses_a_declared_entity():
    content = saved(sheet_of([HEADINGS, ["ก", 1, None]])).getvalue()
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet'
    file = replaced(content, "xl/worksheets/sheet1.xml", b"<worksheet", bomb)

    assert problems(file) == [(None, NOT_A_WORKBOOK)]


def test_read_refuses_a_large_file_before_opening_it():
    file = io.BytesIO(b"x" * 2_000_001)

    assert problems(file, max_bytes=2_000_000) == [
        (
            None,
            "The file has 2.0 MB, and 2.0 MB is the most that can be read. "
            "Remove pictures and other sheets, or send the rows in several files.",
        )
    ]


TOO_MUCH = (
    "The workbook holds more than can be read: 5,000 rows at most. Send the rows in several files."
)


@pytest.mark.parametrize(
    "filling",
    [
        b" " * 60_000_000,
        b'<row r="9">' + b"<c/>" * 150_000 + b"</row>",
        b"<row><c><v>1</v></c></row>" * 400_000,
    ],
)
def test_read_refuses_a_small_file_that_unpacks_to_much(filling):
    content = saved(sheet_of([HEADINGS, ["ก", 1, None]])).getvalue()
    file = replaced(content, "xl/worksheets/sheet1.xml", b"</sheetData>", filling + b"</sheetData>")

    assert len(file.getvalue()) < 200_000
    assert problems(file) == [(None, TOO_MUCH)]


def test_read_is_not_led_astray_by_a_false_size_or_row_number():
    content = saved(sheet_of([HEADINGS, ["ก", 1, None]])).getvalue()
    sheet = "xl/worksheets/sheet1.xml"
    false_size = replaced(content, sheet, b'ref="A1:C2"', b'ref="A1:XFD1048576"').getvalue()
    far = b'<row r="999999999999"><c r="A3"><v>1</v></c></row></sheetData>'

    started = time.process_time()
    rows = read(replaced(false_size, sheet, b"</sheetData>", far))

    assert [row.number for row in rows] == [2]
    assert time.process_time() - started < 20


def test_template_can_be_filled_in_and_read():
    content = xlsx.template(
        "กลุ่ม",
        [(NAME, 30), (BAHT, 14), (DAY, 14)],
        examples=[["กลุ่มตัวอย่าง", 90_000, "25/05/2563"]],
        notes=["กรอกแถวละหนึ่งกลุ่ม", "=วันที่เป็น พ.ศ."],
        choices={BAHT: ["50,000", "90,000"]},
    )
    workbook = opened(content)
    workbook["กลุ่ม"].append(["กลุ่มจริง", "90,000", "25/05/2563"])

    rows = read(saved(workbook))

    assert [[cell.text for cell in row.cells.values()] for row in rows] == [
        ["กลุ่มจริง", "90,000", "25/05/2563"]
    ]


def test_template_explains_offers_choices_and_keeps_text():
    content = xlsx.template(
        "กลุ่ม",
        [(NAME, 30), (BAHT, 14)],
        examples=[["กลุ่มตัวอย่าง", 90_000]],
        notes=["=หมายเหตุ"],
        choices={BAHT: ["50,000", "90,000"]},
    )
    workbook = opened(content)
    form, notes, choices = workbook.worksheets
    (rule,) = form.data_validations.dataValidation

    assert [cell.value for cell in form[1]] == [NAME, BAHT]
    assert form.column_dimensions["B"].number_format == "@"
    assert notes.title == "How to fill in"
    assert [[cell.value for cell in row] for row in notes.iter_rows()] == [
        ["=หมายเหตุ", None],
        [None, None],
        ["Example", None],
        [NAME, BAHT],
        ["กลุ่มตัวอย่าง", "90000"],
    ]
    assert notes["A1"].data_type == "s"
    assert choices.sheet_state == "hidden"
    assert [cell.value for cell in choices["A"]] == ["50,000", "90,000"]
    assert (str(rule.sqref), rule.formula1) == ("B2:B5001", "'choices'!$A$1:$A$2")


def test_template_without_notes_is_one_sheet():
    assert opened(xlsx.template("กลุ่ม", [(NAME, 30)])).sheetnames == ["กลุ่ม"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"])), min_size=1))
def test_text_comes_back_as_it_was_written(texts):
    column = xlsx.Column("ก", 10, lambda row: row)
    content = xlsx.write([xlsx.Sheet("ก", [column], ["ต้น" + text for text in texts])])

    with translation.override("en"):
        rows = xlsx.read(io.BytesIO(content), sheet="ก", headings=["ก"])

    read_back = [row.cells["ก"].text for row in rows]
    assert read_back == [thai.normalise("ต้น" + text) for text in texts]
