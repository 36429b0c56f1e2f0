"""Who may do what with people and posts. Seeing is a queryset, doing is a predicate."""

from groups.enums import AUDITING_ROLES, OVERSEEING_ROLES, PEOPLE_ROLES, Role
from groups.models import User


def oversees(user: User) -> bool:
    """See every submission, every allocation and every letter."""
    return user.holds(*OVERSEEING_ROLES)


def sees_events(user: User) -> bool:
    """Read the audit chain."""
    return user.holds(*AUDITING_ROLES)


def sees_people(user: User) -> bool:
    """See every person and the posts held."""
    return user.holds(*PEOPLE_ROLES)


def may_manage_people(user: User) -> bool:
    """Invite people, give and end posts."""
    return user.holds(Role.ADMINISTRATOR)


def may_change_person(user: User, person: User) -> bool:
    """Change somebody's name and telephone: the person, or who looks after people."""
    return user == person or may_manage_people(user)


def may_set_days_off(user: User) -> bool:
    """Add days off that are declared late, and take them away again."""
    return user.holds(Role.STAFF)


def may_remind(user: User) -> bool:
    """Remind those who are behind now, outside the ladder, and try failed mails again."""
    return user.holds(Role.STAFF)
