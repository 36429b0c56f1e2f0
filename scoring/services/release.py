"""Making the result of a closed round known, to all at once."""

from django.db import transaction

import submissions.stages
from groups.models import User
from groups.services import record
from scoring import stages
from scoring.enums import Outcome
from scoring.models import Round
from scoring.selectors import standing_places
from scoring.services import notices
from scoring.services.closing import check_seen

STEPS = {
    Outcome.KEPT: "select",
    Outcome.NOT_KEPT: "decline",
    Outcome.OUTSTANDING: "grade_outstanding",
    Outcome.GOOD: "grade_good",
}


@transaction.atomic
def release(round_: Round, *, by: User, seen: str | None = None) -> Round:
    """Move every submission of the round to its result, and owe all who wait a message.

    `seen` is the digest of the result that was looked at: another, closed since, is not released.
    Only the director, and not the person who closed the round: RoundRefusedError. A second run is
    refused and changes nothing.
    """
    round_ = stages.lock(round_)
    stages.check(round_, "release", by)
    check_seen(standing_places(round_), seen)
    standings = list(round_.standings.select_related("submission__group"))
    for standing in standings:
        step = STEPS[Outcome(standing.outcome)]
        submissions.stages.take(standing.submission_id, step, by=by)
    stages.move(round_, "release", by=by)
    record("release_round", round_, by=by, detail={"submissions": len(standings)})
    notices.tell_of_result(round_, standings)
    return round_
