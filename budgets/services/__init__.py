"""The year's money: proposing, approving, buying, correcting."""

from budgets.services.batches import approve, propose, send_back
from budgets.services.ledger import LedgerRefusedError, reverse
from budgets.services.procurement import PurchaseRefusedError, amend, begin, record_step
from budgets.stages import BatchRefusedError

__all__ = [
    "BatchRefusedError",
    "LedgerRefusedError",
    "PurchaseRefusedError",
    "amend",
    "approve",
    "begin",
    "propose",
    "record_step",
    "reverse",
    "send_back",
]
