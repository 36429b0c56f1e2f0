"""What the money buys: lines in the order of their priority, as far as an amount reaches."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from selection_site.lib import money
from submissions.enums import BudgetSource
from submissions.selectors.content import Content


class Cut(NamedTuple):
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
    asked = [line for line in content["budget_lines"] if line["source"] == BudgetSource.DEPARTMENT]
    return sorted(asked, key=lambda line: line["priority"])


def budget_cut(content: Content, limits: Iterable[int]) -> list[Cut]:
    """What would be bought at each of `limits`, in whole baht.

    Lines are bought in the order of their priority, and buying stops at the first that no longer
    fits: a cheaper line behind it is not pulled forward, because the group said what it needs
    first. Lines that the group or others pay take no part.
    """
    lines = in_priority(content)
    return [_cut(lines, limit) for limit in limits]


def _cut(lines: list[Content], limit_baht: int) -> Cut:
    limit, spent = money.to_satang(limit_baht), 0
    items: list[str] = []
    for line in lines:
        if spent + line_satang(line) > limit:
            return Cut(limit_baht, items, spent, limit - spent, line["item"])
        spent += line_satang(line)
        items.append(line["item"])
    return Cut(limit_baht, items, spent, limit - spent, "")


def cuts(content: Content) -> list[Cut]:
    """What the smaller and the larger award of the call would buy."""
    return budget_cut(content, [content["call"]["good_baht"], content["call"]["outstanding_baht"]])
