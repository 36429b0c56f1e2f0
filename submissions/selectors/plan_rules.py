"""The simple rules of the plan, as data: `missing` refuses by them, the page hints by them.

A rule that needs more than its own section, or a sentence of its own, is a function in `missing`.
"""

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from submissions.enums import Section
from submissions.selectors.sections import PARTS

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class Sum(NamedTuple):
    """Figures of one section that must add up to `should_be`, each in `unit`.

    Where the figure `whole` is not above zero there is nothing to share, and all may stay empty.
    """

    section: Section
    names: tuple[str, ...]
    should_be: int
    unit: str
    whole: str
    words: "_StrOrPromise"


class NotMore(NamedTuple):
    """A figure that cannot be more than another of the same section."""

    section: Section
    name: str
    than: str


def _all_but(section: Section, *optional: str) -> tuple[str, ...]:
    return tuple(name for name in PARTS[section].fields if name not in optional)


SHARES = tuple(name for name in PARTS[Section.FINANCES].fields if name.endswith("_percent"))

# What must be written before the plan can be sent; without an entry a field may stay empty.
REQUIRED: dict[Section, tuple[str, ...]] = {
    # Not every village numbers its houses, nor has every group members of all kinds.
    Section.GROUP: _all_but(Section.GROUP, "house_number", "associate_members", "honorary_members"),
    Section.FINANCES: _all_but(Section.FINANCES, "special_savings_baht", "deposits_baht", *SHARES),
    Section.ANALYSIS: PARTS[Section.ANALYSIS].fields,
    Section.AIMS: PARTS[Section.AIMS].fields,
    Section.PRODUCTION: _all_but(Section.PRODUCTION, "standards"),
    Section.MARKETING: PARTS[Section.MARKETING].fields,
    Section.MANAGEMENT: PARTS[Section.MANAGEMENT].fields,
    Section.FINANCE_PLAN: _all_but(Section.FINANCE_PLAN, "other_funds_baht"),
    Section.RESULTS: PARTS[Section.RESULTS].fields,
    Section.SIGNATURES: _all_but(Section.SIGNATURES, "privacy_version"),
}

# The same of each row. A young business has no figures of three years; the last year's it has.
REQUIRED_IN_ROWS: dict[Section, tuple[str, ...]] = {
    Section.BUSINESSES: ("name", "started_year", "capital_baht", "sales_3_baht", "profit_3_baht"),
}

# A part that cannot be sent without a row: what to say, at which of its fields.
LEAST_ONE: dict[Section, tuple[str, "_StrOrPromise"]] = {
    Section.BUSINESSES: ("kind", _("Write at least one business that the group runs.")),
    Section.AIMS: (
        "name",
        _("Write at least one indicator: a figure by which success will be seen."),
    ),
}

# What is said instead of “is still empty”.
EMPTY_WORDS: dict[str, "_StrOrPromise"] = {
    "has_agreed": _(
        "Tick that the group has agreed to this plan: without its agreement it cannot be sent."
    ),
}

SUMS = (
    Sum(
        Section.FINANCES,
        SHARES,
        100,
        "%",
        "profit_baht",
        _("The shares of the profit add up to %(total)s %%, not to 100 %%."),
    ),
)

NOT_MORE = (
    NotMore(Section.GROUP, "households_joined", "households_total"),
    NotMore(Section.FINANCES, "overdue_baht", "loans_baht"),
)

NOT_IN_FUTURE: dict[Section, tuple[str, ...]] = {
    Section.GROUP: ("founded_on",),
    Section.FINANCES: ("finances_as_of",),
    Section.SIGNATURES: ("agreed_on", "chair_signed_on", "worker_signed_on", "head_signed_on"),
}


def is_needed(section: Section, name: str) -> bool:
    """Whether the box must be filled before the plan is sent, so that no page calls it optional."""
    summed = (each for rule in SUMS if rule.section == section for each in rule.names)
    return name in REQUIRED.get(section, ()) or name in summed
