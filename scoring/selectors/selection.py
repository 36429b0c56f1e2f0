"""The rules of selection that a year declared, and the cut that they make in a round."""

from typing import NamedTuple

from groups.models import Province
from scoring.enums import RoundNumber, RoundStage, SelectionMode
from scoring.models import Round, SelectionRules
from scoring.selectors.cut import Cut
from submissions.models import Call


class Rules(NamedTuple):
    """How places are shared out, and how many percent of round 1 count in round 2."""

    mode: SelectionMode = SelectionMode.NATIONAL
    carried_percent: int = 0


def declared(call: Call) -> Rules:
    """What the year declared; the usual rules where it declared nothing."""
    row = SelectionRules.objects.filter(call=call).first()
    return Rules(SelectionMode(row.mode), row.carried_percent) if row else Rules()


def rules_of(round_: Round) -> Rules:
    """The same for one round: nothing is carried into round 1."""
    rules = declared(round_.call)
    return rules if round_.number == RoundNumber.SECOND else rules._replace(carried_percent=0)


def rules_are_open(call: Call) -> bool:
    """Whether the rules may still change: until the first round is opened."""
    return not Round.objects.filter(call=call).exclude(stage=RoundStage.PREPARED).exists()


def cut_of(round_: Round, rules: Rules) -> Cut:
    """How many places a round has, and how many of them are for each of the country's clusters."""
    places = round_.places or 0
    return Cut(places, quota(places).each if rules.mode == SelectionMode.CLUSTER else 0)


class Quota(NamedTuple):
    """How many places each of the country's clusters has, and how many do not divide."""

    clusters: int
    each: int
    left: int


def quota(places: int) -> Quota:
    """One query."""
    clusters = Province.objects.order_by().values("cluster").distinct().count()
    each = places // clusters if clusters else 0
    return Quota(clusters, each, places - each * clusters)
