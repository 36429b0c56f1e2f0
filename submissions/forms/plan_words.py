"""What the pages of the plan say beside their boxes: hints, and the names of repeating parts."""

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from submissions.enums import Section
from submissions.selectors import privacy

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

HINTS: dict[str, "_StrOrPromise"] = {
    "founded_on": _("Day, month and year, for example 12/03/2530."),
    "level": _("As the department assessed it last: 3 is the highest."),
    "telephone": _("Seen only by officers and the committee, never published."),
    "ordinary_members": _("Persons who save every month."),
    "associate_members": _("Groups and offices that save."),
    "honorary_members": _("Supporters without benefits."),
    "finances_as_of": _("The day of the statement from which the figures below are taken."),
    "profit_baht": _("A loss is written with a minus: -12,000."),
    "businesses_summary": _("Two or three sentences: what they sell, to whom, since when."),
    "strengths": _("What the group does better than others."),
    "weaknesses": _("What it lacks."),
    "opportunities": _("What outside could help it."),
    "threats": _("What outside could hurt it."),
    "problems": _("What this plan is to solve."),
    "customers": _("Who buys, how many, from where."),
    "competitors": _("Who else sells the same, and how the group differs."),
    "vision": _("Where the group wants to be in three years."),
    "objectives": _("What the plan is to reach, one aim a line."),
    "goods": _("Each product or service with its sizes."),
    "capacity": _("With its unit, for example 3,500 kg of milled rice."),
    "process": _("The steps from raw material to the finished product."),
    "standards": _(
        "FDA number, community product standard, GAP and the like, or what is applied for."
    ),
    "product": _("What customers choose it for: quality, package, brand."),
    "pricing": _("Prices, and how they were set."),
    "channels": _("Where and how customers buy."),
    "promotion": _("How customers get to know of it."),
    "monthly_sales_baht": _(
        "What the business is to sell in a month once the plan is carried out."
    ),
    "management": _("Who decides, who does what, how often the committee meets."),
    "staff": _("How many, for what work, at what pay."),
    "bookkeeping": _("Who keeps the accounts, who audits them, how often members see them."),
    "own_funds_baht": _("What the group itself puts into this plan."),
    "other_funds_baht": _("From the sub-district, partners and others."),
    "break_even": _("From what sales on the business earns more than it costs."),
    "expected_work": _("Who gets what work."),
    "expected_income": _("Whose income grows, and by how much."),
    "expected_welfare": _("What welfare the group gives from its profit."),
    "expected_income_baht": _("All households together."),
    "has_agreed": _("Tick only what the minutes of the meeting say."),
    "chair_name": _("As on the signed paper, which stays at the district office."),
    "privacy_version": privacy.NOTICES[privacy.CURRENT],
}


class RowsWords(NamedTuple):
    """What a repeating part is called; `as_list` shows each row as a card of its own."""

    title: "_StrOrPromise"
    add: "_StrOrPromise"
    hint: "_StrOrPromise" = ""
    as_list: bool = False
    line_total: "_StrOrPromise" = ""


ROWS_WORDS: dict[Section, RowsWords] = {
    Section.STRUCTURE: RowsWords(
        _("Members of the committees"),
        _("Add a person"),
        _("Each of the four committees needs at least one person. Names and positions suffice: "
          "no identity numbers, no addresses."),
    ),
    Section.BUSINESSES: RowsWords(
        _("Businesses of the group"), _("Add a business"), as_list=True
    ),
    Section.AIMS: RowsWords(_("Indicators"), _("Add an indicator")),
    Section.PRODUCTION: RowsWords(
        _("Raw materials"),
        _("Add a raw material"),
        _("Leave this empty when the business uses none."),
    ),
    Section.ACTIVITIES: RowsWords(
        _("Activities"),
        _("Add an activity"),
        _("What is done from which month to which, in the order of time. Months are those of the "
          "fiscal year."),
    ),
    Section.BUDGET: RowsWords(
        _("Budget lines"),
        _("Add a line"),
        _("Your group learns only later whether it gets the smaller or the larger award. Number "
          "the lines by priority: 1 is bought first, and buying stops at the first line that no "
          "longer fits. Lines paid by the group or others are not counted."),
        as_list=True,
        line_total=_("Amount"),
    ),
    Section.NETWORKS: RowsWords(
        _("Partners"),
        _("Add a partner"),
        _("Groups, offices and firms that work with the group, such as suppliers or buyers."),
    ),
    Section.RISKS: RowsWords(_("Risks"), _("Add a risk")),
}  # fmt: skip
