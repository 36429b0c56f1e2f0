"""Reading a roster workbook: each row a group in a real place, or a problem with its cell."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, BinaryIO, NamedTuple

import geothai
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from groups.models import District, Province
from selection_site.lib import thai, xlsx
from selection_site.lib.fields import ThaiTextField, WholeNumberField
from selection_site.lib.xlsx import CellProblem
from submissions.models import Call
from submissions.selectors.calls import roster_warnings

# The workbook is Thai in every language of the pages: filled in under one, read under the other.
SHEET = "กลุ่มเป้าหมาย"
PROVINCE, DISTRICT, SUBDISTRICT = "จังหวัด", "อำเภอ", "ตำบล"
MOO, VILLAGE, NAME = "หมู่ที่", "ชื่อบ้าน", "ชื่อกลุ่ม"
HEADINGS = (PROVINCE, DISTRICT, SUBDISTRICT, MOO, VILLAGE, NAME)
MAX_ROWS = 1000

_TITLES = {
    PROVINCE: re.compile(r"^(จังหวัด|จ\.)\s*"),
    DISTRICT: re.compile(r"^(อำเภอ|อ\.)\s*"),
    SUBDISTRICT: re.compile(r"^(ตำบล|ต\.)\s*"),
    MOO: re.compile(r"^(หมู่ที่|หมู่|ม\.)\s*"),
}
_FIELDS = {
    SUBDISTRICT: ThaiTextField(max_length=60),
    MOO: WholeNumberField(min_value=1, max_value=99),
    VILLAGE: ThaiTextField(max_length=80, required=False),
    NAME: ThaiTextField(max_length=150),
}

Key = tuple[str, str, int, str]


class RosterRow(NamedTuple):
    """A group as one row of the workbook names it; `known` when it is on the roster already."""

    number: int
    district: District
    subdistrict: str
    village_number: int
    village: str
    name: str
    known: bool

    @property
    def key(self) -> Key:
        return self.district.pk, self.subdistrict, self.village_number, self.name


@dataclass
class Roster:
    """What a workbook would do: its rows, what forbids them, and what deserves a look first."""

    rows: list[RosterRow] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    warnings: list[CellProblem] = field(default_factory=list)

    @property
    def new(self) -> list[RosterRow]:
        return [row for row in self.rows if not row.known]


def keys_on_roster(call: Call) -> set[Key]:
    """What names each group that is on the roster: district, sub-district, moo and name."""
    return set(
        call.submissions.values_list(
            "group__district", "group__subdistrict", "group__village_number", "group__name"
        )
    )


def read_roster(file: BinaryIO, call: Call) -> Roster:
    """Read a workbook against the call's roster and write nothing.

    A file that is no such workbook, has merged cells or formulas, or more than 1,000 rows has
    problems and no rows. Groups that the file leaves out stay on the roster.
    """
    try:
        rows = xlsx.read(file, sheet=SHEET, headings=HEADINGS, max_rows=MAX_ROWS)
    except xlsx.WorkbookError as error:
        return Roster(problems=error.problems)
    reader = _Reader(keys_on_roster(call))
    for row in rows:
        reader.take(row)
    roster = reader.roster
    new = [row.district.province_id for row in roster.new]
    roster.warnings += [CellProblem(None, text) for text in roster_warnings(call, new)]
    return roster


class _Reader:
    """Takes row after row, with the places and the groups met so far at hand."""

    def __init__(self, on_roster: set[Key]) -> None:
        self.roster = Roster()
        self.on_roster = on_roster
        self.met: dict[Key, int] = {}
        self.provinces = {thai.search_key(row.name): row for row in Province.objects.all()}
        self.districts = {
            (row.province_id, thai.search_key(row.name)): row
            for row in District.objects.select_related("province")
        }

    def take(self, row: xlsx.Row) -> None:
        district = self._district(row)
        values = {heading: self._value(row, heading) for heading in _FIELDS}
        if district is None or None in values.values():
            return
        read = RosterRow(
            number=row.number,
            district=district,
            subdistrict=values[SUBDISTRICT],
            village_number=values[MOO],
            village=values[VILLAGE],
            name=values[NAME],
            known=False,
        )
        self._keep(row, read._replace(known=read.key in self.on_roster))

    def _keep(self, row: xlsx.Row, read: RosterRow) -> None:
        if read.key in self.met:
            text = _("Row %(row)d has this group already. Delete one of the two rows.")
            self._refuse(row, NAME, text % {"row": self.met[read.key]})
            return
        self.met[read.key] = read.number
        self.roster.rows.append(read)
        if thai.search_key(read.subdistrict) not in _subdistricts(read.district.pk):
            text = _("%(district)s has no sub-district “%(name)s” in the list: check the spelling.")
            ref = row.cells[SUBDISTRICT].ref
            facts = {"district": read.district, "name": read.subdistrict}
            self.roster.warnings.append(CellProblem(ref, text % facts))

    def _refuse(self, row: xlsx.Row, heading: str, text: str) -> None:
        self.roster.problems.append(CellProblem(row.cells[heading].ref, text))

    def _district(self, row: xlsx.Row) -> District | None:
        province_name, name = _text(row, PROVINCE), _text(row, DISTRICT)
        province = self.provinces.get(thai.search_key(province_name))
        if province is None:
            self._refuse(row, PROVINCE, _no_province(province_name))
            return None
        plain = f"เมือง{province.name}" if name == "เมือง" else name
        district = self.districts.get((province.pk, thai.search_key(plain)))
        if district is None:
            self._refuse(row, DISTRICT, self._no_district(name, province))
        return district

    def _no_district(self, name: str, province: Province) -> str:
        if not name:
            return _("The district is missing. Choose it from the list.")
        facts = {"name": name, "province": province}
        key = thai.search_key(name)
        others = [row.province for (_code, other), row in self.districts.items() if other == key]
        if others:
            facts["others"] = ", ".join(map(str, others))
            return _("“%(name)s” is a district of %(others)s, not of %(province)s.") % facts
        return _("%(province)s has no district “%(name)s”. Choose it from the list.") % facts

    def _value(self, row: xlsx.Row, heading: str) -> Any:
        try:
            return _FIELDS[heading].clean(_text(row, heading))
        except ValidationError as error:
            missing = _("“%(heading)s” is missing. Fill in the cell.") % {"heading": heading}
            empty = not row.cells[heading].text
            self._refuse(row, heading, missing if empty else " ".join(error.messages))
            return None


def _text(row: xlsx.Row, heading: str) -> str:
    """The cell's text without the word that says what it is, such as จังหวัด or ต."""
    text = row.cells[heading].text
    return _TITLES[heading].sub("", text) if heading in _TITLES else text


def _no_province(name: str) -> str:
    if not name:
        return _("The province is missing. Choose it from the list.")
    return _("“%(name)s” is not one of the 76 provinces. Choose it from the list.") % {"name": name}


def _subdistricts(district_code: str) -> Iterable[str]:
    return {thai.search_key(place.name_th) for place in geothai.subdistricts(district_code)}
