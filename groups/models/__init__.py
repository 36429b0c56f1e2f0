"""Who takes part: places, savings groups, people and posts; notices and the audit chain."""

from groups.models.calendar import CalendarKey, DayOff
from groups.models.events import ChainHead, Event
from groups.models.notices import Digest, Notice
from groups.models.owed import MOST_TRIES, Owed, OwedQuerySet
from groups.models.people import Post, User
from groups.models.places import District, Province
from groups.models.savings_groups import SavingsGroup

__all__ = [
    "MOST_TRIES",
    "CalendarKey",
    "ChainHead",
    "DayOff",
    "Digest",
    "District",
    "Event",
    "Notice",
    "Owed",
    "OwedQuerySet",
    "Post",
    "Province",
    "SavingsGroup",
    "User",
]
