"""What the released result would allocate, and what stands in the way."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budgets.enums import BatchStage, Grade
from budgets.models import Batch
from scoring.enums import Outcome, RoundNumber, RoundStage
from scoring.models import Round, Standing
from selection_site.lib import money
from submissions.models import Call, Submission

GRADE_OF = {Outcome.OUTSTANDING: Grade.OUTSTANDING, Outcome.GOOD: Grade.GOOD}


class Award(NamedTuple):
    """One line of the proposal: a group of the result and the whole baht of its grade."""

    submission: Submission
    grade: Grade
    rank: int
    amount_baht: int


class Share(NamedTuple):
    """One line of the check figure: so many groups of a grade times the amount of each."""

    grade: Grade
    groups: int
    amount_baht: int
    total_baht: int


class Check(NamedTuple):
    """The check figure on top of the page: what the awards come to and what they may come to."""

    shares: list[Share]
    total_baht: int
    ceiling_baht: int

    @property
    def fits(self) -> bool:
        return 0 < self.total_baht <= self.ceiling_baht


class Proposal(NamedTuple):
    """The awards that follow from the result, and the sentences that forbid to propose them."""

    awards: list[Award]
    problems: list[str]

    @property
    def total_baht(self) -> int:
        return sum(award.amount_baht for award in self.awards)

    def groups(self, grade: Grade) -> int:
        return sum(award.grade == grade for award in self.awards)


def proposal(call: Call) -> Proposal:
    """What round 2 gives each group, in the order of ranks; no awards before its release."""
    awards = [
        Award(standing.submission, grade, standing.rank, _amount(call, grade))
        for standing in _standings(call)
        if (grade := GRADE_OF.get(Outcome(standing.outcome)))
    ]
    offered = Proposal(awards, [])
    return Proposal(awards, _problems(call, offered))


def batch_of(call: Call) -> Batch | None:
    """The year's latest proposal, whatever became of it."""
    return Batch.objects.filter(call=call).select_related("proposed_by", "decided_by").first()


def awards_of(batch: Batch) -> list[Award]:
    """What a proposal gives each group, as it was copied when it was made."""
    return [
        Award(row.submission, Grade(row.grade), row.rank, row.amount_baht)
        for row in batch.allocations.for_list()
    ]


def check_of(call: Call, awards: list[Award]) -> Check:
    """The figure by which staff and director check the awards, in whole baht."""
    shares = []
    for grade in Grade:
        amounts = [award.amount_baht for award in awards if award.grade == grade]
        each = amounts[0] if amounts else _amount(call, grade)
        shares.append(Share(grade, len(amounts), each, sum(amounts)))
    return Check(shares, sum(share.total_baht for share in shares), call.ceiling_baht)


def _standings(call: Call) -> list[Standing]:
    released = Standing.objects.filter(
        round__call=call, round__number=RoundNumber.SECOND, round__stage=RoundStage.RELEASED
    )
    rows = released.select_related(
        "submission__group", "submission__district", "submission__province"
    )
    return list(rows.order_by("rank", "submission__province__sort_key", "pk"))


def _amount(call: Call, grade: Grade) -> int:
    return call.outstanding_baht if grade == Grade.OUTSTANDING else call.good_baht


def _problems(call: Call, offered: Proposal) -> list[str]:
    alive = Batch.objects.alive().filter(call=call).first()
    if alive:
        return [_already(alive)]
    if not Round.objects.filter(
        call=call, number=RoundNumber.SECOND, stage=RoundStage.RELEASED
    ).exists():
        return [_("The result of round 2 is not released yet: nothing can be allocated from it.")]
    return [*_wrong_counts(call, offered), *_wrong_sum(call, offered)]


def _already(batch: Batch) -> str:
    if batch.stage == BatchStage.APPROVED:
        return _("The allocation of this year is approved already.")
    return _("The allocation of this year is proposed already and awaits the director.")


def _places(call: Call) -> dict[Grade, int]:
    return {Grade.OUTSTANDING: call.outstanding_places, Grade.GOOD: call.good_places}


def empty_places(call: Call, awards: list[Award]) -> list[str]:
    """Places for which the result has no group: fewer came, or nobody was left to move up."""
    found = []
    for grade, places in _places(call).items():
        count = sum(award.grade == grade for award in awards)
        if count < places:
            text = ngettext(
                "The result has %(count)d group '%(grade)s' for %(places)d places: %(baht)s baht "
                "are not allocated.",
                "The result has %(count)d groups '%(grade)s' for %(places)d places: %(baht)s baht "
                "are not allocated.",
                count,
            )
            baht = money.format_baht((places - count) * _amount(call, grade))
            said = {"count": count, "grade": grade.label, "places": places, "baht": baht}
            found.append(text % said)
    return found


def _wrong_counts(call: Call, offered: Proposal) -> list[str]:
    """More groups than places; fewer are a result too, when fewer plans came or somebody left."""
    places = _places(call)
    return [
        _("The result has %(count)d groups '%(grade)s', but the call has %(places)d places.")
        % {"count": offered.groups(grade), "grade": grade.label, "places": places[grade]}
        for grade in Grade
        if offered.groups(grade) > places[grade]
    ]


def _wrong_sum(call: Call, offered: Proposal) -> list[str]:
    figures = {
        "total": money.format_baht(offered.total_baht),
        "awards": money.format_baht(call.awards_baht),
        "ceiling": money.format_baht(call.ceiling_baht),
    }
    problems = []
    if offered.total_baht > call.awards_baht:
        problems.append(
            _("The amounts add up to %(total)s baht instead of %(awards)s baht.") % figures
        )
    if offered.total_baht > call.ceiling_baht:
        problems.append(
            _("The amounts add up to %(total)s baht and the ceiling is %(ceiling)s baht.") % figures
        )
    return problems
