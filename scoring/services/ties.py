"""Putting in order what the marks leave tied: the committee's vote, or a drawn lot."""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.models import User
from groups.services import record
from scoring import rules, stages
from scoring.enums import RoundStage, TieStep
from scoring.models import Round, TiePlace, TieRuling
from scoring.selectors import Tie, judges_of, ladder_of, ranking, ties
from scoring.selectors.entrants import sheets_of
from scoring.selectors.lots import lot, marks_digest
from scoring.selectors.meetings import conflicted, stepping_out
from scoring.stages import RoundRefusedError
from selection_site.lib import clock


@transaction.atomic
def settle_tie(
    round_: Round,
    *,
    order: Sequence[int],
    reason: str,
    by: User,
    votes: Mapping[int, int] | None = None,
    minutes: str = "",
) -> TieRuling:
    """Record in which order the committee voted the submissions of a tie, best first.

    `order` holds the keys of exactly those that the marks leave equal; `reason` is what the minutes
    say, `minutes` which item of them, `votes` what each got. Only the year's chair, between the end
    of marking and closing, where the ladder has a vote: RoundRefusedError, also when the order does
    not follow the votes or there are more votes than members without a conflict on one of the
    groups. A ruling made before on these groups is replaced and kept; the same ruling again changes
    nothing.
    """
    round_ = stages.lock(round_)
    tie = _open_tie(round_, order, TieStep.VOTE, by)
    reason = reason.strip()
    if not reason:
        raise RoundRefusedError(_("Write the reason as it stands in the minutes."))
    given = [votes[pk] for pk in order] if votes else []
    _check_votes(given, round_, tie)
    before = _in_force(round_, order).filter(kind=TieStep.VOTE).first()
    if before and _same(before, order, given, reason, minutes.strip()):
        return before
    places = [
        TiePlace(submission_id=pk, place=at, votes=votes[pk] if votes else None)
        for at, pk in enumerate(order, 1)
    ]
    ruling = TieRuling(kind=TieStep.VOTE, reason=reason, minutes=minutes.strip(), decided_by=by)
    return _write(round_, tie, ruling, places)


@transaction.atomic
def draw_lot(round_: Round, *, of: Collection[int], reason: str, by: User) -> TieRuling:
    """Order a tie by the lot of the published seed: anybody can compute it again.

    `of` holds the keys of the tied; `reason` says why the vote did not decide, where the ladder has
    a vote before the lot. Refuses what `settle_tie` refuses. Drawn again it comes out the same and
    changes nothing.
    """
    round_ = stages.lock(round_)
    tie = _open_tie(round_, of, TieStep.LOT, by)
    reason = reason.strip()
    kinds = [rung.kind for rung in ladder_of(round_)]
    votes_first = TieStep.VOTE in kinds and kinds.index(TieStep.VOTE) < kinds.index(TieStep.LOT)
    if votes_first and not reason:
        raise RoundRefusedError(
            _("The vote comes before the lot: write what it came to, as it stands in the minutes.")
        )
    if before := _in_force(round_, of).filter(kind=TieStep.LOT).first():
        return before
    totals = {pk: one.totals for pk, one in sheets_of(round_).items() if one.totals}
    marks = marks_digest(totals)
    order = sorted(tie.pks, key=lambda pk: lot(round_.lot_seed, marks, pk))
    reason = reason or _("The ladder goes on to the lot.")
    ruling = TieRuling(kind=TieStep.LOT, reason=reason, decided_by=by)
    places = [TiePlace(submission_id=pk, place=at) for at, pk in enumerate(order, 1)]
    return _write(round_, tie, ruling, places)


def _open_tie(round_: Round, of: Collection[int], step: TieStep, by: User) -> Tie:
    if not rules.may_settle_tie(by, round_):
        raise RoundRefusedError(_("Only the chair of this year's committee settles ties."))
    if round_.stage != RoundStage.MARKED:
        raise RoundRefusedError(
            _("Ties are settled between the end of marking and the closing: it is at '%(stage)s'.")
            % {"stage": round_.get_stage_display()}
        )
    if step not in [rung.kind for rung in ladder_of(round_)]:
        raise RoundRefusedError(
            _("The tie ladder of this round has no such step: %(step)s.") % {"step": step.label}
        )
    found = ties(ranking(round_))
    tie = next((tie for tie in found if sorted(tie.pks) == sorted(of)), None)
    if tie is None:
        raise RoundRefusedError(
            _(
                "These are not the groups of one tie, each named once: look at the ranking as it "
                "is now."
            )
        )
    return tie


def _check_votes(given: Sequence[int], round_: Round, tie: Tie) -> None:
    """No more votes than there are members whom no conflict with one of the tied keeps out."""
    out = stepping_out(tie.places, conflicted(round_, tie.submissions))
    members = judges_of(round_).exclude(pk__in=[user.pk for user in out]).count()
    if sum(given) > members:
        raise RoundRefusedError(_too_many(sum(given), members, out))
    if any(below >= above for above, below in pairwise(given)):
        raise RoundRefusedError(
            _(
                "The order must follow the votes, and equal votes decide nothing: correct the "
                "votes, vote again, or go on to the drawn lot."
            )
        )


def _too_many(votes: int, members: int, out: Sequence[User]) -> str:
    if not out:
        return _("%(votes)d votes were entered, but the committee has %(members)d members.") % {
            "votes": votes,
            "members": members,
        }
    return ngettext(
        "%(votes)d votes were entered, but %(members)d member may vote on these groups: "
        "a conflict of interest keeps %(out)s out.",
        "%(votes)d votes were entered, but %(members)d members may vote on these groups: "
        "a conflict of interest keeps %(out)s out.",
        members,
    ) % {"votes": votes, "members": members, "out": ", ".join(map(str, out))}


def _in_force(round_: Round, of: Collection[int]) -> QuerySet[TieRuling]:
    rows = TieRuling.objects.filter(round=round_, replaced_at=None, places__submission__in=of)
    return rows.distinct()


def _same(
    before: TieRuling, order: Sequence[int], given: Sequence[int], reason: str, minutes: str
) -> bool:
    rows = list(before.places.values_list("submission", "votes"))
    votes: Sequence[int | None] = given or [None] * len(order)
    return (before.reason, before.minutes, rows) == (
        reason,
        minutes,
        list(zip(order, votes, strict=True)),
    )


def _write(round_: Round, tie: Tie, ruling: TieRuling, places: list[TiePlace]) -> TieRuling:
    order = [place.submission_id for place in places]
    # A ruling on a tie that is gone may hold the same score and rank.
    same = Q(places__submission__in=order) | Q(score=tie.score, rank=tie.rank)
    standing = TieRuling.objects.filter(same, round=round_, replaced_at=None)
    replaced = list(standing.values_list("pk", flat=True))
    TieRuling.objects.filter(pk__in=replaced).update(replaced_at=clock.now())
    ruling.round, ruling.score, ruling.rank = round_, tie.score, tie.rank
    ruling.save()
    for place in places:
        place.ruling = ruling
    TiePlace.objects.bulk_create(places)
    detail: dict[str, object] = {
        "ruling": ruling.pk,
        "step": str(ruling.kind),
        "order": order,
        "reason": ruling.reason,
    }
    if places[0].votes is not None:
        detail["votes"] = [place.votes for place in places]
    record("settle_tie", round_, by=ruling.decided_by, detail=detail)
    return ruling
