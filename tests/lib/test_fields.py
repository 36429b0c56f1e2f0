import datetime
from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from selection_site.lib import fields, thai

DAY = date(2020, 5, 25)


def shown(field, value):
    """What the box of an untouched form sends back."""

    class Form(forms.Form):
        box = field

    return Form(initial={"box": value})["box"].value()


def refusal(field, typed):
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            field.clean(typed)
        (message,) = refused.value.messages
    return message


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (fields.BEDateField(), "๒๕ พ.ค. ๒๕๖๓", DAY),
        (fields.BEDateField(), DAY, DAY),
        (fields.BEDateField(), datetime.datetime(2020, 5, 25, tzinfo=datetime.UTC), DAY),
        (fields.BahtField(), "๙๐,๐๐๐ บาท", 90_000),
        (fields.BahtField(), 90_000, 90_000),
        (fields.SatangField(), "1,234.5", 123_450),
        (fields.WholeNumberField(), "๑,๒๕๐", 1_250),
        (fields.WholeNumberField(min_value=None), "-3", -3),
        (fields.WholeNumberField(min_value=0), "0", 0),
        (fields.PointsField(), "๗", Decimal(7)),
        (fields.PointsField(step="0.5"), "7.5", Decimal("7.5")),
        (fields.YearField(), "พ.ศ. ๒๕๖๓", 2563),
        (fields.PhoneField(), "0-3742-5057", "037425057"),
        (fields.PhoneField(), "037-425-057 ต่อ 12", "037425057 ต่อ 12"),
        (fields.PhoneField(), "(037) 425057 ext. 12", "037425057 ต่อ 12"),
        (fields.PhoneField(), "0-3742-5057-8", "037425057-8"),
        (fields.PhoneField(), "0-3742-5057-62 ต่อ ๑๒", "037425057-62 ต่อ 12"),
        (fields.PhoneField(), "๐๘๑-๒๓๔-๕๖๗๘", "0812345678"),
        (fields.PhoneField(), "+66 81 234 5678", "0812345678"),
        (fields.PhoneField(), "1567", "1567"),
        (fields.ThaiTextField(), " น\u0e4d\u0e49\u0e32  ใส ", "น้ำ ใส"),
        (fields.ThaiTextField(), "ก\x00ข\nค", "กข ค"),
        (fields.ThaiTextField(widget=forms.Textarea), " ก \r\n\r\n ข", "ก\n\nข"),
    ],
)
def test_a_field_reads_what_officers_type(field, typed, value):
    assert field.clean(typed) == value


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        (
            fields.BEDateField(),
            "29/2/2568",
            "“29/2/2568” is not in the calendar. Check the day and the month.",
        ),
        (
            fields.BahtField(),
            "90,000.50",
            "“90,000.50” has satang in it. Write whole baht, for example 90,000.",
        ),
        (fields.BahtField(), "-1", "-1 is too little. Write 0 or more."),
        (
            fields.BahtField(max_value=90_000),
            "90001",
            "90,001 is too much. Write 90,000 or less.",
        ),
        (
            fields.BahtField(),
            "2147483648",
            "2,147,483,648 is too much. Write 2,147,483,647 or less.",
        ),
        (fields.SatangField(min_value=1), "0", "0.00 is too little. Write 0.01 or more."),
        (
            fields.WholeNumberField(),
            "2.5",
            "“2.5” is not a whole number. Write digits, for example 25.",
        ),
        (
            fields.PointsField(step="0.5", max_value=10),
            "7.3",
            "7.3 lies between two steps: marks go by 0.5.",
        ),
        (fields.PointsField(max_value=10), "10.5", "10.5 is too much. Write 10 or less."),
        (
            fields.PointsField(),
            "7,5",
            "“7,5” is not a number of points. Write digits, for example 7.5.",
        ),
        (
            fields.YearField(),
            "2020",
            "“2020” is not a Buddhist-era year of four digits. Did you mean 2563?",
        ),
        (
            fields.YearField(),
            "๖๓",
            "“๖๓” is not a Buddhist-era year of four digits. Did you mean 2563?",
        ),
        (fields.YearField(), "256", "“256” is not a year. Write four digits, for example 2563."),
        (fields.YearField(max_value=2570), "2571", "2571 is too much. Write 2570 or less."),
        (
            fields.PhoneField(),
            "12",
            "“12” is not a telephone number. Write 9 or 10 digits that begin with 0, "
            "for example 0-3742-5057 or 081-234-5678 ext. 12.",
        ),
        (
            fields.ThaiTextField(max_length=3),
            "กขคง",
            "This is 4 characters long and 3 fit. Please shorten it.",
        ),
    ],
)
def test_a_field_names_the_value_it_refuses(field, typed, message):
    assert refusal(field, typed) == message


@pytest.mark.parametrize("typed", ["0812345", "08123456789", "โทร 0812345678", "0112345678", "a"])
def test_a_phone_field_refuses_what_cannot_be_dialled(typed):
    with pytest.raises(ValidationError):
        fields.PhoneField().clean(typed)


EMPTY = [
    fields.BEDateField,
    fields.BahtField,
    fields.SatangField,
    fields.WholeNumberField,
    fields.PointsField,
    fields.YearField,
    fields.PhoneField,
    fields.ThaiTextField,
]


@pytest.mark.parametrize("kind", EMPTY)
@pytest.mark.parametrize("typed", ["", None, "  ", "\u200b"])
def test_an_empty_box_is_no_value(kind, typed):
    assert kind(required=False).clean(typed) in (None, "")
    with pytest.raises(ValidationError) as refused:
        kind().clean(typed)
    assert [error.code for error in refused.value.error_list] == ["required"]


VALUES = st.one_of(
    st.tuples(st.just(fields.BEDateField()), st.dates(date(1860, 1, 1), date(2150, 1, 1))),
    st.tuples(st.just(fields.BahtField()), st.integers(0, fields.MAX_INTEGER)),
    st.tuples(st.just(fields.SatangField()), st.integers(0, fields.MAX_INTEGER)),
    st.tuples(st.just(fields.WholeNumberField()), st.integers(0, fields.MAX_INTEGER)),
    st.tuples(
        st.just(fields.PointsField(step="0.5")),
        st.integers(0, 2000).map(lambda halves: Decimal(halves) / 2),
    ),
    st.tuples(st.just(fields.YearField()), st.integers(2500, 2700)),
    st.tuples(
        st.just(fields.PhoneField()),
        st.from_regex(r"0[2-7][0-9]{7}(-[0-9])?( ต่อ [0-9]{1,4})?|08[0-9]{8}", fullmatch=True),
    ),
)


@given(VALUES, st.sampled_from(["th", "en"]))
def test_an_untouched_field_has_not_changed(field_and_value, language):
    field, value = field_and_value
    with translation.override(language):
        box = shown(field, value)

    assert not field.has_changed(value, box)
    assert not field.has_changed(value, thai.to_thai_digits(box))
    assert field.has_changed(value, "what nobody wrote")


@given(st.text("กขเาำ้ 12\n").map(thai.normalise_lines))
def test_an_untouched_text_has_not_changed(text):
    field = fields.ThaiTextField(widget=forms.Textarea)
    box = shown(field, text)

    assert not field.has_changed(text, box.replace("\n", "\r\n"))
    assert field.has_changed(text, box + "อีกคำ")


def test_a_field_shows_values_in_the_language_of_the_page():
    assert shown(fields.BEDateField(), DAY) == "25/05/2563"
    assert shown(fields.BahtField(), 90_000) == "90,000"
    assert shown(fields.SatangField(), 123_450) == "1,234.50"
    assert shown(fields.WholeNumberField(), 1_250) == "1,250"
    assert shown(fields.PointsField(), Decimal("7.50")) == "7.5"
    assert shown(fields.YearField(), 2563) == "2563"
    assert shown(fields.PhoneField(), "037425057-8 ต่อ 12") == "0-3742-5057-8 ต่อ 12"
    with translation.override("en"):
        assert shown(fields.BEDateField(), DAY) == "25/05/2020"


def test_a_refused_value_stays_in_its_box():
    class Form(forms.Form):
        day = fields.BEDateField()
        baht = fields.BahtField()
        phone = fields.PhoneField()

    typed = {"day": "๒๙/2/2568", "baht": "90000 <b>", "phone": "โทร 12"}
    form = Form(typed)

    assert not form.is_valid()
    assert {name: form[name].value() for name in typed} == typed
    assert "<b>" not in str(form)


def test_the_widgets_open_the_right_keyboard():
    class Form(forms.Form):
        day = fields.BEDateField()
        satang = fields.SatangField(required=False)

    form = Form()

    assert str(form["day"]) == (
        '<input type="text" name="day" inputmode="numeric" autocomplete="off" data-be-date '
        'required id="id_day">'
    )
    assert str(form["satang"]) == (
        '<input type="text" name="satang" inputmode="decimal" autocomplete="off" id="id_satang">'
    )


@pytest.mark.parametrize(
    ("held", "written"),
    [
        ("037425057", "0-3742-5057"),
        ("0812345678", "081-234-5678"),
        ("021416000-9", "0-2141-6000-9"),
        ("0812345678 ต่อ 3", "081-234-5678 ต่อ 3"),
        ("1567", "1567"),
        ("ไม่มี", "ไม่มี"),
        ("", ""),
    ],
)
def test_format_phone_groups_digits_as_offices_do(held, written):
    assert fields.format_phone(held) == written
