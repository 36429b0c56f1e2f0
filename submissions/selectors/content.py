"""The plan as one value: what a version keeps, what is shown, checked and judged."""

import datetime
from decimal import Decimal
from typing import Any, TypeAlias

from submissions.enums import Section
from submissions.models import BusinessPlan, Submission
from submissions.selectors.sections import PARTS, row_fields

Content: TypeAlias = dict[str, Any]

FORMAT = 1


def plan_content(submission: Submission) -> Content:
    """Everything the plan says, as JSON holds it: codes, whole numbers, ISO days, decimal text.

    A plan that nobody has begun gives the same shape with nothing in it. Four queries when the
    submission comes with its call, group, district and province.
    """
    plan = BusinessPlan.objects.filter(submission=submission).first() or BusinessPlan()
    return {
        "format": FORMAT,
        "call": _call(submission),
        "group": _group(submission),
        "plan": {
            name: plain(getattr(plan, name)) for part in PARTS.values() for name in part.fields
        },
        **{part.rows: _rows(plan, part.rows) for part in PARTS.values() if part.rows},
    }


def _call(submission: Submission) -> Content:
    call = submission.call
    return {
        "year": call.year,
        "good_baht": call.good_baht,
        "outstanding_baht": call.outstanding_baht,
    }


def _group(submission: Submission) -> Content:
    group = submission.group
    return {
        "name": group.name,
        "village_number": group.village_number,
        "village": group.village,
        "subdistrict": group.subdistrict,
        "district": submission.district.name,
        "province": submission.province.name,
    }


def _rows(plan: BusinessPlan, name: str) -> list[Content]:
    if plan._state.adding:
        return []
    rows = getattr(plan, name).all()
    names = row_fields(rows.model)
    return [{field: plain(getattr(row, field)) for field in names} for row in rows]


def plain(value: object) -> object:
    """A value as JSON holds it: ISO days, decimals as text without needless zeros."""
    match value:
        case datetime.date():
            return value.isoformat()
        case Decimal():
            return f"{value.normalize():f}"
    return value


def section_content(content: Content, section: Section) -> tuple[Content, list[Content]]:
    """One section's own fields and its rows."""
    part = PARTS[section]
    own = {name: content["plan"][name] for name in part.fields}
    return own, content[part.rows] if part.rows else []


def is_empty(content: Content, section: Section) -> bool:
    """Whether nothing at all has been written in the section."""
    own, rows = section_content(content, section)
    return not rows and all(value in (None, "") for value in own.values())
