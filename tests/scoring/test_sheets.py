from datetime import date
from decimal import Decimal

import pytest

from groups.models import Event
from scoring.enums import RoundStage
from scoring.models import Sheet
from scoring.services import (
    MarkError,
    RoundRefusedError,
    StaleSheetError,
    hand_in,
    marks_digest,
    save_sheet,
)
from selection_site.lib import clock
from tests.factories.scoring import CriterionFactory, RoundFactory, arrived, sheet_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_():
    return RoundFactory()


@pytest.fixture
def plan(round_):
    return CriterionFactory(round=round_, position=1, name="แผน", points=60)


@pytest.fixture
def clip(round_):
    return CriterionFactory(round=round_, position=2, name="คลิป", points=40)


@pytest.fixture
def sheet(round_, member):
    return sheet_for(round_, member, arrived(round_))


def write(act, sheet, judge, marks, *, revision=0, note="", comment=""):
    points = {criterion.pk: Decimal(value) for criterion, value in marks.items()}
    return act(
        sheet.assignment, judge=judge, marks=points, note=note, comment=comment, revision=revision
    )


def points_of(sheet):
    return list(sheet.marks.order_by("criterion__position").values_list("points", flat=True))


def test_draft_keeps_what_is_given_so_far(sheet, member, plan, clip):
    write(save_sheet, sheet, member, {plan: 45}, note="ดูคลิปอีกครั้ง", comment="ดี")

    sheet.refresh_from_db()
    assert points_of(sheet) == [45]
    assert (sheet.note, sheet.comment) == ("ดูคลิปอีกครั้ง", "ดี")
    assert (sheet.stage, sheet.revision, sheet.total) == ("draft", 1, None)


def test_draft_saved_again_replaces_and_takes_away(sheet, member, plan, clip):
    write(save_sheet, sheet, member, {plan: 45, clip: 30})

    write(save_sheet, sheet, member, {plan: 50}, revision=1)

    assert points_of(sheet) == [50]
    sheet.refresh_from_db()
    assert sheet.revision == 2


def test_handed_in_sheet_has_its_total(sheet, member, plan, clip):
    write(hand_in, sheet, member, {plan: 45, clip: 30})

    sheet.refresh_from_db()
    assert (sheet.stage, sheet.total) == ("handed_in", 75)
    assert sheet.handed_in_at.astimezone(clock.BANGKOK).date() == clock.today()


def test_sheet_is_handed_in_with_every_mark(sheet, member, plan, clip, english):
    with pytest.raises(MarkError) as refusal:
        write(hand_in, sheet, member, {plan: 45})

    assert str(refusal.value) == "Points are missing for: คลิป. A sheet is handed in complete."
    sheet.refresh_from_db()
    assert (sheet.stage, points_of(sheet)) == ("draft", [])


def test_zero_is_a_mark(sheet, member, plan, clip):
    write(hand_in, sheet, member, {plan: 0, clip: 0})

    sheet.refresh_from_db()
    assert (sheet.total, points_of(sheet)) == (0, [0, 0])


@pytest.mark.parametrize("points", ["-1", "61", "7.5"])
def test_marks_beyond_their_criterion_are_refused(sheet, member, plan, english, points):
    with pytest.raises(MarkError) as refusal:
        write(save_sheet, sheet, member, {plan: points})

    assert str(refusal.value) == (f"“แผน”: {points} does not fit. Give whole points from 0 to 60.")
    assert points_of(sheet) == []


def test_criterion_of_another_round_is_refused(sheet, member, plan):
    other = CriterionFactory(round=RoundFactory(number=2))

    with pytest.raises(MarkError):
        write(save_sheet, sheet, member, {plan: 45, other: 10})

    assert points_of(sheet) == []


@pytest.mark.parametrize("act", [save_sheet, hand_in])
def test_sheet_of_another_member_is_refused(sheet, chair, staff, plan, act):
    for user in (chair, staff):
        with pytest.raises(RoundRefusedError):
            write(act, sheet, user, {plan: 45})

    assert points_of(sheet) == []


@pytest.mark.parametrize("act", [save_sheet, hand_in])
@pytest.mark.parametrize("stage", ["prepared", "marked", "closed", "released"])
def test_sheet_takes_no_marks_outside_marking(member, act, stage):
    round_ = RoundFactory(stage=RoundStage(stage))
    plan = CriterionFactory(round=round_)
    sheet = sheet_for(round_, member, arrived(round_))

    with pytest.raises(RoundRefusedError):
        write(act, sheet, member, {plan: 45})

    assert points_of(sheet) == []


@pytest.mark.parametrize("act", [save_sheet, hand_in])
def test_sheet_takes_marks_up_to_the_last_day(sheet, member, plan, english, act):
    clock.travel(date(2020, 7, 1))
    with pytest.raises(RoundRefusedError) as refusal:
        write(act, sheet, member, {plan: 45})
    assert str(refusal.value) == "Sheets could be handed in up to and including 30 June 2020."

    clock.travel(date(2020, 6, 30))
    write(act, sheet, member, {plan: 45})
    assert points_of(sheet) == [45]


@pytest.mark.parametrize("act", [save_sheet, hand_in])
def test_handed_in_sheet_does_not_change(sheet, member, plan, act):
    write(hand_in, sheet, member, {plan: 45})

    with pytest.raises(RoundRefusedError):
        write(act, sheet, member, {plan: 60}, revision=1)

    sheet.refresh_from_db()
    assert (sheet.total, points_of(sheet)) == (45, [45])
    assert Event.objects.filter(verb="hand_in_sheet").count() == 1


def test_second_tab_does_not_overwrite_the_first(sheet, member, plan):
    write(save_sheet, sheet, member, {plan: 45})

    with pytest.raises(StaleSheetError) as stale:
        write(save_sheet, sheet, member, {plan: 10})

    assert points_of(sheet) == [45]
    write(save_sheet, sheet, member, {plan: 10}, revision=stale.value.revision)
    assert points_of(sheet) == [10]


def test_chain_proves_the_marks_and_does_not_tell_them(sheet, member, plan, clip):
    handed_in = write(hand_in, sheet, member, {plan: 45, clip: 30})

    event = Event.objects.get(verb="hand_in_sheet")
    given = {plan.pk: Decimal("45.0"), clip.pk: Decimal("30.0")}
    stored = Sheet.objects.get()
    assert event.detail == {
        "assignment": sheet.assignment.pk,
        "marks": marks_digest(stored, given),
    }
    assert marks_digest(stored, {**given, clip.pk: Decimal(31)}) != event.detail["marks"]
    assert len(handed_in.nonce) == 32
    assert handed_in.nonce not in str(event.detail)


def test_handing_in_asks_few_questions(sheet, member, plan, clip, django_assert_num_queries):
    with django_assert_num_queries(12):
        write(hand_in, sheet, member, {plan: 45, clip: 30})
