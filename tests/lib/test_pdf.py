import base64
import io
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pypdf
import pytest
from PIL import Image, ImageFile

from selection_site.lib import fonts, pdf

LETTER = Path(__file__).with_name("sample_letter.html").read_text(encoding="utf-8")
HARD_WORDS = "สำนักงาน น้ำ ป้ำ ปั๊มน้ำมัน ปู่ กี๋ ผู้ใหญ่ กู้ยืม ที่ ฐู ญู ปฏิญญา ๑๒๓ ฿ Change for Good"
CENTIMETRE = 72 / 2.54
LEFT, MIDDLE = 3 * CENTIMETRE, 10.5 * CENTIMETRE


@pytest.fixture(scope="module")
def press():
    return pdf.Press()


@pytest.fixture
def poppler(tmp_path):
    """Run one of Poppler's programs on a PDF."""

    def run(data, *command):
        path = tmp_path / "a.pdf"
        path.write_bytes(data)
        program, *options = command
        done = subprocess.run(
            [program, *options, path, "-"], capture_output=True, check=True, text=True
        )
        return done.stdout.replace("\f", "")

    return run


@pytest.fixture
def read(poppler):
    return lambda data, *options: poppler(data, "pdftotext", "-raw", *options)


@pytest.fixture
def left_edge(poppler):
    """Where the line that begins with a word begins, in points from the sheet's left edge."""

    def find(data, word):
        words = poppler(data, "pdftotext", "-bbox")
        return float(re.search(rf'xMin="([\d.]+)"[^>]*>{re.escape(word)}', words)[1])

    return find


class Words(HTMLParser):
    """The text of a page's body, as its author typed it."""

    def __init__(self):
        super().__init__()
        self.text, self.inside = "", False

    def handle_starttag(self, tag, attrs):
        self.inside = self.inside or tag == "body"

    def handle_data(self, data):
        if self.inside:
            self.text += data


def words(html):
    parser = Words()
    parser.feed(html)
    return squeezed(parser.text)


def squeezed(text):
    """Without white space: a line's end stands where a space was, or inside a long word."""
    return "".join(text.split())


def page(body, head="<title>ทดสอบ</title>"):
    return f'<!doctype html><html lang="th"><head>{head}</head><body>{body}</body></html>'


def sheets(data):
    return pypdf.PdfReader(io.BytesIO(data)).pages


def test_a_letter_is_copied_as_it_was_written(press, read):
    assert squeezed(read(press.render(LETTER))) == words(LETTER)


def test_lines_are_copied_with_their_spaces(press, read):
    lines = read(press.render(LETTER)).splitlines()

    assert lines[:4] == [
        "(ตราครุฑ)",
        "ที่ สก ๐๐๑๙/๐๙๗๐ ศาลากลางจังหวัดสระแก้ว",
        "ถนนสุวรรณศร สก ๒๗๐๐๐",
        "๒๕ พฤษภาคม ๒๕๖๓",
    ]
    assert lines[-7:] == [
        "ขอแสดงความนับถือ",
        "(นายถวิล ยี่สุนแสง)",
        "พัฒนาการจังหวัด ปฏิบัติราชการแทน",
        "ผู้ว่าราชการจังหวัดสระแก้ว",
        "สำนักงานพัฒนาชุมชนจังหวัด",
        "กลุ่มงานส่งเสริมการพัฒนาชุมชน",
        "โทร./โทรสาร ๐-๓๗๔๒-๕๐๕๗-๘",
    ]


@pytest.mark.parametrize("mark", ["p", "b", "i"])
def test_hard_words_are_copied_in_every_face(press, read, mark):
    data = press.render(page(f"<{mark}>{HARD_WORDS}</{mark}>"))

    assert read(data) == f"{HARD_WORDS}\n"


def test_readers_without_actual_text_find_the_tone_marks(press):
    (sheet,) = sheets(press.render(page("<p>กรมการ แก้ว บ้าน ก้าว</p>")))

    assert sheet.extract_text().strip() == "กรมการ แก้ว บ้าน ก้าว"


def test_a_letter_keeps_the_official_measures(press, left_edge):
    data = press.render(LETTER)

    assert left_edge(data, "เรื่อง") == pytest.approx(LEFT, abs=1)
    assert left_edge(data, "๒๕") == pytest.approx(MIDDLE, abs=1)
    assert left_edge(data, "ขอแสดงความนับถือ") == pytest.approx(MIDDLE, abs=1)
    assert left_edge(data, "ด้วย") == pytest.approx(LEFT + 2.5 * CENTIMETRE, abs=1)


def test_a_letter_one_line_too_long_is_set_tighter(press):
    loose = LETTER.replace("<body", '<body style="line-height: 18pt"')

    assert len(sheets(press.set_with(loose, press.sheets).write_pdf())) == 2
    assert len(sheets(press.render(LETTER))) == 1


def test_following_sheets_are_numbered_in_thai(press, read):
    data = press.render(LETTER.replace("<p>ทั้งนี้", f"<p>{'ข้อความยาวมาก ' * 500}</p><p>ทั้งนี้"))

    numbers = [
        re.findall("- . -", read(data, "-f", str(n), "-l", str(n)))
        for n in range(1, len(sheets(data)) + 1)
    ]

    assert numbers == [[], ["- ๒ -"], ["- ๓ -"]]


def test_the_closing_words_are_never_alone_on_a_sheet(press, read):
    for lines in range(20, 34):
        body = "".join(f"<p>บรรทัดที่ {n}</p>" for n in range(lines))
        end = LETTER[LETTER.index('<div class="end">') : LETTER.index('<div class="contact">')]
        data = press.render(page(f'<div class="text">{body}</div>{end}'))
        last = read(data, "-f", str(len(sheets(data))))
        assert last.index("บรรทัดที่") < last.index("ขอแสดงความนับถือ")


def test_letters_are_joined_as_they_are_alone(press, read):
    long = LETTER.replace("<p>ทั้งนี้", f"<p>{'ข้อความยาวมาก ' * 200}</p><p>ทั้งนี้")
    letters = [LETTER, long, LETTER.replace("สระแก้ว", "น่าน")]

    data = press.join(letters)

    assert read(data) == "".join(read(press.render(letter)) for letter in letters)
    assert len(sheets(data)) == 4
    outline = pypdf.PdfReader(io.BytesIO(data)).outline
    assert [mark.title for mark in outline] == ["ที่ สก ๐๐๑๙/๐๙๗๐"] * 3


def test_printing_leaves_pillow_strict(press):
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


def test_join_of_nothing(press):
    with pytest.raises(ValueError, match="nothing to print"):
        press.join([])


def test_the_same_page_gives_the_same_bytes(press):
    assert press.render(LETTER) == pdf.render(LETTER)


def test_a_letter_is_an_archive_file_with_tags(press):
    document = pypdf.PdfReader(io.BytesIO(press.render(LETTER)))

    root = document.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("th", True)
    assert document.metadata.title == "จังหวัดสระแก้ว ที่ สก ๐๐๑๙/๐๙๗๐"
    about = root["/Metadata"].get_data().decode()
    assert re.findall(r"pdfaid:(part|conformance)\W+(\w)", about) == [
        ("part", "2"),
        ("conformance", "U"),
    ]
    assert {kind["/Type"] for kind in [root["/StructTreeRoot"]]} == {"/StructTreeRoot"}


def test_only_laksaman_is_used(press):
    fonts_used = {
        str(font["/BaseFont"]).split("+")[1]
        for font in sheets(press.render(LETTER))[0]["/Resources"]["/Font"].values()
        for font in [font.get_object()]
    }

    assert fonts_used == {"Letter"}


def test_an_emblem_is_drawn_three_centimetres_high(press, poppler):
    data = io.BytesIO()
    Image.new("RGB", (600, 600), "#aa2222").save(data, format="PNG")
    address = "data:image/png;base64," + base64.b64encode(data.getvalue()).decode()
    letter = LETTER.replace(
        '<div class="emblem emblem-missing">(ตราครุฑ)</div>',
        f'<div class="emblem"><img src="{address}" alt="ตราครุฑ"></div>',
    )

    (sheet,) = sheets(press.render(letter))

    assert [image.image.size for image in sheet.images] == [(600, 600)]
    drawn = re.search(rb"([\d.]+) 0 0 -?([\d.]+) [\d.]+ [\d.]+ cm\s*/\w+ Do", content(sheet))
    assert [float(side) for side in drawn.groups()] == pytest.approx([3 / 2.54 * 96] * 2, abs=0.1)


def content(sheet):
    return sheet.get_contents().get_data()


@pytest.mark.parametrize(
    "body",
    [
        '<img src="http://127.0.0.1:1/a.png">',
        '<img src="file:///etc/passwd">',
        '<img src="file://elsewhere/etc/passwd">',
        '<img src="ftp://127.0.0.1/a.png">',
        '<p style="background: url(http://127.0.0.1:1/a.png)">ก</p>',
        '<a rel="attachment" href="file:///etc/passwd">ก</a>',
        '<svg width="9" height="9"><image href="http://127.0.0.1:1/a.png"/></svg>',
    ],
)
def test_nothing_is_fetched_from_outside(press, body):
    with pytest.raises(pdf.ForeignAddressError):
        press.render(page(body))


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="stylesheet" href="http://127.0.0.1:1/a.css">',
        "<style>@import url(file:///etc/passwd);</style>",
        "<style>@font-face { font-family: x; src: url(http://127.0.0.1:1/a.ttf) }</style>",
    ],
)
def test_no_style_is_fetched_from_outside(press, head):
    with pytest.raises(pdf.ForeignAddressError):
        press.render(page("<p>ก</p>", head))


def test_a_path_may_not_climb_out_of_our_files(press, settings):
    climbing = f"file://{settings.MEDIA_ROOT}/../../../../../../etc/passwd"

    with pytest.raises(pdf.ForeignAddressError):
        press.render(page(f'<img src="{climbing}">'))


def test_kept_files_may_be_drawn(press, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    Image.new("RGB", (30, 20), "#aa2222").save(tmp_path / "ภาพ 1.png")

    (sheet,) = sheets(press.render(page(f'<img src="{(tmp_path / "ภาพ 1.png").as_uri()}">')))

    assert [image.image.size for image in sheet.images] == [(30, 20)]


def test_a_machine_without_the_font_says_so(settings, monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "FOLDERS", (str(tmp_path),))

    (error,) = pdf.pdf_font_check()
    with pytest.raises(pdf.FontMissingError):
        pdf.render(LETTER)

    assert error.id == "pdf.E001"
    assert "fonts-tlwg-laksaman-ttf" in error.msg


def test_a_folder_of_fonts_can_be_named(settings, monkeypatch, tmp_path):
    for face in fonts.laksaman():
        (tmp_path / face.name).symlink_to(face)
    monkeypatch.setattr(fonts, "FOLDERS", ())
    settings.LETTER_FONT_DIR = str(tmp_path)

    assert pdf.pdf_font_check() == []
    assert fonts.laksaman().bold == tmp_path / "Laksaman-Bold.ttf"


def report(rows, lying=""):
    body = "".join(
        f'<tr><td class="middle">{n}</td><td>กลุ่มที่ {n}</td><td class="number">๙๐,๐๐๐</td></tr>'
        for n in range(1, rows + 1)
    )
    return page(
        "<h1>รายงานการจัดสรร</h1><table><thead><tr><th>ลำดับ</th><th>กลุ่ม</th><th>บาท</th></tr>"
        f'</thead><tbody>{body}<tr class="total"><td colspan="2">รวม</td>'
        '<td class="number">๒,๕๒๐,๐๐๐</td></tr></tbody></table>'
    ).replace("<html", f'<html class="{lying}"')


def test_a_report_repeats_its_head_and_sums_once(read):
    data = pdf.render(report(100), stylesheets=("report.css",))

    text = read(data)
    count = len(sheets(data))
    assert count > 1
    assert text.count("ลำดับ") == count
    assert text.count("รวม") == 1
    assert "หน้า ๑ / " in text


@pytest.mark.parametrize(("lying", "shape"), [("", (595, 842)), ("wide", (842, 595))])
def test_a_report_stands_or_lies(lying, shape):
    (sheet,) = sheets(pdf.render(report(3, lying), stylesheets=("report.css",)))

    assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == shape
