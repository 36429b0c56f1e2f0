"""Declaring rules and ladder; both are fixed with a digest when a round opens."""

import hashlib
import json
from decimal import Decimal

import pytest

from groups.models import Event
from scoring.enums import RoundStage, SelectionMode, TieStep
from scoring.models import LadderStep, Round, SelectionRules
from scoring.selectors import Rung, declared, ladder_of, ranking
from scoring.selectors.lots import commitment, lot, marks_digest
from scoring.services import (
    LadderError,
    RoundRefusedError,
    declare_ladder,
    declare_rules,
    draw_lot,
    open_round,
    rules_digest,
    settle_tie,
)
from tests.factories.scoring import ConflictFactory, CriterionFactory, RoundFactory, arrived, scored

pytestmark = pytest.mark.django_db

VOTE, LOT, MEDIAN = Rung(TieStep.VOTE), Rung(TieStep.LOT), Rung(TieStep.MEDIAN)


@pytest.fixture
def prepared():
    round_ = RoundFactory(stage=RoundStage.PREPARED)
    for position, points in ((1, 40), (2, 60)):
        CriterionFactory(round=round_, position=position, points=points)
    return round_


def test_usual_ladder_holds_where_none_was_set(prepared):
    assert ladder_of(prepared) == [
        Rung(TieStep.CRITERION, 2),
        Rung(TieStep.CRITERION, 1),
        MEDIAN,
        Rung(TieStep.MISSING),
        VOTE,
        LOT,
    ]


def test_ladder_is_set_by_staff_in_its_order(prepared, staff):
    steps = [Rung(TieStep.CRITERION, 1), MEDIAN, LOT]

    declare_ladder(prepared, steps, by=staff)
    declare_ladder(prepared, steps, by=staff)

    assert ladder_of(prepared) == steps
    assert [event.verb for event in Event.objects.all()] == ["set_ladder"]


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([MEDIAN, MEDIAN, LOT], "One step of the tie ladder stands there twice: remove one."),
        ([Rung(TieStep.CRITERION, 7), LOT],
         "The tie ladder names criterion 7, but the round has none of it."),
        ([VOTE, MEDIAN],
         "Vote and lot come last: what the marks decide is computed before people decide."),
        ([LOT, VOTE], "The lot always decides: no step can come after it."),
        ([MEDIAN], "The ladder must end with a vote or a lot: else a tie could stand for ever."),
    ],
)  # fmt: skip
def test_ladder_that_cannot_be_climbed_is_refused(prepared, staff, english, steps, sentence):
    with pytest.raises(LadderError) as refusal:
        declare_ladder(prepared, steps, by=staff)

    assert str(refusal.value) == sentence
    assert LadderStep.objects.count() == 0


def test_rules_and_ladder_are_declared_by_staff_alone(prepared, director, auditor, chair, member):
    for user in (director, auditor, chair, member):
        with pytest.raises(RoundRefusedError):
            declare_ladder(prepared, [LOT], by=user)
        with pytest.raises(RoundRefusedError):
            declare_rules(prepared.call, mode=SelectionMode.CLUSTER, carried_percent=0, by=user)

    assert (LadderStep.objects.count(), SelectionRules.objects.count()) == (0, 0)


@pytest.mark.parametrize("stage", [stage for stage in RoundStage if stage != "prepared"])
def test_nothing_is_changed_once_the_round_is_open(staff, stage):
    round_ = RoundFactory(stage=stage)

    with pytest.raises(RoundRefusedError):
        declare_ladder(round_, [LOT], by=staff)
    with pytest.raises(RoundRefusedError):
        declare_rules(round_.call, mode=SelectionMode.CLUSTER, carried_percent=20, by=staff)

    assert (LadderStep.objects.count(), SelectionRules.objects.count()) == (0, 0)


def test_rules_of_the_year_are_declared_once_and_changed_until_opening(prepared, staff):
    for mode, percent in (("cluster", 0), ("national", 30), ("national", 30)):
        mode = SelectionMode(mode)
        declare_rules(prepared.call, mode=mode, carried_percent=percent, by=staff)

    assert declared(prepared.call) == (SelectionMode.NATIONAL, 30)
    assert Event.objects.filter(verb="set_rules").count() == 2


@pytest.mark.parametrize("percent", [-1, 51])
def test_no_more_than_half_is_carried_over(prepared, staff, english, percent):
    with pytest.raises(RoundRefusedError) as refusal:
        declare_rules(prepared.call, mode=SelectionMode.NATIONAL, carried_percent=percent, by=staff)

    assert str(refusal.value) == "From round 1 count at most 50 percent, at least 0."


def test_opening_fixes_ladder_and_seed_under_a_digest(prepared, staff, chair):
    arrived(prepared)

    open_round(prepared, by=staff)

    opened = Round.objects.get()
    steps = [Rung(TieStep(row.kind), row.criterion) for row in LadderStep.objects.all()]
    assert steps == ladder_of(prepared)
    assert len(opened.lot_seed) == 64
    assert opened.rules_sha256 == rules_digest(opened, steps)
    assert rules_digest(opened, steps[1:]) != opened.rules_sha256
    detail = Event.objects.get(verb="open_round").detail
    assert (detail["rules"], detail["lot"]) == (opened.rules_sha256, commitment(opened.lot_seed))
    assert opened.lot_seed not in str(detail)


def marked(*totals, places=1, **options):
    round_ = RoundFactory(stage=RoundStage.MARKED, places=places, lot_seed="5eed", **options)
    return round_, [scored(round_, total) for total in totals]


def test_lot_can_be_computed_again_by_anybody(chair):
    round_, rows = marked("70", "70", "70")

    ruling = draw_lot(round_, of=[row.pk for row in rows], reason="คะแนนเสียงเท่ากัน", by=chair)

    written = json.dumps([[row.pk, ["70.00"]] for row in rows], separators=(",", ":"))
    marks = hashlib.sha256(written.encode()).hexdigest()
    order = sorted(
        (hashlib.sha256(f"5eed|{marks}|{row.pk}".encode()).hexdigest(), row.pk) for row in rows
    )
    assert list(ruling.places.values_list("submission", flat=True)) == [pk for _lot, pk in order]
    places = ranking(round_)
    assert [place.submission.pk for place in places] == [pk for _lot, pk in order]
    assert [place.rank for place in places] == [1, 2, 3]
    assert {place.decision.kind for place in places[:-1]} == {TieStep.LOT}


def test_lot_depends_on_every_mark_and_not_on_their_order():
    one = marks_digest({2: [Decimal(70), Decimal("65.5")], 1: [Decimal(80)]})

    assert marks_digest({1: [Decimal(80)], 2: [Decimal("65.50"), Decimal(70)]}) == one
    assert marks_digest({1: [Decimal(80)], 2: [Decimal("65.51"), Decimal(70)]}) != one
    assert lot("a", one, 1) != lot("b", one, 1)


def test_lot_drawn_again_comes_out_the_same(chair):
    round_, rows = marked("70", "70")
    pks = [row.pk for row in rows]

    first = draw_lot(round_, of=pks, reason="เท่ากัน", by=chair)
    again = draw_lot(round_, of=pks[::-1], reason="เท่ากัน", by=chair)

    assert (again, Event.objects.filter(verb="settle_tie").count()) == (first, 1)


def test_lot_after_a_vote_says_what_the_vote_came_to(chair, english):
    round_, rows = marked("70", "70")

    with pytest.raises(RoundRefusedError) as refusal:
        draw_lot(round_, of=[row.pk for row in rows], reason=" ", by=chair)

    assert str(refusal.value) == (
        "The vote comes before the lot: write what it came to, as it stands in the minutes."
    )


def test_lot_replaces_the_vote_and_keeps_it(chair):
    round_, rows = marked("70", "70")
    pks = [row.pk for row in rows]
    vote = settle_tie(round_, order=pks, reason="มติ", by=chair)

    draw_lot(round_, of=pks, reason="มีการคัดค้าน", by=chair)

    vote.refresh_from_db()
    assert vote.replaced_at is not None
    assert {place.decision.kind for place in ranking(round_)[:-1]} == {TieStep.LOT}


def test_step_that_the_ladder_lacks_is_refused(chair):
    round_, rows = marked("70", "70")
    pks = [row.pk for row in rows]

    step = LadderStep.objects.create(round=round_, position=1, kind=TieStep.VOTE)
    with pytest.raises(RoundRefusedError):
        draw_lot(round_, of=pks, reason="มติ", by=chair)
    LadderStep.objects.filter(pk=step.pk).update(kind=TieStep.LOT)
    with pytest.raises(RoundRefusedError):
        settle_tie(round_, order=pks, reason="มติ", by=chair)

    assert round_.rulings.count() == 0


def test_lot_is_drawn_by_the_chair_alone(staff, director, auditor, member):
    round_, rows = marked("70", "70")

    for user in (staff, director, auditor, member):
        with pytest.raises(RoundRefusedError):
            draw_lot(round_, of=[row.pk for row in rows], reason="มติ", by=user)

    assert round_.rulings.count() == 0


def test_votes_are_kept_beside_the_order(chair):
    round_, [a, b] = marked("70", "70")

    ruling = settle_tie(
        round_, order=[b.pk, a.pk], votes={a.pk: 1, b.pk: 2}, minutes="1/2563 วาระที่ 5",
        reason="มติเสียงข้างมาก", by=chair,
    )  # fmt: skip

    assert list(ruling.places.values_list("submission", "votes")) == [(b.pk, 2), (a.pk, 1)]
    assert ruling.minutes == "1/2563 วาระที่ 5"


def test_more_votes_than_members_are_refused(chair, english):
    round_, [a, b] = marked("70", "70")

    with pytest.raises(RoundRefusedError) as refusal:
        settle_tie(round_, order=[a.pk, b.pk], votes={a.pk: 3, b.pk: 1}, reason="มติ", by=chair)

    assert str(refusal.value) == "4 votes were entered, but the committee has 3 members."
    assert round_.rulings.count() == 0


def test_member_in_conflict_with_one_of_the_tied_has_no_vote(chair, member, english):
    round_, [a, b] = marked("70", "70")
    ConflictFactory(round=round_, judge=member, submission=b)

    with pytest.raises(RoundRefusedError) as refusal:
        settle_tie(round_, order=[a.pk, b.pk], votes={a.pk: 3, b.pk: 1}, reason="มติ", by=chair)
    settle_tie(round_, order=[a.pk, b.pk], votes={a.pk: 2, b.pk: 1}, reason="มติ", by=chair)

    assert str(refusal.value) == (
        "4 votes were entered, but 3 members may vote on these groups: "
        f"a conflict of interest keeps {member} out."
    )
    assert round_.rulings.count() == 1


@pytest.mark.parametrize("votes", [(1, 2), (1, 1)])
def test_order_against_the_votes_is_refused(chair, english, votes):
    round_, [a, b] = marked("70", "70")

    with pytest.raises(RoundRefusedError) as refusal:
        settle_tie(
            round_, order=[a.pk, b.pk], votes=dict(zip([a.pk, b.pk], votes, strict=True)),
            reason="มติ", by=chair,
        )  # fmt: skip

    assert str(refusal.value) == (
        "The order must follow the votes, and equal votes decide nothing: correct the votes, "
        "vote again, or go on to the drawn lot."
    )
    assert round_.rulings.count() == 0
