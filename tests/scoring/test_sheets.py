from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from groups.enums import Role
from groups.models import Event
from scoring.enums import EvidenceKind, RoundStage
from scoring.models import Criterion, Round, SheetVersion
from scoring.services import (
    Cited,
    HandedInError,
    MarkError,
    RoundRefusedError,
    StaleSheetError,
    hand_in,
    save_sheet,
    sheet_digest,
)
from selection_site.lib import clock
from tests.factories.groups import PostFactory
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


def hand_in_again(sheet, judge, marks, reason, *, revision=1):
    points = {criterion.pk: Decimal(value) for criterion, value in marks.items()}
    return hand_in(
        sheet.assignment,
        judge=judge,
        marks=points,
        note="",
        comment="",
        revision=revision,
        reason=reason,
    )


@pytest.mark.parametrize("act", [save_sheet, hand_in])
def test_handed_in_sheet_does_not_change_without_a_reason(sheet, member, plan, act):
    write(hand_in, sheet, member, {plan: 45})

    with pytest.raises(HandedInError):
        write(act, sheet, member, {plan: 60}, revision=1)

    sheet.refresh_from_db()
    assert (sheet.total, points_of(sheet)) == (75, [45])
    assert Event.objects.filter(verb="hand_in_sheet").count() == 1
    assert sheet.versions.count() == 1


def test_change_with_a_reason_is_a_new_version_and_keeps_the_old(sheet, member, plan, clip):
    write(hand_in, sheet, member, {plan: 45, clip: 30})

    hand_in_again(sheet, member, {plan: 50, clip: 30}, " ดูคลิปอีกครั้ง ")

    sheet.refresh_from_db()
    assert (sheet.total, points_of(sheet)) == (80, [50, 30])
    told = [(row.number, row.total, row.reason) for row in sheet.versions.all()]
    assert told == [(2, 80, "ดูคลิปอีกครั้ง"), (1, 75, "")]
    assert sheet.versions.last().content["marks"] == [[plan.pk, "45"], [clip.pk, "30"]]
    [first, second] = Event.objects.order_by("pk")
    assert (first.verb, second.verb) == ("hand_in_sheet", "change_sheet")
    assert "ดูคลิป" not in str(second.detail)


def test_change_that_changes_nothing_is_refused(sheet, member, plan, clip):
    write(hand_in, sheet, member, {plan: 45, clip: 30})

    with pytest.raises(HandedInError):
        hand_in_again(sheet, member, {plan: 45, clip: 30}, "ดูอีกครั้ง")

    assert sheet.versions.count() == 1


def test_change_from_a_second_tab_is_refused(sheet, member, plan):
    write(hand_in, sheet, member, {plan: 45})
    hand_in_again(sheet, member, {plan: 50}, "ดูอีกครั้ง")

    with pytest.raises(StaleSheetError):
        hand_in_again(sheet, member, {plan: 10}, "ดูอีกครั้ง", revision=1)

    assert points_of(sheet) == [50]


@pytest.mark.parametrize("stage", ["marked", "closed", "released"])
def test_change_after_marking_is_refused(sheet, member, plan, round_, stage):
    write(hand_in, sheet, member, {plan: 45})
    late = RoundFactory.build(stage=RoundStage(stage), call=round_.call)
    times = ("stage", "marked_at", "closed_at", "released_at")
    values = {name: getattr(late, name) for name in times}
    people = {name: member.pk for name in ("closed_by_id",) if late.closed_at}
    if late.released_at:
        people["released_by_id"] = PostFactory(role=Role.DIRECTOR).user_id
    Round.objects.filter(pk=round_.pk).update(**values, **people)

    with pytest.raises(RoundRefusedError):
        hand_in_again(sheet, member, {plan: 50}, "ดูอีกครั้ง")

    assert points_of(sheet) == [45]


def test_version_of_a_sheet_is_never_changed_or_removed(sheet, member, plan):
    write(hand_in, sheet, member, {plan: 45})

    for act in (lambda: sheet.versions.update(total=1), sheet.versions.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()

    assert [row.total for row in sheet.versions.all()] == [75]


def test_second_tab_does_not_overwrite_the_first(sheet, member, plan):
    write(save_sheet, sheet, member, {plan: 45})

    with pytest.raises(StaleSheetError) as stale:
        write(save_sheet, sheet, member, {plan: 10})

    assert points_of(sheet) == [45]
    write(save_sheet, sheet, member, {plan: 10}, revision=stale.value.revision)
    assert points_of(sheet) == [10]


def test_chain_proves_the_sheet_and_does_not_tell_it(sheet, member, plan, clip):
    handed_in = write(hand_in, sheet, member, {plan: 45, clip: 30}, comment="แผนชัดเจน")

    event = Event.objects.get(verb="hand_in_sheet")
    version = SheetVersion.objects.get()
    assert event.detail == {
        "assignment": sheet.assignment.pk,
        "version": 1,
        "marks": sheet_digest(version),
    }
    for name, other in [
        ("content", {**version.content, "marks": [[plan.pk, "45"], [clip.pk, "31"]]}),
        ("content", {**version.content, "comment": "แก้ภายหลัง"}),
        ("total", Decimal(76)),
        ("reason", "แก้ภายหลัง"),
    ]:
        forged = SheetVersion.objects.get()
        setattr(forged, name, other)
        assert sheet_digest(forged) != event.detail["marks"]
    assert len(handed_in.nonce) == 32
    assert (
        version.receipt
        == f"{version.sha256[:4]}-{version.sha256[4:8]}-{version.sha256[8:12]}".upper()
    )
    assert handed_in.nonce not in str(event.detail)


CANNOT = "cannot"


def written(act, sheet, judge, marks, **more):
    """`act` with marks as text; CANNOT is 'cannot judge'."""
    given = {c.pk: None if value is CANNOT else Decimal(value) for c, value in marks.items()}
    filled = {"note": "", "comment": "", "revision": sheet.revision, **more}
    return act(sheet.assignment, judge=judge, marks=given, **filled)


def test_cannot_judge_leaves_a_criterion_out_and_is_no_zero(sheet, member, plan, clip):
    Criterion.objects.filter(pk=clip.pk).update(allows_cannot_judge=True)

    done = written(hand_in, sheet, member, {plan: "45", clip: CANNOT})

    assert done.total == 75
    mark = sheet.marks.get(criterion=clip)
    assert (mark.points, mark.cannot_judge) == (None, True)
    assert sheet.versions.get().content["marks"] == [[plan.pk, "45"], [clip.pk, None]]


def test_cannot_judge_is_refused_where_it_is_not_allowed(sheet, member, plan, clip, english):
    with pytest.raises(MarkError) as refusal:
        written(save_sheet, sheet, member, {clip: CANNOT})

    assert str(refusal.value) == "“คลิป” must be judged: give it a mark."
    assert sheet.marks.count() == 0


def test_sheet_without_a_mark_that_counts_is_not_handed_in(sheet, member, plan, round_):
    Criterion.objects.filter(pk=plan.pk).update(allows_cannot_judge=True)
    aside = CriterionFactory(round=round_, position=2, points=0, scale=5, counts=False)

    with pytest.raises(MarkError):
        written(hand_in, sheet, member, {plan: CANNOT, aside: "5"})

    sheet.refresh_from_db()
    assert sheet.stage == "draft"


def test_criterion_outside_the_total_is_marked_and_not_added(sheet, member, plan, clip, round_):
    aside = CriterionFactory(round=round_, position=3, points=0, scale=5, counts=False)

    done = written(hand_in, sheet, member, {plan: "45", clip: "30", aside: "1"})

    assert (done.total, points_of(sheet)) == (75, [45, 30, 1])


@pytest.mark.parametrize(("points", "fits"), [("3.5", True), ("3.25", False), ("5.5", False)])
def test_half_points_are_taken_where_they_are_asked_for(sheet, member, plan, points, fits):
    Criterion.objects.filter(pk=plan.pk).update(scale=5, halves=True)

    if fits:
        assert written(hand_in, sheet, member, {plan: points}).total == 70
    else:
        with pytest.raises(MarkError):
            written(hand_in, sheet, member, {plan: points})


def test_evidence_is_kept_replaced_and_sealed(sheet, member, plan, clip):
    moment = Cited(plan.pk, EvidenceKind.CLIP, "134")
    section = Cited(clip.pk, EvidenceKind.PLAN, "marketing")
    written(save_sheet, sheet, member, {plan: "45"}, evidence=[moment, moment])
    assert [row.place for row in sheet.evidence.all()] == ["134"]
    sheet.refresh_from_db()

    written(hand_in, sheet, member, {plan: "45", clip: "30"}, evidence=[section])

    [row] = sheet.evidence.all()
    assert (row.criterion, row.kind, row.place) == (clip, "plan", "marketing")
    sealed = sheet.versions.get().content["evidence"]
    assert sealed == [[clip.pk, "plan", "marketing"]]


def test_time_at_work_is_what_was_told_and_never_more_than_has_passed(sheet, member, plan):
    begin = clock.now()
    clock.travel(begin + timedelta(minutes=10))
    written(save_sheet, sheet, member, {plan: "45"}, seconds=240)
    sheet.refresh_from_db()
    assert sheet.seconds == 240

    clock.travel(begin + timedelta(minutes=11))
    written(save_sheet, sheet, member, {plan: "45"}, seconds=9000)
    sheet.refresh_from_db()
    assert 240 < sheet.seconds < 400


def test_handing_in_asks_few_questions(sheet, member, plan, clip, django_assert_num_queries):
    with django_assert_num_queries(22):
        write(hand_in, sheet, member, {plan: 45, clip: 30})
