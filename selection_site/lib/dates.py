"""Days as Thai offices write them: the Buddhist era is the common era plus 543."""

import datetime
import re
from typing import Literal

from django.utils.translation import gettext, ngettext

from selection_site.lib import clock, thai

BE_OFFSET = 543
FIRST_YEAR, LAST_YEAR = 2400, 2700

THAI_MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
THAI_MONTHS_SHORT = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
    "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

THAI_WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
ENGLISH_WEEKDAYS = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip

_MONTH_NUMBERS = {
    name.replace(".", "").casefold(): number
    for names in (
        THAI_MONTHS,
        THAI_MONTHS_SHORT,
        ENGLISH_MONTHS,
        [name[:3] for name in ENGLISH_MONTHS],
        ["sept" if name == "September" else name for name in ENGLISH_MONTHS],
    )
    for number, name in enumerate(names, 1)
}
_ERA = r"(?P<era>พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|b\.?e\.?|a\.?d\.?|c\.?e\.?)?\s*"
_YEAR = rf"{_ERA}(?P<year>\d+)(?:\s*(?P<era_after>b\.?e\.?|a\.?d\.?|c\.?e\.?))?"
_WEEKDAY = r"(?:วัน(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|ศุกร์|เสาร์|อาทิตย์)?\s*ที่\s*)?"
_SHAPES = [
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})",
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})[\s/.-]+(?P<month>\d{{1,2}})[\s/.-]+{_YEAR}",
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})[\s/.-]*(?P<name>[ก-๎a-z][ก-๎a-z.\s]*?)[\s/.,-]*{_YEAR}",
    )
]

DateErrorCode = Literal["format", "calendar", "year"]


class DateError(ValueError):
    """What was typed is no day; `code` says why, the message says it to the person who typed it."""

    def __init__(self, code: DateErrorCode, message: str) -> None:
        super().__init__(message)
        self.code = code


def to_be(year: int) -> int:
    """A year of the common era in the Buddhist era."""
    return year + BE_OFFSET


def from_be(year: int) -> int:
    """A year of the Buddhist era in the common era."""
    return year - BE_OFFSET


def parse_date(text: str) -> datetime.date:
    """Read a day that a person typed.

    Takes 23/11/2569, 23112569, ๒๓ พฤศจิกายน พ.ศ. ๒๕๖๙, 23 พ.ย. 2569, 23 Nov 2026 and 2026-11-23.
    2400 to 2700 are Buddhist-era years and 1857 to 2157 the same years of the common era, so no
    year has two readings. Refuses with DateError: `format` (not a day at all), `year` (two digits,
    or beyond those), `calendar` (no such day).
    """
    shown = thai.normalise(text)
    plain = thai.to_arabic_digits(shown)
    match = next((found for shape in _SHAPES if (found := shape.fullmatch(plain))), None)
    month = _month(match) if match else None
    if match is None or month is None:
        raise DateError("format", _not_a_day() % {"text": shown})
    year = _ce_year(match, shown)
    try:
        return datetime.date(year, month, int(match["day"]))
    except ValueError:
        raise DateError("calendar", _no_such_day() % {"text": shown}) from None


def _month(match: re.Match[str]) -> int | None:
    found = match.groupdict()
    if found.get("name") is None:
        return int(found["month"])
    return _MONTH_NUMBERS.get(re.sub(r"[.\s]", "", found["name"]).casefold())


def _ce_year(match: re.Match[str], shown: str) -> int:
    found = match.groupdict()
    era = (found.get("era") or found.get("era_after") or "").casefold()
    if len(found["year"]) <= 2:
        raise DateError("year", _short_year() % {"text": shown})
    year = int(found["year"]) if len(found["year"]) == 4 else 0
    is_be = era[:1] in ("พ", "b") if era else year >= FIRST_YEAR
    year = from_be(year) if is_be else year
    if not from_be(FIRST_YEAR) <= year <= from_be(LAST_YEAR):
        raise DateError("year", _far_year() % {"text": shown})
    return year


def _not_a_day() -> str:
    return gettext("“%(text)s” is not a date. Write day, month and year, for example 25/05/2563.")


def _no_such_day() -> str:
    return gettext("“%(text)s” is not in the calendar. Check the day and the month.")


def _short_year() -> str:
    return gettext(
        "The year in “%(text)s” is not complete. Write all four digits, for example 2563."
    )


def _far_year() -> str:
    return gettext(
        "The year in “%(text)s” cannot be right. Write a Buddhist-era year, for example 2563."
    )


def long_thai(day: datetime.date) -> str:
    """25 พฤษภาคม 2563."""
    return f"{day.day} {THAI_MONTHS[day.month - 1]} {to_be(day.year)}"


def short_thai(day: datetime.date) -> str:
    """25 พ.ค. 2563."""
    return f"{day.day} {THAI_MONTHS_SHORT[day.month - 1]} {to_be(day.year)}"


def letter_date(day: datetime.date) -> str:
    """๒๕ พฤษภาคม ๒๕๖๓, as an official letter is dated."""
    return thai.to_thai_digits(long_thai(day))


def numeric(day: datetime.date) -> str:
    """25/05/2563."""
    return f"{day:%d/%m}/{to_be(day.year)}"


def in_english(day: datetime.date) -> str:
    """25 May 2020: the English pages use the common era."""
    return f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"


def in_english_short(day: datetime.date) -> str:
    """25 Nov 2020."""
    return f"{day.day} {ENGLISH_MONTHS[day.month - 1][:3]} {day.year}"


def fiscal_year(day: datetime.date) -> int:
    """The Buddhist-era year whose budget the day belongs to: 1 October to 30 September."""
    return to_be(day.year) + (day.month >= 10)


def localized(day: datetime.date) -> str:
    """The day in full, in the language of the page."""
    return long_thai(day) if thai.is_active() else in_english(day)


def localized_short(day: datetime.date) -> str:
    """The day with its month cut short, in the language of the page."""
    return short_thai(day) if thai.is_active() else in_english_short(day)


def with_weekday(day: datetime.date) -> str:
    """วันจันทร์ที่ 25 พฤษภาคม 2563, or Monday, 25 May 2020."""
    if thai.is_active():
        return f"วัน{THAI_WEEKDAYS[day.weekday()]}ที่ {long_thai(day)}"
    return f"{ENGLISH_WEEKDAYS[day.weekday()]}, {in_english(day)}"


def localized_numeric(day: datetime.date) -> str:
    """25/05/2563 on a Thai page, 25/05/2020 on an English one."""
    return numeric(day) if thai.is_active() else f"{day:%d/%m}/{day.year}"


def days_left(day: datetime.date) -> str:
    """How far off a day is: due today, in 3 days, 2 days late."""
    days = (day - clock.today()).days
    if days == 0:
        return gettext("due today")
    if days > 0:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}


def localized_time(moment: datetime.datetime) -> str:
    """The time in Bangkok: `09.30 น.`. One without a zone is a ValueError."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a zone cannot be shown.")
    local = moment.astimezone(clock.BANGKOK)
    return localized_hour(local.time())


def localized_hour(time: datetime.time) -> str:
    """A time of day as it stands: `09.30 น.`."""
    return f"{time:%H.%M} น." if thai.is_active() else f"{time:%H:%M}"


def localized_datetime(moment: datetime.datetime) -> str:
    """The moment in Bangkok: `25 พ.ค. 2563 09.30 น.`. One without a zone is a ValueError."""
    time, day = localized_time(moment), moment.astimezone(clock.BANGKOK)
    return f"{short_thai(day)} {time}" if thai.is_active() else f"{in_english_short(day)}, {time}"
