"""The year's allocation: proposed from the released result, approved by another person."""

from django.db import transaction
from django.urls import reverse as url_of
from django.utils.translation import gettext as _
from django.utils.translation import override

from budgets import rules, stages
from budgets.enums import EntryKind
from budgets.models import Allocation, Batch
from budgets.selectors import officers_of, proposal
from budgets.services.ledger import enter
from budgets.stages import BatchRefusedError
from groups.enums import Role
from groups.models import Notice, User
from groups.selectors import posts_now
from groups.services import owe, record
from selection_site.lib import clock, money
from submissions.models import Call


@transaction.atomic
def propose(call: Call, *, by: User) -> Batch:
    """Propose what each awarded group gets; grade, rank and amount are copied from the result.

    Whole baht. Raises BatchRefusedError while round 2 is not released, when the counts or the sum
    exceed the call's places and awards, above the ceiling, and when the year has a proposed or
    approved allocation already: so a second run changes nothing. A place for which there is no
    group stays empty. After a return, it can be proposed anew.
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    if not rules.may_propose(by):
        raise BatchRefusedError(_("Only department staff propose the year's allocation."))
    offered = proposal(call)
    if offered.problems:
        raise BatchRefusedError(" ".join(offered.problems))
    batch = Batch.objects.create(call=call, total_baht=offered.total_baht, proposed_by=by)
    Allocation.objects.bulk_create(
        Allocation(
            batch=batch,
            submission=award.submission,
            grade=award.grade,
            rank=award.rank,
            amount_baht=award.amount_baht,
        )
        for award in offered.awards
    )
    detail = {"baht": batch.total_baht, "allocations": len(offered.awards)}
    record("allocation_propose", batch, by=by, detail=detail)
    owe(_to_decide(batch))
    return batch


@transaction.atomic
def approve(batch: Batch, *, by: User) -> Batch:
    """Approve a proposed allocation: one ALLOCATED entry each, and the call's sum, in one go.

    The director, and not who proposed it. Raises BatchRefusedError otherwise, when it was decided
    already (so a second run moves nothing), when the result has changed since, and when it no
    longer fits below the ceiling.
    """
    call = Call.objects.select_for_update().get(pk=batch.call_id)
    batch = stages.take(batch.pk, "approve", by=by)
    _check_result(batch)
    if call.allocated_baht + batch.total_baht > call.ceiling_baht:
        raise BatchRefusedError(
            _("%(total)s baht exceed the ceiling of %(ceiling)s baht. Nothing was allocated.")
            % {
                "total": money.format_baht(call.allocated_baht + batch.total_baht),
                "ceiling": money.format_baht(call.ceiling_baht),
            }
        )
    allocations = list(batch.allocations.select_related("batch__call", "submission__group"))
    for allocation in allocations:
        amount = allocation.amount_satang
        enter(allocation, EntryKind.ALLOCATED, amount, on=clock.today(), by=by)
    owe(_to_spend(allocations))
    return batch


def _check_result(batch: Batch) -> None:
    """Refuse a proposal that the result no longer bears out: a group may have withdrawn since."""
    proposed = {(row.submission_id, row.grade) for row in batch.allocations.all()}
    awarded = {(award.submission.pk, str(award.grade)) for award in proposal(batch.call).awards}
    if proposed != awarded:
        raise BatchRefusedError(
            _(
                "The result has changed since this allocation was proposed, because a group "
                "withdrew. Return it, and have it proposed anew."
            )
        )


@transaction.atomic
def send_back(batch: Batch, *, by: User, note: str) -> Batch:
    """Return a proposed allocation to staff with a reason; nothing is allocated.

    Raises BatchRefusedError without a reason, for who proposed it, and when it was decided already.
    """
    batch = stages.take(batch.pk, "return", by=by, note=note)
    with override("th"):
        notice = Notice(
            user=batch.proposed_by,
            key=f"allocation-returned:{batch.pk}",
            subject=_("The allocation of %(year)s was returned") % {"year": batch.call.year},
            body=_("The director returned the proposed allocation: %(note)s")
            % {"note": batch.note},
            path=url_of("budgets:batch", args=[batch.call.year]),
        )
    owe([notice])
    return batch


def _to_decide(batch: Batch) -> list[Notice]:
    with override("th"):
        return [
            Notice(
                user_id=post.user_id,
                key=f"allocation-proposed:{batch.pk}",
                subject=_("The allocation of %(year)s awaits your decision")
                % {"year": batch.call.year},
                body=_("Staff proposed to allocate %(total)s baht. Approve it or return it.")
                % {"total": money.format_baht(batch.total_baht)},
                path=url_of("budgets:batch", args=[batch.call.year]),
            )
            for post in posts_now(Role.DIRECTOR)
            if post.user_id != batch.proposed_by_id
        ]


def _to_spend(allocations: list[Allocation]) -> list[Notice]:
    officers = officers_of(allocations, Role.DISTRICT, Role.PROVINCE)
    with override("th"):
        return [
            Notice(
                user_id=post.user_id,
                key=f"allocated:{allocation.pk}",
                subject=_("%(group)s receives %(amount)s baht")
                % {
                    "group": allocation.submission.group,
                    "amount": money.format_baht(allocation.amount_baht),
                },
                body=_("The money is allocated. Record the purchases on the page below."),
                path=url_of("budgets:detail", args=[allocation.pk]),
            )
            for allocation, post in officers
        ]
