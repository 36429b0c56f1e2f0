"""Reminders after the allocation: in time, once, to the right officers, quiet when done."""

from datetime import date

import pytest

from budgets.enums import BatchStage, BuyingStep, Grade
from budgets.models import ProcurementStep
from groups.enums import Role
from groups.models import Notice
from reports import tasks
from reports.enums import ReportStage
from reports.services import plan_reminders, tell_of_refused_clips
from selection_site.lib import clock
from tests.factories import budgets as make
from tests.factories.budgets import AllocationFactory, BatchFactory, allocation_elsewhere
from tests.factories.groups import PostFactory
from tests.factories.reports import (
    FollowUpFactory,
    ResultReportFactory,
    follow_up_clip,
    officer_elsewhere,
)

pytestmark = pytest.mark.django_db

PROCUREMENT, FOLLOW_UP, RESULT = date(2020, 7, 31), date(2020, 8, 20), date(2020, 8, 31)


@pytest.fixture
def allocation():
    clock.travel(date(2020, 7, 2))
    return AllocationFactory()


def bought(allocation):
    """Every step of one purchase is done."""
    purchase = make.ProcurementFactory(allocation=allocation)
    for kind in BuyingStep:
        ProcurementStep.objects.create(
            procurement=purchase, kind=kind, done_on=clock.today(), by=purchase.created_by
        )


def keys(user):
    """What this person was reminded of, without the year."""
    return sorted(Notice.objects.filter(user=user).values_list("key", flat=True))


def remind(allocation, day):
    clock.travel(day)
    return plan_reminders(allocation.batch.call)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2020, 7, 16), []),
        (date(2020, 7, 17), ["2563:procurement:2020-07-31:14"]),
        # Songkran of 2563 was moved to Monday 27 July, the 28th is the King's birthday: three
        # days before the day falls back to the Friday, onto seven days before it.
        (date(2020, 7, 24), ["2563:procurement:2020-07-31:3"]),
        (date(2020, 7, 27), []),
        (date(2020, 7, 28), []),
        (date(2020, 7, 29), ["2563:procurement:2020-07-31:3"]),
        (date(2020, 7, 30), ["2563:procurement:2020-07-31:1"]),
        (date(2020, 7, 31), ["2563:procurement:2020-07-31:1"]),
    ],
)
def test_procurement_is_reminded_of_by_district_and_province(allocation, day, found):
    district, province = make.district_officer(), make.provincial_officer()

    remind(allocation, day)

    assert keys(district) == found
    assert keys(province) == found


def test_each_reminder_comes_once_however_often_it_is_planned(allocation):
    officer = make.provincial_officer()

    counts = [remind(allocation, date(2020, 7, 24)) for _ in range(3)]

    assert counts == [1, 0, 0]
    assert len(keys(officer)) == 1


def test_days_on_which_nothing_ran_delay_a_reminder_and_lose_none(allocation):
    officer = make.provincial_officer()

    remind(allocation, date(2020, 7, 20))
    remind(allocation, date(2020, 7, 29))

    assert keys(officer) == ["2563:procurement:2020-07-31:14", "2563:procurement:2020-07-31:3"]


def test_what_is_bought_and_handed_over_is_not_reminded_of(allocation):
    make.provincial_officer()
    bought(allocation)

    assert remind(allocation, date(2020, 7, 30)) == 0


def test_missed_procurement_is_told_to_officers_and_heads_then_to_the_department(allocation):
    call = allocation.batch.call
    call.procurement_due_on = date(2020, 8, 6)
    call.save()
    heads = (Role.DISTRICT_HEAD, Role.PROVINCE_HEAD)
    people = {
        role: PostFactory(role=role).user
        for role in (Role.DISTRICT, Role.PROVINCE, *heads, Role.STAFF)
    }

    for day in (7, 8, 9, 10):
        remind(allocation, date(2020, 8, day))

    both = ["2563:procurement:2020-08-06:+1", "2563:procurement:2020-08-06:+3"]
    heard = {
        role: [key for key in keys(user) if ":procurement:" in key] for role, user in people.items()
    }
    assert heard == {
        **dict.fromkeys(people, both),
        Role.STAFF: both[1:],
    }


def test_follow_up_is_reminded_of_by_the_provincial_officer_alone(allocation):
    officer = make.provincial_officer()
    others = [make.district_officer(), PostFactory(role=Role.PROVINCE_HEAD).user, make.staff()]
    bought(allocation)

    remind(allocation, date(2020, 8, 13))

    assert keys(officer) == ["2563:follow-up:2020-08-20:7"]
    assert [keys(user) for user in others] == [[], [], []]


def test_result_report_is_reminded_of_until_it_is_sent(allocation):
    officer = make.provincial_officer()
    bought(allocation)
    FollowUpFactory(allocation=allocation, stage=ReportStage.SENT)
    draft = ResultReportFactory(allocation=allocation)

    remind(allocation, date(2020, 8, 24))
    draft.stage, draft.sent_at = ReportStage.SENT, clock.now()
    draft.save()
    remind(allocation, date(2020, 8, 30))

    assert keys(officer) == ["2563:result:2020-08-31:7"]


def test_returned_report_is_reminded_of_again_but_not_called_late(allocation):
    officer = make.provincial_officer()
    bought(allocation)
    FollowUpFactory(allocation=allocation, stage=ReportStage.ACCEPTED)
    ResultReportFactory(allocation=allocation, stage=ReportStage.RETURNED)

    remind(allocation, date(2020, 8, 28))
    remind(allocation, date(2020, 9, 1))

    assert keys(officer) == ["2563:result:2020-08-31:1"]


def test_missed_follow_up_is_told_to_the_provincial_head_too(allocation):
    head = PostFactory(role=Role.PROVINCE_HEAD).user
    bought(allocation)

    remind(allocation, date(2020, 8, 21))

    assert keys(head) == ["2563:follow-up:2020-08-20:+1"]


def test_another_province_hears_nothing(allocation):
    stranger = officer_elsewhere()

    remind(allocation, date(2020, 7, 30))

    assert keys(stranger) == []


def test_message_is_thai_and_names_group_day_and_page(allocation):
    make.provincial_officer()

    remind(allocation, date(2020, 7, 30))

    notice = Notice.objects.get()
    assert "2563" in notice.subject
    assert "31 กรกฎาคม 2563" in notice.body
    assert allocation.submission.group.name in notice.body
    assert notice.path == f"/budgets/allocations/{allocation.pk}/"


def test_several_awards_are_told_in_one_message_that_leads_to_the_list(allocation):
    officer = make.provincial_officer()
    second = AllocationFactory(batch=allocation.batch, grade=Grade.GOOD)

    remind(allocation, date(2020, 7, 30))

    notice = Notice.objects.get(user=officer)
    assert notice.path == "/budgets/2563/"
    assert [award.submission.group.name in notice.body for award in (allocation, second)] == [
        True,
        True,
    ]


def test_moved_day_has_reminders_of_its_own(allocation):
    officer = make.provincial_officer()
    call = allocation.batch.call
    remind(allocation, date(2020, 7, 24))
    call.procurement_due_on = date(2020, 8, 7)
    call.save()

    plan_reminders(call)

    assert keys(officer) == ["2563:procurement:2020-07-31:3", "2563:procurement:2020-08-07:14"]


def test_nothing_is_reminded_of_before_approval():
    clock.travel(date(2020, 7, 30))
    allocation = AllocationFactory(batch=BatchFactory(stage=BatchStage.PROPOSED))
    make.provincial_officer()

    assert plan_reminders(allocation.batch.call) == 0


@pytest.mark.parametrize("awards", [1, 3])
def test_planning_asks_the_same_number_of_questions_whatever_the_awards(
    django_assert_num_queries, awards
):
    clock.travel(date(2020, 9, 1))
    batch = BatchFactory()
    for _ in range(awards):
        allocation_elsewhere(batch=batch, grade=Grade.GOOD)
    officer_elsewhere()
    call = batch.call

    with django_assert_num_queries(8):
        plan_reminders(call)


def test_sweep_plans_every_year_whose_money_is_out(allocation):
    officer = make.provincial_officer()
    clock.travel(date(2020, 7, 30))

    tasks.plan_reminders()

    assert len(keys(officer)) == 1


def test_refused_follow_up_clip_is_told_once_to_whoever_uploaded_it(allocation):
    clip = follow_up_clip(allocation, refused=True)
    follow_up_clip(AllocationFactory(batch=allocation.batch, grade=Grade.GOOD))

    counts = [tell_of_refused_clips(), tell_of_refused_clips()]
    tasks.tell_of_refused_clips()

    assert counts == [1, 0]
    notice = Notice.objects.get()
    assert (notice.user, notice.path) == (
        clip.uploaded_by,
        f"/results/awards/{allocation.pk}/follow-up/",
    )
    assert clip.refusal in notice.body
