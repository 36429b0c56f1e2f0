"""The plan as people read it: one rendering for its writer, the province and the committee.

It is made from a content alone, so a version shows what was sent, whatever the rows say today.
"""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from selection_site.lib import dates, money
from selection_site.lib.fields import format_phone
from submissions.enums import BudgetKind, BudgetSource, BusinessKind, Section
from submissions.models import BudgetLine, Business, Indicator
from submissions.selectors.budget import Cut, cuts, line_satang, total_satang
from submissions.selectors.content import Content
from submissions.selectors.sections import PARTS, label


class Cell(NamedTuple):
    """A value in a table, under what it is called; figures stand to the right."""

    heading: str
    text: str
    is_figure: bool = False
    note: str = ""


class Table(NamedTuple):
    """Rows of cells under one another; `foot` holds pairs of a sum's name and the sum."""

    caption: str
    rows: list[list[Cell]]
    foot: list[tuple[str, str]]


class DocumentSection(NamedTuple):
    """A section as it is read: pairs of name and value, then tables."""

    key: str
    title: str
    pairs: list[tuple[str, str]]
    tables: list[Table]


def plan_document(content: Content) -> list[DocumentSection]:
    """The whole plan in the language of the page, section by section, in the order of writing."""
    return [
        DocumentSection(section.value, str(section.label), pairs(content), tables(content))
        for section, (pairs, tables) in RENDERED.items()
    ]


def _value(name: str, value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, int):
        if name.endswith("_baht"):
            return _baht(value)
        return f"{value} %" if name.endswith("_percent") else f"{value:,}"
    if name in ("founded_on", "finances_as_of"):
        return dates.localized(datetime.date.fromisoformat(str(value)))
    return format_phone(str(value)) if name == "telephone" else str(value)


def _baht(amount: int) -> str:
    return _("%(amount)s baht") % {"amount": money.format_baht(amount)}


def _figure(heading: str, value: int | None) -> Cell:
    return Cell(heading, "" if value is None else f"{value:,}", is_figure=True)


def _pairs(section: Section) -> Callable[[Content], list[tuple[str, str]]]:
    names = PARTS[section].fields
    return lambda content: [(label(name), _value(name, content["plan"][name])) for name in names]


def _no_pairs(content: Content) -> list[tuple[str, str]]:
    return []


def _no_tables(content: Content) -> list[Table]:
    return []


def _group_pairs(content: Content) -> list[tuple[str, str]]:
    """The house number joins the address, which Thai offices write in one line."""
    group = content["group"]
    house = content["plan"]["house_number"]
    parts = [
        f"เลขที่ {house}" if house else "",
        f"หมู่ที่ {group['village_number']}",
        group["village"],
        f"ตำบล{group['subdistrict']}",
        f"อำเภอ{group['district']}",
        f"จังหวัด{group['province']}",
    ]
    address = " ".join(part for part in parts if part)
    own = _pairs(Section.GROUP)(content)[1:]
    return [(_("Name of the group"), group["name"]), (_("Address"), address), *own]


def _businesses(content: Content) -> list[Table]:
    rows = content["businesses"]
    if not rows:
        return []
    return [
        Table(_("Businesses of the group"), [_business(row) for row in rows], []),
        Table(
            _("Sales and profit in baht"),
            [figures for row in rows for figures in _three_years(row)],
            [],
        ),
    ]


def _business(row: Content) -> list[Cell]:
    kind = str(BusinessKind(row["kind"]).label)
    started = Cell(label("started_year", Business), str(row["started_year"] or ""), is_figure=True)
    counts = ("capital_baht", "employed", "customers")
    return [
        Cell(_("Business"), row["name"] or kind, note=kind if row["name"] else ""),
        started,
        *(_figure(label(name, Business), row[name]) for name in counts),
    ]


def _three_years(row: Content) -> list[list[Cell]]:
    """Sales and profit, each a row of its own: side by side they are too wide for a page."""
    business = row["name"] or str(BusinessKind(row["kind"]).label)
    years = (_("Three years ago"), _("Two years ago"), _("Last year"))
    return [
        [
            Cell(_("Business"), business, note=what),
            *(
                _figure(year, row[f"{figure}_{number}_baht"])
                for number, year in enumerate(years, 1)
            ),
        ]
        for figure, what in (("sales", _("Sales")), ("profit", _("Profit")))
    ]


def _indicators(content: Content) -> list[Table]:
    rows = content["indicators"]
    if not rows:
        return []
    return [Table(_("Indicators"), [_indicator(row) for row in rows], [])]


def _indicator(row: Content) -> list[Cell]:
    return [
        Cell(label("name", Indicator), row["name"]),
        Cell(label("baseline", Indicator), quantity(row["baseline"]), is_figure=True),
        Cell(label("target", Indicator), quantity(row["target"]), is_figure=True),
        Cell(label("unit", Indicator), row["unit"]),
    ]


def quantity(text: str) -> str:
    """A number as the content holds it, with commas: 5,000 or 1,234.5."""
    return f"{Decimal(text):,f}"


def _finance_plan_pairs(content: Content) -> list[tuple[str, str]]:
    names = ("own_funds_baht", "break_even", "payback_months")
    return [(label(name), _value(name, content["plan"][name])) for name in names]


def _forecast(content: Content) -> list[Table]:
    """Income, expenses and what is left of it, year by year."""
    plan = content["plan"]
    rows = []
    for year in (1, 2, 3):
        income, expense = plan[f"income_{year}_baht"], plan[f"expense_{year}_baht"]
        known = income is not None and expense is not None
        rows.append(
            [
                Cell(_("Year"), str(year)),
                _figure(_("Income"), income),
                _figure(_("Expenses"), expense),
                _figure(_("Left over"), income - expense if known else None),
            ]
        )
    return [Table(_("Forecast in baht"), rows, [])]


def _budget(content: Content) -> list[Table]:
    lines = content["budget_lines"]
    if not lines:
        return []
    sources = [
        (str(source.label), total_satang(content, source))
        for source in BudgetSource
        if any(line["source"] == source for line in lines)
    ]
    total = total_satang(content)
    foot = [(name, money.format_satang(amount)) for name, amount in sources]
    foot.append((_("All lines together"), money.format_satang(total)))
    foot.append((_("In words"), money.baht_text(total)))
    bought = Table(_("What each award buys"), [_reach(cut) for cut in cuts(content)], [])
    return [Table(_("Budget"), [_line(line) for line in lines], foot), bought]


def _line(line: Content) -> list[Cell]:
    return [
        Cell(label("priority", BudgetLine), str(line["priority"]), is_figure=True),
        Cell(label("item", BudgetLine), line["item"], note=line["specification"]),
        Cell(label("quantity", BudgetLine), quantity(line["quantity"]), is_figure=True),
        Cell(label("unit", BudgetLine), line["unit"]),
        Cell(
            label("unit_price_satang", BudgetLine),
            money.format_satang(line["unit_price_satang"]),
            is_figure=True,
        ),
        Cell(_("Amount"), money.format_satang(line_satang(line)), is_figure=True),
        Cell(label("source", BudgetLine), str(BudgetSource(line["source"]).label)),
        Cell(label("kind", BudgetLine), str(BudgetKind(line["kind"]).label)),
    ]


def _reach(cut: Cut) -> list[Cell]:
    stops = "" if cut.buys_everything else _("Stops before: %(item)s") % {"item": cut.next_item}
    return [
        Cell(_("Award"), _baht(cut.limit_baht)),
        Cell(_("Buys"), ", ".join(cut.items) or _("nothing"), note=stops),
        Cell(_("Together"), money.format_satang(cut.total_satang), is_figure=True),
        Cell(_("Left"), money.format_satang(cut.left_satang), is_figure=True),
    ]


RENDERED = {
    Section.GROUP: (_group_pairs, _no_tables),
    Section.FINANCES: (_pairs(Section.FINANCES), _no_tables),
    Section.BUSINESSES: (_pairs(Section.BUSINESSES), _businesses),
    Section.AIMS: (_pairs(Section.AIMS), _indicators),
    Section.MARKETING: (_pairs(Section.MARKETING), _no_tables),
    Section.FINANCE_PLAN: (_finance_plan_pairs, _forecast),
    Section.BUDGET: (_no_pairs, _budget),
}
