import pytest

from groups.models import Event
from scoring.enums import RoundStage
from scoring.models import TieRuling
from scoring.selectors import ranking
from scoring.services import RoundRefusedError, settle_tie
from tests.factories.scoring import RoundFactory, scored

pytestmark = pytest.mark.django_db

NOT_A_TIE = (
    "These are not the groups of one tie, each named once: look at the ranking as it is now."
)


@pytest.fixture
def round_():
    return RoundFactory(stage=RoundStage.MARKED)


@pytest.fixture
def tied(round_):
    scored(round_, "60")
    return [scored(round_, "70"), scored(round_, "70"), scored(round_, "70")]


def settle(round_, order, by, reason="มติที่ประชุม"):
    return settle_tie(round_, order=[s.pk for s in order], reason=reason, by=by)


def order_of(round_):
    return [(place.rank, place.submission) for place in ranking(round_)][:3]


def test_ruling_orders_the_tied(round_, tied, chair):
    a, b, c = tied

    ruling = settle(round_, [c, a, b], chair)

    assert order_of(round_) == [(1, c), (2, a), (3, b)]
    event = Event.objects.get()
    assert (event.verb, event.user) == ("settle_tie", chair)
    assert event.detail == {
        "ruling": ruling.pk,
        "step": "vote",
        "order": [c.pk, a.pk, b.pk],
        "reason": "มติที่ประชุม",
    }


def test_later_ruling_replaces_the_earlier_and_keeps_it(round_, tied, chair):
    a, b, c = tied
    first = settle(round_, [c, a, b], chair)

    second = settle(round_, [b, c, a], chair, reason="ทบทวนมติ")

    assert order_of(round_) == [(1, b), (2, c), (3, a)]
    in_force = TieRuling.objects.filter(replaced_at=None)
    assert list(in_force) == [second]
    first.refresh_from_db()
    assert first.replaced_at is not None


def test_same_ruling_twice_is_recorded_once(round_, tied, chair):
    first = settle(round_, tied, chair)

    again = settle(round_, tied, chair)

    assert (again, TieRuling.objects.count(), Event.objects.count()) == (first, 1, 1)


def test_ruling_names_each_of_the_tied_once(round_, tied, chair, english):
    a, b, _c = tied

    for order in ([], [a, b], [a, b, b]):
        with pytest.raises(RoundRefusedError) as refusal:
            settle(round_, order, chair)
        assert str(refusal.value) == NOT_A_TIE

    assert TieRuling.objects.count() == 0


def test_ruling_needs_a_reason(round_, tied, chair, english):
    with pytest.raises(RoundRefusedError) as refusal:
        settle(round_, tied, chair, reason="  ")

    assert str(refusal.value) == "Write the reason as it stands in the minutes."
    assert TieRuling.objects.count() == 0


def test_groups_that_no_tie_joins_are_not_ruled_on(round_, tied, chair, english):
    with pytest.raises(RoundRefusedError) as refusal:
        settle(round_, [tied[0], scored(round_, "60")], chair)

    assert str(refusal.value) == NOT_A_TIE


def test_tie_is_settled_by_the_chair_alone(round_, tied, staff, director, auditor, member):
    for user in (staff, director, auditor, member):
        with pytest.raises(RoundRefusedError):
            settle(round_, tied, user)

    assert TieRuling.objects.count() == 0


@pytest.mark.parametrize("stage", [stage for stage in RoundStage if stage != "marked"])
def test_tie_is_settled_between_marking_and_closing(chair, stage):
    round_ = RoundFactory(stage=stage)

    with pytest.raises(RoundRefusedError):
        settle(round_, [scored(round_, "70"), scored(round_, "70")], chair)

    assert TieRuling.objects.count() == 0
