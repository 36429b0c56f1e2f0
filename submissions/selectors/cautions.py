"""What does not stop a plan, but should be thought about once more."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext as _

from selection_site.lib import money, thai
from submissions.enums import BudgetKind, BudgetSource, Section
from submissions.models.plans import PlanRow
from submissions.selectors.budget import in_priority, total_satang
from submissions.selectors.content import Content, in_todays_shape
from submissions.selectors.missing import Missing
from submissions.selectors.sections import PARTS, label

# What is bought by weight, volume or lot is used up: it is no equipment, whatever a unit costs.
USED_UP = ("ตัน", "กิโลกรัม", "กก.", "กก", "ลิตร", "งวด", "ครั้ง", "ไร่", "คิว", "ลบ.ม.")


def cautions(content: Content) -> list[Missing]:
    """Warnings for the writer and for the province; none of them blocks a step.

    Takes a content of any format, so that an older version is looked through like a new one.
    """
    whole = in_todays_shape(content)
    rules = (
        _kinds_of_members, _equipment, _looks_like_equipment, _equal_priorities, _group_pays,
        _others_pay, _activities_cost, _order_of_signing, national_numbers,
    )  # fmt: skip
    found = [remark for rule in rules for remark in rule(whole)]
    return sorted(found, key=lambda remark: ORDER.index(remark.section))


ORDER = list(Section)


def _kinds_of_members(content: Content) -> Iterator[Missing]:
    """Ordinary members are persons; associates may be groups, so they need not be counted."""
    plan = content["plan"]
    men, women, ordinary = plan["men"], plan["women"], plan["ordinary_members"]
    if None in (men, women, ordinary) or ordinary <= men + women:
        return
    sentence = _(
        "%(ordinary)s ordinary members are more than the %(all)s men and women of the group: "
        "check the figures."
    ) % {"ordinary": f"{ordinary:,}", "all": f"{men + women:,}"}
    yield Missing(Section.GROUP, "ordinary_members", sentence)


def _asked_lines(content: Content, kind: BudgetKind) -> Iterator[tuple[int, Content]]:
    for place, line in enumerate(content["budget_lines"]):
        if line["source"] == BudgetSource.DEPARTMENT and line["kind"] == kind:
            yield place, line


def _equipment(content: Content) -> Iterator[Missing]:
    """The award is operating budget: durable equipment may not be bought from it."""
    for place, line in _asked_lines(content, BudgetKind.EQUIPMENT):
        sentence = _(
            "“%(item)s” is durable equipment. The award is operating budget: ask the "
            "province's procurement officer whether it may be bought."
        )
        field = f"budget_lines-{place}-kind"
        yield Missing(Section.BUDGET, field, sentence % {"item": line["item"]})


def _looks_like_equipment(content: Content) -> Iterator[Missing]:
    """A lasting thing above the year's unit value is equipment, whatever the line calls it."""
    above = content["call"]["equipment_from_baht"]
    for place, line in _asked_lines(content, BudgetKind.MATERIAL):
        is_dear = above is not None and line["unit_price_satang"] > money.to_satang(above)
        if is_dear and line["unit"].strip() not in USED_UP:
            sentence = _(
                "“%(item)s” costs %(price)s baht a unit, more than %(above)s baht. If it lasts "
                "longer than a year it counts as durable equipment, which the award may not buy: "
                "ask the province's procurement officer."
            ) % {
                "item": line["item"],
                "price": money.format_satang(line["unit_price_satang"]),
                "above": money.format_baht(above),
            }
            yield Missing(Section.BUDGET, f"budget_lines-{place}-unit_price_satang", sentence)


def _equal_priorities(content: Content) -> Iterator[Missing]:
    counts = Counter(line["priority"] for line in in_priority(content))
    for priority in sorted(priority for priority, count in counts.items() if count > 1):
        place = next(
            place
            for place, line in enumerate(content["budget_lines"])
            if line["priority"] == priority
        )
        sentence = _("Priority %(priority)s is given more than once; the upper line comes first.")
        field = f"budget_lines-{place}-priority"
        yield Missing(Section.BUDGET, field, sentence % {"priority": priority})


def _group_pays(content: Content) -> Iterator[Missing]:
    own, pays = content["plan"]["own_funds_baht"], total_satang(content, BudgetSource.GROUP)
    if own is not None and pays > money.to_satang(own):
        sentence = _(
            "The group is to pay %(pays)s baht in the budget, but puts in only %(own)s baht of "
            "its own funds."
        ) % {"pays": money.format_satang(pays), "own": money.format_baht(own)}
        yield Missing(Section.FINANCE_PLAN, "own_funds_baht", sentence)


def _others_pay(content: Content) -> Iterator[Missing]:
    given = content["plan"]["other_funds_baht"] or 0
    pays = total_satang(content, BudgetSource.OTHER)
    if pays > money.to_satang(given):
        sentence = _(
            "Others are to pay %(pays)s baht in the budget, but the finance plan counts on only "
            "%(given)s baht from them."
        ) % {"pays": money.format_satang(pays), "given": money.format_baht(given)}
        yield Missing(Section.FINANCE_PLAN, "other_funds_baht", sentence)


def _activities_cost(content: Content) -> Iterator[Missing]:
    costs = sum(row["cost_baht"] or 0 for row in content["activities"])
    total = total_satang(content)
    if content["budget_lines"] and money.to_satang(costs) > total:
        sentence = _(
            "The activities cost %(costs)s baht together, the budget has only %(total)s baht: "
            "check both."
        ) % {"costs": money.format_baht(costs), "total": money.format_satang(total)}
        yield Missing(Section.ACTIVITIES, "activities-0-cost_baht", sentence)


def _order_of_signing(content: Content) -> Iterator[Missing]:
    """The group agrees, its chairperson signs, then who certifies; ISO days sort as days."""
    order = ("agreed_on", "chair_signed_on", "worker_signed_on", "head_signed_on")
    for before, after in pairwise(order):
        first, second = content["plan"][before], content["plan"][after]
        if first and second and second < first:
            sentence = _("“%(after)s” lies before “%(before)s”: check both days.")
            facts = {"after": label(after), "before": label(before)}
            yield Missing(Section.SIGNATURES, after, sentence % facts)


def national_numbers(content: Content) -> Iterator[Missing]:
    """Where one seems to stand: no plan needs it, and a plan is read by many."""
    for section, part in PARTS.items():
        for name in part.fields:
            yield from _in_text(section, name, content["plan"][name], label(name))
        if part.model:
            for place, row in enumerate(content[part.rows]):
                yield from _in_row(section, f"{part.rows}-{place}", row, part.model)


def _in_row(section: Section, prefix: str, row: Content, model: type[PlanRow]) -> Iterator[Missing]:
    for name, value in row.items():
        yield from _in_text(section, f"{prefix}-{name}", value, label(name, model))


def _in_text(section: Section, field: str, value: object, name: str) -> Iterator[Missing]:
    if isinstance(value, str) and thai.national_ids(value):
        sentence = _(
            "“%(name)s” seems to hold a person's national identity number. "
            "Please take it out: the plan does not need it."
        )
        yield Missing(section, field, sentence % {"name": name})
