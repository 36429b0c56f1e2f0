"""Which fields of the plan belong to which section; every other file asks here."""

from functools import cache
from typing import NamedTuple

from submissions.enums import Section
from submissions.models import (
    Activity,
    BudgetLine,
    Business,
    BusinessPlan,
    CommitteeSeat,
    Indicator,
    Material,
    Partner,
    Risk,
)
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
            "ordinary_members", "associate_members", "honorary_members", "households_joined",
            "households_total",
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
    Section.STRUCTURE: Part((), "committee_seats", CommitteeSeat),
    Section.BUSINESSES: Part(("businesses_summary",), "businesses", Business),
    Section.ANALYSIS: Part(
        (
            "strengths", "weaknesses", "opportunities", "threats", "problems", "customers",
            "competitors",
        )
    ),
    Section.AIMS: Part(("vision", "objectives"), "indicators", Indicator),
    Section.PRODUCTION: Part(
        ("goods", "capacity", "process", "standards"), "materials", Material
    ),
    Section.MARKETING: Part(
        ("product", "pricing", "channels", "promotion", "monthly_sales_baht"),
    ),
    Section.MANAGEMENT: Part(("management", "staff", "bookkeeping")),
    Section.FINANCE_PLAN: Part(
        (
            "own_funds_baht", "other_funds_baht", "income_1_baht", "income_2_baht",
            "income_3_baht", "expense_1_baht", "expense_2_baht", "expense_3_baht", "break_even",
            "payback_months",
        )
    ),
    Section.ACTIVITIES: Part((), "activities", Activity),
    Section.BUDGET: Part((), "budget_lines", BudgetLine),
    Section.NETWORKS: Part((), "partners", Partner),
    Section.RISKS: Part((), "risks", Risk),
    Section.RESULTS: Part(
        (
            "expected_work", "expected_jobs", "expected_income", "expected_income_baht",
            "expected_welfare", "expected_welfare_people",
        )
    ),
    Section.SIGNATURES: Part(
        (
            "has_agreed", "agreed_on", "chair_name", "chair_signed_on", "worker_name",
            "worker_signed_on", "head_name", "head_signed_on", "privacy_version",
        )
    ),
}  # fmt: skip

ROWS = {part.rows: part.model for part in PARTS.values() if part.model is not None}


@cache
def row_fields(model: type[PlanRow]) -> tuple[str, ...]:
    """What a row of the plan says: all its columns but its key, its plan and its place."""
    left_out = {"id", "plan", "position"}
    return tuple(f.name for f in model._meta.concrete_fields if f.name not in left_out)


def label(name: str, model: type[PlanRow] | type[BusinessPlan] = BusinessPlan) -> str:
    """What the field is called on the page, in its language, beginning with a capital."""
    text = str(getattr(model._meta.get_field(name), "verbose_name", name))
    return text[:1].upper() + text[1:]
