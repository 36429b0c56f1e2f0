"""Where the groups of a demonstration year are: real provinces, districts and sub-districts."""

import json
import random
from pathlib import Path
from typing import Any, NamedTuple

import geothai

from groups.models import District, Province

FOLDER = Path(__file__).parent / "data"
SA_KAEO = "27"
ARANYAPRATHET = "2706"
LETTER_YEAR = 2563


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


def roster(count: int, *, year: int) -> list[Place]:
    """`count` groups, one a province before any province has a second.

    The first is in Aranyaprathet: in FY2563 the real group of the official letter, in other
    years a made-up one. The same year gives the same roster.
    """
    chance = random.Random(year)  # noqa: S311 (made-up places, no secret)
    provinces = sorted(Province.objects.all(), key=lambda p: (p.code != SA_KAEO, p.code))
    home = District.objects.select_related("province").get(code=ARANYAPRATHET)
    named = _villages(count, chance)
    first = _real(home) if year == LETTER_YEAR else _made_up(home, named[0], chance)
    others = (provinces[number % len(provinces)] for number in range(1, count))
    return [
        first,
        *(
            _made_up(_some_district(province, chance), village, chance)
            for province, village in zip(others, named[1:], strict=True)
        ),
    ]


def _villages(count: int, chance: random.Random) -> list[str]:
    """Names as villages have them: a kind of land and what grows there; alike ones far apart."""
    words = names()
    all_names = [f"บ้าน{land}{grown}" for land in words["land"] for grown in words["grown"]]
    chance.shuffle(all_names)
    return [all_names[number % len(all_names)] for number in range(count)]


def _real(district: District) -> Place:
    """The group of the letter of May 2563."""
    name = "กลุ่มออมทรัพย์เพื่อการผลิตบ้านโสนน้อย"
    return Place(district, "ท่าข้าม", 2, "บ้านโสนน้อย", name, is_real=True)


def _some_district(province: Province, chance: random.Random) -> District:
    return chance.choice(list(province.districts.select_related("province").order_by("code")))


def _made_up(district: District, village: str, chance: random.Random) -> Place:
    subdistrict: Any = chance.choice(geothai.subdistricts(district.code))
    name = f"กลุ่มออมทรัพย์เพื่อการผลิต{village}"
    number = chance.randint(1, 14)
    return Place(district, subdistrict.name_th, number, village, name, is_real=False)
