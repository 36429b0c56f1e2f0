from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from selection_site.lib import money, thai

AMOUNTS = st.integers(min_value=-(10**13), max_value=10**13)


@pytest.mark.parametrize(
    ("satang", "words"),
    [
        (0, "ศูนย์บาทถ้วน"),
        (100, "หนึ่งบาทถ้วน"),
        (1_000, "สิบบาทถ้วน"),
        (1_100, "สิบเอ็ดบาทถ้วน"),
        (2_000, "ยี่สิบบาทถ้วน"),
        (2_100, "ยี่สิบเอ็ดบาทถ้วน"),
        (10_100, "หนึ่งร้อยเอ็ดบาทถ้วน"),
        (11_100, "หนึ่งร้อยสิบเอ็ดบาทถ้วน"),
        (5_000_000, "ห้าหมื่นบาทถ้วน"),
        (9_000_000, "เก้าหมื่นบาทถ้วน"),
        (252_000_000, "สองล้านห้าแสนสองหมื่นบาทถ้วน"),
        (100_000_100, "หนึ่งล้านเอ็ดบาทถ้วน"),
        (1_100_000_000, "สิบเอ็ดล้านบาทถ้วน"),
        (100 * 10**12, "หนึ่งล้านล้านบาทถ้วน"),
        (1, "หนึ่งสตางค์"),
        (25, "ยี่สิบห้าสตางค์"),
        (101, "หนึ่งบาทหนึ่งสตางค์"),
        (123_411, "หนึ่งพันสองร้อยสามสิบสี่บาทสิบเอ็ดสตางค์"),
        (-150, "ลบหนึ่งบาทห้าสิบสตางค์"),
    ],
)
def test_baht_text_writes_amounts_as_papers_do(satang, words):
    assert money.baht_text(satang) == words


VALUES = {"หนึ่ง": 1, "เอ็ด": 1, "สอง": 2, "ยี่": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6}
VALUES |= {"เจ็ด": 7, "แปด": 8, "เก้า": 9, "ศูนย์": 0}
TENS = {"สิบ": 10, "ร้อย": 100, "พัน": 1_000, "หมื่น": 10_000, "แสน": 100_000}


def heard(words):
    """The number that a listener would write down, word by word."""
    total, part, digit = 0, 0, None
    while words:
        word = next(w for w in [*VALUES, *TENS, "ล้าน"] if words.startswith(w))
        words = words.removeprefix(word)
        if word in VALUES:
            digit = VALUES[word]
        elif word in TENS:
            part, digit = part + (1 if digit is None else digit) * TENS[word], None
        else:
            total, part, digit = (total + part + (digit or 0)) * 1_000_000, 0, None
    return total + part + (digit or 0)


@given(AMOUNTS)
def test_baht_text_is_heard_as_the_same_amount(satang):
    words = money.baht_text(satang)

    sign = -1 if words.startswith("ลบ") else 1
    baht, _, rest = words.removeprefix("ลบ").rpartition("บาท")
    rest = rest.removesuffix("ถ้วน").removesuffix("สตางค์")
    assert sign * (100 * heard(baht) + heard(rest)) == satang


@given(AMOUNTS)
def test_satang_round_trip(satang):
    shown = money.format_satang(satang)

    assert money.parse_satang(shown) == satang
    assert money.parse_satang(thai.to_thai_digits(shown) + " บาท") == satang
    assert Decimal(shown.replace(",", "")) * 100 == satang


@given(AMOUNTS)
def test_baht_round_trip(baht):
    assert money.parse_baht(money.format_baht(baht)) == baht
    assert money.to_satang(baht) == baht * 100


@pytest.mark.parametrize(
    ("typed", "satang"),
    [
        ("2,520,000", 252_000_000),
        ("๒,๕๒๐,๐๐๐ บาท", 252_000_000),
        ("2520000", 252_000_000),
        ("1,234.5", 123_450),
        ("1234.05บาท", 123_405),
        ("500.-", 50_000),
        ("฿ 500", 50_000),
        ("500 Baht", 50_000),
        ("เก้าหมื่น", None),
        ("", None),
        ("-", None),
        ("1.234", None),
        ("2,5", None),
        ("1,23,456", None),
        ("1234,567", None),
        ("1e5", None),
        ("12 34", None),
        ("500 USD", None),
        (".50", None),
        ("9" * 16, None),
    ],
)
def test_parse_satang_takes_amounts_and_nothing_else(typed, satang):
    if satang is not None:
        assert money.parse_satang(typed) == satang
        return
    with pytest.raises(money.MoneyError):
        money.parse_satang(typed)


def test_parse_baht_refuses_satang_and_names_the_amount():
    assert money.parse_baht("90,000.00") == 90_000
    with translation.override("en"), pytest.raises(money.MoneyError) as refused:
        money.parse_baht("90,000.50")
    assert str(refused.value) == (
        "“90,000.50” has satang in it. Write whole baht, for example 90,000."
    )


@pytest.mark.parametrize(
    ("total", "count", "mean"),
    [
        (Decimal("255.5"), 3, "85.17"),
        (1, 8, "0.13"),
        (Fraction(1005, 1000), 1, "1.01"),
        (Decimal("2.675"), 1, "2.68"),
        (-1, 8, "-0.13"),
        (0, 7, "0.00"),
        (600, 7, "85.71"),
    ],
)
def test_exact_mean_rounds_half_up_to_two_decimals(total, count, mean):
    assert str(money.exact_mean(total, count)) == mean


@pytest.mark.parametrize("count", [0, -1])
def test_exact_mean_of_nothing_is_refused(count):
    with pytest.raises(ValueError, match="no mean of nothing"):
        money.exact_mean(10, count)


@given(st.decimals(min_value=-(10**20), max_value=10**20, places=9), st.integers(0, 6))
def test_round_half_up_agrees_with_decimal_where_that_is_exact(value, places):
    with localcontext(prec=60):
        expected = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)

    assert money.round_half_up(Fraction(value), places) == expected


def test_round_half_up_is_exact_beyond_the_precision_of_decimal():
    assert str(money.round_half_up(Fraction(10**40 + 1, 2), 0)) == "5" + "0" * 38 + "1"


@pytest.mark.parametrize(
    ("quantity", "price", "satang"),
    [(3, 1_050, 3_150), (Decimal("2.5"), 333, 833), (Decimal("0.5"), 1, 1), (0, 99, 0)],
)
def test_line_satang_rounds_half_up_to_a_satang(quantity, price, satang):
    assert money.line_satang(quantity, price) == satang
