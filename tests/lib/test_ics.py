"""Calendar files, read back as RFC 5545 says a calendar reads them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selection_site.lib import ics

CHANGED = datetime(2020, 5, 7, 2, tzinfo=UTC)


def a_day(**changed):
    values = {
        "uid": "2563-plans-27@example.org",
        "on": date(2020, 5, 29),
        "summary": "ส่งแผนธุรกิจ",
        "description": "ถึงกรมฯ",
        "url": "https://example.org/",
        "sequence": 2,
        "changed_at": CHANGED,
    }
    return ics.Day(**values | changed)


def read(content):
    """The lines of a file, unfolded: name and value."""
    text = content.replace(b"\r\n ", b"").decode()
    assert text.endswith("\r\n")
    return [tuple(line.split(":", 1)) for line in text.removesuffix("\r\n").split("\r\n")]


def unescaped(value):
    out, chars = "", iter(value)
    for char in chars:
        out += {"n": "\n"}.get(mark := next(chars), mark) if char == "\\" else char
    return out


def test_day_reads_back_as_a_whole_day_with_alarms_in_office_hours():
    lines = read(ics.calendar("วันของฉัน", [a_day()]))

    assert lines[:3] == [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//Community Development Department//Savings groups//TH"),
    ]
    event = lines[lines.index(("BEGIN", "VEVENT")) : lines.index(("END", "VEVENT"))]
    assert dict(event[:11]) == {
        "BEGIN": "VEVENT",
        "UID": "2563-plans-27@example.org",
        "DTSTAMP": "20200507T020000Z",
        "LAST-MODIFIED": "20200507T020000Z",
        "SEQUENCE": "2",
        "DTSTART;VALUE=DATE": "20200529",
        "DTEND;VALUE=DATE": "20200530",
        "SUMMARY": "ส่งแผนธุรกิจ",
        "DESCRIPTION": "ถึงกรมฯ",
        "URL": "https://example.org/",
        "STATUS": "CONFIRMED",
    }
    triggers = [value for name, value in event if name == "TRIGGER"]
    assert triggers == ["-P6DT15H30M", "-PT15H30M"]
    assert lines[-1] == ("END", "VCALENDAR")


def test_alarm_on_the_day_itself_rings_after_it_began():
    lines = read(ics.calendar("x", [a_day(alarms=(0,))]))

    assert ("TRIGGER", "PT8H30M") in lines


def test_last_day_of_a_year_ends_in_the_next():
    lines = read(ics.calendar("x", [a_day(on=date(2020, 12, 31))]))

    assert ("DTEND;VALUE=DATE", "20210101") in lines


@given(text=st.text(st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from("\n;,\\ก็ำ")))
def test_any_text_reads_back_and_no_line_is_longer_than_75_octets(text):
    content = ics.calendar("x", [a_day(summary=text)])

    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    [summary] = [value for name, value in read(content) if name == "SUMMARY"]
    assert unescaped(summary) == text


@pytest.mark.parametrize("length", [74, 75, 76, 150])
def test_folded_parts_are_whole_characters(length):
    parts = list(ics.folded("ก" * length))

    assert b"".join(part.removeprefix(b" ") for part in parts).decode() == "ก" * length
    assert all(part.decode() for part in parts)
