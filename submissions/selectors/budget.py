"""What the money buys: lines in the order of their priority, as far as an amount reaches."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from selection_site.lib import money
from submissions.enums import BudgetSource
from submissions.selectors.content import Content


class BudgetCut(NamedTuple):
    """What one amount buys: the items of the department's lines that it reaches, in satang.

    `next_item` is the line at which the money no longer reached, empty when all are bought.
    """

    limit_baht: int
    items: list[str]
    total_satang: int
    left_satang: int
    next_item: str

    @property
    def buys_everything(self) -> bool:
        return not self.next_item


def line_satang(line: Content) -> int:
    """Quantity times unit price, rounded half up to a whole satang."""
    return money.line_satang(Decimal(line["quantity"]), line["unit_price_satang"])


def total_satang(content: Content, source: BudgetSource | None = None) -> int:
    """What all lines cost together, or those that one source pays."""
    lines = content["budget_lines"]
    return sum(line_satang(line) for line in lines if source in (None, line["source"]))


def in_priority(content: Content) -> list[Content]:
    """The lines that the department is to pay, the most urgent first; equals stay as written."""
    return sorted(of_source(content, BudgetSource.DEPARTMENT), key=lambda line: line["priority"])


def of_source(content: Content, source: BudgetSource) -> list[Content]:
    """The lines that one source pays, in the order of writing."""
    return [line for line in content["budget_lines"] if line["source"] == source]


def budget_cut(content: Content, limits: Iterable[int]) -> list[BudgetCut]:
    """What would be bought at each of `limits`, in whole baht.

    Lines are bought in the order of their priority, and buying stops at the first that no longer
    fits: a cheaper line behind it is not pulled forward, because the group said what it needs
    first. Lines that the group or others pay take no part.
    """
    lines = in_priority(content)
    return [_cut(lines, limit) for limit in limits]


def _cut(lines: list[Content], limit_baht: int) -> BudgetCut:
    limit, spent = money.to_satang(limit_baht), 0
    items: list[str] = []
    for line in lines:
        if spent + line_satang(line) > limit:
            return BudgetCut(limit_baht, items, spent, limit - spent, line["item"])
        spent += line_satang(line)
        items.append(line["item"])
    return BudgetCut(limit_baht, items, spent, limit - spent, "")


def cuts(content: Content) -> list[BudgetCut]:
    """What the smaller and the larger award of the call would buy."""
    return budget_cut(content, [content["call"]["good_baht"], content["call"]["outstanding_baht"]])


def stops_after(content: Content, cut: BudgetCut) -> int | None:
    """The place, among all lines, of the one before that at which the money no longer reached.

    None when everything is bought, and when the very first line is too dear.
    """
    if cut.buys_everything:
        return None
    stop = in_priority(content)[len(cut.items)]
    place = next(at for at, line in enumerate(content["budget_lines"]) if line is stop)
    return place - 1 if place else None


class Gift(NamedTuple):
    """What the group or others pay beside the award, in satang."""

    source: str
    items: list[str]
    total_satang: int


def brought(content: Content, source: BudgetSource) -> Gift:
    """What one source pays."""
    items = [line["item"] for line in of_source(content, source)]
    return Gift(source.value, items, total_satang(content, source))


class Reach(NamedTuple):
    """The budget at a glance: what each award buys, and what comes to it from elsewhere."""

    cuts: list[BudgetCut]
    gifts: list[Gift]
    total_satang: int

    @property
    def limits(self) -> list[int]:
        return [cut.limit_baht for cut in self.cuts]


def budget_reach(content: Content) -> Reach:
    """What both awards of the call would buy, beside what the group and others bring."""
    gifts = [brought(content, source) for source in (BudgetSource.GROUP, BudgetSource.OTHER)]
    return Reach(cuts(content), gifts, total_satang(content))
