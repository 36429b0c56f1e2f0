"""Form fields for what officers type: Thai digits, Buddhist-era days, baht, telephone numbers.

Each shows a value the way it is read, keeps what was typed when it refuses, and says which value it
refused. The shown format is accepted back, so an untouched field has not changed.
"""

import datetime
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selection_site.lib import dates, money, thai

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

# The most that an integer column holds on every database.
MAX_INTEGER = 2_147_483_647

_WHOLE = re.compile(r"-?(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,18})")
_QUANTITY = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d{1,2})?")
_DECIMAL = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?")
_PHONE = re.compile(
    r"(?P<number>[\d(][\d\s().-]*\d)(?:\s*(?:ต่อ|ext\.?|x|#)\s*(?P<ext>\d{1,6}))?", re.IGNORECASE
)


class TypedField(forms.Field):
    """A value that is read from one line of text: subclasses say how it is read and shown."""

    inputmode = "numeric"

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": self.inputmode, "autocomplete": "off"}

    def to_python(self, value: object) -> Any:
        if not isinstance(value, str):
            return None if value in self.empty_values else value
        text = thai.normalise(value)
        if not text:
            return None
        try:
            return self.read(text)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value: object) -> object:
        """What the box shows: a value as people write it, what was typed as it was typed."""
        return value if isinstance(value, str) or value is None else self.show(value)

    def read(self, text: str) -> Any:
        """The value of a normalised line; refuses with a ValueError whose message is a sentence."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        return str(value)


class BEDateField(TypedField):
    """A day. Takes whatever `dates.parse_date` does; shows 25/05/2563, or 25/05/2020 in English."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"data-be-date": True}

    def to_python(self, value: object) -> datetime.date | None:
        day = super().to_python(value)
        return day.date() if isinstance(day, datetime.datetime) else day

    def read(self, text: str) -> datetime.date:
        return dates.parse_date(text)

    def show(self, value: datetime.date) -> str:
        return dates.localized_numeric(value)


class NumberField(TypedField):
    """A number between two bounds, each of which may be missing."""

    default_error_messages = {
        "min_value": _("%(value)s is too little. Write %(limit)s or more."),
        "max_value": _("%(value)s is too much. Write %(limit)s or less."),
    }

    def __init__(self, *, min_value: Any = 0, max_value: Any = MAX_INTEGER, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.min_value, self.max_value = min_value, max_value

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.min_value is not None and value < self.min_value:
            raise self._outside("min_value", value, self.min_value)
        if self.max_value is not None and value > self.max_value:
            raise self._outside("max_value", value, self.max_value)

    def _outside(self, code: str, value: Any, limit: Any) -> ValidationError:
        params = {"value": self.show(value), "limit": self.show(limit)}
        return ValidationError(self.error_messages[code], code=code, params=params)


class WholeNumberField(NumberField):
    """A count, shown as 1,250."""

    def read(self, text: str) -> int:
        plain = thai.to_arabic_digits(text)
        if _WHOLE.fullmatch(plain) is None:
            raise ValueError(
                gettext("“%(text)s” is not a whole number. Write digits, for example 25.")
                % {"text": text}
            )
        return int(plain.replace(",", ""))

    def show(self, value: int) -> str:
        return f"{value:,}"


class BahtField(NumberField):
    """Whole baht, shown as 90,000."""

    def read(self, text: str) -> int:
        return money.parse_baht(text)

    def show(self, value: int) -> str:
        return money.format_baht(value)


class SatangField(NumberField):
    """An amount typed in baht with up to two decimals and held in satang, shown as 1,234.50."""

    inputmode = "decimal"

    def read(self, text: str) -> money.Satang:
        return money.parse_satang(text)

    def show(self, value: money.Satang) -> str:
        return money.format_satang(value)


class QuantityField(NumberField):
    """A number with up to two decimals, shown as 5,000 or 2.5."""

    inputmode = "decimal"

    def read(self, text: str) -> Decimal:
        plain = thai.to_arabic_digits(text)
        if _QUANTITY.fullmatch(plain) is None:
            raise ValueError(
                gettext(
                    "“%(text)s” is not a number. Write digits with two decimals at most, "
                    "for example 2.5."
                )
                % {"text": text}
            )
        return Decimal(plain.replace(",", ""))

    def show(self, value: Decimal) -> str:
        return f"{value.normalize():,f}"


class PointsField(NumberField):
    """Marks in steps of one point, or of half a point."""

    inputmode = "decimal"
    default_error_messages = {
        "step": _("%(value)s lies between two steps: marks go by %(step)s."),
    }

    def __init__(self, *, step: str = "1", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.step = Decimal(step)

    def read(self, text: str) -> Decimal:
        plain = thai.to_arabic_digits(text)
        if _DECIMAL.fullmatch(plain) is None:
            raise ValueError(
                gettext("“%(text)s” is not a number of points. Write digits, for example 7.5.")
                % {"text": text}
            )
        return Decimal(plain)

    def show(self, value: Decimal | int) -> str:
        text = f"{Decimal(value):f}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and value % self.step:
            params = {"value": self.show(value), "step": self.show(self.step)}
            raise ValidationError(self.error_messages["step"], code="step", params=params)


class YearField(NumberField):
    """A Buddhist-era year; another way to write a year is refused with the year it may mean."""

    def __init__(self, *, min_value: int = 2500, max_value: int = 2700, **kwargs: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)

    def read(self, text: str) -> int:
        plain = re.sub(r"^พ\.?\s?ศ\.?\s*", "", thai.to_arabic_digits(text))
        if not re.fullmatch(r"\d{4}|\d{2}", plain):
            raise ValueError(
                gettext("“%(text)s” is not a year. Write four digits, for example 2563.")
                % {"text": text}
            )
        year = int(plain)
        if (meant := self._meant(year)) is not None:
            raise ValueError(
                gettext(
                    "“%(text)s” is not a Buddhist-era year of four digits. Did you mean %(meant)s?"
                )
                % {"text": text, "meant": meant}
            )
        return year

    def _meant(self, year: int) -> int | None:
        if year < 100:
            return 2500 + year
        as_be = dates.to_be(year)
        return as_be if year < self.min_value <= as_be <= self.max_value else None


class PhoneField(forms.CharField):
    """A telephone number, held as its digits with an extension: `037425057 ต่อ 12`.

    Takes spaces, hyphens, brackets, +66 and Thai digits, and a range such as 0-3742-5057-8, held as
    `037425057-8`. Shows the groups that Thai offices write.
    """

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"inputmode": "tel", "autocomplete": "off"}

    def to_python(self, value: object) -> str:
        text = thai.normalise(super().to_python(value) or "")
        return _phone(text) if text else ""

    def prepare_value(self, value: object) -> object:
        return format_phone(value) if isinstance(value, str) else value


def _phone(text: str) -> str:
    plain = re.sub(r"^\+66[\s-]*0?", "0", thai.to_arabic_digits(text))
    match = _PHONE.fullmatch(plain)
    number, last = _split_range(match["number"]) if match else ("", "")
    if match is None or not re.fullmatch(r"0[2-7]\d{7}|0[689]\d{8}|1\d{2,3}", number):
        raise ValidationError(
            gettext(
                "“%(text)s” is not a telephone number. Write 9 or 10 digits that begin with 0, "
                "for example 0-3742-5057 or 081-234-5678 ext. 12."
            )
            % {"text": text},
            code="invalid",
        )
    return number + last + (f" ต่อ {match['ext']}" if match["ext"] else "")


def _split_range(written: str) -> tuple[str, str]:
    """The digits of the number, and `-8` where a landline is written as a range."""
    last = re.search(r"-(\d{1,2})$", written)
    digits = re.sub(r"\D", "", written)
    if last and re.match("0[2-7]", digits) and len(digits) == 9 + len(last[1]):
        return digits[:9], last[0]
    return digits, ""


def format_phone(number: str) -> str:
    """A number as `PhoneField` holds it, in groups: 0-3742-5057, 0-2141-6000, 081-234-5678."""
    match = re.fullmatch(r"(\d+)(.*)", number)
    if match is None:
        return number
    digits, rest = match.groups()
    if len(digits) == 9:
        return f"{digits[0]}-{digits[1:5]}-{digits[5:]}{rest}"
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}{rest}" if len(digits) == 10 else number


class ThaiTextField(forms.CharField):
    """Text in the one spelling that is stored; over a Textarea it keeps its lines."""

    default_error_messages = {
        "max_length": _(
            "This is %(show_value)d characters long and %(limit_value)d fit. Please shorten it."
        ),
    }

    def to_python(self, value: object) -> Any:
        text = super().to_python(value)
        if not isinstance(text, str):
            return text
        lines = isinstance(self.widget, forms.Textarea)
        return (thai.normalise_lines(text) if lines else thai.normalise(text)) or self.empty_value


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Files chosen together; an empty one is named by the service, which looks into each."""

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[bytes]"]:
        chosen = [file for file in data or [] if file]
        if not chosen:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return chosen
