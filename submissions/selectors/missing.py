"""What keeps a plan from being sent, and what its writer should think about once more.

The rules stand here once: the page of a section shows them, sending refuses by them.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from selection_site.lib import clock, dates, money
from submissions.enums import BudgetSource, ClipState, Section, SectionState
from submissions.models import Business, Clip, Submission
from submissions.selectors.budget import in_priority, total_satang
from submissions.selectors.clips import current_clip
from submissions.selectors.content import Content, is_empty, plan_content
from submissions.selectors.sections import PARTS, SHARES, label


class Missing(NamedTuple):
    """One thing to do, where: a section, and the name of a field on its page."""

    section: Section
    field: str
    sentence: str


Rule = Callable[[Content], Iterator[tuple[str, str]]]

# Without an entry a field may stay empty.
REQUIRED: dict[Section, tuple[str, ...]] = {
    Section.GROUP: PARTS[Section.GROUP].fields[1:],  # not every village numbers its houses
    Section.FINANCES: (
        "finances_as_of", "savings_baht", "loans", "loans_baht", "overdue_baht", "reserve_baht",
        "cash_baht", "profit_baht",
    ),
    Section.AIMS: PARTS[Section.AIMS].fields,
    Section.MARKETING: PARTS[Section.MARKETING].fields,
    Section.FINANCE_PLAN: PARTS[Section.FINANCE_PLAN].fields,
}  # fmt: skip
# A young business has no figures of three years; those of the last year it has.
REQUIRED_OF_BUSINESS = ("name", "started_year", "capital_baht", "sales_3_baht", "profit_3_baht")


def missing(submission: Submission) -> list[Missing]:
    """What stops the plan from being sent, in the order of the sections; five queries."""
    return missing_from(plan_content(submission), current_clip(submission))


def missing_from(content: Content, clip: Clip | None) -> list[Missing]:
    """The same of a content and clip that are already at hand."""
    found = [remark for section in PARTS for remark in _of_section(content, section)]
    if sentence := _clip_trouble(clip):
        found.append(Missing(Section.CLIP, "file", sentence))
    return found


def _of_section(content: Content, section: Section) -> Iterator[Missing]:
    if is_empty(content, section):
        part = PARTS[section]
        field = part.fields[0] if part.fields else f"{part.rows}-0-item"
        yield Missing(section, field, _("Nothing is written here yet."))
        return
    for name in REQUIRED.get(section, ()):
        if content["plan"][name] in (None, ""):
            yield Missing(section, name, _still_empty(label(name)))
    for rule in RULES.get(section, ()):
        for field, sentence in rule(content):
            yield Missing(section, field, sentence)


def _still_empty(name: str) -> str:
    return _("“%(name)s” is still empty.") % {"name": name}


def _clip_trouble(clip: Clip | None) -> str:
    if clip is None:
        return _("The clip has not been uploaded yet.")
    if clip.state == ClipState.REFUSED:
        return _("The clip was refused: %(reason)s") % {"reason": clip.refusal}
    return ""


def _members(content: Content) -> Iterator[tuple[str, str]]:
    plan = content["plan"]
    if plan["men"] == plan["women"] == 0:
        yield "men", _("A group has members: men and women together cannot be 0.")


def _days_have_passed(content: Content, name: str) -> Iterator[tuple[str, str]]:
    written = content["plan"][name]
    if written and date.fromisoformat(written) > clock.today():
        day = dates.localized(date.fromisoformat(written))
        yield name, _("“%(name)s” lies in the future: %(day)s.") % {"name": label(name), "day": day}


def _founded(content: Content) -> Iterator[tuple[str, str]]:
    yield from _days_have_passed(content, "founded_on")


def _as_of(content: Content) -> Iterator[tuple[str, str]]:
    yield from _days_have_passed(content, "finances_as_of")


def _debt(content: Content) -> Iterator[tuple[str, str]]:
    overdue, loans = content["plan"]["overdue_baht"], content["plan"]["loans_baht"]
    if overdue is not None and loans is not None and overdue > loans:
        yield (
            "overdue_baht",
            _(
                "The overdue debt, %(overdue)s baht, is more than all loans together, "
                "%(loans)s baht: check both figures."
            )
            % {"overdue": money.format_baht(overdue), "loans": money.format_baht(loans)},
        )


def _shares(content: Content) -> Iterator[tuple[str, str]]:
    """Profit is shared out whole; where there was none, nothing need be shared."""
    shares = [content["plan"][name] for name in SHARES]
    total = sum(share or 0 for share in shares)
    profit = content["plan"]["profit_baht"]
    nothing_to_share = profit is not None and profit <= 0 and total == 0
    if total != 100 and not nothing_to_share:
        yield (
            SHARES[0],
            _("The shares of the profit add up to %(total)s %%, not to 100 %%.") % {"total": total},
        )


def _businesses(content: Content) -> Iterator[tuple[str, str]]:
    rows = content["businesses"]
    if not rows:
        yield "businesses-0-kind", _("Write at least one business that the group runs.")
    for place, row in enumerate(rows):
        for name in REQUIRED_OF_BUSINESS:
            if row[name] in (None, ""):
                sentence = _("Business %(number)s: “%(name)s” is still empty.")
                facts = {"number": place + 1, "name": label(name, Business)}
                yield f"businesses-{place}-{name}", sentence % facts
        yield from _started(place, row)


def _started(place: int, row: Content) -> Iterator[tuple[str, str]]:
    this_year = dates.to_be(clock.today().year)
    if row["started_year"] and row["started_year"] > this_year:
        facts = {"number": place + 1, "year": row["started_year"]}
        sentence = _("Business %(number)s: the year %(year)s has not come yet.") % facts
        yield f"businesses-{place}-started_year", sentence


def _indicators(content: Content) -> Iterator[tuple[str, str]]:
    if not content["indicators"]:
        yield (
            "indicators-0-name",
            _("Write at least one indicator: a figure by which success will be seen."),
        )


def _asked(content: Content) -> Iterator[tuple[str, str]]:
    """The department pays at most the larger award, and the smaller one must buy something."""
    lines, call = in_priority(content), content["call"]
    if not lines:
        yield (
            "budget_lines-0-source",
            _("No line is paid by the department: write what the award is to buy."),
        )
        return
    asked, most = total_satang(content, BudgetSource.DEPARTMENT), call["outstanding_baht"]
    if asked > money.to_satang(most):
        over = asked - money.to_satang(most)
        yield (
            "budget_lines-0-quantity",
            _(
                "The department is asked for %(asked)s baht, %(over)s baht more than the most "
                "it gives, %(most)s baht. Take lines out or let the group pay them."
            )
            % {
                "asked": money.format_satang(asked),
                "over": money.format_satang(over),
                "most": money.format_baht(most),
            },
        )
    yield from _first_line(content, lines[0])


def _first_line(content: Content, line: Content) -> Iterator[tuple[str, str]]:
    least = content["call"]["good_baht"]
    alone = {**content, "budget_lines": [line]}
    if total_satang(alone) > money.to_satang(least):
        place = content["budget_lines"].index(line)
        yield (
            f"budget_lines-{place}-priority",
            _(
                "“%(item)s” comes first and costs more than %(least)s baht, so the smaller award "
                "would buy nothing. Put first what it can buy."
            )
            % {"item": line["item"], "least": money.format_baht(least)},
        )


RULES: dict[Section, tuple[Rule, ...]] = {
    Section.GROUP: (_members, _founded),
    Section.FINANCES: (_as_of, _debt, _shares),
    Section.BUSINESSES: (_businesses,),
    Section.AIMS: (_indicators,),
    Section.BUDGET: (_asked,),
}


def states(content: Content, clip: Clip | None, files: int) -> dict[Section, SectionState]:
    """How far each section is; files may always stay empty."""
    left = {remark.section for remark in missing_from(content, clip)}
    empty = {section for section in PARTS if is_empty(content, section)}
    if clip is None:
        empty.add(Section.CLIP)
    if not files:
        empty.add(Section.FILES)
    return {section: _state(section in empty, section in left) for section in Section}


def _state(is_empty: bool, has_remarks: bool) -> SectionState:
    if is_empty:
        return SectionState.EMPTY
    return SectionState.PROBLEM if has_remarks else SectionState.DONE
