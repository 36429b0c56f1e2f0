import datetime
from datetime import date

import pytest
from django.template import Context, Template
from django.utils import translation

from selection_site.lib import clock

DAY = date(2020, 5, 25)
MOMENT = datetime.datetime(2020, 5, 25, 2, 30, tzinfo=datetime.UTC)


def render(filter_name, value, language="th"):
    template = Template("{% load thai %}{{ value|" + filter_name + " }}")
    with translation.override(language):
        return template.render(Context({"value": value}))


@pytest.mark.parametrize(
    ("name", "value", "in_thai", "in_english"),
    [
        ("thai_date", DAY, "25 พฤษภาคม 2563", "25 May 2020"),
        ("short_date", date(2020, 9, 5), "5_ก.ย._2563", "5_Sep_2020"),
        ("numeric_date", DAY, "25/05/2563", "25/05/2020"),
        ("thai_datetime", MOMENT, "25_พ.ค._2563 09.30_น.", "25_May_2020, 09:30"),
        ("thai_digits", 2563, "๒๕๖๓", "๒๕๖๓"),
        ("baht_words", 9_000_000, "เก้าหมื่นบาทถ้วน", "เก้าหมื่นบาทถ้วน"),
        ("telephone", "037425057 ต่อ 12", "0-3742-5057 ต่อ 12", "0-3742-5057 ต่อ 12"),
        ("duration", 0, "0:00", "0:00"),
        ("duration", 125.9, "2:05", "2:05"),
        ("duration", 3725, "1:02:05", "1:02:05"),
        ("minutes", 300, "5", "5"),
        ("minutes", 270, "4:30", "4:30"),
    ],
)
def test_a_filter_speaks_the_language_of_the_page(name, value, in_thai, in_english):
    shown = [render(name, value), render(name, value, "en")]
    assert [text.replace("\N{NO-BREAK SPACE}", "_") for text in shown] == [in_thai, in_english]


def test_amounts_carry_their_unit():
    assert render("baht", 2_520_000, "en") == "2,520,000 baht"
    assert render("baht", 0, "en") == "0 baht"
    assert render("satang", 123_450, "en") == "1,234.50 baht"


def test_days_left_is_a_short_sentence():
    with clock.at(DAY):
        assert render("days_left", DAY, "en") == "due today"
        assert render("days_left", date(2020, 5, 28), "en") == "in 3 days"
        assert render("days_left", date(2020, 5, 23), "en") == "2 days late"


@pytest.mark.parametrize(
    "name",
    [
        "thai_date",
        "short_date",
        "numeric_date",
        "thai_datetime",
        "baht",
        "satang",
        "baht_words",
        "thai_digits",
        "days_left",
        "duration",
    ],
)
@pytest.mark.parametrize("value", [None, ""])
def test_nothing_is_shown_for_nothing(name, value):
    assert render(name, value) == ""


def test_what_a_person_typed_is_escaped():
    assert render("thai_digits", "<b>5</b>") == "&lt;b&gt;๕&lt;/b&gt;"
