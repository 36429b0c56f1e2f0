"""Confirming the line: the result is copied, and may be taken back until it is released."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from groups.models import User
from groups.services import record
from scoring import stages
from scoring.enums import Outcome, RoundNumber
from scoring.models import Round, Standing
from scoring.selectors import Place, Tie, open_questions, ranking, standing_places, ties
from scoring.selectors.conflicts import unasked_conflicts
from scoring.services import notices
from scoring.stages import RoundRefusedError
from selection_site.lib import seal

OUTCOMES = {
    RoundNumber.FIRST: (Outcome.KEPT, Outcome.NOT_KEPT),
    RoundNumber.SECOND: (Outcome.OUTSTANDING, Outcome.GOOD),
}


class TieError(RoundRefusedError):
    """Ties lie across a line: `ties` holds them, the committee must order each."""

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


class OpenConflictError(RoundRefusedError):
    """A question of a conflict of interest waits for its ruling."""


@transaction.atomic
def close_round(round_: Round, *, by: User, seen: str | None = None) -> Round:
    """Fix the result: copy every place, exactly `places` of them inside the line.

    `seen` is the digest of the ranking that was looked at: another one now is not closed unseen.
    Only the year's chair, once marking is closed. TieError while a tie lies across a line without
    a ruling, OpenConflictError while a question of a conflict is open, RoundRefusedError
    while a sheet is missing without the committee's ruling. Nothing is known outside before
    `release`. A second run, or a second chair at the same moment, is refused and changes nothing.
    """
    round_ = stages.lock(round_)
    stages.check(round_, "close", by)
    places = ranking(round_)
    check_seen(places, seen)
    check_line(round_, places)
    Standing.objects.bulk_create(_standings(round_, places))
    stages.move(round_, "close", by=by)
    detail = {"places": round_.places, "result": _result(places), "digest": result_digest(places)}
    record("close_round", round_, by=by, detail=detail)
    notices.tell_of_closing(round_)
    return round_


def _standings(round_: Round, places: Sequence[Place]) -> list[Standing]:
    inside, outside = OUTCOMES[RoundNumber(round_.number)]
    return [
        Standing(
            round=round_,
            submission=place.submission,
            rank=place.rank,
            position=place.position,
            score=place.score,
            mean=place.mean,
            carried=place.carried,
            sheets=place.sheets,
            tied=place.ruled,
            seat=place.seat,
            outcome=inside if place.inside else outside,
            **_decided(place),
        )
        for place in places
    ]


def _decided(place: Place) -> dict[str, Any]:
    made = place.decision
    if made is None:
        return {}
    return {
        "step": made.kind,
        "step_criterion": made.criterion,
        "step_upper": made.upper,
        "step_lower": made.lower,
    }


def _result(places: Sequence[Place]) -> list[list[object]]:
    return [[place.submission.pk, place.rank, str(place.score), place.inside] for place in places]


def result_digest(places: Sequence[Place]) -> str:
    """What the audit chain keeps of a result, also of one that was taken back: SHA-256."""
    return seal.sha256_hex(_result(places))


def check_seen(places: Sequence[Place], seen: str | None) -> None:
    """Raise if the result is another than the one whose digest the page held."""
    if seen is not None and seen != result_digest(places):
        raise RoundRefusedError(
            _(
                "The result has changed since you opened the page: a ruling came or it was taken "
                "back. Nothing was done: look through it as it is now, then confirm."
            )
        )


def check_line(round_: Round, places: list[Place]) -> None:
    """Raise unless exactly `places` submissions would stay and nothing about them is open."""
    kept = round_.places or 0
    if crossing := [tie for tie in ties(places) if tie.crosses and not tie.ruled]:
        raise TieError(crossing, kept)
    if waiting := list(open_questions(round_)):
        pairs = "; ".join(f"{each.judge} – {each.submission.group}" for each in waiting)
        raise OpenConflictError(
            _(
                "The round cannot be closed: questions of conflicts of interest wait for their "
                "ruling: %(pairs)s."
            )
            % {"pairs": pairs}
        )
    if found := unasked_conflicts(round_):
        pairs = "; ".join(
            f"{sheet.assignment.judge} – {sheet.assignment.submission.group}" for sheet in found
        )
        raise OpenConflictError(
            _(
                "The round cannot be closed: a conflict of interest became known since these "
                "sheets were assigned. Ask about each on the page of conflicts, and have it ruled "
                "on: %(pairs)s."
            )
            % {"pairs": pairs}
        )
    if any(place.missing for place in places) and not round_.marked_note:
        raise RoundRefusedError(
            _("The round cannot be closed: sheets are missing and no ruling on them is recorded.")
        )
    if len(places) < kept:
        raise RoundRefusedError(
            _("%(places)d are to be kept, but only %(left)d submissions are left in the round.")
            % {"places": kept, "left": len(places)}
        )


@transaction.atomic
def reopen_round(round_: Round, *, reason: str, by: User) -> Round:
    """Take a closed result back before its release; the ranking is open to the chair again.

    The year's chair or the director, with a reason: RoundRefusedError. The copied places go, the
    audit chain keeps their digest. A second run is refused, and so is one after the release.
    """
    round_ = stages.lock(round_)
    stages.check(round_, "reopen", by)
    reason = reason.strip()
    if not reason:
        raise RoundRefusedError(
            _("Write why the closed result is taken back: it stays in the record.")
        )
    digest = result_digest(standing_places(round_))
    round_.standings.all().delete()
    stages.move(round_, "reopen", by=by)
    record("reopen_round", round_, by=by, detail={"reason": reason, "digest": digest})
    notices.tell_of_reopening(round_, reason, by)
    return round_
