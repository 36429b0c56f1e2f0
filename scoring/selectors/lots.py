"""The drawn lot: an order that anyone can compute again and nobody could foresee.

When a round opens, a seed of 32 random bytes is drawn and its SHA-256 is published: from then on
nobody can change it. When marking is closed the seed itself is published. A submission's lot is

    SHA-256 of the text  SEED|MARKS|NUMBER

where SEED is the seed in hexadecimal, MARKS the digest of the totals of all sheets handed in (so
that whoever knew the seed still could not foresee the order while sheets were open) and NUMBER the
submission's number in the system. The lowest lot, read as hexadecimal, comes first.
MARKS is SHA-256 of a JSON list without spaces, one [number, [totals, lowest first]] for each
submission by number, with totals as text with two decimals.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal


def marks_digest(totals: Mapping[int, Iterable[Decimal]]) -> str:
    """The digest of every total of a round, the same in whatever order they came in."""
    rows = [[pk, [f"{total:.2f}" for total in sorted(of)]] for pk, of in sorted(totals.items())]
    return hashlib.sha256(json.dumps(rows, separators=(",", ":")).encode()).hexdigest()


def lot(seed: str, marks: str, number: int) -> str:
    """The lot of one submission; the lowest comes first."""
    return hashlib.sha256(f"{seed}|{marks}|{number}".encode()).hexdigest()


def commitment(seed: str) -> str:
    """What is published when a round opens: it fixes the seed and does not tell it."""
    return hashlib.sha256(seed.encode()).hexdigest()
