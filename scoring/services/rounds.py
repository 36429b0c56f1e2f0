"""Opening a round and ending its marking, each in one transaction under its lock."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.enums import Role
from groups.models import User
from groups.services import record
from scoring import stages
from scoring.enums import RoundNumber, RoundStage
from scoring.models import Criterion, Round
from scoring.selectors import (
    Completeness,
    completeness,
    ladder_of,
    last_day,
    submissions_in,
)
from scoring.selectors.lots import commitment
from scoring.selectors.meetings import committee
from scoring.services import notices
from scoring.services.criteria import canonical, check_rows, row_of, rows_of
from scoring.services.ladder import check_ladder, freeze_rules
from scoring.stages import RoundRefusedError
from selection_site.lib import clock, dates, seal
from submissions.models import Call
from submissions.services import CallRefusedError, close_plans, why_plans_still_come


class MissingSheetsError(RoundRefusedError):
    """Sheets are missing and the committee has not ruled on it."""


@transaction.atomic
def open_round(round_: Round, *, by: User) -> Round:
    """Open marking: copy the places from the call and seal the criteria.

    Only staff. Both need criteria of 100 points and a committee with a chair. Round 1 needs the
    plans' day behind it, also that of provinces with more days, and forwarded plans; it ends the
    taking of plans. Round 2 needs round 1 released. With fewer plans than places all are kept.
    RoundRefusedError says what is missing; a second run is refused and changes nothing.
    """
    round_ = stages.lock(round_)
    stages.check(round_, "open", by)
    if reasons := in_the_way(round_):
        raise RoundRefusedError(" ".join(reasons))
    if round_.number == RoundNumber.FIRST:
        _close_plans(round_, by)
    criteria = list(round_.criteria.prefetch_related("anchors"))
    round_.places = places_of(round_)
    round_.criteria_sha256 = criteria_digest(round_, criteria)
    freeze_rules(round_)
    stages.move(round_, "open", by=by)
    record(
        "open_round",
        round_,
        by=by,
        detail={
            "places": round_.places,
            "criteria": round_.criteria_sha256,
            "rules": round_.rules_sha256,
            "lot": commitment(round_.lot_seed),
        },
    )
    notices.tell_of_opening(round_)
    return round_


def _close_plans(round_: Round, by: User) -> None:
    """Whatever comes after this moment would be in no round: nothing does."""
    try:
        round_.call = close_plans(round_.call, by=by)
    except CallRefusedError as refusal:
        raise RoundRefusedError(str(refusal)) from refusal


def in_the_way(round_: Round) -> list[str]:
    """What keeps a prepared round from being opened, as sentences; shown on the page too."""
    found = []
    try:
        check_rows(rows_of(round_))
        check_ladder(round_, ladder_of(round_))
    except RoundRefusedError as error:
        found.append(str(error))
    if round_.number == RoundNumber.FIRST:
        found += _plans_in_the_way(round_)
    elif not _first_is_released(round_.call):
        found.append(_("The result of round 1 is not released yet."))
    found += _committee_in_the_way(round_)
    if clock.today() > last_day(round_):
        found.append(
            _("The round was to end on %(day)s: set a later day in the call first.")
            % {"day": dates.localized(last_day(round_))}
        )
    return found


def _committee_in_the_way(round_: Round) -> list[str]:
    """Without a committee nobody would be told, without a chair nobody could close marking."""
    seats = [post.role for post in committee(round_)]
    if not seats:
        return [
            _(
                "Nobody is seated on the committee of %(year)s: ask the administrator to give the "
                "posts of chair and members first."
            )
            % {"year": round_.call.year}
        ]
    if Role.CHAIR not in seats:
        return [
            _(
                "No chair is seated on the committee of %(year)s, and only a chair closes marking: "
                "ask the administrator to give the post first."
            )
            % {"year": round_.call.year}
        ]
    return []


def _plans_in_the_way(round_: Round) -> list[str]:
    if not round_.call.plans_are_over:
        return [
            _("Plans are taken up to and including %(day)s: open the round after it.")
            % {"day": dates.localized(round_.call.plans_due_on)}
        ]
    if reason := why_plans_still_come(round_.call):
        return [reason]
    if not submissions_in(round_).exists():
        return [_("No plan was forwarded to the department: there is nothing to judge.")]
    return []


def _first_is_released(call: Call) -> bool:
    first = Round.objects.filter(call=call, number=RoundNumber.FIRST)
    return first.filter(stage=RoundStage.RELEASED).exists()


def places_of(round_: Round) -> int:
    """How many a round keeps inside the line: what the call says, but no more than there are."""
    first = round_.number == RoundNumber.FIRST
    wanted = round_.call.finalists if first else round_.call.outstanding_places
    return min(wanted, submissions_in(round_).count())


def criteria_digest(round_: Round, criteria: list[Criterion]) -> str:
    """The digest under which the criteria are fixed: SHA-256 over their canonical writing."""
    rows = [[c.position, canonical(row_of(c))] for c in criteria]
    content = {"year": round_.call.year, "round": round_.number, "criteria": rows}
    return seal.sha256_hex(content)


@transaction.atomic
def close_marking(round_: Round, *, by: User, note: str = "") -> Round:
    """End marking; from now on the chair sees the ranking and no sheet can be handed in.

    Only the year's chair. Every submission needs at least one sheet; if other sheets are missing,
    `note` holds the committee's ruling on it, else MissingSheetsError. A second run is refused
    and changes nothing.
    """
    round_ = stages.lock(round_)
    stages.check(round_, "close_marking", by)
    state = completeness(round_)
    if state.unjudged:
        raise MissingSheetsError(_unjudged(state))
    note = note.strip()
    if not state.is_complete and not note:
        raise MissingSheetsError(_missing(state))
    round_.marked_note = note
    stages.move(round_, "close_marking", by=by)
    record(
        "close_marking",
        round_,
        by=by,
        detail={
            "handed_in": state.handed_in,
            "open_sheets": state.open_sheets,
            "undeclared": [judge.pk for judge in state.undeclared],
            "ruling": note,
        },
    )
    return round_


def _unjudged(state: Completeness) -> str:
    names = ", ".join(str(submission.group) for submission in state.unjudged)
    return _(
        "Marking cannot be closed: nobody has handed in a sheet for %(groups)s, "
        "and without a sheet there is no score. Remind the members who judge it; where all are in "
        "conflict, have another member seated."
    ) % {"groups": names}


def _missing(state: Completeness) -> str:
    undeclared = ", ".join(str(judge) for judge in state.undeclared)
    parts = []
    if state.open_sheets:
        parts.append(
            ngettext(
                "%(count)d sheet is not handed in.",
                "%(count)d sheets are not handed in.",
                state.open_sheets,
            )
            % {"count": state.open_sheets}
        )
    if undeclared:
        parts.append(_("Not declared yet: %(names)s.") % {"names": undeclared})
    parts.append(_("To close without them, write the committee's ruling."))
    return " ".join(parts)
