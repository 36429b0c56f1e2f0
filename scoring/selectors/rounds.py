"""What a round is about: its submissions, its members, its last day."""

from datetime import date

from django.db.models import Q, QuerySet

from groups.enums import JUDGE_ROLES
from groups.models import Post, User
from scoring.enums import DECIDED, RoundNumber, RoundStage
from scoring.models import Round
from submissions.enums import Stage
from submissions.models import Submission

JUDGED_STAGE = {RoundNumber.FIRST: Stage.FORWARDED, RoundNumber.SECOND: Stage.FINALIST}


def submissions_in(round_: Round) -> QuerySet[Submission]:
    """What is judged in a round, and what was, once the round is closed.

    What is forwarded after marking opened, because the plans' day was moved, is not in it: nobody
    was assigned to it.
    """
    if round_.stage in DECIDED:
        return Submission.objects.filter(standings__round=round_).for_list()
    stage = JUDGED_STAGE[RoundNumber(round_.number)]
    rows = Submission.objects.filter(call=round_.call_id, stage=stage).for_list()
    return rows.filter(forwarded_at__lte=round_.opened_at) if round_.opened_at else rows


def require_marked(round_: Round) -> None:
    """ValueError while sheets can come in: until then nobody may know how marks fall."""
    if round_.stage in (RoundStage.PREPARED, RoundStage.MARKING):
        raise ValueError("Marks are secret until marking is closed.")


def last_day(round_: Round) -> date:
    """The last day on which sheets may be handed in."""
    call = round_.call
    first = round_.number == RoundNumber.FIRST
    return call.first_round_ends_on if first else call.second_round_ends_on


def seated_in(round_: Round) -> QuerySet[User]:
    """The committee of the year as it is now: nobody else can be given sheets."""
    seats = Post.objects.filter(role__in=JUDGE_ROLES, year=round_.call.year, ended_at=None)
    return User.objects.filter(pk__in=seats.values("user"))


def judges_of(round_: Round) -> QuerySet[User]:
    """The committee of the year now, and whoever signed a declaration while on it."""
    signed = round_.declarations.values("judge")
    return User.objects.filter(Q(pk__in=seated_in(round_).values("pk")) | Q(pk__in=signed))
