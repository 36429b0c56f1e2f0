"""What does not stop a plan, but should be thought about once more."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from selection_site.lib import money, thai
from submissions.enums import BudgetKind, BudgetSource, Section
from submissions.models.plans import PlanRow
from submissions.selectors.budget import in_priority, total_satang
from submissions.selectors.content import Content
from submissions.selectors.missing import Missing
from submissions.selectors.sections import PARTS, label


def cautions(content: Content) -> list[Missing]:
    """Warnings for the writer and for the province; none of them blocks a step."""
    found = [*_equipment(content), *_equal_priorities(content), *_group_pays(content)]
    return found + list(national_numbers(content))


def _equipment(content: Content) -> Iterator[Missing]:
    """The award is operating budget: durable equipment may not be bought from it."""
    for place, line in enumerate(content["budget_lines"]):
        asked = line["source"] == BudgetSource.DEPARTMENT
        if asked and line["kind"] == BudgetKind.EQUIPMENT:
            sentence = _(
                "“%(item)s” is durable equipment. The award is operating budget: ask the "
                "province's procurement officer whether it may be bought."
            )
            field = f"budget_lines-{place}-kind"
            yield Missing(Section.BUDGET, field, sentence % {"item": line["item"]})


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
