"""Baht and satang: whole numbers, read from what people type, written in digits and words."""

import re
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext

from selection_site.lib import thai

Satang = int

_DIGITS = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACES = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
_MILLION = 1_000_000
_AMOUNT = re.compile(
    r"(?P<sign>-?)(?:฿\s*)?(?P<baht>\d{1,3}(?:,\d{3}){1,5}|\d{1,15})"
    r"(?:\.(?P<satang>\d{1,2}|-))?\s*(?:บาท(?:ถ้วน)?|baht|thb|฿)?",
    re.IGNORECASE,
)


class MoneyError(ValueError):
    """What was typed is no amount of money; the message says so to the person who typed it."""


def to_satang(baht: int) -> Satang:
    """Whole baht in satang."""
    return baht * 100


def format_baht(baht: int) -> str:
    """Whole baht as `2,520,000`."""
    return f"{baht:,}"


def format_satang(satang: Satang) -> str:
    """Satang as baht with two decimals: `1,234.50`."""
    baht, rest = divmod(abs(satang), 100)
    return f"{'-' if satang < 0 else ''}{baht:,}.{rest:02d}"


def parse_satang(text: str) -> Satang:
    """Read an amount in baht, with at most two decimals, as satang.

    Takes Thai digits, commas between thousands, ฿ and บาท, and the dash of `500.-`. Refuses the
    rest with MoneyError, a comma in the wrong place too: `2,5` might mean 2.5 or 25.
    """
    match = _AMOUNT.fullmatch(thai.to_arabic_digits(thai.normalise(text)))
    if match is None:
        raise MoneyError(
            gettext(
                "“%(text)s” is not an amount in baht. "
                "Write digits with two decimals at most, for example 1,234.50."
            )
            % {"text": text}
        )
    satang = (match["satang"] or "").strip("-").ljust(2, "0")
    amount = to_satang(int(match["baht"].replace(",", ""))) + int(satang)
    return -amount if match["sign"] else amount


def parse_baht(text: str) -> int:
    """Read an amount as whole baht; refuses with MoneyError what has satang in it."""
    baht, satang = divmod(parse_satang(text), 100)
    if satang:
        raise MoneyError(
            gettext("“%(text)s” has satang in it. Write whole baht, for example 90,000.")
            % {"text": text}
        )
    return baht


def baht_text(satang: Satang) -> str:
    """The amount in Thai words as papers want it: สองล้านห้าแสนสองหมื่นบาทถ้วน."""
    baht, rest = divmod(abs(satang), 100)
    words = "ลบ" if satang < 0 else ""
    if baht or not rest:
        words += _number(baht) + "บาท"
    return words + (_number(rest) + "สตางค์" if rest else "ถ้วน")


def _number(value: int) -> str:
    """A whole number in words; a 1 that ends a longer number is เอ็ด (Royal Society's rule)."""
    if value == 0:
        return "ศูนย์"
    millions, rest = divmod(value, _MILLION)
    words = _number(millions) + "ล้าน" if millions else ""
    if rest == 1 and millions:
        return words + "เอ็ด"
    return words + _below_a_million(rest)


def _below_a_million(value: int) -> str:
    words = ""
    digits = str(value)
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit == "0":
            continue
        words += _digit(int(digit), place, last_of_many=place == 0 and bool(words)) + _PLACES[place]
    return words


def _digit(digit: int, place: int, *, last_of_many: bool) -> str:
    if place == 1 and digit <= 2:
        return "ยี่" if digit == 2 else ""
    return "เอ็ด" if last_of_many and digit == 1 else _DIGITS[digit]


def round_half_up(fraction: Fraction, places: int = 2) -> Decimal:
    """Round an exact figure, a half away from zero, with no binary fraction on the way."""
    scaled = abs(fraction) * 10**places
    rounded = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = tuple(int(digit) for digit in str(rounded))
    return Decimal((1 if fraction < 0 and rounded else 0, digits, -places))


def line_satang(quantity: Decimal | int, unit_price: Satang) -> Satang:
    """What a line of a budget costs: quantity times unit price, rounded half up to a satang."""
    return int(round_half_up(Fraction(quantity) * unit_price, places=0))


def exact_mean(total: Decimal | int | Fraction, count: int) -> Decimal:
    """Total / count as an exact fraction, rounded half up to two decimals: an official score.

    Refuses a count below one with ValueError: there is no mean of nothing.
    """
    if count < 1:
        raise ValueError("There is no mean of nothing.")
    return round_half_up(Fraction(total) / count)
