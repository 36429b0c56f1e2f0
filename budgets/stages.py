"""The life of a year's allocation: proposed, then approved or returned."""

from collections.abc import Callable
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from budgets import rules
from budgets.enums import BatchStage
from budgets.models import Batch
from groups.models import User
from groups.services import record
from selection_site.lib import clock


class BatchRefusedError(Exception):
    """An allocation cannot be proposed, approved or returned now; the message says why."""


class Edge(NamedTuple):
    sources: frozenset[BatchStage]
    target: BatchStage
    allowed: Callable[[User, Batch], bool]
    needs_note: bool = False


EDGES = {
    "approve": Edge(frozenset({BatchStage.PROPOSED}), BatchStage.APPROVED, rules.may_decide),
    "return": Edge(
        frozenset({BatchStage.PROPOSED}), BatchStage.RETURNED, rules.may_decide, needs_note=True
    ),
}


def is_open(batch: Batch, name: str, user: User) -> bool:
    """Whether `user` could take this step now."""
    edge = EDGES[name]
    return batch.stage in edge.sources and edge.allowed(user, batch)


@transaction.atomic
def take(pk: int, name: str, *, by: User, note: str = "") -> Batch:
    """Take one step and record it.

    The row is locked first, so of two people pressing at once one gets BatchRefusedError, as
    does whoever presses twice or proposed the allocation.
    """
    batch = Batch.objects.select_for_update(of=("self",)).select_related("call").get(pk=pk)
    edge = EDGES[name]
    if not is_open(batch, name, by):
        raise BatchRefusedError(why_closed(batch, name, by))
    if edge.needs_note and not note.strip():
        raise BatchRefusedError(_("Write the reason: staff must know what to change."))
    batch.stage, batch.note = edge.target, note.strip()
    batch.decided_by, batch.decided_at = by, clock.now()
    batch.save(update_fields=["stage", "note", "decided_by", "decided_at"])
    record(f"allocation_{name}", batch, by=by, detail={"note": batch.note})
    return batch


def why_closed(batch: Batch, name: str, user: User) -> str:
    """One sentence on why a step is not open, in the officer's words."""
    if batch.stage not in EDGES[name].sources:
        return _(
            "This allocation is at '%(stage)s' already. Somebody may have been quicker; "
            "reload the page."
        ) % {"stage": batch.get_stage_display()}
    if batch.proposed_by_id == user.pk:
        return _("You proposed this allocation yourself: another person must decide on it.")
    return _("Only the director decides on the year's allocation.")
