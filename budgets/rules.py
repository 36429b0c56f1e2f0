"""Who may do what with the year's money, whatever the stage; stages and services add the when."""

from budgets.models import Allocation, Batch
from groups.enums import Role
from groups.models import User
from groups.rules import oversees


def sees_proposals(user: User) -> bool:
    """See what the result would allocate and what was proposed, before it is approved."""
    return oversees(user)


def may_propose(user: User) -> bool:
    """Propose the year's allocation from the released result."""
    return user.holds(Role.STAFF)


def may_decide(user: User, batch: Batch) -> bool:
    """Approve a proposed allocation or return it; nobody decides on what they proposed."""
    return user.holds(Role.DIRECTOR) and batch.proposed_by_id != user.pk


def may_procure(user: User, allocation: Allocation) -> bool:
    """Record purchases: the letter lets the province or the district buy."""
    submission = allocation.submission
    return user.holds(Role.PROVINCE, province_id=submission.province_id) or user.holds(
        Role.DISTRICT, district_id=submission.district_id
    )


def may_reverse(user: User) -> bool:
    """Correct an order or a payment in the ledger by an entry against it."""
    return user.holds(Role.STAFF)
