"""A plan line by line: every place that can be pointed at, with its name and what stands there.

Made of the table of sections alone, so a field that a section gets is a line at once. A content
that was frozen before a field existed has an empty line for it.
"""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext as _

from selection_site.lib import dates, money
from selection_site.lib.fields import format_phone
from submissions.enums import Section
from submissions.models import BusinessPlan
from submissions.models.plans import PlanRow
from submissions.selectors.content import Content
from submissions.selectors.sections import PARTS, label, row_fields

# What a row is called by, where it has one of these.
NAMES = ("name", "item", "activity", "title", "risk", "position")
NOT_PLAN = (Section.CLIP, Section.FILES)


class PlanLine(NamedTuple):
    """One place: the path that names it, what it is called, what stands there."""

    path: str
    label: str
    text: str


class LineRow(NamedTuple):
    """A repeating row: the path of all of it, its name, its lines."""

    path: str
    title: str
    lines: list[PlanLine]


class LineSection(NamedTuple):
    """A section; clip and files have no lines, but can be pointed at as a whole."""

    key: str
    title: str
    lines: list[PlanLine]
    rows: list[LineRow]


def plan_lines(content: Content) -> list[LineSection]:
    """Every section in the order of writing, then clip and files."""
    return [
        *(_section(content, section) for section in PARTS),
        *(LineSection(section.value, str(section.label), [], []) for section in NOT_PLAN),
    ]


def _section(content: Content, section: Section) -> LineSection:
    part = PARTS[section]
    own = [
        PlanLine(name, label(name), value_text(BusinessPlan, name, content["plan"].get(name)))
        for name in part.fields
    ]
    rows = list(_rows(content, part.rows, part.model)) if part.model else []
    return LineSection(section.value, str(section.label), own, rows)


def _rows(content: Content, name: str, model: type[PlanRow]) -> Iterator[LineRow]:
    for place, row in enumerate(content.get(name, [])):
        path = f"{name}-{place}"
        lines = [
            PlanLine(f"{path}-{each}", label(each, model), value_text(model, each, row.get(each)))
            for each in row_fields(model)
        ]
        yield LineRow(path, row_title(model, row, place), lines)


def row_title(model: type[PlanRow], row: Content, place: int) -> str:
    """'Business 2: the shop' or, where nothing names it, 'Business 2'."""
    kind = str(model._meta.verbose_name)
    facts = {"kind": kind[:1].upper() + kind[1:], "number": place + 1, "name": row_name(row)}
    if facts["name"]:
        return _("%(kind)s %(number)s: %(name)s") % facts
    return _("%(kind)s %(number)s") % facts


def row_text(row: LineRow) -> str:
    """All that a row says, in one line."""
    return "; ".join(f"{line.label}: {line.text}" for line in row.lines if line.text)


def row_name(row: Content) -> str:
    return next((str(row[name]) for name in NAMES if row.get(name)), "")


def value_text(model: type[models.Model], name: str, value: Any) -> str:
    """What a value of a content reads like on a page; nothing for what is empty."""
    if value in (None, "", []):
        return ""
    column = model._meta.get_field(name)
    choices = dict(getattr(column, "flatchoices", None) or [])
    if isinstance(value, list):
        return ", ".join(str(choices.get(each, each)) for each in value)
    if choices:
        return str(choices.get(value, value))
    return _typed_text(column, name, value)


def _typed_text(column: object, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(column, models.DateField):
        return dates.localized(datetime.date.fromisoformat(value))
    if isinstance(column, models.DecimalField):
        return f"{Decimal(value):,f}"
    unit = name.rpartition("_")[2]
    if unit in UNITS and isinstance(value, int):
        return UNITS[unit](value)
    if isinstance(value, int) and unit != "year":
        return f"{value:,}"
    if name == "privacy_version":
        return _("read and ticked, version %(version)s") % {"version": value}
    return format_phone(value) if name == "telephone" else str(value)


UNITS = {
    "satang": lambda value: _("%(amount)s baht") % {"amount": money.format_satang(value)},
    "baht": lambda value: _("%(amount)s baht") % {"amount": money.format_baht(value)},
    "percent": lambda value: f"{value} %",
}


def place_of(content: Content, section: str, path: str) -> PlanLine | None:
    """The line, row or section that a path names; None when there is no such place."""
    found = next((each for each in plan_lines(content) if each.key == section), None)
    if found is None:
        return None
    if not path:
        return PlanLine("", found.title, "")
    for row in found.rows:
        if row.path == path:
            return PlanLine(path, row.title, row_text(row))
        for line in row.lines:
            if line.path == path:
                return line._replace(label=f"{row.title} · {line.label}")
    return next((line for line in found.lines if line.path == path), None)
