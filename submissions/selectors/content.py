"""The plan as one value: what a version keeps, what is shown, checked and judged."""

import datetime
from decimal import Decimal
from typing import Any, TypeAlias

from submissions.enums import Section
from submissions.models import BusinessPlan, Submission
from submissions.selectors.sections import PARTS, ROWS, row_fields

Content: TypeAlias = dict[str, Any]

# 1: seven parts. 2: all sixteen. A version keeps the shape in which it was frozen.
FORMAT = 2


def plan_content(submission: Submission) -> Content:
    """Everything the plan says, as JSON holds it: codes, whole numbers, ISO days, decimal text.

    A plan that nobody has begun gives the same shape with nothing in it. One query, and one for
    each kind of row, when the submission comes with its call, group, district and province.
    """
    plan = BusinessPlan.objects.filter(submission=submission).first() or BusinessPlan()
    return {
        "format": FORMAT,
        "call": _call(submission),
        "group": _group(submission),
        "plan": {
            name: plain(getattr(plan, name)) for part in PARTS.values() for name in part.fields
        },
        **{rows: _rows(plan, rows) for rows in ROWS},
        **_taken_over(plan),
    }


def _taken_over(plan: BusinessPlan) -> Content:
    """What waits to be confirmed; a plan that can be sent has none of it, nor has a version."""
    if not plan.to_confirm:
        return {}
    return {"taken_over": {"year": plan.taken_from_year, "to_confirm": plan.to_confirm}}


def _call(submission: Submission) -> Content:
    call = submission.call
    return {
        "year": call.year,
        "good_baht": call.good_baht,
        "outstanding_baht": call.outstanding_baht,
        "equipment_from_baht": call.equipment_from_baht,
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


def in_todays_shape(content: Content) -> Content:
    """A content of any format with every part of today's; what was not asked then is blank.

    For rules that look through all parts. Never for a digest: that is of the content as it is.
    """
    blank = BusinessPlan()
    return {
        **content,
        "call": {"equipment_from_baht": None} | content["call"],
        "plan": {
            name: content["plan"].get(name, plain(getattr(blank, name)))
            for part in PARTS.values()
            for name in part.fields
        },
        **{rows: content.get(rows, []) for rows in ROWS},
    }


def was_asked(content: Content, section: Section) -> bool:
    """Whether the form of the content's time had this part."""
    part = PARTS[section]
    return part.rows in content or any(name in content["plan"] for name in part.fields)


def section_content(content: Content, section: Section) -> tuple[Content, list[Content]]:
    """One section's own fields and its rows."""
    part = PARTS[section]
    own = {name: content["plan"][name] for name in part.fields}
    return own, content[part.rows] if part.rows else []


def is_blank(value: object) -> bool:
    """Whether nothing was written or ticked; 0 is an answer."""
    return value is None or value == "" or value is False


def is_empty(content: Content, section: Section) -> bool:
    """Whether nothing at all has been written in the section."""
    own, rows = section_content(content, section)
    return not rows and all(is_blank(value) for value in own.values())
