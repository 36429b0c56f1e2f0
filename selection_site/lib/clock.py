"""The only place that asks the system for the time. A deadline is a day in Bangkok."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

BANGKOK = ZoneInfo("Asia/Bangkok")

# One process tells one time: a year's rehearsal sets it, and every thread follows.
_offset = timedelta(0)
# The moment at which the clock stands still for one act, in its own thread.
_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The present moment, aware, in Bangkok."""
    return _moment.get() or timezone.now().astimezone(BANGKOK) + _offset


def today() -> date:
    """The day it is in Bangkok; it changes at 00:00:00 there, wherever the server stands."""
    return now().date()


def day_of(moment: datetime) -> date:
    """The day a moment falls on in Bangkok."""
    return moment.astimezone(BANGKOK).date()


def day_after(day: date) -> date:
    return day + timedelta(days=1)


def travel(to: date | datetime) -> None:
    """Set this process's clock; a bare day means nine in the morning, when offices open."""
    global _offset
    if not isinstance(to, datetime):
        to = datetime.combine(to, time(9), tzinfo=BANGKOK)
    _offset = to - timezone.now()


def come_back() -> None:
    """Tell the real time again."""
    global _offset
    _offset = timedelta(0)


@contextmanager
def still() -> Iterator[None]:
    """Live through the block, or the function it decorates, at the moment at which it began.

    For acts with a deadline: whoever is in time is not made late by those who are served first.
    """
    token = _moment.set(now())
    try:
        yield
    finally:
        _moment.reset(token)


@contextmanager
def at(moment: date | datetime) -> Iterator[None]:
    """Live through the block at another time, then return to the one before."""
    global _offset
    before = _offset
    travel(moment)
    try:
        yield
    finally:
        _offset = before
