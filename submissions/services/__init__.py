"""What officers do with calls, rosters and plans."""

from submissions.services.calls import (
    CallRefusedError,
    change_call,
    copy_of,
    create_call,
    open_call,
    set_province_day,
)
from submissions.services.reminders import plan_reminders
from submissions.services.roster import (
    add_group,
    confirm_roster,
    read_stored_roster,
    remove_group,
    store_roster_file,
)
from submissions.services.roster_reading import Roster, RosterRow, read_roster

__all__ = [
    "CallRefusedError",
    "Roster",
    "RosterRow",
    "add_group",
    "change_call",
    "confirm_roster",
    "copy_of",
    "create_call",
    "open_call",
    "plan_reminders",
    "read_roster",
    "read_stored_roster",
    "remove_group",
    "set_province_day",
    "store_roster_file",
]
