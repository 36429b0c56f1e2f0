"""How days, amounts and lengths read on a page, in its language. Each shows nothing for nothing."""

import datetime
from collections.abc import Callable
from typing import TypeVar

from django import template
from django.utils.translation import gettext

from selection_site.lib import dates, money, thai
from selection_site.lib.fields import format_phone

register = template.Library()

T = TypeVar("T")

UNBROKEN = "\N{NO-BREAK SPACE}"


def _shown(value: T | None, show: Callable[[T], str]) -> str:
    """Template filters also meet what is not there yet."""
    return "" if value is None or value == "" else show(value)


@register.filter
def thai_date(day: datetime.date | None) -> str:
    """25 พฤษภาคม 2563, or 25 May 2020."""
    return _shown(day, dates.localized)


@register.filter
def short_date(day: datetime.date | None) -> str:
    """25 พ.ค. 2563, or 25 May 2020; a line does not end within it."""
    return _shown(day, lambda day: dates.localized_short(day).replace(" ", UNBROKEN))


@register.filter
def weekday_date(day: datetime.date | None) -> str:
    """วันจันทร์ที่ 25 พฤษภาคม 2563, or Monday, 25 May 2020."""
    return _shown(day, dates.with_weekday)


@register.filter
def numeric_date(day: datetime.date | None) -> str:
    """25/05/2563, or 25/05/2020."""
    return _shown(day, dates.localized_numeric)


@register.filter
def thai_datetime(moment: datetime.datetime | None) -> str:
    """25 พ.ค. 2563 09.30 น., or 25 May 2020, 09:30."""
    return _shown(moment, _moment)


@register.filter
def hour(time: datetime.time | None) -> str:
    """09.30 น., or 09:30."""
    return _shown(time, lambda time: dates.localized_hour(time).replace(" ", UNBROKEN))


def _moment(moment: datetime.datetime) -> str:
    """A line may end between the day and the time, nowhere else."""
    words = dates.localized_datetime(moment).split(" ")
    return f"{UNBROKEN.join(words[:3])} {UNBROKEN.join(words[3:])}"


@register.filter
def baht(amount: int | None) -> str:
    """Whole baht: 2,520,000 บาท."""
    return _shown(amount, lambda baht: _with_unit(money.format_baht(baht)))


@register.filter
def satang(amount: money.Satang | None) -> str:
    """Satang: 1,234.50 บาท."""
    return _shown(amount, lambda satang: _with_unit(money.format_satang(satang)))


@register.filter
def amount(satang: money.Satang | None) -> str:
    """Satang without its unit, for a column that is headed 'baht': 1,234.50."""
    return _shown(satang, money.format_satang)


def _with_unit(figure: str) -> str:
    return gettext("%(amount)s baht") % {"amount": figure}


@register.filter
def baht_words(amount: money.Satang | None) -> str:
    """Satang in Thai words, for papers: เก้าหมื่นบาทถ้วน."""
    return _shown(amount, money.baht_text)


@register.filter
def thai_digits(text: object) -> str:
    """The same with Thai digits, for letters."""
    return _shown(text, thai.to_thai_digits)


@register.filter
def telephone(number: str | None) -> str:
    """A stored telephone number in groups: 0-3742-5057."""
    return _shown(number, format_phone)


@register.filter
def days_left(day: datetime.date | None) -> str:
    """How far off a day is: due today, in 3 days, 2 days late."""
    return _shown(day, dates.days_left)


@register.filter
def duration(seconds: float | None) -> str:
    """The length of a clip: 2:05, or 1:02:05."""
    return _shown(seconds, _duration)


@register.filter
def minutes(seconds: int) -> str:
    """A limit in minutes: 5, or 4:30 where seconds remain."""
    whole, rest = divmod(seconds, 60)
    return _duration(seconds) if rest else str(whole)


def _duration(seconds: float) -> str:
    minutes, second = divmod(int(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02d}:{second:02d}" if hour else f"{minute}:{second:02d}"
