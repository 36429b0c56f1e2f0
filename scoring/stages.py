"""The life of a round and of a sheet: which step leads where, who may take it, the taking of it."""

import secrets
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from groups.models import User
from scoring import rules
from scoring.enums import ReplacementStage, RoundStage, SheetStage
from scoring.models import Replacement, Round, Sheet
from selection_site.lib import clock


class RoundRefusedError(Exception):
    """An act was not open to this person, at this stage, on this day; the message says why."""


class Edge(NamedTuple):
    source: RoundStage
    target: RoundStage
    allowed: Callable[[User, Round], bool]


EDGES = {
    "open": Edge(RoundStage.PREPARED, RoundStage.MARKING, rules.may_open_round),
    "close_marking": Edge(RoundStage.MARKING, RoundStage.MARKED, rules.may_close_marking),
    "close": Edge(RoundStage.MARKED, RoundStage.CLOSED, rules.may_close_round),
    "reopen": Edge(RoundStage.CLOSED, RoundStage.MARKED, rules.may_reopen),
    "release": Edge(RoundStage.CLOSED, RoundStage.RELEASED, rules.may_release),
}


def lock(round_: Round) -> Round:
    """The round as it stands now, locked to the end of the transaction: acts stand in a line."""
    rows = Round.objects.select_for_update(of=("self",))
    return rows.select_related("call").get(pk=round_.pk)


def is_open(round_: Round, name: str, user: User) -> bool:
    """Whether `user` could take this step now; costs no query when `call` is loaded."""
    edge = EDGES[name]
    return round_.stage == edge.source and edge.allowed(user, round_)


def check(round_: Round, name: str, user: User) -> None:
    """Raise RoundRefusedError unless `user` could take this step now."""
    if not is_open(round_, name, user):
        raise RoundRefusedError(why_closed(round_, name, user))


def why_closed(round_: Round, name: str, user: User) -> str:
    """One sentence on why a step is not open, in the words of those who take it."""
    edge = EDGES[name]
    if not edge.allowed(user, round_):
        if name == "release" and user.pk == round_.closed_by_id:
            return _("You closed this round yourself: another person must release its result.")
        return _("Your post does not let you take this step.")
    return _(
        "This step is no longer open: %(round)s is at '%(stage)s' now. "
        "Somebody may have been quicker; reload the page."
    ) % {"round": round_.get_number_display(), "stage": round_.get_stage_display()}


def move(round_: Round, name: str, *, by: User) -> None:
    """Write the stage with its moment; the caller holds the lock and has checked the step."""
    now = clock.now()
    round_.stage = EDGES[name].target
    match round_.stage:
        case RoundStage.MARKING:
            round_.opened_at = now
        case RoundStage.MARKED if name == "reopen":
            round_.closed_at = round_.closed_by = None
            round_.reopened += 1
        case RoundStage.MARKED:
            round_.marked_at = now
        case RoundStage.CLOSED:
            round_.closed_at, round_.closed_by = now, by
        case RoundStage.RELEASED:
            round_.released_at, round_.released_by = now, by
    round_.save()


def hand_in(sheet: Sheet, total: Decimal) -> None:
    """Close a sheet with its total; the caller holds its lock, checks it and saves it."""
    sheet.stage = SheetStage.HANDED_IN
    sheet.total = total
    sheet.handed_in_at = clock.now()
    sheet.nonce = secrets.token_hex(16)


def decide(replacement: Replacement, stage: ReplacementStage, *, by: User) -> None:
    """Stamp a proposed withdrawal as decided; the caller holds its lock, checks and saves it."""
    replacement.stage = stage
    replacement.decided_by, replacement.decided_at = by, clock.now()
