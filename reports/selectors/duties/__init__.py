"""What each person has to do now: the heart of everybody's home page."""

from datetime import date

from groups.models import User
from reports.selectors.duties import committee, department, heads, local
from reports.selectors.duties.duty import Duty

__all__ = ["Duty", "duties"]

KINDS = (
    local.of_districts,
    local.of_provinces,
    local.of_buyers,
    heads.of_plans,
    heads.of_awards,
    committee.of_judges,
    committee.of_chairs,
    department.of_staff,
    department.of_directors,
    department.of_administrators,
)


def duties(user: User) -> list[Duty]:
    """Everything that waits for this person under all their posts, the most pressing first."""
    owed = [duty for kind in KINDS for duty in kind(user)]
    return sorted(owed, key=lambda duty: (duty.due_on or date.max, duty.title))
