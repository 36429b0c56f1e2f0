"""The plan as people read it: one rendering for its writer, the province and the committee.

It is made from a content alone, so a version shows what was sent, whatever the rows say today. What
the form of its time did not ask is left out.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from selection_site.lib import money
from submissions.enums import BudgetKind, BudgetSource, BusinessKind, Section
from submissions.models import BudgetLine, Business, Indicator
from submissions.selectors.budget import (
    BudgetCut,
    brought,
    cuts,
    line_satang,
    stops_after,
    total_satang,
)
from submissions.selectors.cells import (
    Cell,
    DocumentSection,
    Table,
    baht,
    figure,
    quantity,
    value_text,
)
from submissions.selectors.content import Content, was_asked
from submissions.selectors.document_rows import committees, gantt, materials, partners, risks
from submissions.selectors.sections import PARTS, label


def plan_document(content: Content) -> list[DocumentSection]:
    """The whole plan in the language of the page, section by section, in the order of writing."""
    return [
        DocumentSection(
            section.value,
            str(section.label),
            PAIRS.get(section, _pairs(section))(content),
            TABLES.get(section, _no_tables)(content),
            gantt(content) if section == Section.ACTIVITIES and content["activities"] else None,
        )
        for section in PARTS
        if was_asked(content, section)
    ]


def _pairs(section: Section) -> Callable[[Content], list[tuple[str, str]]]:
    return lambda content: _named(PARTS[section].fields, content)


def _named(names: tuple[str, ...], content: Content) -> list[tuple[str, str]]:
    plan = content["plan"]
    return [(label(name), value_text(name, plan[name])) for name in names if name in plan]


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
        *(figure(label(name, Business), row[name]) for name in counts),
    ]


def _three_years(row: Content) -> list[list[Cell]]:
    """Sales and profit, each a row of its own: side by side they are too wide for a page."""
    business = row["name"] or str(BusinessKind(row["kind"]).label)
    years = (_("Three years ago"), _("Two years ago"), _("Last year"))
    return [
        [
            Cell(_("Business"), business, note=what),
            *(figure(year, row[f"{kept}_{number}_baht"]) for number, year in enumerate(years, 1)),
        ]
        for kept, what in (("sales", _("Sales")), ("profit", _("Profit")))
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


def _finance_plan_pairs(content: Content) -> list[tuple[str, str]]:
    """What is asked stands in the budget; here it joins the money of the group and of others."""
    asked = total_satang(content, BudgetSource.DEPARTMENT)
    own, *others = _named(("own_funds_baht", "other_funds_baht"), content)
    shown = _("%(amount)s baht") % {"amount": money.format_satang(asked)}
    rest = _named(("break_even", "payback_months"), content)
    return [own, (_("Asked of the department"), shown), *others, *rest]


def _forecast(content: Content) -> list[Table]:
    """Income, expenses and the profit, year by year."""
    plan = content["plan"]
    rows = []
    for year in (1, 2, 3):
        income, expense = plan[f"income_{year}_baht"], plan[f"expense_{year}_baht"]
        known = income is not None and expense is not None
        rows.append(
            [
                Cell(_("Year"), str(year)),
                figure(_("Income"), income),
                figure(_("Expenses"), expense),
                figure(_("Profit"), income - expense if known else None),
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
    bought = Table(_("What each award buys"), [_reach(cut, content) for cut in cuts(content)], [])
    return [Table(_("Budget"), [_line(line) for line in lines], foot, _marks(content)), bought]


def _marks(content: Content) -> dict[int, list[str]]:
    """Under which line each award is used up; none where it buys everything or nothing."""
    marks: dict[int, list[str]] = {}
    for cut in cuts(content):
        place = stops_after(content, cut)
        if place is not None:
            words = _("An award of %(amount)s baht reaches to here: %(together)s baht.") % {
                "amount": money.format_baht(cut.limit_baht),
                "together": money.format_satang(cut.total_satang),
            }
            marks.setdefault(place, []).append(words)
    return marks


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


def _reach(cut: BudgetCut, content: Content) -> list[Cell]:
    """What one award buys, and beside it what the group and others bring."""
    stops = "" if cut.buys_everything else _("Stops before: %(item)s") % {"item": cut.next_item}
    is_larger = cut.limit_baht == content["call"]["outstanding_baht"]
    return [
        Cell(_("Award"), baht(cut.limit_baht), note=_("Outstanding") if is_larger else _("Good")),
        Cell(_("Buys"), ", ".join(cut.items) or _("nothing"), note=stops),
        Cell(_("Together"), money.format_satang(cut.total_satang), is_figure=True),
        Cell(_("Left"), money.format_satang(cut.left_satang), is_figure=True),
        _brings(_("The group adds"), content, BudgetSource.GROUP),
        _brings(_("Others add"), content, BudgetSource.OTHER),
    ]


def _brings(heading: str, content: Content, source: BudgetSource) -> Cell:
    gift = brought(content, source)
    text = money.format_satang(gift.total_satang) if gift.items else ""
    return Cell(heading, text, note=", ".join(gift.items))


PAIRS = {
    Section.GROUP: _group_pairs,
    Section.FINANCE_PLAN: _finance_plan_pairs,
}
TABLES = {
    Section.STRUCTURE: committees,
    Section.BUSINESSES: _businesses,
    Section.AIMS: _indicators,
    Section.PRODUCTION: materials,
    Section.FINANCE_PLAN: _forecast,
    Section.BUDGET: _budget,
    Section.NETWORKS: partners,
    Section.RISKS: risks,
}
