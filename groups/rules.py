"""Who may do what with people and posts. Seeing is a queryset, doing is a predicate."""

from groups.enums import Role
from groups.models import User


def may_manage_people(user: User) -> bool:
    """Invite people, give and end posts."""
    return user.holds(Role.ADMINISTRATOR)


def may_change_person(user: User, person: User) -> bool:
    """Change somebody's name and telephone: the person, or who looks after people."""
    return user == person or may_manage_people(user)
