"""Hashes that anyone can recompute: one way to write a record, SHA-256 over it, chained."""

import datetime
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal

GENESIS = "0" * 64


def canonical(obj: object) -> bytes:
    """The one way to write a record: JSON, keys in order, no spaces, UTF-8.

    A day is ISO, a moment ISO in UTC, a Decimal its digits without idle zeros, so that equal values
    are written alike whichever database they come back from. Refuses with TypeError what has no
    single writing: binary fractions, moments without a zone, keys that are not text.
    """
    plain = _plain(obj)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _plain(value: object) -> object:
    match value:
        case None | str() | int():
            return value
        case Decimal():
            return _digits(value)
        case datetime.datetime():
            return _moment(value)
        case datetime.date():
            return value.isoformat()
        case Mapping():
            return {_key(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
    raise TypeError(f"A {type(value).__name__} cannot be sealed.")


def _digits(value: Decimal) -> str:
    if not value.is_finite():
        raise TypeError("Only a finite Decimal can be sealed.")
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _moment(value: datetime.datetime) -> str:
    if value.tzinfo is None:
        raise TypeError("A moment without a zone cannot be sealed.")
    return value.astimezone(datetime.UTC).isoformat(timespec="microseconds")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError("A key of a sealed record is text.")
    return key


def sha256_hex(content: object) -> str:
    """SHA-256 in hexadecimal: of bytes as they are, of anything else as `canonical` writes it."""
    written = content if isinstance(content, bytes) else canonical(content)
    return hashlib.sha256(written).hexdigest()


def chain(previous: str, payload: object) -> str:
    """The hash of a record in a chain: it covers the hash before it, GENESIS for the first."""
    return sha256_hex(f"{previous}\n".encode() + canonical(payload))
