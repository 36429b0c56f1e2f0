import smtplib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from groups.enums import Role
from groups.models import Digest, District, Notice, Province
from groups.services import end_post
from groups.tasks import deliver_digests
from selection_site.lib import clock
from submissions import services, tasks
from submissions.enums import Stage, WithdrawalKind
from tests.factories.groups import SA_KAEO, PostFactory, SavingsGroupFactory, UserFactory
from tests.factories.submissions import (
    CallFactory,
    ClipFactory,
    PlanFactory,
    SubmissionFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db

OPENED = date(2020, 5, 7)
LAST = date(2020, 5, 29)


class FailingBackend(EmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("gone")


@pytest.fixture(autouse=True)
def on_opening_day():
    clock.travel(OPENED)


@pytest.fixture
def call():
    return CallFactory()


@pytest.fixture
def district():
    return PostFactory(role=Role.DISTRICT).user


@pytest.fixture
def province():
    return PostFactory(role=Role.PROVINCE).user


def keys(user):
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("key", flat=True))


def live_through(call, *, until=LAST):
    """Plan every day, as the sweep does; how many were owed on which day."""
    owed = {}
    day = OPENED
    while day <= until:
        clock.travel(day)
        if count := services.plan_reminders(call):
            owed[day] = count
        day += timedelta(days=1)
    return owed


def test_district_is_reminded_14_7_3_and_1_days_before(call, district):
    SubmissionFactory(call=call)

    owed = live_through(call)

    assert owed == {LAST - timedelta(days=left): 1 for left in (14, 7, 3, 1)}
    assert keys(district) == [f"2563:plans:2020-05-29:{left}" for left in (14, 7, 3, 1)]


def test_reminders_twice_a_day_are_owed_once(call, district):
    SubmissionFactory(call=call)
    clock.travel(date(2020, 5, 22))

    assert [services.plan_reminders(call) for _ in range(2)] == [1, 0]
    assert Notice.objects.count() == 1


def test_reminder_missed_by_downtime_comes_late_but_comes(call, district):
    SubmissionFactory(call=call)
    clock.travel(LAST - timedelta(days=4))

    services.plan_reminders(call)

    assert keys(district) == ["2563:plans:2020-05-29:7"]


@pytest.mark.parametrize(
    "stage", [stage for stage in Stage if stage not in ("not_started", "draft")]
)
def test_district_that_has_sent_is_left_in_peace(call, district, stage):
    SubmissionFactory(call=call, stage=stage)

    live_through(call)

    assert keys(district) == []


@pytest.mark.parametrize("stage", [Stage.NOT_STARTED, Stage.DRAFT, Stage.SENT])
def test_province_is_reminded_until_all_is_forwarded(call, province, stage):
    SubmissionFactory(call=call, stage=stage)

    live_through(call)

    assert keys(province) == [f"2563:forwarding:2020-05-29:{left}" for left in (14, 7, 3, 1)]


def test_province_that_has_forwarded_is_left_in_peace(call, province):
    SubmissionFactory(call=call, stage=Stage.FORWARDED)

    assert live_through(call) == {}


def test_reminders_fall_silent_when_the_work_is_done(call, district, province):
    submission = SubmissionFactory(call=call)
    live_through(call, until=date(2020, 5, 22))
    submission.delete()
    SubmissionFactory(call=call, stage=Stage.FORWARDED)

    live_through(call)

    assert (len(keys(district)), len(keys(province))) == (2, 2)


def test_nobody_of_another_place_or_with_an_ended_post_is_reminded(call):
    SubmissionFactory(call=call)
    PostFactory(role=Role.DISTRICT, district=District.objects.get(code="2701"))
    PostFactory(role=Role.PROVINCE, province=Province.objects.get(code="11"))
    end_post(PostFactory(role=Role.DISTRICT), by=PostFactory(role=Role.ADMINISTRATOR).user)
    PostFactory(role=Role.DISTRICT, user=UserFactory(is_active=False))
    PostFactory(role=Role.STAFF)

    assert live_through(call) == {}


def test_district_is_reminded_of_the_provinces_day_then_of_the_departments(call, district):
    SubmissionFactory(call=call)
    staff = PostFactory(role=Role.STAFF).user
    services.set_province_day(call, Province.objects.get(pk=SA_KAEO), date(2020, 5, 25), by=staff)

    live_through(call)

    # Three days before and one day before a Monday both fall on the Friday: the nearer one is told.
    first = [f"2563:plans:2020-05-25:{left}" for left in (14, 7, 1)]
    late = ["2563:plans:2020-05-25:+1", "2563:plans:2020-05-25:+3"]
    assert keys(district) == [*first, *late]


def test_district_head_hears_the_day_before_and_of_what_is_late(call):
    SubmissionFactory(call=call)
    head = PostFactory(role=Role.DISTRICT_HEAD).user
    staff = PostFactory(role=Role.STAFF).user
    services.set_province_day(call, Province.objects.get(pk=SA_KAEO), date(2020, 5, 25), by=staff)

    live_through(call)

    rungs = ["1", "+1", "+3"]
    assert keys(head) == [f"2563:plans:2020-05-25:{rung}" for rung in rungs]


def test_moved_day_has_reminders_of_its_own(call, district):
    SubmissionFactory(call=call)
    live_through(call)
    staff = PostFactory(role=Role.STAFF).user
    services.change_call(call, by=staff, plans_due_on=date(2020, 6, 5))
    call.refresh_from_db()

    services.plan_reminders(call)

    assert keys(district)[-1] == "2563:plans:2020-06-05:7"


@pytest.mark.parametrize("day", [date(2020, 5, 6), date(2020, 5, 30)])
def test_nobody_is_reminded_before_plans_are_taken_or_after(district, day):
    call = CallFactory(opens_on=date(2020, 5, 20))
    SubmissionFactory(call=call)
    clock.travel(day)

    assert services.plan_reminders(call) == 0


def test_nobody_is_reminded_of_a_call_in_preparation(district):
    call = CallFactory(opened=False)
    SubmissionFactory(call=call)

    assert live_through(call) == {}


def test_reminder_is_thai_names_the_group_and_leads_to_it(call, district):
    submission = SubmissionFactory(call=call)
    clock.travel(LAST)

    services.plan_reminders(call)

    notice = Notice.objects.get()
    assert submission.group.name in notice.body
    assert "29 พฤษภาคม 2563" in notice.body
    assert notice.path == reverse("submissions:detail", args=[submission.pk])


def test_reminder_of_several_groups_is_one_and_leads_to_the_list(call, province):
    first = SubmissionFactory(call=call)
    other = SavingsGroupFactory(district=District.objects.get(code="2701"))
    second = SubmissionFactory(call=call, group=other)
    SubmissionFactory(call=call, group=SavingsGroupFactory(), stage=Stage.FORWARDED)
    clock.travel(LAST)

    services.plan_reminders(call)

    notice = Notice.objects.get()
    # In the order of the groups' names, in which 10 comes before 9.
    assert {line for line in notice.body.splitlines() if line.startswith("- ")} == {
        f"- {row.group.name} ({row.district.name}, {row.get_stage_display()})"
        for row in (first, second)
    }
    assert notice.path == f"{reverse('submissions:overview')}?year=2563"


@pytest.mark.parametrize("groups", [1, 3])
def test_reminders_cost_the_same_whatever_the_number_of_groups(
    call, district, province, groups, django_assert_num_queries
):
    SubmissionFactory.create_batch(groups, call=call)
    clock.travel(LAST)

    with django_assert_num_queries(8):
        services.plan_reminders(call)


def test_sweep_plans_for_open_years_alone(call, district):
    SubmissionFactory(call=call)
    SubmissionFactory(call=CallFactory(year=2564, opened=False))
    clock.travel(LAST)

    tasks.plan_reminders_due()

    assert keys(district) == ["2563:plans:2020-05-29:1"]


# Up the ladder


def test_past_the_last_day_heads_and_department_are_told_once_and_officers_no_more(
    call, district, province
):
    row = SubmissionFactory(call=call)
    told = {
        role: PostFactory(role=role).user
        for role in (Role.DISTRICT_HEAD, Role.PROVINCE_HEAD, Role.STAFF)
    }
    live_through(call)
    before = {role: len(keys(user)) for role, user in told.items()}
    officers = [len(keys(user)) for user in (district, province)]

    live_through(call, until=LAST + timedelta(days=20))

    after = {role: keys(user)[before[role] :] for role, user in told.items()}
    assert after == {
        Role.DISTRICT_HEAD: ["2563:plans:2020-05-29:+1"],
        Role.PROVINCE_HEAD: ["2563:forwarding:2020-05-29:+1"],
        Role.STAFF: ["2563:forwarding:2020-05-29:+1"],
    }
    assert [len(keys(user)) for user in (district, province)] == officers
    closing = Notice.objects.get(user=told[Role.STAFF])
    assert closing.subject == "แผนไม่ถึงกรมฯ ภายใน 29 พฤษภาคม 2563 (ปีงบประมาณ 2563)"
    assert closing.about == [row.pk]


def test_department_is_told_three_days_after_the_provinces_day(call):
    SubmissionFactory(call=call)
    staff = PostFactory(role=Role.STAFF).user
    services.set_province_day(call, Province.objects.get(pk=SA_KAEO), date(2020, 5, 25), by=staff)

    live_through(call)

    assert keys(staff) == ["2563:plans:2020-05-25:+3"]


def test_message_after_the_provinces_day_says_until_when_it_is_still_taken(call, district):
    SubmissionFactory(call=call)
    staff = PostFactory(role=Role.STAFF).user
    services.set_province_day(call, Province.objects.get(pk=SA_KAEO), date(2020, 5, 25), by=staff)
    clock.travel(date(2020, 5, 26))

    services.plan_reminders(call)

    notice = Notice.objects.get(user=district)
    assert notice.subject == "แผนยังไม่ถึงจังหวัด (ปีงบประมาณ 2563)"
    assert ["25 พฤษภาคม 2563" in notice.body, "29 พฤษภาคม 2563" in notice.body] == [True, True]


def test_days_are_told_in_calendar_days_and_working_days(call, district):
    SubmissionFactory(call=call)
    clock.travel(date(2020, 5, 22))

    services.plan_reminders(call)
    deliver_digests()

    [message] = mail.outbox
    assert message.subject == "เหลืออีก 7 วัน: ส่งแผนภายใน 29 พฤษภาคม 2563 (ปีงบประมาณ 2563)"
    assert "นับจากวันที่ 22 พฤษภาคม 2563: เหลืออีก 7 วัน เป็นวันทำการ 5 วัน" in message.body


def test_plan_sent_in_the_evening_is_not_asked_for_in_the_morning(call, district, province):
    plan = PlanFactory(submission__call=call)
    ClipFactory(submission=plan.submission)
    clock.travel(datetime(2020, 5, 22, 17, 50, tzinfo=clock.BANGKOK))
    services.plan_reminders(call)
    services.send(plan.submission, by=district)

    clock.travel(date(2020, 5, 25))
    deliver_digests()

    assert [message.to for message in mail.outbox] == [[province.email]]
    assert keys(province)[:1] == ["2563:forwarding:2020-05-29:7"]


def test_plan_sent_after_its_reminder_failed_is_not_asked_for_when_the_mail_goes_out(
    call, district, province, settings
):
    plan = PlanFactory(submission__call=call)
    ClipFactory(submission=plan.submission)
    clock.travel(datetime(2020, 5, 22, 17, 50, tzinfo=clock.BANGKOK))
    services.plan_reminders(call)
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.FailingBackend"
    deliver_digests()
    failed = Digest.objects.get(user=district).last_error != ""
    services.send(plan.submission, by=district)

    settings.EMAIL_BACKEND = backend
    clock.travel(date(2020, 5, 25))
    for _ in range(2):
        deliver_digests()

    assert (failed, [message.to for message in mail.outbox]) == (True, [[province.email]])
    assert not Notice.objects.reminders().filter(user=district).exists()
    assert not Digest.objects.filter(user=district).exists()


def test_reminder_that_is_being_mailed_is_not_taken_back(call, district):
    plan = PlanFactory(submission__call=call)
    ClipFactory(submission=plan.submission)
    clock.travel(date(2020, 5, 22))
    services.plan_reminders(call)
    digest = Digest.objects.create(user=district, day=clock.today())
    Notice.objects.reminders().update(digest=digest)
    Digest.objects.claim(digest.pk, lease=timedelta(minutes=2))

    services.send(plan.submission, by=district)

    assert Notice.objects.reminders().filter(user=district).count() == 1


def test_plan_that_was_forwarded_is_asked_for_no_more(call, province):
    plan = VersionFactory(submission__call=call).submission
    clock.travel(datetime(2020, 5, 22, 17, 50, tzinfo=clock.BANGKOK))
    owed = services.plan_reminders(call)

    services.forward(plan, by=province)

    assert (owed, Notice.objects.reminders().count()) == (1, 0)


def test_group_that_left_the_year_is_asked_for_nothing_more(call, district, province):
    plan, staff = SubmissionFactory(call=call), PostFactory(role=Role.STAFF).user
    clock.travel(datetime(2020, 5, 22, 17, 50, tzinfo=clock.BANGKOK))
    owed = services.plan_reminders(call)

    services.withdraw(plan, kind=WithdrawalKind.OWN_WISH, reason="ถอนตัว", by=staff)

    assert (owed, Notice.objects.reminders().count()) == (2, 0)


def test_reminder_of_several_plans_stays_when_one_of_them_is_sent(call, district):
    plan, other = PlanFactory(submission__call=call), SubmissionFactory(call=call)
    ClipFactory(submission=plan.submission)
    clock.travel(datetime(2020, 5, 22, 17, 50, tzinfo=clock.BANGKOK))
    services.plan_reminders(call)

    services.send(plan.submission, by=district)

    [reminder] = Notice.objects.reminders().filter(user=district)
    assert sorted(reminder.about) == sorted([plan.submission.pk, other.pk])


def test_extended_province_is_reminded_of_its_own_last_day(call, district):
    SubmissionFactory(call=call, extended_to=date(2020, 6, 5))

    live_through(call, until=date(2020, 6, 5))

    rungs = ["14", "7", "3", "1"]
    assert keys(district) == [f"2563:plans:2020-06-05:{rung}" for rung in rungs]


@pytest.mark.parametrize(
    ("moment", "count"),
    [
        (datetime(2020, 5, 22, 7, 29, tzinfo=clock.BANGKOK), 0),
        (datetime(2020, 5, 22, 7, 30, tzinfo=clock.BANGKOK), 1),
        (datetime(2020, 5, 22, 17, 59, tzinfo=clock.BANGKOK), 1),
        (datetime(2020, 5, 22, 18, 0, tzinfo=clock.BANGKOK), 0),
        (datetime(2020, 5, 23, 9, 0, tzinfo=clock.BANGKOK), 0),
        (datetime(2020, 5, 22, 0, 31, tzinfo=UTC), 1),
    ],
)
def test_reminders_are_owed_in_office_hours_of_bangkok(call, district, moment, count):
    SubmissionFactory(call=call)
    clock.travel(moment)

    assert services.plan_reminders(call) == count


def test_worker_that_was_down_for_three_days_says_once_what_is_still_useful(call, district):
    SubmissionFactory(call=call)
    live_through(call, until=date(2020, 5, 25))
    before = len(keys(district))

    for _ in range(3):
        clock.travel(date(2020, 5, 28))
        services.plan_reminders(call)

    assert keys(district)[before:] == ["2563:plans:2020-05-29:1"]


def test_nobody_is_reminded_once_round_1_has_begun(call, district):
    SubmissionFactory(call=call)
    call.plans_closed_at = clock.now()
    call.save()

    assert live_through(call) == {}
