from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from selection_site.lib import clock, dates


class Duty(NamedTuple):
    """Something that a person has to do now, and the day by which."""

    title: str
    url: str
    due_on: date | None = None
    detail: str = ""

    @property
    def due(self) -> str:
        """The day in words: 'in 3 days, 25 May'."""
        if self.due_on is None:
            return _("waits for you")
        return f"{dates.days_left(self.due_on)}, {dates.localized_short(self.due_on)}"

    @property
    def tone(self) -> str:
        if self.due_on is None:
            return "info"
        days = (self.due_on - clock.today()).days
        return "bad" if days < 0 else "warn" if days <= 3 else "info"
