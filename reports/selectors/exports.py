"""Which reports a year offers, and which were ordered."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgets.models import Allocation
from groups.models import MOST_TRIES, User
from reports.enums import ExportKind
from reports.models import Export
from scoring.enums import RoundNumber, RoundStage
from scoring.models import Round
from submissions.models import Call

ABOUT = {
    ExportKind.ALLOCATION: gettext_lazy(
        "What each group got, what is committed and paid, with totals and the sum in words."
    ),
    ExportKind.RANKING_1: gettext_lazy(
        "Rank, official score and outcome of every group of round 1."
    ),
    ExportKind.RANKING_2: gettext_lazy("Rank, official score and grade of every group of round 2."),
    ExportKind.ROSTER: gettext_lazy(
        "Where every plan stands, in whose hands it is and for how many days."
    ),
}
ROUNDS = {ExportKind.RANKING_1: RoundNumber.FIRST, ExportKind.RANKING_2: RoundNumber.SECOND}


class Offer(NamedTuple):
    """A report that can be ordered, or the sentence that says when it can."""

    kind: ExportKind
    about: str
    refusal: str


class Ordered(NamedTuple):
    """An order and how far it is: made, given up after five tries, or being made."""

    export: Export
    is_built: bool
    is_given_up: bool

    @property
    def is_waiting(self) -> bool:
        return not self.is_built and not self.is_given_up


def offers(call: Call) -> list[Offer]:
    """Every report of the catalogue for one year; three queries."""
    released = set(
        Round.objects.filter(call=call, stage=RoundStage.RELEASED).values_list("number", flat=True)
    )
    return [Offer(kind, str(ABOUT[kind]), _refusal(call, kind, released)) for kind in ExportKind]


def refusal(call: Call, kind: ExportKind) -> str:
    """Why this report cannot be had yet; nothing when it can."""
    return next(offer.refusal for offer in offers(call) if offer.kind == kind)


def _refusal(call: Call, kind: ExportKind, released: set[int]) -> str:
    if kind in ROUNDS:
        if ROUNDS[kind] in released:
            return ""
        return _("%(round)s is not released yet: until then its result is nobody's.") % {
            "round": ROUNDS[kind].label
        }
    if kind == ExportKind.ALLOCATION:
        approved = Allocation.objects.approved().of_year(call).exists()
        return "" if approved else _("The allocation of this year is not approved yet.")
    return "" if call.submissions.exists() else _("No group is on the roster of this year yet.")


def ordered(user: User) -> QuerySet[Export]:
    """What was ordered, whoever did, newest first."""
    return Export.objects.visible_to(user).select_related("call", "requested_by")


def states(exports: Iterable[Export]) -> list[Ordered]:
    return [
        Ordered(export, bool(export.path), not export.path and export.tries >= MOST_TRIES)
        for export in exports
    ]
