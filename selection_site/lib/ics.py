"""Calendar files (RFC 5545): days that stand in the calendar of a telephone or a desk.

Only what the programme needs of the format: events that last a whole day, with alarms.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

MOST_OCTETS = 75
# Alarms ring when the office opens, not at midnight.
_ALARM_HOUR = timedelta(hours=8, minutes=30)


class Day(NamedTuple):
    """A day to keep. `uid` is its name for ever; `sequence` grows whenever the day is moved.

    `alarms` are days before at which the calendar rings, half past eight in the morning.
    """

    uid: str
    on: date
    summary: str
    description: str
    url: str
    sequence: int
    changed_at: datetime
    alarms: tuple[int, ...] = (7, 1)


def calendar(name: str, days: Iterable[Day]) -> bytes:
    """The file: UTF-8, lines ended by CRLF and folded at 75 octets, never within a character."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Community Development Department//Savings groups//TH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "X-WR-TIMEZONE:Asia/Bangkok",
        # A telephone that subscribed looks again four times a day.
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]
    for day in days:
        lines += _event(day)
    lines.append("END:VCALENDAR")
    return b"".join(part + b"\r\n" for line in lines for part in folded(line))


def _event(day: Day) -> Iterator[str]:
    stamp = f"{day.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield from (
        "BEGIN:VEVENT",
        f"UID:{escaped(day.uid)}",
        f"DTSTAMP:{stamp}",
        f"LAST-MODIFIED:{stamp}",
        f"SEQUENCE:{day.sequence}",
        f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(day.summary)}",
        f"DESCRIPTION:{escaped(day.description)}",
        f"URL:{day.url}",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
    )
    for before in day.alarms:
        yield from (
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{escaped(day.summary)}",
            f"TRIGGER:{_before(timedelta(days=before) - _ALARM_HOUR)}",
            "END:VALARM",
        )
    yield "END:VEVENT"


def _before(span: timedelta) -> str:
    """A span before the day begins, such as -P6DT15H30M; after it where the span is negative."""
    sign, minutes = ("-", span) if span > timedelta() else ("", -span)
    hours, rest = divmod(minutes.seconds // 60, 60)
    return f"{sign}P{f'{minutes.days}D' if minutes.days else ''}T{hours}H{rest}M"


def escaped(text: str) -> str:
    """A text as the format has it: backslash, semicolon, comma and line ends are marked."""
    for char, mark in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        text = text.replace(char, mark)
    return text


def folded(line: str) -> Iterator[bytes]:
    """The line in parts of at most 75 octets, each but the first begun by a space."""
    part = b""
    for char in line:
        octets = char.encode()
        if len(part) + len(octets) > MOST_OCTETS:
            yield part
            part = b" "
        part += octets
    yield part
