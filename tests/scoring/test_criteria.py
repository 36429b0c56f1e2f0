from decimal import Decimal

import pytest

from groups.models import Event
from scoring.enums import RoundNumber, RoundStage
from scoring.models import Anchor, Round
from scoring.services import (
    CriteriaError,
    CriterionRow,
    RoundRefusedError,
    copy_criteria,
    copy_round,
    criteria_digest,
    prepare_rounds,
    save_criteria,
)
from tests.factories.scoring import CriterionFactory, RoundFactory
from tests.factories.submissions import CallFactory

pytestmark = pytest.mark.django_db

ROWS = [CriterionRow("แผน", "", 60), CriterionRow("คลิป", "ชัดเจน", 40)]


def rows_of(round_):
    return list(round_.criteria.values_list("position", "name", "guidance", "points"))


def anchors_of(round_):
    rows = Anchor.objects.filter(criterion__round=round_).order_by("criterion__position", "level")
    return list(rows.values_list("criterion__position", "level", "text"))


def test_prepared_rounds_have_the_usual_criteria(staff):
    first, second = prepare_rounds(CallFactory(), by=staff)

    assert [first.stage, second.stage] == ["prepared", "prepared"]
    assert [points for *_, points in rows_of(first)] == [20, 25, 15, 15, 10, 15]
    assert [points for *_, points in rows_of(second)] == [20, 20, 15, 15, 10, 10, 10]
    assert rows_of(first)[1][1:3] == (
        "ความเป็นไปได้ทางธุรกิจ",
        "การตลาด 10 · การผลิตหรือบริการ 8 · การเงิน 7",
    )


def test_rounds_prepared_twice_keep_what_staff_changed(staff):
    call = CallFactory()
    [first, _second] = prepare_rounds(call, by=staff)
    save_criteria(first, ROWS, by=staff)
    events = Event.objects.count()

    prepare_rounds(call, by=staff)

    assert rows_of(first) == [(1, "แผน", "", 60), (2, "คลิป", "ชัดเจน", 40)]
    assert Event.objects.count() == events


def test_criteria_are_replaced_in_the_order_given(staff):
    round_ = RoundFactory(stage=RoundStage.PREPARED)
    CriterionFactory(round=round_, position=1, points=100)

    save_criteria(round_, ROWS, by=staff)

    assert rows_of(round_) == [(1, "แผน", "", 60), (2, "คลิป", "ชัดเจน", 40)]
    event = Event.objects.get()
    assert (event.verb, event.user) == ("set_criteria", staff)
    assert event.detail["criteria"] == [["แผน", 60], ["คลิป", 40]]
    assert len(event.detail["sha256"]) == 64


def test_criteria_saved_twice_are_written_once(staff):
    round_ = RoundFactory(stage=RoundStage.PREPARED)
    save_criteria(round_, ROWS, by=staff)
    before = list(round_.criteria.values_list("pk", flat=True))

    save_criteria(round_, ROWS, by=staff)

    assert list(round_.criteria.values_list("pk", flat=True)) == before
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "The points add up to 0; they must add up to 100."),
        ([CriterionRow("แผน", "", 95)], "The points add up to 95; they must add up to 100."),
        ([CriterionRow("แผน", "", 101)], "The points add up to 101; they must add up to 100."),
        (
            [CriterionRow("แผน", "", 100), CriterionRow("คลิป", "", 0)],
            "“คลิป” is worth 0 points: give it 1 or more.",
        ),
        (
            [CriterionRow(" ", "", 100)],
            "One criterion has no name: write one or remove the line.",
        ),
    ],
)
def test_criteria_that_are_not_100_points_are_refused(staff, english, rows, reason):
    round_ = RoundFactory(stage=RoundStage.PREPARED)

    with pytest.raises(CriteriaError) as refusal:
        save_criteria(round_, rows, by=staff)

    assert str(refusal.value) == reason
    assert rows_of(round_) == []


@pytest.mark.parametrize("stage", [stage for stage in RoundStage if stage != "prepared"])
def test_criteria_are_fixed_once_marking_opened(staff, stage):
    round_ = RoundFactory(stage=stage)

    with pytest.raises(RoundRefusedError):
        save_criteria(round_, ROWS, by=staff)

    assert rows_of(round_) == []


def test_criteria_are_set_by_staff_alone(chair, director, auditor):
    round_ = RoundFactory(stage=RoundStage.PREPARED)

    for user in (chair, director, auditor):
        with pytest.raises(RoundRefusedError):
            save_criteria(round_, ROWS, by=user)
        with pytest.raises(RoundRefusedError):
            prepare_rounds(round_.call, by=user)
        with pytest.raises(RoundRefusedError):
            copy_criteria(round_.call, source=round_.call, by=user)

    assert rows_of(round_) == []


def test_criteria_of_another_year_are_copied_for_both_rounds(staff):
    last, this = CallFactory(), CallFactory(year=2564)
    [first, second] = prepare_rounds(last, by=staff)
    save_criteria(first, ROWS, by=staff)

    copied = copy_criteria(this, source=last, by=staff)

    assert [rows_of(round_) for round_ in copied] == [rows_of(first), rows_of(second)]
    assert Round.objects.filter(call=this).count() == 2


def test_criteria_copied_twice_change_nothing(staff):
    last, this = CallFactory(), CallFactory(year=2564)
    prepare_rounds(last, by=staff)
    copy_criteria(this, source=last, by=staff)
    events = Event.objects.count()

    copy_criteria(this, source=last, by=staff)

    assert Event.objects.count() == events


def test_criteria_are_not_copied_over_an_open_round(staff):
    last, this = CallFactory(), CallFactory(year=2564)
    prepare_rounds(last, by=staff)
    RoundFactory(call=this, number=RoundNumber.SECOND)

    with pytest.raises(RoundRefusedError):
        copy_criteria(this, source=last, by=staff)

    assert Round.objects.filter(call=this).count() == 1


def test_criteria_of_a_year_without_rounds_cannot_be_copied(staff, english):
    with pytest.raises(CriteriaError) as refusal:
        copy_criteria(CallFactory(), source=CallFactory(year=2562), by=staff)

    assert str(refusal.value) == "Fiscal year 2562 has no criteria that could be copied."


FULL = CriterionRow(
    "คลิป",
    "ดูให้จบ",
    100,
    group="การนำเสนอ",
    scale=5,
    halves=True,
    allows_cannot_judge=True,
    anchors=((Decimal(0), "ไม่เห็นผลงาน"), (Decimal("2.5"), "พอใช้"), (Decimal(5), "ชัดเจน")),
)
ASIDE = CriterionRow("ข้อสังเกต", "", 7, scale=3, counts=False)


def test_criteria_keep_scale_halves_group_and_anchors(staff):
    round_ = RoundFactory(stage=RoundStage.PREPARED)

    save_criteria(round_, [FULL, ASIDE], by=staff)

    first, second = round_.criteria.all()
    assert (first.group, first.scale, first.halves) == ("การนำเสนอ", 5, True)
    assert (first.allows_cannot_judge, first.counts) == (True, True)
    assert (second.points, second.scale, second.counts) == (0, 3, False)
    assert anchors_of(round_) == [
        (1, 0, "ไม่เห็นผลงาน"),
        (1, Decimal("2.5"), "พอใช้"),
        (1, 5, "ชัดเจน"),
    ]


def test_criteria_with_anchors_saved_twice_are_written_once(staff):
    round_ = RoundFactory(stage=RoundStage.PREPARED)
    save_criteria(round_, [FULL, ASIDE], by=staff)

    save_criteria(round_, [FULL, ASIDE], by=staff)

    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"scale": 101}, "“คลิป” needs a highest mark from 1 to 100."),
        (
            {"anchors": ((Decimal(6), "เกิน"),)},
            "“คลิป” has words for 6, a mark that cannot be given.",
        ),
        (
            {"halves": False},
            "“คลิป” has words for 2.5, a mark that cannot be given.",
        ),
        (
            {"anchors": ((Decimal(5), "ก"), (Decimal("5.0"), "ข"))},
            "“คลิป” has words twice for one mark.",
        ),
        ({"counts": False}, "The points add up to 0; they must add up to 100."),
    ],
)
def test_criteria_that_do_not_hold_together_are_refused(staff, english, change, reason):
    round_ = RoundFactory(stage=RoundStage.PREPARED)

    with pytest.raises(CriteriaError) as refusal:
        save_criteria(round_, [FULL._replace(**change)], by=staff)

    assert str(refusal.value) == reason
    assert rows_of(round_) == []


@pytest.mark.parametrize(
    "change",
    [
        {"group": "อื่น"},
        {"scale": 10},
        {"halves": True, "scale": 10},
        {"allows_cannot_judge": False},
        {"anchors": ((Decimal(0), "อื่น"),)},
        {"guidance": "อื่น"},
    ],
)
def test_digest_covers_all_that_a_member_sees(staff, change):
    round_ = RoundFactory(stage=RoundStage.PREPARED)
    save_criteria(round_, [FULL], by=staff)
    before = criteria_digest(round_, list(round_.criteria.all()))

    save_criteria(round_, [FULL._replace(**change)], by=staff)

    assert criteria_digest(round_, list(round_.criteria.all())) != before


def test_criteria_of_another_round_are_copied_with_everything(staff):
    this = RoundFactory(stage=RoundStage.PREPARED)
    other = RoundFactory(call=this.call, number=2, stage=RoundStage.PREPARED)
    save_criteria(other, [FULL, ASIDE], by=staff)

    copy_round(this, source=other, by=staff)
    copy_round(this, source=other, by=staff)

    assert rows_of(this) == rows_of(other)
    assert anchors_of(this) == anchors_of(other)
    assert Event.objects.count() == 2


def test_criteria_are_copied_into_a_prepared_round_by_staff_alone(staff, chair):
    this = RoundFactory(stage=RoundStage.PREPARED)
    other = RoundFactory(call=this.call, number=2)
    CriterionFactory(round=other)
    empty = RoundFactory(call=CallFactory(year=2564), number=1, stage=RoundStage.PREPARED)

    for into, source, user in [(other, this, staff), (this, other, chair), (this, empty, staff)]:
        with pytest.raises(RoundRefusedError):
            copy_round(into, source=source, by=user)

    assert rows_of(this) == []


def test_usual_criteria_have_words_for_nothing_half_and_all(staff):
    first, second = prepare_rounds(CallFactory(), by=staff)

    for round_ in (first, second):
        for criterion in round_.criteria.all():
            levels = [anchor.level for anchor in criterion.anchors.all()]
            assert levels == [0, criterion.points // 2, criterion.points]
