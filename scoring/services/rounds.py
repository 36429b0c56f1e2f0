"""Opening a round, ending its marking and closing it, each in one transaction under its lock."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.models import User
from groups.services import record
from scoring import stages
from scoring.enums import Outcome, RoundNumber, RoundStage
from scoring.models import Criterion, Round, Standing
from scoring.selectors import (
    Completeness,
    Place,
    Tie,
    completeness,
    last_day,
    open_questions,
    ranking,
    submissions_in,
    ties,
)
from scoring.services import notices
from scoring.services.criteria import CriterionRow, check_rows
from scoring.stages import RoundRefusedError
from selection_site.lib import clock, dates, seal
from submissions.models import Call

OUTCOMES = {
    RoundNumber.FIRST: (Outcome.KEPT, Outcome.NOT_KEPT),
    RoundNumber.SECOND: (Outcome.OUTSTANDING, Outcome.GOOD),
}


class MissingSheetsError(RoundRefusedError):
    """Sheets are missing and the committee has not ruled on it."""


class TieError(RoundRefusedError):
    """Equal scores lie across the line: `ties` holds them, the committee must order each."""

    def __init__(self, found: list[Tie], places: int) -> None:
        self.ties = found
        groups = "; ".join(
            f"{', '.join(str(place.submission.group) for place in tie.places)} ({tie.score})"
            for tie in found
        )
        super().__init__(
            _(
                "The round cannot be closed: the line after place %(places)d runs through equal "
                "scores. Settle the order of these groups first: %(groups)s."
            )
            % {"places": places, "groups": groups}
        )


@transaction.atomic
def open_round(round_: Round, *, by: User) -> Round:
    """Open marking: copy the places from the call and seal the criteria.

    Only staff. Round 1 needs criteria of 100 points, the plans' day behind it and forwarded
    plans; round 2 needs round 1 released. With fewer plans than places all are kept.
    RoundRefusedError says what is missing; a second run is refused and changes nothing.
    """
    round_ = stages.lock(round_)
    stages.check(round_, "open", by)
    if reasons := in_the_way(round_):
        raise RoundRefusedError(" ".join(reasons))
    criteria = list(round_.criteria.all())
    round_.places = places_of(round_)
    round_.criteria_sha256 = criteria_digest(round_, criteria)
    stages.move(round_, "open", by=by)
    record(
        "open_round",
        round_,
        by=by,
        detail={"places": round_.places, "criteria": round_.criteria_sha256},
    )
    notices.tell_of_opening(round_)
    return round_


def in_the_way(round_: Round) -> list[str]:
    """What keeps a prepared round from being opened, as sentences; shown on the page too."""
    found = []
    try:
        check_rows(CriterionRow(c.name, c.guidance, c.points) for c in round_.criteria.all())
    except RoundRefusedError as error:
        found.append(str(error))
    if round_.number == RoundNumber.FIRST:
        found += _plans_in_the_way(round_)
    elif not _first_is_released(round_.call):
        found.append(_("The result of round 1 is not released yet."))
    if clock.today() > last_day(round_):
        found.append(
            _("The round was to end on %(day)s: set a later day in the call first.")
            % {"day": dates.localized(last_day(round_))}
        )
    return found


def _plans_in_the_way(round_: Round) -> list[str]:
    if not round_.call.plans_are_over:
        return [
            _("Plans are taken up to and including %(day)s: open the round after it.")
            % {"day": dates.localized(round_.call.plans_due_on)}
        ]
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
    rows = [[c.position, c.name, c.guidance, c.points] for c in criteria]
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
        "and without a sheet there is no score."
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


@transaction.atomic
def close_round(round_: Round, *, by: User) -> Round:
    """Fix the result: copy every place, exactly `places` of them inside the line.

    Only the year's chair, once marking is closed. TieError while equal scores lie across the line
    without a ruling. Nothing is known outside before `release`. A second run, or a second chair
    at the same moment, is refused and changes nothing.
    """
    round_ = stages.lock(round_)
    stages.check(round_, "close", by)
    _refuse_open_questions(round_)
    places = ranking(round_)
    check_line(round_, places)
    inside, outside = OUTCOMES[RoundNumber(round_.number)]
    Standing.objects.bulk_create(
        Standing(
            round=round_,
            submission=place.submission,
            rank=place.rank,
            score=place.score,
            sheets=place.sheets,
            tied=place.ruled,
            outcome=inside if place.inside else outside,
        )
        for place in places
    )
    stages.move(round_, "close", by=by)
    result = [[place.submission.pk, place.rank, str(place.score), place.inside] for place in places]
    record("close_round", round_, by=by, detail={"places": round_.places, "result": result})
    notices.tell_of_closing(round_)
    return round_


def _refuse_open_questions(round_: Round) -> None:
    if waiting := [str(question.judge) for question in open_questions(round_)]:
        raise RoundRefusedError(
            _("A question of a conflict of interest waits for its ruling: %(names)s.")
            % {"names": ", ".join(waiting)}
        )


def check_line(round_: Round, places: list[Place]) -> None:
    """Raise unless exactly `places` submissions would stay: TieError for an open tie there."""
    kept = round_.places or 0
    if crossing := [tie for tie in ties(places) if tie.crosses and not tie.ruled]:
        raise TieError(crossing, kept)
    if len(places) < kept:
        raise RoundRefusedError(
            _("%(places)d are to be kept, but only %(left)d submissions are left in the round.")
            % {"places": kept, "left": len(places)}
        )
