"""How often one address may ask something: a count in the cache, which may be lost."""

import logging

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def is_too_often(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Whether this address has asked for `what` more than `most` times in about `seconds`.

    Counts this time too. A cache that does not answer stops nobody: what is guarded here must be
    safe without it.
    """
    key = f"limit:{what}:{address_of(request)}"
    try:
        cache.add(key, 0, timeout=seconds)
        return cache.incr(key) > most
    except ValueError:  # it ran out between the two
        return False
    except (OSError, RedisError) as error:
        log.warning("No count of %s: %s", what, error)
        return False


def address_of(request: HttpRequest) -> str:
    """The asking address behind our own proxies; all whose address is unknown count as one."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""
