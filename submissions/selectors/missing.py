"""What keeps a plan from being sent, and what its writer should think about once more.

The rules stand here once: the page of a section shows them, sending refuses by them.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from selection_site.lib import clock, dates, money
from submissions.enums import BudgetSource, ClipState, Committee, Section, SectionState
from submissions.models import Clip, Submission
from submissions.selectors import privacy
from submissions.selectors.budget import in_priority, total_satang
from submissions.selectors.clips import current_clip
from submissions.selectors.content import Content, is_blank, is_empty, plan_content
from submissions.selectors.plan_rules import (
    EMPTY_WORDS,
    LEAST_ONE,
    NOT_IN_FUTURE,
    NOT_MORE,
    REQUIRED,
    REQUIRED_IN_ROWS,
    SUMS,
)
from submissions.selectors.sections import PARTS, label, row_fields
from submissions.selectors.taking_over import CONFIRM, taken_from

# The name of a field, and what is wrong with it.
Found = Iterator[tuple[str, str]]


class Missing(NamedTuple):
    """One thing to do, where: a section, and the name of a field on its page."""

    section: Section
    field: str
    sentence: str


def missing(submission: Submission) -> list[Missing]:
    """What stops the plan from being sent, in the order of the sections; ten queries."""
    return missing_from(plan_content(submission), current_clip(submission))


def missing_from(content: Content, clip: Clip | None) -> list[Missing]:
    """The same of a content and clip that are already at hand."""
    found = [remark for section in PARTS for remark in _of_section(content, section)]
    if sentence := _clip_trouble(clip):
        found.append(Missing(Section.CLIP, "file", sentence))
    return found


def _of_section(content: Content, section: Section) -> Iterator[Missing]:
    """A part in which nothing is written, or that waits to be confirmed, is one thing to do."""
    if is_empty(content, section):
        yield Missing(section, first_field(section), _("Nothing is written here yet."))
    elif year := taken_from(content, section):
        words = _("Taken over from the plan of %(year)s: check it, complete it and confirm it.")
        yield Missing(section, CONFIRM, words % {"year": year})
    else:
        yield from missing_in(content, section)


def missing_in(content: Content, section: Section) -> Iterator[Missing]:
    """Field by field what is wrong in one part, also while it waits to be confirmed."""
    for rule in (_required, _least_one, _required_in_rows, _sums, _not_more, _not_in_future):
        for field, sentence in rule(content, section):
            yield Missing(section, field, sentence)
    for own_rule in RULES.get(section, ()):
        for field, sentence in own_rule(content):
            yield Missing(section, field, sentence)


def first_field(section: Section) -> str:
    """Where the writing of a part begins: the name of a field on its page."""
    part = PARTS[section]
    if part.fields or part.model is None:
        return part.fields[0]
    return f"{part.rows}-0-{row_fields(part.model)[0]}"


def _required(content: Content, section: Section) -> Found:
    for name in REQUIRED.get(section, ()):
        if is_blank(content["plan"][name]):
            words = EMPTY_WORDS.get(name)
            yield name, str(words) if words else _still_empty(label(name))


def _still_empty(name: str) -> str:
    return _("“%(name)s” is still empty.") % {"name": name}


def _least_one(content: Content, section: Section) -> Found:
    if section in LEAST_ONE and not content[PARTS[section].rows]:
        name, sentence = LEAST_ONE[section]
        yield f"{PARTS[section].rows}-0-{name}", str(sentence)


def _required_in_rows(content: Content, section: Section) -> Found:
    part = PARTS[section]
    if part.model is None:
        return
    for place, row in enumerate(content[part.rows]):
        for name in REQUIRED_IN_ROWS.get(section, ()):
            if is_blank(row[name]):
                sentence = _("Row %(number)s: “%(name)s” is still empty.")
                facts = {"number": place + 1, "name": label(name, part.model)}
                yield f"{part.rows}-{place}-{name}", sentence % facts


def _sums(content: Content, section: Section) -> Found:
    for rule in SUMS:
        total = sum(content["plan"][name] or 0 for name in rule.names)
        whole = content["plan"][rule.whole]
        nothing_to_share = whole is not None and whole <= 0 and total == 0
        if rule.section == section and total != rule.should_be and not nothing_to_share:
            yield rule.names[0], str(rule.words) % {"total": total}


def _not_more(content: Content, section: Section) -> Found:
    plan = content["plan"]
    for rule in NOT_MORE:
        value, most = plan[rule.name], plan[rule.than]
        if rule.section == section and value is not None and most is not None and value > most:
            sentence = _(
                "“%(name)s” is %(value)s, more than “%(than)s”, which is %(most)s: "
                "correct one of the two."
            )
            yield (
                rule.name,
                sentence
                % {
                    "name": label(rule.name),
                    "value": f"{value:,}",
                    "than": label(rule.than),
                    "most": f"{most:,}",
                },
            )


def _not_in_future(content: Content, section: Section) -> Found:
    for name in NOT_IN_FUTURE.get(section, ()):
        written = content["plan"][name]
        if written and date.fromisoformat(written) > clock.today():
            facts = {"name": label(name), "day": dates.localized(date.fromisoformat(written))}
            yield name, _("“%(name)s” lies in the future: %(day)s.") % facts


def _clip_trouble(clip: Clip | None) -> str:
    if clip is None:
        return _("The clip has not been uploaded yet.")
    if clip.state == ClipState.REFUSED:
        return _("The clip was refused: %(reason)s") % {"reason": clip.refusal}
    return ""


def _members(content: Content) -> Found:
    plan = content["plan"]
    if plan["men"] == plan["women"] == 0:
        yield "men", _("A group has members: men and women together cannot be 0.")


def _committees(content: Content) -> Found:
    """Each of the four committees has at least one person."""
    named = {row["committee"] for row in content["committee_seats"]}
    for committee in Committee:
        if committee not in named:
            sentence = _("Nobody is named for the %(committee)s: add a row for it.")
            yield "committee_seats-0-committee", sentence % {"committee": committee.label.lower()}


def _businesses(content: Content) -> Found:
    for place, row in enumerate(content["businesses"]):
        yield from _started(place, row)


def _started(place: int, row: Content) -> Found:
    this_year = dates.to_be(clock.today().year)
    if row["started_year"] and row["started_year"] > this_year:
        facts = {"number": place + 1, "year": row["started_year"]}
        sentence = _("Business %(number)s: the year %(year)s has not come yet.") % facts
        yield f"businesses-{place}-started_year", sentence


def _privacy(content: Content) -> Found:
    acknowledged = content["plan"]["privacy_version"]
    if not acknowledged:
        yield "privacy_version", _("Read the notice on pictures of persons, and tick it.")
    elif acknowledged != privacy.CURRENT:
        yield (
            "privacy_version",
            _("The notice on pictures of persons has a newer text: read it, and tick it again."),
        )


def _asked(content: Content) -> Found:
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


def _first_line(content: Content, line: Content) -> Found:
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


# Rules with a sentence of their own; the simple ones stand in `plan_rules`.
RULES: dict[Section, tuple[Callable[[Content], Found], ...]] = {
    Section.GROUP: (_members,),
    Section.STRUCTURE: (_committees,),
    Section.BUSINESSES: (_businesses,),
    Section.BUDGET: (_asked,),
    Section.SIGNATURES: (_privacy,),
}


def states(content: Content, clip: Clip | None, files: int) -> dict[Section, SectionState]:
    """How far each section is; files may always stay empty."""
    left = {remark.section for remark in missing_from(content, clip)}
    empty = {section for section in PARTS if is_empty(content, section)}
    if clip is None:
        empty.add(Section.CLIP)
    if not files:
        empty.add(Section.FILES)
    waiting = {section for section in PARTS if taken_from(content, section)}
    return {
        section: _state(section in empty, section in waiting, section in left)
        for section in Section
    }


def _state(is_empty: bool, is_waiting: bool, has_remarks: bool) -> SectionState:
    if is_empty:
        return SectionState.EMPTY
    if is_waiting:
        return SectionState.CONFIRM
    return SectionState.PROBLEM if has_remarks else SectionState.DONE
