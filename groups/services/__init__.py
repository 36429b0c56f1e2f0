"""What happens to people and messages, and the audit chain that every app writes to."""

from groups.services.audit import payload, record, subject_of
from groups.services.calendar_keys import make_calendar_key, owner_of, revoke_calendar_key
from groups.services.days_off import DayOffRefusedError, add_day_off, remove_day_off
from groups.services.notices import deliver, mark_opened, mark_read, owe, owe_new
from groups.services.owed_files import make_file
from groups.services.people import (
    Names,
    PeopleRefusedError,
    add_person,
    appoint,
    change_person,
    end_post,
    invite,
)

__all__ = [
    "DayOffRefusedError",
    "Names",
    "PeopleRefusedError",
    "add_day_off",
    "add_person",
    "appoint",
    "change_person",
    "deliver",
    "end_post",
    "invite",
    "make_calendar_key",
    "make_file",
    "mark_opened",
    "mark_read",
    "owe",
    "owe_new",
    "owner_of",
    "payload",
    "record",
    "remove_day_off",
    "revoke_calendar_key",
    "subject_of",
]
