"""What this year's plan may take over from the group's last one, and what of it waits for a person.

Taken over is what seldom changes; every part that got something is confirmed by its writer before
the plan can be sent.
"""

from typing import Any, NamedTuple, cast

from django.core.exceptions import ValidationError
from django.db.models import Field, QuerySet

from groups.models import User
from submissions.enums import Section
from submissions.models import BusinessPlan, PlanVersion, Submission
from submissions.models.plans import PlanRow
from submissions.selectors.content import Content, is_blank, is_empty
from submissions.selectors.sections import PARTS

# Stands for the name of a field where the whole part is to be confirmed.
CONFIRM = "confirm"


class Stable(NamedTuple):
    """What of a part is taken over: its own fields, and what each of its rows says."""

    fields: tuple[str, ...] = ()
    row_fields: tuple[str, ...] = ()


# What is not named here is written anew each year: whatever was counted or added up (members,
# households, money, shares, capacity, prices in words), what is planned or asked for (objectives,
# indicators, promotion, months, budget, risks, results), and what was declared and signed.
STABLE: dict[Section, Stable] = {
    Section.GROUP: Stable(("house_number", "founded_on", "level", "chairperson", "telephone")),
    Section.STRUCTURE: Stable(row_fields=("committee", "name", "post")),
    Section.BUSINESSES: Stable(("businesses_summary",), ("kind", "name", "started_year")),
    # Strengths, weaknesses and problems are this year's view; who buys and who competes stays.
    Section.ANALYSIS: Stable(("customers", "competitors")),
    Section.AIMS: Stable(("vision",)),
    # A raw material is no row without its price, so the old price comes along to be confirmed.
    Section.PRODUCTION: Stable(
        ("goods", "process", "standards"), ("name", "origin", "unit", "unit_price_satang")
    ),
    Section.MARKETING: Stable(("product", "channels")),
    Section.MANAGEMENT: Stable(("management", "staff", "bookkeeping")),
    Section.NETWORKS: Stable(row_fields=("name", "contribution")),
}


def is_untouched(content: Content) -> bool:
    """Whether nothing at all is written in the plan, so that nothing could be written over."""
    return all(is_empty(content, section) for section in PARTS)


def earlier_version(submission: Submission, user: User) -> PlanVersion | None:
    """The plan that the same group sent last, in an earlier year that `user` may open; one query.

    A group that stands in for another is another group: it has no plan but its own.
    """
    return _earlier(submission, user).select_related("submission__call").first()


def offered_year(submission: Submission, user: User, content: Content) -> int | None:
    """The year from which an untouched plan can take over; a query if it is untouched."""
    if not is_untouched(content):
        return None
    return _earlier(submission, user).values_list("submission__call__year", flat=True).first()


def _earlier(submission: Submission, user: User) -> QuerySet[PlanVersion]:
    own = Submission.objects.visible_to(user).filter(
        group=submission.group_id, call__year__lt=submission.call.year
    )
    return PlanVersion.objects.filter(submission__in=own).order_by(
        "-submission__call__year", "-number"
    )


def stable_values(content: Content) -> Content:
    """What of a content of any format is taken over, as `write_plan` takes it.

    What today's plan would not take, such as a kind of business that is gone, is left out.
    """
    values: Content = {}
    for section, stable in STABLE.items():
        part = PARTS[section]
        own = {name: _fitting(name, content["plan"].get(name)) for name in stable.fields}
        values |= {name: value for name, value in own.items() if not is_blank(value)}
        if part.model and (rows := _rows(content.get(part.rows, []), part.model, stable)):
            values[part.rows] = rows
    return values


def _fitting(name: str, value: Any) -> Any:
    column = cast("Field[Any, Any]", BusinessPlan._meta.get_field(name))
    try:
        return column.clean(value, None)
    except ValidationError:
        return None


def _rows(said: list[Content], model: type[PlanRow], stable: Stable) -> list[Content]:
    found = []
    for each in said:
        kept = {name: each[name] for name in stable.row_fields if not is_blank(each.get(name))}
        row = model(**kept)
        try:
            row.clean_fields(exclude={"plan", "position"})
        except ValidationError:
            continue
        found.append({name: getattr(row, name) for name in kept})
    return found


def sections_of(values: Content) -> list[Section]:
    """The parts that values belong to."""
    return [
        section
        for section, part in PARTS.items()
        if part.rows in values or any(name in values for name in part.fields)
    ]


def taken_from(content: Content, section: Section) -> int | None:
    """The year whose answers wait in this part for a person to confirm them."""
    taken = content.get("taken_over")
    return taken["year"] if taken and section in taken["to_confirm"] else None
