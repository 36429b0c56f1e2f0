"""Workbooks: what a row costs in a large one, against a row in one of ordinary size."""

from collections.abc import Callable
from io import BytesIO
from itertools import cycle, islice
from operator import itemgetter

from bench.counting import Figures, cpu_ms
from bench.pages import FINISHED, being_written
from groups.models import User
from reports.enums import ExportKind
from reports.selectors.tables import table_of
from selection_site.lib import xlsx
from selection_site.management.year.people import DOMAIN
from selection_site.management.year.places import roster
from submissions.models import Call
from submissions.services.roster_reading import HEADINGS, SHEET, Roster, read_roster

FEW, MANY = 76, 1000


def figures() -> Figures:
    return {
        "export of allocations, a row of 1,000 to one of 76": per_row(export),
        "reading a roster, a row of 1,000 to one of 76": per_row(reading),
    }


def per_row(prepared: Callable[[int], Callable[[], object]]) -> float:
    """1.0 where a row costs the same among many; below it where the start costs most."""
    few, many = (cpu_ms(prepared(rows), times=3) / rows for rows in (FEW, MANY))
    return many / few


def export(rows: int) -> Callable[[], object]:
    """Writing the allocation report, its rows repeated until there are so many."""
    staff = User.objects.get(email=f"staff@{DOMAIN}")
    table = table_of(Call.objects.get(year=FINISHED), ExportKind.ALLOCATION, staff)
    repeated = list(islice(cycle(table.rows), rows))
    return lambda: xlsx.write([xlsx.Sheet("จัดสรรงบประมาณ", table.columns, repeated, table.lines)])


def reading(rows: int) -> Callable[[], object]:
    """Reading a roster of so many groups, none of them on it yet."""
    call = Call.objects.get(year=being_written())
    lines = [
        (
            place.district.province.name,
            place.district.name,
            place.subdistrict,
            str(place.village_number),
            place.village,
            f"{place.name} {number}",
        )
        for number, place in enumerate(roster(rows, year=call.year))
    ]
    columns = [
        xlsx.Column(heading, 20, itemgetter(place)) for place, heading in enumerate(HEADINGS)
    ]
    content = xlsx.write([xlsx.Sheet(SHEET, columns, lines)])

    def read() -> Roster:
        found = read_roster(BytesIO(content), call)
        if len(found.rows) != rows:
            raise SystemExit(f"The roster of {rows} rows was not read: {found.problems[:3]}")
        return found

    return read
