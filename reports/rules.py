"""Who may do what with letters, reports, exports and the letterhead; stages add the when."""

from budgets.models import Allocation
from groups.enums import PROVINCE_ROLES, Role
from groups.models import User
from groups.rules import oversees
from reports.models.results import AnyReport


def sees_agency(user: User) -> bool:
    """See what the department's letters begin and end with."""
    return oversees(user) or user.holds(Role.ADMINISTRATOR)


def may_set_agency(user: User) -> bool:
    """Change the letterhead and the emblem of letters to come."""
    return user.holds(Role.ADMINISTRATOR)


def sees_letters(user: User) -> bool:
    """See letters at all: every one, or those to the own province."""
    return oversees(user) or user.holds(*PROVINCE_ROLES)


def may_order_letters(user: User) -> bool:
    """Number the award letters and have them made."""
    return user.holds(Role.STAFF)


def may_report(user: User, allocation: Allocation) -> bool:
    """Write and send the result report and the follow-up of a group."""
    return user.holds(Role.PROVINCE, province_id=allocation.submission.province_id)


def may_accept_report(user: User, report: AnyReport) -> bool:
    """Accept what a province sent, or return it with a reason; nobody accepts their own."""
    return user.holds(Role.STAFF) and report.sent_by_id != user.pk


def may_export(user: User) -> bool:
    """Order a report as a file."""
    return user.holds(Role.STAFF)
