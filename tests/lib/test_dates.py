import datetime
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from selection_site.lib import clock, dates

DAY = date(2020, 5, 25)
DAYS = st.dates(min_value=date(1857, 1, 1), max_value=date(2157, 12, 31))
SHOWN = [
    dates.long_thai,
    dates.short_thai,
    dates.letter_date,
    dates.numeric,
    dates.in_english,
    dates.in_english_short,
    date.isoformat,
]


@given(st.sampled_from(SHOWN), DAYS)
def test_parse_date_reads_back_whatever_is_shown(show, day):
    assert dates.parse_date(show(day)) == day


@pytest.mark.parametrize(
    "typed",
    [
        "25/05/2563",
        "25/5/2563",
        "25-5-2563",
        "25.5.2563",
        "25 5 2563",
        "25052563",
        "๒๕/๐๕/๒๕๖๓",
        "๒๕ พฤษภาคม พ.ศ. ๒๕๖๓",
        "25 พ.ค. 2563",
        "25 พ.ค 2563",
        "25 พค 2563",
        "25พ.ค.2563",
        "25 พ. ค. 2563",
        "วันที่ 25 พฤษภาคม 2563",
        "วันจันทร์ที่ 25 พฤษภาคม พ.ศ. 2563",
        "25 May 2020",
        "25 MAY 2563 BE",
        "25 may B.E. 2563",
        "25 May 2020 AD",
        "25 พ.ค. ค.ศ. 2020",
        "2020-05-25",
        "2563-05-25",
        "25/05/2020",
        " 25/05/2563 ",
        "25\u200b/05/2563",
    ],
)
def test_parse_date_takes_what_officers_write(typed):
    assert dates.parse_date(typed) == DAY


def test_parse_date_takes_every_month_by_each_of_its_names():
    for month in range(12):
        for names in (dates.THAI_MONTHS, dates.THAI_MONTHS_SHORT, dates.ENGLISH_MONTHS):
            assert dates.parse_date(f"1 {names[month]} 2563") == date(2020, month + 1, 1)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "format"),
        ("พรุ่งนี้", "format"),
        ("11/2563", "format"),
        ("25 กกก 2563", "format"),
        ("25/05/2563 09.30", "format"),
        ("123/05/2563", "format"),
        ("29/2/2568", "calendar"),
        ("31/4/2563", "calendar"),
        ("25/13/2563", "calendar"),
        ("0/5/2563", "calendar"),
        ("25/5/63", "year"),
        ("25 พ.ค. ๖๓", "year"),
        ("25/5/563", "year"),
        ("25/5/25630", "year"),
        ("25/5/2399", "year"),
        ("25/5/2701", "year"),
        ("25/5/1856", "year"),
        ("25/5/2158", "year"),
        ("25/5/พ.ศ. 2020", "year"),
        ("25/5/ค.ศ. 2563", "year"),
    ],
)
def test_parse_date_says_why_it_refuses(typed, code):
    with pytest.raises(dates.DateError) as refused:
        dates.parse_date(typed)

    assert refused.value.code == code


def test_parse_date_names_the_value_it_refuses():
    with translation.override("en"), pytest.raises(dates.DateError) as refused:
        dates.parse_date("29/2/2568")

    assert str(refused.value) == (
        "“29/2/2568” is not in the calendar. Check the day and the month."
    )


def test_a_leap_day_of_the_buddhist_era_is_a_day():
    assert dates.parse_date("29 ก.พ. 2567") == date(2024, 2, 29)
    with pytest.raises(dates.DateError, match="2568"):
        dates.parse_date("29 ก.พ. 2568")


@given(st.integers(min_value=1, max_value=9000))
def test_eras_round_trip(year):
    assert dates.from_be(dates.to_be(year)) == year
    assert dates.to_be(year) - year == 543


def test_a_day_is_shown_as_offices_write_it():
    assert dates.long_thai(DAY) == "25 พฤษภาคม 2563"
    assert dates.short_thai(DAY) == "25 พ.ค. 2563"
    assert dates.letter_date(DAY) == "๒๕ พฤษภาคม ๒๕๖๓"
    assert dates.numeric(date(2020, 5, 1)) == "01/05/2563"
    assert dates.in_english(date(2020, 9, 5)) == "5 September 2020"
    assert dates.in_english_short(date(2020, 9, 5)) == "5 Sep 2020"


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2019, 9, 30), 2562),
        (date(2019, 10, 1), 2563),
        (date(2020, 1, 1), 2563),
        (date(2020, 9, 30), 2563),
        (date(2020, 10, 1), 2564),
    ],
)
def test_the_fiscal_year_begins_in_october(day, year):
    assert dates.fiscal_year(day) == year


def test_localized_follows_the_language_of_the_page():
    assert dates.localized(DAY) == "25 พฤษภาคม 2563"
    assert dates.localized_short(DAY) == "25 พ.ค. 2563"
    assert dates.localized_numeric(DAY) == "25/05/2563"
    with translation.override("en"):
        assert dates.localized(DAY) == "25 May 2020"
        assert dates.localized_short(DAY) == "25 May 2020"
        assert dates.localized_numeric(DAY) == "25/05/2020"


def test_localized_datetime_is_the_time_in_bangkok():
    moment = datetime.datetime(2020, 5, 24, 19, 30, tzinfo=datetime.UTC)

    assert dates.localized_datetime(moment) == "25 พ.ค. 2563 02.30 น."
    with translation.override("en"):
        assert dates.localized_datetime(moment) == "25 May 2020, 02:30"


def test_localized_datetime_refuses_a_moment_without_a_zone():
    with pytest.raises(ValueError, match="without a zone"):
        dates.localized_datetime(datetime.datetime(2020, 5, 25, 9, 30))  # noqa: DTZ001 - the point


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2020, 5, 25), "due today"),
        (date(2020, 5, 26), "in 1 day"),
        (date(2020, 5, 28), "in 3 days"),
        (date(2020, 5, 24), "1 day late"),
        (date(2020, 4, 25), "30 days late"),
    ],
)
def test_days_left_counts_days_in_bangkok(day, words):
    just_before_midnight = datetime.datetime(2020, 5, 25, 23, 59, tzinfo=clock.BANGKOK)

    with clock.at(just_before_midnight), translation.override("en"):
        assert dates.days_left(day) == words
