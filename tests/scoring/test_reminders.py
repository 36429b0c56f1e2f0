from datetime import date, datetime, time

import pytest
from django.urls import reverse

from groups.models import Notice
from scoring.enums import RoundStage
from scoring.services import plan_reminders, to_remind
from scoring.tasks import plan_reminders as sweep
from selection_site.lib import clock
from tests.factories.scoring import DeclarationFactory, RoundFactory, arrived, sheet_for

pytestmark = pytest.mark.django_db


def open_sheet(judge, **round_options):
    round_ = RoundFactory(**round_options)
    DeclarationFactory(round=round_, judge=judge)
    return sheet_for(round_, judge, arrived(round_))


def keys():
    return sorted(Notice.objects.values_list("key", flat=True))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2020, 6, 15), []),
        (date(2020, 6, 22), ["2563:marking-1:2020-06-30:14"]),
        (date(2020, 6, 23), ["2563:marking-1:2020-06-30:7"]),
        (date(2020, 6, 25), ["2563:marking-1:2020-06-30:7"]),
        (date(2020, 6, 26), ["2563:marking-1:2020-06-30:3"]),
        (date(2020, 6, 27), []),
        (date(2020, 6, 29), ["2563:marking-1:2020-06-30:1"]),
        (date(2020, 6, 30), ["2563:marking-1:2020-06-30:1"]),
        (date(2020, 7, 1), []),
    ],
)
def test_member_with_open_sheets_is_reminded_as_the_day_comes_near(member, day, expected):
    sheet = open_sheet(member)
    clock.travel(day)

    plan_reminders(sheet.assignment.round.call)

    assert keys() == expected


def test_reminder_is_owed_once_for_each_number_of_days(member):
    call = open_sheet(member).assignment.round.call

    counts = []
    for day in (23, 23, 24, 26, 28, 29, 30):
        clock.travel(date(2020, 6, day))
        counts.append(plan_reminders(call))

    assert counts == [1, 0, 0, 1, 0, 1, 0]
    assert {notice.user for notice in Notice.objects.all()} == {member}


def test_member_who_has_not_declared_is_led_to_the_declaration(member):
    round_ = RoundFactory()
    arrived(round_)
    clock.travel(date(2020, 6, 29))

    plan_reminders(round_.call)

    assert [n.path for n in Notice.objects.all()] == [f"/scoring/rounds/{round_.pk}/declare/"]


def test_chair_is_told_once_when_all_is_in(chair, member):
    round_ = RoundFactory()
    submission = arrived(round_)
    for judge in (chair, member):
        DeclarationFactory(round=round_, judge=judge)
        sheet_for(round_, judge, submission, "70")
    clock.travel(date(2020, 6, 29))

    counts = [plan_reminders(round_.call), plan_reminders(round_.call)]

    assert counts == [1, 0]
    assert [(n.user, n.key) for n in Notice.objects.all()] == [
        (chair, "2563:round-1:all-handed-in")
    ]


@pytest.mark.parametrize("stage", [stage for stage in RoundStage if stage != "marking"])
def test_nobody_is_reminded_outside_marking(member, stage):
    sheet = open_sheet(member, stage=stage)
    clock.travel(date(2020, 6, 29))

    assert plan_reminders(sheet.assignment.round.call) == 0


def test_sweep_reminds_in_every_call_being_marked(member):
    open_sheet(member)
    clock.travel(date(2020, 6, 29))

    sweep()

    assert keys() == ["2563:marking-1:2020-06-30:1"]


def test_member_whose_post_ended_is_not_reminded_of_open_sheets(member):
    call = open_sheet(member).assignment.round.call
    member.posts.update(ended_at=clock.now())
    clock.travel(date(2020, 6, 29))

    plan_reminders(call)

    assert keys() == []


def test_chair_hears_the_day_before_who_is_behind_and_staff_once_it_is_over(chair, member, staff):
    call = open_sheet(member).assignment.round.call
    for day in (date(2020, 6, 26), date(2020, 6, 29), date(2020, 7, 1), date(2020, 7, 2)):
        clock.travel(day)
        plan_reminders(call)

    told = [
        (notice.user, notice.key.split(":", 3)[3], str(member) in notice.body)
        for notice in Notice.objects.order_by("pk")
        if notice.path.endswith("/progress/")
    ]

    assert told == [(chair, "1:chair", True), (chair, "+1:chair", True), (staff, "+1:staff", True)]


def test_member_whom_the_mail_would_reach_after_the_last_day_is_named_and_not_reminded(member):
    round_ = open_sheet(member).assignment.round
    evening = time(19, tzinfo=clock.BANGKOK)

    with clock.at(datetime.combine(date(2020, 6, 29), evening)):
        in_time = to_remind(round_)
    with clock.at(datetime.combine(date(2020, 6, 30), evening)):
        late = to_remind(round_)

    assert ([p.post.user for p in in_time.people], in_time.unreached) == ([member], [])
    assert (late.people, late.unreached) == (
        [],
        [f"{member}: อีเมลเตือนจะไปถึงหลังวันสุดท้ายของการส่งใบให้คะแนน (30 มิถุนายน 2563) กรุณาโทรศัพท์แจ้งแทน"],
    )


def test_page_on_which_nobody_can_be_reminded_does_not_say_that_nobody_is_behind(
    client, member, staff
):
    round_ = open_sheet(member).assignment.round
    clock.travel(datetime.combine(date(2020, 6, 30), time(19), tzinfo=clock.BANGKOK))
    client.force_login(staff)

    shown = client.get(reverse("scoring:remind", args=[round_.pk])).content.decode()

    said = ["กรุณาโทรศัพท์แจ้งแทน" in shown, "ไม่มีผู้ดำรงตำแหน่ง" in shown, "ไม่มีผู้ที่ค้างดำเนินการ" in shown]
    assert said == [True, False, False]
