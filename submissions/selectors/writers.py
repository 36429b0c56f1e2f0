"""Who else is at a plan now, and by when it must be where."""

from datetime import date
from typing import NamedTuple

from groups.models import User
from selection_site.lib import clock
from submissions.models import Submission, Writer


def others_writing(submission: Submission, user: User) -> list[Writer]:
    """Who but `user` has a page of the plan open for writing, in the order of their names."""
    present = submission.writers.present().exclude(user=user).select_related("user")
    return sorted(present, key=lambda writer: str(writer.user))


class Due(NamedTuple):
    """The two days of a plan, by the calendar of Bangkok; both themselves still count."""

    province_on: date
    department_on: date

    @property
    def has_day_of_province(self) -> bool:
        return self.province_on != self.department_on

    @property
    def next_on(self) -> date:
        """The day a writer works towards: the province's; once that is over, the department's."""
        is_over = clock.today() > self.province_on
        return self.department_on if is_over else self.province_on


def due(submission: Submission) -> Due:
    """By when the plan must be sent and forwarded; the pages of writing ask here alone. A query."""
    return Due(submission.province_due_on, submission.plans_due_on)
