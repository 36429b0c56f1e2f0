import csv
import unicodedata
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from selection_site.lib import thai

THAI = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B))
MIXED = st.text(st.sampled_from("กขเแำาํฺุู่้๊๐๙09 aZ.\u00a0\u200b\ufeff\t\n\u0301é"))


@given(st.text(st.sampled_from("0123456789")))
def test_digits_round_trip(text):
    assert thai.to_arabic_digits(thai.to_thai_digits(text)) == text


def test_digits_leave_other_characters_alone():
    assert thai.to_thai_digits("ที่ มท 0402/ว 1090") == "ที่ มท ๐๔๐๒/ว ๑๐๙๐"
    assert thai.to_thai_digits(2563) == "๒๕๖๓"
    assert thai.to_arabic_digits("๙๐,๐๐๐ บาท") == "90,000 บาท"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("เเม่จัน", "แม่จัน"),
        ("น\u0e4d\u0e32", "น\u0e33"),
        ("น\u0e4d\u0e49\u0e32", "น\u0e49\u0e33"),
        ("น\u0e49\u0e4d\u0e32", "น\u0e49\u0e33"),
        ("น\u0e33\u0e49", "น\u0e49\u0e33"),
        ("ก\u200bลุ่ม\ufeff", "กลุ่ม"),
        ("  บ้าน \t\u00a0 โสนน้อย\r\n", "บ้าน โสนน้อย"),
        ("ก\x00ข\x1fค", "กข ค"),
        ("\u202eก\u2066ข", "กข"),
        ("e\u0301", "é"),
        ("ปู\u0e48", "ปู่"),
        ("ป\u0e48\u0e39", "ปู่"),
        ("", ""),
    ],
)
def test_normalise_gives_one_spelling(typed, stored):
    assert thai.normalise(typed) == stored


def test_normalise_never_splits_sara_am():
    assert "\u0e33" in thai.normalise("สำนักงาน")
    assert unicodedata.normalize("NFKC", "สำนักงาน") != thai.normalise("สำนักงาน")


@given(st.text() | THAI | MIXED)
def test_normalise_a_second_run_changes_nothing(text):
    once = thai.normalise(text)

    assert thai.normalise(once) == once
    assert once == once.strip()
    assert unicodedata.is_normalized("NFC", once)


def test_normalise_lines_keeps_lines_and_one_empty_line():
    typed = "\r\n ซื้อ  เครื่องจักร \r\n\r\n\r\n\r\nจ้างอบรม\u2028จบ \n"

    assert thai.normalise_lines(typed) == "ซื้อ เครื่องจักร\n\nจ้างอบรม\nจบ"


@given(st.text() | MIXED)
def test_normalise_lines_a_second_run_changes_nothing(text):
    once = thai.normalise_lines(text)

    assert thai.normalise_lines(once) == once


def test_search_key_finds_however_it_was_typed():
    stored = thai.search_key("กลุ่มออมทรัพย์ฯ บ้านน\u0e4d\u0e49\u0e32ใส หมู่ ๒ OTOP")

    assert thai.search_key("บ้านน้ำใส  หมู่ 2 otop") in stored


@pytest.fixture
def provinces():
    path = Path(__file__).parents[2] / "groups" / "data" / "provinces.csv"
    with path.open(encoding="utf-8") as file:
        return [row["name_th"] for row in csv.DictReader(file)]


# As Intl.Collator("th") puts them.
DICTIONARY = """
กระบี่ กาญจนบุรี กาฬสินธุ์ กำแพงเพชร ขอนแก่น จันทบุรี ฉะเชิงเทรา ชลบุรี ชัยนาท ชัยภูมิ ชุมพร
เชียงราย เชียงใหม่ ตรัง ตราด ตาก นครนายก นครปฐม นครพนม นครราชสีมา นครศรีธรรมราช นครสวรรค์
นนทบุรี นราธิวาส น่าน บึงกาฬ บุรีรัมย์ ปทุมธานี ประจวบคีรีขันธ์ ปราจีนบุรี ปัตตานี
พระนครศรีอยุธยา พะเยา พังงา พัทลุง พิจิตร พิษณุโลก เพชรบุรี เพชรบูรณ์ แพร่ ภูเก็ต มหาสารคาม
มุกดาหาร แม่ฮ่องสอน ยโสธร ยะลา ร้อยเอ็ด ระนอง ระยอง ราชบุรี ลพบุรี ลำปาง ลำพูน เลย ศรีสะเกษ
สกลนคร สงขลา สตูล สมุทรปราการ สมุทรสงคราม สมุทรสาคร สระแก้ว สระบุรี สิงห์บุรี สุโขทัย สุพรรณบุรี
สุราษฎร์ธานี สุรินทร์ หนองคาย หนองบัวลำภู อ่างทอง อำนาจเจริญ อุดรธานี อุตรดิตถ์ อุทัยธานี
อุบลราชธานี
"""


def test_sort_key_puts_the_provinces_in_dictionary_order(provinces):
    assert sorted(provinces, key=thai.sort_key) == DICTIONARY.split()


def test_sort_key_decides_by_tone_only_between_equals():
    names = ["แมกไม้", "ก๊ก", "2", "ABC", "กกะ", "ก้ก", "กก", "แม่จัน", "๑๐", "เก่า", "เก้า", "-กข"]

    assert sorted(names, key=thai.sort_key) == [
        "๑๐",
        "2",
        "กก",
        "ก้ก",
        "ก๊ก",
        "กกะ",
        "-กข",
        "เก่า",
        "เก้า",
        "แมกไม้",
        "แม่จัน",
        "ABC",
    ]


@given(st.text() | THAI | MIXED)
def test_sort_key_fits_its_column_in_any_locale(text):
    key = thai.sort_key(text)

    assert set(key) <= set("0123456789abcdef")
    assert len(key) <= thai.SORT_KEY_LENGTH


def test_sort_key_of_a_long_name_still_has_both_parts():
    first, second = thai.sort_key("กลุ่ม" * 40), thai.sort_key("กลุ่ม" * 40 + "ก")

    assert len(first) == 254
    assert first == second


def test_national_ids_finds_valid_numbers_only():
    text = "บัตร 1234567890121 และ ๑-๒๓๔๕-๖๗๘๙๐-๑๒-๑ ไม่ใช่ 1234567890122 หรือ 12345678901210"

    assert thai.national_ids(text) == ["1234567890121", "1234567890121"]


def test_national_ids_leaves_tax_numbers_of_offices():
    assert thai.national_ids("เลขประจำตัวผู้เสียภาษี 0994000158378") == []


@given(st.integers(min_value=100_000_000_000, max_value=899_999_999_999))
def test_national_ids_exactly_one_check_digit_is_right(first_twelve):
    found = [digit for digit in range(10) if thai.national_ids(f"{first_twelve}{digit}")]

    assert len(found) == 1


def test_is_active_follows_the_language_of_the_page():
    assert thai.is_active()
    with translation.override("en"):
        assert not thai.is_active()
    with translation.override(None):
        assert thai.is_active()
