"""The private address of a person's calendar: made, replaced, taken back; only its hash is kept."""

import hashlib
import secrets

from django.db import transaction

from groups.models import CalendarKey, User
from groups.services.audit import record
from selection_site.lib import clock


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_calendar_key(user: User) -> str:
    """Give the person a new address and return its token, which nobody can be told again.

    The address before it stops answering.
    """
    token = secrets.token_urlsafe(32)
    facts = {"sha256": _hash(token), "created_at": clock.now()}
    key, _made = CalendarKey.objects.update_or_create(user=user, defaults=facts)
    record("make_calendar_address", key, by=user)
    return token


@transaction.atomic
def revoke_calendar_key(user: User) -> None:
    """Have the address answer no more; without one nothing happens."""
    key = CalendarKey.objects.select_for_update().filter(user=user).first()
    if key is not None:
        record("revoke_calendar_address", key, by=user)
        key.delete()


def owner_of(token: str) -> User | None:
    """Whose calendar the token opens: nobody's for a wrong one or one who may not log in."""
    key = CalendarKey.objects.filter(sha256=_hash(token), user__is_active=True)
    found = key.select_related("user").first()
    return found.user if found else None
