"""What a page knows of the answers of a section: a short digest of each, as it was last stored.

A page hands them back with what was typed, so that an answer is written only over the very one
that its writer has seen. They do not depend on language, digits or spelling of what was typed.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from submissions.models import BusinessPlan
from submissions.selectors.content import plain
from submissions.selectors.sections import Part, row_fields

Answers: TypeAlias = dict[str, Any]  # value of each field; under the name of the rows, a list
Known: TypeAlias = Mapping[str, str]  # an answer that is not named was empty

LENGTH = 12


def answers(plan: BusinessPlan, part: Part) -> Answers:
    """The section's answers as they stand on `plan` and in its rows; one query if it has rows."""
    own: Answers = {name: getattr(plan, name) for name in part.fields}
    if part.model is None:
        return own
    names = row_fields(part.model)
    rows = [] if plan._state.adding else list(getattr(plan, part.rows).values(*names))
    return own | {part.rows: rows}


def digest(answer: object) -> str:
    """The same for the same answer; an empty one has none."""
    if answer in (None, "", []) or answer is False:
        return ""
    said = [_row(row) for row in answer] if isinstance(answer, list) else plain(answer)
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def _row(row: Mapping[str, Any]) -> Answers:
    return {name: plain(value) for name, value in row.items()}


def digests(found: Answers) -> Known:
    made = {name: digest(answer) for name, answer in found.items()}
    return {name: short for name, short in made.items() if short}


def known_text(known: Known) -> str:
    """As a hidden box of the page holds it."""
    return " ".join(f"{name}:{short}" for name, short in known.items())


def known_of(text: str) -> Known:
    """Read it back; what is no pair is left out, so that its answer counts as unknown."""
    pairs: Sequence[tuple[str, str, str]] = [word.partition(":") for word in text.split()]
    return {name: short for name, _colon, short in pairs}
