"""Business plans that read like plans: eight kinds of business, each group with its own figures."""

import json
import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from selection_site.lib import dates, money
from selection_site.management.year.places import FOLDER, names
from submissions.enums import Committee
from submissions.selectors.privacy import CURRENT

SHARES = ((40, 15, 15, 15, 10, 5), (35, 20, 20, 15, 10, 0), (45, 10, 15, 20, 10, 0))
SHARE_NAMES = ("dividend", "rebate", "reserve", "welfare", "committee", "other")


def models() -> list[dict[str, Any]]:
    """The eight businesses that plans are made from."""
    loaded: list[dict[str, Any]] = json.loads((FOLDER / "plans.json").read_text(encoding="utf-8"))
    return loaded


def ways() -> dict[str, list[Any]]:
    """What every group does alike: how it is led, who it works with, what it fears."""
    loaded: dict[str, list[Any]] = json.loads((FOLDER / "ways.json").read_text(encoding="utf-8"))
    return loaded


def plan_values(number: int, year: int, *, as_of: date) -> dict[str, Any]:
    """All values of the plan of group `number`, its figures as of a day; the same at every call."""
    model = models()[number % len(models())]
    chance = random.Random(f"{year}:{number}")  # noqa: S311 (made-up figures, no secret)
    group = _group(chance, year)
    return {
        **group,
        **_finances(chance, as_of),
        **_words(model),
        **_forecast(chance),
        **_parts(model, chance),
        **_signatures(group["chairperson"], chance, as_of),
        "businesses": [_business(model, chance, year)],
        "indicators": [_indicator(row) for row in model["indicators"]],
        "materials": [_material(row) for row in model["materials"]],
        "activities": _activities(model),
        "partners": [_partner(row) for row in [*model["partners"], *ways()["partners"]]],
        "risks": [_risk(row) for row in [*model["risks"], *ways()["risks"]]],
        "committee_seats": _seats(chance),
        "budget_lines": [_line(row, place) for place, row in enumerate(model["budget"], 1)],
    }


def _group(chance: random.Random, year: int) -> dict[str, Any]:
    words = names()
    households = chance.randint(90, 260)
    return {
        "house_number": f"{chance.randint(1, 240)}",
        "founded_on": date(dates.from_be(year) - chance.randint(12, 34), chance.randint(1, 12), 9),
        "level": chance.choice((2, 3, 3)),
        "chairperson": _person(chance, "women"),
        "telephone": f"08{chance.randint(10_000_000, 99_999_999)}",
        "men": (men := chance.randint(40, 160)),
        "women": (women := chance.randint(60, 220)),
        "ordinary_members": men + women,
        "associate_members": len(words["land"]) % 5,
        "honorary_members": 3,
        "households_joined": households - chance.randint(10, 60),
        "households_total": households,
    }


def _finances(chance: random.Random, as_of: date) -> dict[str, Any]:
    savings = chance.randint(900, 6200) * 1000
    loans_baht = savings * chance.randint(60, 85) // 100
    shares = zip(SHARE_NAMES, chance.choice(SHARES), strict=True)
    return {
        "finances_as_of": as_of,
        "savings_baht": savings,
        "special_savings_baht": savings // chance.randint(6, 14),
        "deposits_baht": savings // chance.randint(8, 20),
        "loans": chance.randint(25, 120),
        "loans_baht": loans_baht,
        "overdue_baht": loans_baht * chance.randint(0, 3) // 100,
        "reserve_baht": savings // chance.randint(9, 18),
        "cash_baht": savings - loans_baht,
        "profit_baht": savings * chance.randint(4, 8) // 100,
        **{f"{name}_percent": share for name, share in shares},
    }


def _words(model: dict[str, Any]) -> dict[str, Any]:
    copied = (
        "vision", "objectives", "product", "pricing", "channels", "promotion", "break_even",
        "strengths", "weaknesses", "opportunities", "threats", "problems", "customers",
        "competitors", "goods", "capacity", "process", "standards", "expected_work",
        "expected_income", "expected_welfare",
    )  # fmt: skip
    return {"businesses_summary": model["summary"]} | {name: model[name] for name in copied}


def _forecast(chance: random.Random) -> dict[str, Any]:
    income = chance.randint(55, 140) * 10_000
    years = {
        f"{what}_{year}_baht": int(income * growth**year * share)
        for year in (1, 2, 3)
        for what, share, growth in (("income", 1, 1.1), ("expense", 0.82, 1.08))
    }
    return {
        **years,
        "monthly_sales_baht": income // 12,
        "own_funds_baht": chance.randint(10, 60) * 1000,
        "payback_months": chance.randint(8, 26),
    }


def _parts(model: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    return {
        **{name: chance.choice(ways()[name]) for name in ("management", "staff", "bookkeeping")},
        "other_funds_baht": 0,
        "expected_jobs": chance.randint(2, 9),
        "expected_income_baht": chance.randint(8, 42) * 10_000,
        "expected_welfare_people": chance.randint(30, 120),
    }


def _signatures(chair: str, chance: random.Random, as_of: date) -> dict[str, Any]:
    """The group meets a few days before the call opens; the papers are signed by that day."""
    return {
        "has_agreed": True,
        "agreed_on": as_of + timedelta(days=26),
        "chair_name": chair,
        "chair_signed_on": as_of + timedelta(days=27),
        "worker_name": _person(chance, "men"),
        "worker_signed_on": as_of + timedelta(days=28),
        "head_name": _person(chance, "men"),
        "head_signed_on": as_of + timedelta(days=29),
        "privacy_version": CURRENT,
    }


def _person(chance: random.Random, kind: str) -> str:
    words = names()
    title = "นาง" if kind == "women" else "นาย"
    return f"{title}{chance.choice(words[kind])} {chance.choice(words['families'])}"


def _seats(chance: random.Random) -> list[dict[str, Any]]:
    """A chairperson and a secretary for each of the four committees."""
    return [
        {"committee": committee.value, "name": _person(chance, kind), "post": post}
        for committee in Committee
        for post, kind in zip(ways()["posts"], ("men", "women"), strict=True)
    ]


def _material(row: list[Any]) -> dict[str, Any]:
    name, origin, unit, price = row
    satang = money.parse_satang(str(price))
    return {"name": name, "origin": origin, "unit": unit, "unit_price_satang": satang}


def _activities(model: dict[str, Any]) -> list[dict[str, Any]]:
    """The meeting first, then what the award buys, then selling and the report."""
    meeting, *rest = ways()["activities"]
    lines = [_line(row, place) for place, row in enumerate(model["budget"], 1)]
    total = sum(line["quantity"] * line["unit_price_satang"] for line in lines) // 100
    rows = [(*meeting, 0), *model["activities"], *((*row, 0) for row in rest)]
    return [
        {
            "name": name,
            "responsible": responsible,
            "first_month": first,
            "last_month": last,
            "cost_baht": int(total * share // 10_000) * 100 or None,
        }
        for name, responsible, first, last, share in rows
    ]


def _partner(row: list[str]) -> dict[str, str]:
    return dict(zip(("name", "contribution"), row, strict=True))


def _risk(row: list[str]) -> dict[str, str]:
    return dict(zip(("name", "chance", "effect", "answer"), row, strict=True))


def _business(model: dict[str, Any], chance: random.Random, year: int) -> dict[str, Any]:
    sales = chance.randint(45, 120) * 10_000
    return {
        "kind": model["kind"],
        "name": model["business"],
        "started_year": year - chance.randint(4, 16),
        "capital_baht": chance.randint(8, 60) * 10_000,
        **{f"sales_{n}_baht": sales * (90 + 6 * n) // 100 for n in (1, 2, 3)},
        **{f"profit_{n}_baht": sales * (7 + n) // 100 for n in (1, 2, 3)},
        "employed": chance.randint(2, 12),
        "customers": chance.randint(60, 320),
    }


def _indicator(row: list[Any]) -> dict[str, Any]:
    name, unit, baseline, target = row
    return {
        "name": name,
        "unit": unit,
        "baseline": Decimal(str(baseline)),
        "target": Decimal(str(target)),
    }


def _line(row: list[Any], place: int) -> dict[str, Any]:
    item, specification, quantity, unit, price, kind = row
    return {
        "item": item,
        "specification": specification,
        "quantity": Decimal(str(quantity)),
        "unit": unit,
        "unit_price_satang": money.parse_satang(str(price)),
        "kind": kind,
        "source": "department",
        "priority": place,
    }
