"""The committee's recorded decisions on equal scores."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from groups.models import User
from groups.services import record
from scoring import rules, stages
from scoring.enums import RoundStage
from scoring.models import Round, TiePlace, TieRuling
from scoring.selectors import Tie, ranking, ties
from scoring.stages import RoundRefusedError
from selection_site.lib import clock


@transaction.atomic
def settle_tie(
    round_: Round, *, score: Decimal, order: Sequence[int], reason: str, by: User
) -> TieRuling:
    """Record in which order the committee puts the submissions of one score, best first.

    `order` holds the keys of exactly those submissions; `reason` is what the minutes say. Only the
    year's chair, between the end of marking and closing: RoundRefusedError. A ruling made before
    on this score is replaced and kept; the same ruling again changes nothing.
    """
    round_ = stages.lock(round_)
    tie = _open_tie(round_, score, by)
    if sorted(order) != sorted(place.submission.pk for place in tie.places):
        raise RoundRefusedError(
            _("Give each group with %(score)s points one place of its own, from 1 to %(count)d.")
            % {"score": score, "count": len(tie.places)}
        )
    reason = reason.strip()
    if not reason:
        raise RoundRefusedError(_("Write the reason as it stands in the minutes."))
    before = TieRuling.objects.filter(round=round_, score=score, replaced_at=None).first()
    if before and before.reason == reason and _order_of(before) == list(order):
        return before
    if before:
        before.replaced_at = clock.now()
        before.save(update_fields=["replaced_at"])
    ruling = TieRuling.objects.create(round=round_, score=score, reason=reason, decided_by=by)
    TiePlace.objects.bulk_create(
        TiePlace(ruling=ruling, submission_id=pk, place=place) for place, pk in enumerate(order, 1)
    )
    detail = {"ruling": ruling.pk, "order": list(order), "reason": reason}
    record("settle_tie", round_, by=by, detail=detail)
    return ruling


def _open_tie(round_: Round, score: Decimal, by: User) -> Tie:
    if not rules.may_settle_tie(by, round_):
        raise RoundRefusedError(_("Only the chair of this year's committee settles ties."))
    if round_.stage != RoundStage.MARKED:
        raise RoundRefusedError(
            _("Ties are settled between the end of marking and the closing: it is at '%(stage)s'.")
            % {"stage": round_.get_stage_display()}
        )
    tie = next((tie for tie in ties(ranking(round_)) if tie.score == score), None)
    if tie is None:
        raise RoundRefusedError(
            _("No two groups have %(score)s points: there is nothing to settle.") % {"score": score}
        )
    return tie


def _order_of(ruling: TieRuling) -> list[int]:
    return list(ruling.places.values_list("submission", flat=True))
