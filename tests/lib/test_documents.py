"""National numbers in documents: found where people write them, and no file does harm."""

import resource
import subprocess

import pytest

from selection_site.lib import documents
from selection_site.lib.documents import Finding, jobs, numbers_in
from selection_site.lib.sandbox.outside import ChildError
from tests.submissions import papers
from tests.submissions.papers import MASKED, NUMBER, OTHER, WRITTEN


@pytest.fixture
def look(tmp_path):
    def find(content, kind):
        path = tmp_path / f"file.{kind}"
        path.write_bytes(content)
        return documents.find_numbers(path, kind)

    return find


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        WRITTEN,
        "๑๒๓๔๕๖๗๘๙๐๑๒๑",
        "1 2345 67890 12 1",
        "1\u00a02345\u00a067890\u00a012\u00a01",
        "1–2345–67890–12–1",
        "1 2 3 4 5 6 7 8 9 0 1 2 1",
        "1\t2\t3\t4\t5\t6\t7\t8\t9\t0\t1\t2\t1",
        "| 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 0 | 1 | 2 | 1 |",
    ],
)
def test_number_is_found_however_it_is_written(text):
    assert numbers_in(f"เลขประจำตัว {text} นางสมศรี") == [NUMBER]


@pytest.mark.parametrize(
    "text", ["1234567890122", "12345678901210", "0994000165501", "081-234-5678", "1 2 3 4 5 6"]
)
def test_other_digits_are_no_number(text):
    assert numbers_in(text) == []


def test_masked_number_shows_its_first_five_digits_alone():
    assert documents.masked(NUMBER) == MASKED


def test_number_in_a_pdf_is_found_on_its_page(look):
    found = look(papers.pdf("Minutes", f"Chair {WRITTEN}", f"again {NUMBER} and {OTHER}"), "pdf")

    assert found == (
        "whole",
        2,
        [Finding("page", "2", MASKED), Finding("page", "3", "3-1012-xxxxx-xx-x")],
    )


def test_pdf_of_pictures_says_that_nothing_could_be_read(look):
    assert look(papers.pdf("", ""), "pdf") == ("pictures", 0, [])


def test_pdf_with_a_page_that_is_a_picture_is_read_partly(look):
    assert look(papers.pdf("Minutes", ""), "pdf") == ("partly", 0, [])


def test_pdf_with_a_password_is_locked(look):
    assert look(papers.pdf(WRITTEN, password="secret"), "pdf") == ("locked", 0, [])


def test_pdf_that_only_forbids_printing_is_read(look):
    assert look(papers.pdf(WRITTEN, password=""), "pdf").total == 1


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 and nothing more", b"PK\x03\x04 broken", b"\0" * 99]
)
def test_broken_file_is_damaged(look, kind, content):
    assert look(content, kind) == ("damaged", 0, [])


def test_number_in_word_is_found_across_its_runs(look):
    content = papers.docx(papers.paragraph("เลขที่ 1-23", "45-678", "90-12-1"))

    assert look(content, "docx") == ("whole", 1, [Finding("text", "", MASKED)])


def test_paragraphs_of_word_are_not_read_as_one(look):
    content = papers.docx(papers.paragraph("123456"), papers.paragraph("7890121"))

    assert look(content, "docx").total == 0


def test_number_in_a_table_of_word_is_found_with_a_cell_for_each_digit(look):
    cells = "".join(f"<w:tc>{papers.paragraph(digit)}</w:tc>" for digit in NUMBER)
    row = f"<w:tr><w:tc>{papers.paragraph('เลขประจำตัว')}</w:tc>{cells}</w:tr>"

    found = look(papers.docx(f"<w:tbl>{row}</w:tbl>", papers.paragraph("ลงชื่อ")), "docx")

    assert found == ("whole", 1, [Finding("text", "", MASKED)])


def test_cells_of_word_are_not_read_as_one_number(look):
    halves = "".join(f"<w:tc>{papers.paragraph(half)}</w:tc>" for half in ("123456", "7890121"))

    found = look(papers.docx(f"<w:tbl><w:tr>{halves}</w:tr></w:tbl>"), "docx")

    assert found == ("whole", 0, [])


def test_number_in_margin_note_and_struck_out_text_of_word_is_found(look):
    struck = f"<w:p><w:del><w:r><w:delText>{NUMBER}</w:delText></w:r></w:del></w:p>"
    header = f'<w:hdr xmlns:w="{papers.W}">{papers.paragraph(OTHER)}</w:hdr>'
    notes = f'<w:comments xmlns:w="{papers.W}">{papers.paragraph("1101700230708")}</w:comments>'
    parts = {"word/header1.xml": header, "word/comments.xml": notes}

    found = look(papers.docx(struck, parts=parts), "docx")

    assert [place for place, _at, _masked in found.places] == ["text", "margin", "note"]


def test_word_with_a_document_type_is_refused_unread(look, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(NUMBER)
    before = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'

    found = look(papers.docx(papers.paragraph("&e;"), before=before), "docx")

    assert found == ("damaged", 0, [])


def test_word_that_unfolds_without_end_is_stopped(look):
    bomb = papers.docx(papers.paragraph("a" * 110_000_000))
    assert len(bomb) < 2_000_000

    assert look(bomb, "docx") == ("too_heavy", 0, [])


def test_numbers_in_excel_are_found_by_sheet_and_row(look):
    rows = [["ชื่อ", "เลข"], ["นางสมศรี", int(NUMBER)], ["นายสมชาย", OTHER]]
    boxes = [[int(digit) for digit in "1101700230678"]]

    found = look(papers.xlsx([["ว่าง"]], rows, boxes), "xlsx")

    assert found == (
        "whole",
        3,
        [
            Finding("row", "2:2", MASKED),
            Finding("row", "2:3", "3-1012-xxxxx-xx-x"),
            Finding("row", "3:1", "1-1017-xxxxx-xx-x"),
        ],
    )


def test_excel_that_unfolds_without_end_is_stopped(look):
    content = papers.parcel(
        {
            "[Content_Types].xml": papers.CONTENT_TYPES,
            "xl/workbook.xml": "<workbook/>",
            "xl/sharedStrings.xml": " " * 110_000_000,
        }
    )

    assert look(content, "xlsx") == ("too_heavy", 0, [])


def test_excel_with_a_document_type_is_refused_unread(look):
    content = papers.parcel(
        {"[Content_Types].xml": papers.CONTENT_TYPES, "xl/workbook.xml": "<!DOCTYPE w><w/>"}
    )

    assert look(content, "xlsx") == ("damaged", 0, [])


def test_old_word_is_read_partly(look):
    found = look(papers.old_word(f"เลขประจำตัว {WRITTEN}"), "doc")

    assert found == ("partly", 1, [Finding("text", "", MASKED)])


def test_no_more_than_twenty_places_are_kept(look):
    numbers = [f"11017{n:07d}" for n in range(40)]
    whole = [number + check_digit(number) for number in numbers]

    found = look(papers.xlsx([[number] for number in whole]), "xlsx")

    assert (found.total, len(found.places)) == (40, 20)


def check_digit(number):
    weighted = sum(int(digit) * (13 - place) for place, digit in enumerate(number))
    return str((11 - weighted % 11) % 10)


def test_child_that_crashes_or_takes_too_long_blames_the_file():
    outcomes = [jobs.outcome(code, b"").extent for code in (-24, -11)]

    assert outcomes == ["too_heavy", "damaged"]


def test_child_that_is_killed_is_worth_another_try():
    with pytest.raises(ChildError):
        jobs.outcome(-9, b"")


def test_file_that_is_gone_is_worth_another_try(tmp_path):
    with pytest.raises(ChildError, match="FileNotFoundError"):
        documents.find_numbers(tmp_path / "gone.pdf", "pdf")


def test_child_that_needs_more_memory_than_allowed_is_stopped(look, monkeypatch):
    monkeypatch.setattr(jobs, "MEMORY_BYTES", 160 << 20)
    assert resource.RLIMIT_AS

    found = look(papers.pdf(*["text"] * 3, "x" * 40_000_000), "pdf")

    assert found.total == 0


def test_child_that_does_not_end_is_ended(look, monkeypatch):
    def slow(*args, timeout, **kwargs):
        raise subprocess.TimeoutExpired(args, timeout)

    monkeypatch.setattr(subprocess, "run", slow)

    assert look(b"", "pdf").extent == "too_heavy"


def test_number_goes_neither_to_the_log_nor_into_the_answer(look, caplog):
    found = look(papers.pdf(WRITTEN), "pdf")

    assert (NUMBER in repr(found), "67890" in repr(found), NUMBER in caplog.text) == (
        False,
        False,
        False,
    )
