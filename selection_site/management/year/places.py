"""Where the groups of a demonstration year are: real provinces, districts and sub-districts."""

import json
import random
from pathlib import Path
from typing import Any, NamedTuple

import geothai

from groups.models import District, Province

FOLDER = Path(__file__).parent / "data"
SA_KAEO = "27"


class Place(NamedTuple):
    """One row of the roster; `is_real` for the group that the official letter names."""

    district: District
    subdistrict: str
    village_number: int
    village: str
    name: str
    is_real: bool


def names() -> dict[str, list[str]]:
    """Word lists for made-up people and villages."""
    loaded: dict[str, list[str]] = json.loads((FOLDER / "names.json").read_text(encoding="utf-8"))
    return loaded


def roster(count: int, *, seed: int) -> list[Place]:
    """`count` groups, one a province before any province has a second; Sa Kaeo comes first.

    The same seed gives the same roster.
    """
    chance = random.Random(seed)  # noqa: S311 (made-up places, no secret)
    provinces = sorted(Province.objects.all(), key=lambda p: (p.code != SA_KAEO, p.code))
    villages = names()["villages"]
    return [
        _real(provinces[0])
        if number == 0
        else _made_up(provinces[number % len(provinces)], villages, chance)
        for number in range(count)
    ]


def _real(province: Province) -> Place:
    """The group of the letter of May 2563."""
    district = province.districts.get(name="อรัญประเทศ")
    name = "กลุ่มออมทรัพย์เพื่อการผลิตบ้านโสนน้อย"
    return Place(district, "ท่าข้าม", 2, "บ้านโสนน้อย", name, is_real=True)


def _made_up(province: Province, villages: list[str], chance: random.Random) -> Place:
    district = chance.choice(list(province.districts.order_by("code")))
    subdistrict: Any = chance.choice(geothai.subdistricts(district.code))
    village = chance.choice(villages)
    name = f"กลุ่มออมทรัพย์เพื่อการผลิต{village}"
    number = chance.randint(1, 14)
    return Place(district, subdistrict.name_th, number, village, name, is_real=False)
