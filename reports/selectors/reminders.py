"""The record of a year's reminders: to whom, about what, was it sent, opened, acted on."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups.models import Notice
from reports.selectors.due import DUTIES, undone
from scoring.enums import SheetStage
from scoring.models import Sheet
from submissions.models import Call, Submission
from submissions.services.reminders import FORWARDING, PLANS

NAMES: dict[str, Promise] = {
    PLANS: _("Send the plan"),
    FORWARDING: _("Forward the plan"),
    "marking-1": _("Sheets of round 1"),
    "marking-2": _("Sheets of round 2"),
    **{duty.name: duty.title for duty in DUTIES},
}
RUNGS: dict[str, Promise] = {
    "14": _("14 days before"),
    "7": _("7 days before"),
    "3": _("3 days before"),
    "1": _("1 day before"),
    "+1": _("1 day after"),
    "+3": _("3 days after"),
    "now": _("By hand"),
}
STATES: dict[str, Promise] = {
    "unsent": _("Not sent"),
    "replaced": _("Replaced by a newer one"),
    "unopened": _("Sent, not opened"),
    "idle": _("Not acted on"),
}


class Line(NamedTuple):
    """One reminder of one person; `acted` of what it is about has been done since."""

    notice: Notice
    groups: list[Submission]
    acted: int
    total: int

    @property
    def duty(self) -> Promise | str:
        return NAMES.get(self.notice.duty, self.notice.duty)

    @property
    def rung(self) -> Promise | str:
        return RUNGS.get(self.notice.rung, self.notice.rung)

    @property
    def error(self) -> str:
        """Why the mail did not go out, the last time it was tried."""
        digest = self.notice.digest
        return digest.last_error if digest and digest.sent_at is None else ""

    @property
    def is_replaced(self) -> bool:
        """Whether its mail went out without it, as a newer one of the same duty spoke for it."""
        digest = self.notice.digest
        return self.notice.sent_at is None and digest is not None and digest.sent_at is not None

    @property
    def more(self) -> int:
        """How many groups beyond the three that a row names."""
        return max(0, len(self.groups) - 3)

    @property
    def has_acted(self) -> bool:
        return self.total > 0 and self.acted == self.total


class Sum(NamedTuple):
    """What became of the reminders of one duty on one rung."""

    duty: Promise | str
    rung: Promise | str
    people: int
    sent: int
    opened: int
    acted: int


def lines(call: Call) -> list[Line]:
    """Every reminder of a year, the newest first; ten queries, whatever their number."""
    notices = Notice.objects.reminders().filter(year=call.year).defer("body")
    submissions = {
        row.pk: row for row in Submission.objects.filter(call=call).for_list().order_by()
    }
    left = {
        duty.name: set(undone(call, duty, never_sent=False).values_list("submission", flat=True))
        for duty in DUTIES
    }
    sheets = _sheets(call)
    found = []
    for notice in notices.select_related("user", "digest"):
        about = [submissions[pk] for pk in notice.about if pk in submissions]
        if notice.duty.startswith("marking-"):
            found.append(Line(notice, about, *sheets.get((notice.duty, notice.user_id), (0, 0))))
        else:
            acted = sum(_is_done(notice, row, left.get(notice.duty, set())) for row in about)
            found.append(Line(notice, about, acted, len(about)))
    return found


def _is_done(notice: Notice, row: Submission, left: set[int]) -> bool:
    """Whether what a reminder asked of a group was done after it was written."""
    moments = {PLANS: row.sent_at, FORWARDING: row.forwarded_at}
    if notice.duty not in moments:
        return row.pk not in left
    moment = moments[notice.duty]
    return moment is not None and moment > notice.created_at


def _sheets(call: Call) -> dict[tuple[str, int], tuple[int, int]]:
    """Sheets handed in and all sheets, of each member in each round; one query."""
    handed_in = Count("pk", filter=Q(stage=SheetStage.HANDED_IN))
    rows = (
        Sheet.objects.in_force()
        .filter(assignment__round__call=call)
        .order_by()
        .values_list("assignment__round__number", "assignment__judge")
        .annotate(all=Count("pk"), done=handed_in)
    )
    return {(f"marking-{number}", judge): (done, all_) for number, judge, all_, done in rows}


def sums(found: Iterable[Line]) -> list[Sum]:
    """By duty and rung, in the order of the year and of the ladder."""
    by: dict[tuple[str, str], list[Line]] = {}
    for line in found:
        by.setdefault((line.notice.duty, line.notice.rung), []).append(line)
    return [
        Sum(
            NAMES[duty],
            RUNGS[rung],
            len(rows),
            sum(row.notice.sent_at is not None for row in rows),
            sum(row.notice.opened_at is not None for row in rows),
            sum(row.has_acted for row in rows),
        )
        for duty in NAMES
        for rung in RUNGS
        if (rows := by.get((duty, rung)))
    ]


def narrowed(
    found: Iterable[Line], *, duty: str = "", rung: str = "", state: str = "", text: str = ""
) -> list[Line]:
    """Those of a duty, a rung and a state in whose person or group every word of `text` is."""
    words = text.casefold().split()
    return [
        line
        for line in found
        if duty in ("", line.notice.duty)
        and rung in ("", line.notice.rung)
        and _in_state(line, state)
        and all(word in _searched(line) for word in words)
    ]


def _in_state(line: Line, state: str) -> bool:
    notice = line.notice
    match state:
        case "unsent":
            return notice.sent_at is None and not line.is_replaced
        case "replaced":
            return line.is_replaced
        case "unopened":
            return notice.sent_at is not None and notice.opened_at is None
        case "idle":
            return not line.has_acted
    return True


def _searched(line: Line) -> str:
    groups = " ".join(f"{row.group} {row.district} {row.province}" for row in line.groups)
    return f"{line.notice.user} {line.notice.user.email} {groups}".casefold()
