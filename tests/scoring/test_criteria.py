import pytest

from groups.models import Event
from scoring.enums import RoundNumber, RoundStage
from scoring.models import Round
from scoring.services import (
    CriteriaError,
    CriterionRow,
    RoundRefusedError,
    copy_criteria,
    prepare_rounds,
    save_criteria,
)
from tests.factories.scoring import CriterionFactory, RoundFactory
from tests.factories.submissions import CallFactory

pytestmark = pytest.mark.django_db

ROWS = [CriterionRow("แผน", "", 60), CriterionRow("คลิป", "ชัดเจน", 40)]


def rows_of(round_):
    return list(round_.criteria.values_list("position", "name", "guidance", "points"))


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
    assert event.detail == {"criteria": [["แผน", 60], ["คลิป", 40]]}


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
