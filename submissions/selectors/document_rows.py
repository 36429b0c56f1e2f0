"""The repeating parts of a plan as tables: committees, materials, activities, partners, risks."""

from django.utils.translation import gettext as _

from selection_site.lib import money
from submissions.enums import Committee, Weight
from submissions.models import CommitteeSeat, Material, Partner, Risk
from submissions.selectors.cells import Cell, Gantt, Month, Span, Table, months
from submissions.selectors.content import Content
from submissions.selectors.sections import label


def _table(caption: str, rows: list[list[Cell]]) -> list[Table]:
    return [Table(caption, rows, [])] if rows else []


def committees(content: Content) -> list[Table]:
    """Everybody on a committee, the directing committee first."""
    seats = content["committee_seats"]
    rows = [_seat(row) for each in Committee for row in seats if row["committee"] == each]
    return _table(_("Members of the committees"), rows)


def _seat(row: Content) -> list[Cell]:
    return [
        Cell(label("committee", CommitteeSeat), str(Committee(row["committee"]).label)),
        *(Cell(label(name, CommitteeSeat), row[name]) for name in ("name", "post")),
    ]


def materials(content: Content) -> list[Table]:
    return _table(_("Raw materials"), [_material(row) for row in content["materials"]])


def _material(row: Content) -> list[Cell]:
    price = money.format_satang(row["unit_price_satang"])
    return [
        *(Cell(label(name, Material), row[name]) for name in ("name", "origin")),
        Cell(label("unit_price_satang", Material), price, is_figure=True),
        Cell(label("unit", Material), row["unit"]),
    ]


def partners(content: Content) -> list[Table]:
    names = ("name", "contribution")
    rows = [
        [Cell(label(name, Partner), row[name]) for name in names] for row in content["partners"]
    ]
    return _table(_("Partners"), rows)


def risks(content: Content) -> list[Table]:
    return _table(_("Risks"), [_risk(row) for row in content["risks"]])


def _risk(row: Content) -> list[Cell]:
    return [
        Cell(label("name", Risk), row["name"]),
        *(Cell(label(name, Risk), str(Weight(row[name]).label)) for name in ("chance", "effect")),
        Cell(label("answer", Risk), row["answer"]),
    ]


def gantt(content: Content) -> Gantt:
    """The activities among the months of the call's fiscal year."""
    rows = content["activities"]
    all_months = months(content["call"]["year"])
    caption = _("Activities by month, fiscal year %(year)s") % {"year": content["call"]["year"]}
    return Gantt(caption, all_months, [_span(row, all_months) for row in rows])


def _span(row: Content, all_months: list[Month]) -> Span:
    first, last = row["first_month"], row["last_month"]
    names = [all_months[number - 1].name for number in (first, last)]
    when = (
        names[0]
        if first == last
        else _("%(first)s to %(last)s")
        % {
            "first": names[0],
            "last": names[1],
        }
    )
    cost = row["cost_baht"]
    return Span(
        row["name"],
        when,
        [(month, first <= month.number <= last) for month in all_months],
        row["responsible"],
        "" if cost is None else money.format_baht(cost),
    )
