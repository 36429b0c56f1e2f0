"""Which fields of the plan belong to which section; every other file asks here."""

from functools import cache
from typing import NamedTuple

from submissions.enums import Section
from submissions.models import BudgetLine, Business, BusinessPlan, Indicator
from submissions.models.plans import PlanRow


class Part(NamedTuple):
    """The plan's own fields in a section, and its repeating rows: their name and model."""

    fields: tuple[str, ...] = ()
    rows: str = ""
    model: type[PlanRow] | None = None


PARTS: dict[Section, Part] = {
    Section.GROUP: Part(
        (
            "house_number", "founded_on", "level", "chairperson", "telephone", "men", "women",
            "households_joined", "households_total",
        )
    ),
    Section.FINANCES: Part(
        (
            "finances_as_of", "savings_baht", "special_savings_baht", "deposits_baht", "loans",
            "loans_baht", "overdue_baht", "reserve_baht", "cash_baht", "profit_baht",
            "dividend_percent", "rebate_percent", "reserve_percent", "welfare_percent",
            "committee_percent", "other_percent",
        )
    ),
    Section.BUSINESSES: Part(("businesses_summary",), "businesses", Business),
    Section.AIMS: Part(("vision", "objectives"), "indicators", Indicator),
    Section.MARKETING: Part(
        ("product", "pricing", "channels", "promotion", "monthly_sales_baht"),
    ),
    Section.FINANCE_PLAN: Part(
        (
            "own_funds_baht", "income_1_baht", "income_2_baht", "income_3_baht",
            "expense_1_baht", "expense_2_baht", "expense_3_baht", "break_even", "payback_months",
        )
    ),
    Section.BUDGET: Part((), "budget_lines", BudgetLine),
}  # fmt: skip

SHARES = tuple(name for name in PARTS[Section.FINANCES].fields if name.endswith("_percent"))


@cache
def row_fields(model: type[PlanRow]) -> tuple[str, ...]:
    """What a row of the plan says: all its columns but its key, its plan and its place."""
    left_out = {"id", "plan", "position"}
    return tuple(f.name for f in model._meta.concrete_fields if f.name not in left_out)


def label(name: str, model: type[PlanRow] | type[BusinessPlan] = BusinessPlan) -> str:
    """What the field is called on the page, in its language, beginning with a capital."""
    text = str(getattr(model._meta.get_field(name), "verbose_name", name))
    return text[:1].upper() + text[1:]
