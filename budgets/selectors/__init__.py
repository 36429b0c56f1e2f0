"""What pages, reports and other apps read of the year's money."""

from budgets.selectors.allocations import Line, Sums, allocations, lines, newest, sums, years
from budgets.selectors.people import officers_of
from budgets.selectors.proposals import (
    Award,
    Check,
    Proposal,
    awards_of,
    batch_of,
    check_of,
    empty_places,
    proposal,
)
from budgets.selectors.purchases import Purchase, StepLine, next_step, purchases

__all__ = [
    "Award",
    "Check",
    "Line",
    "Proposal",
    "Purchase",
    "StepLine",
    "Sums",
    "allocations",
    "awards_of",
    "batch_of",
    "check_of",
    "empty_places",
    "lines",
    "newest",
    "next_step",
    "officers_of",
    "proposal",
    "purchases",
    "sums",
    "years",
]
