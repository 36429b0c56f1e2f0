"""What happens to people and messages, and the audit chain that every app writes to."""

from groups.services.audit import payload, record, subject_of
from groups.services.notices import deliver, mark_read, owe
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
    "Names",
    "PeopleRefusedError",
    "add_person",
    "appoint",
    "change_person",
    "deliver",
    "end_post",
    "invite",
    "mark_read",
    "owe",
    "payload",
    "record",
    "subject_of",
]
