"""Reminding by hand: exactly the people that staff saw, or nobody."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from groups import tasks
from groups.enums import Role
from groups.models import District, Event, Notice, Province
from groups.services import nudging
from selection_site.lib import clock
from submissions import services
from submissions.enums import Stage
from tests.factories.groups import PostFactory, SavingsGroupFactory
from tests.factories.submissions import CallFactory, SubmissionFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2020, 5, 18)


@pytest.fixture(autouse=True)
def on_monday():
    clock.travel(MONDAY)


@pytest.fixture
def call():
    with clock.at(date(2020, 5, 7)):
        return CallFactory()


@pytest.fixture
def staff(client):
    user = PostFactory(role=Role.STAFF).user
    client.force_login(user)
    return user


def page(call):
    return reverse("submissions:remind", args=[call.year])


def ticked(answer):
    return [person.key for person, is_ticked in answer.context["lines"] if is_ticked]


def form(answer, to=None):
    people = answer.context["found"].open
    return {
        "seal": answer.context["found"].seal,
        "shown": [person.key for person in people],
        "to": [person.key for person in people] if to is None else to,
    }


def elsewhere(call, **fields):
    """A plan in another district, with its officer."""
    district = District.objects.get(code="1101")
    post = PostFactory(role=Role.DISTRICT, district=district)
    row = SubmissionFactory(call=call, group=SavingsGroupFactory(district=district), **fields)
    return row, post.user


def test_whoever_holds_a_plan_is_listed_and_reminded(client, call, staff):
    unsent, sent = SubmissionFactory(call=call), SubmissionFactory(call=call, stage=Stage.SENT)
    SubmissionFactory(call=call, stage=Stage.FORWARDED)
    district = PostFactory(role=Role.DISTRICT).user
    province = PostFactory(role=Role.PROVINCE).user
    PostFactory(role=Role.DISTRICT_HEAD)

    shown = client.get(page(call))
    answer = client.post(page(call), form(shown))
    tasks.deliver_digests()

    assert [(p.post.user, p.groups) for p in shown.context["found"].people] == [
        (district, [f"{unsent.group.name} (ยังไม่เริ่ม)"]),
        (province, [f"{sent.group.name} (อยู่ที่จังหวัด)"]),
    ]
    assert answer.url == reverse("submissions:call", args=[call.year])
    assert sorted(m.to[0] for m in mail.outbox) == sorted([district.email, province.email])
    assert Event.objects.get().detail == {
        "users": sorted([district.pk, province.pk]),
        "duty": "plans",
    }


def test_what_is_shown_is_what_is_mailed(client, call, staff):
    SubmissionFactory(call=call)
    PostFactory(role=Role.DISTRICT)

    shown = client.get(page(call))
    client.post(page(call), form(shown))
    tasks.deliver_digests()

    [person] = shown.context["found"].people
    [message] = mail.outbox
    said = (person.notice.subject in message.subject, person.notice.body in message.body)
    assert said == (True, True)


def test_plan_whose_day_ends_before_the_mail_goes_out_is_named_and_nobody_reminded(call, staff):
    row = SubmissionFactory(call=call)
    PostFactory(role=Role.DISTRICT)
    evening = datetime.combine(call.plans_due_on, time(19), tzinfo=clock.BANGKOK)

    with clock.at(evening):
        late = services.to_remind(call)
    with clock.at(evening - timedelta(days=1)):
        in_time = services.to_remind(call)

    assert (late.people, len(in_time.people), in_time.unreached) == ([], 1, [])
    assert [row.group.name in sentence for sentence in late.unreached] == [True]


def test_somebody_left_out_is_not_reminded(client, call, staff):
    SubmissionFactory(call=call)
    left_out = PostFactory(role=Role.DISTRICT).user
    _row, other = elsewhere(call)
    shown = client.get(page(call))
    keys = [p.key for p in shown.context["found"].people if p.post.user != left_out]

    client.post(page(call), form(shown, keys))

    assert [notice.user for notice in Notice.objects.all()] == [other]


def test_list_that_changed_meanwhile_is_shown_again_and_nobody_reminded(client, call, staff):
    row = SubmissionFactory(call=call)
    PostFactory(role=Role.DISTRICT)
    _other_row, other = elsewhere(call)
    third = PostFactory(role=Role.DISTRICT, district=District.objects.get(code="1101")).user
    shown = client.get(page(call))
    keys = [p.key for p in shown.context["found"].people if p.post.user != third]
    SubmissionFactory(call=call, stage=Stage.SENT)
    row.delete()

    answer = client.post(page(call), form(shown, keys))

    assert (answer.status_code, Notice.objects.count()) == (409, 0)
    [person] = [p for p in answer.context["found"].people if p.post.user == other]
    assert ticked(answer) == [person.key]


def test_address_that_changed_meanwhile_asks_again(client, call, staff):
    SubmissionFactory(call=call)
    officer = PostFactory(role=Role.DISTRICT).user
    shown = client.get(page(call))
    officer.email = "new@example.org"
    officer.save()

    answer = client.post(page(call), form(shown))

    assert (answer.status_code, Notice.objects.count()) == (409, 0)


def test_pressing_twice_reminds_once(client, call, staff):
    SubmissionFactory(call=call)
    PostFactory(role=Role.DISTRICT)
    shown = client.get(page(call))

    answers = [client.post(page(call), form(shown)).status_code for _ in range(2)]

    assert (answers, Notice.objects.count()) == ([302, 409], 1)


def test_whoever_was_reminded_today_is_shown_and_left_out(client, call, staff):
    SubmissionFactory(call=call)
    PostFactory(role=Role.DISTRICT)
    clock.travel(date(2020, 5, 22))
    services.plan_reminders(call)
    tasks.deliver_digests()

    shown = client.get(page(call))
    client.post(page(call), form(shown))
    tasks.deliver_digests()

    assert [p.already for p in shown.context["found"].people] == [True]
    assert len(mail.outbox) == 1


def test_reminder_by_hand_counts_as_the_days_mail(client, call, staff):
    SubmissionFactory(call=call)
    PostFactory(role=Role.DISTRICT)
    clock.travel(date(2020, 5, 22))
    client.post(page(call), form(client.get(page(call))))
    tasks.deliver_digests()

    services.plan_reminders(call)
    tasks.deliver_digests()

    assert len(mail.outbox) == 1


def test_reminder_in_the_evening_waits_for_the_morning_and_the_page_says_so(client, call, staff):
    SubmissionFactory(call=call)
    PostFactory(role=Role.DISTRICT)
    clock.travel(datetime.combine(MONDAY, time(20), tzinfo=clock.BANGKOK))

    shown = client.get(page(call))
    client.post(page(call), form(shown))
    tasks.deliver_digests()

    assert "19 พ.ค. 2563 07.30 น." in shown.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert (Notice.objects.count(), len(mail.outbox)) == (1, 0)


def test_groups_that_nobody_can_be_told_of_are_named(client, call, staff):
    row = SubmissionFactory(call=call)

    shown = client.get(page(call))

    assert shown.context["found"].people == []
    [line] = shown.context["found"].unreached
    assert row.group.name in line


def test_nobody_chosen_is_refused(client, call, staff):
    SubmissionFactory(call=call)
    PostFactory(role=Role.DISTRICT)

    answer = client.post(page(call), form(client.get(page(call)), []))

    assert (answer.status_code, Notice.objects.count()) == (422, 0)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.STAFF])
def test_nobody_but_staff_reminds(client, call, role):
    client.force_login(PostFactory(role=role).user)

    assert client.get(page(call)).status_code == 404
    assert client.post(page(call)).status_code == 404


def test_service_refuses_whom_the_rule_does_not_allow(call):
    SubmissionFactory(call=call)
    user = PostFactory(role=Role.DISTRICT).user
    found = services.to_remind(call)

    with pytest.raises(nudging.NudgeRefusedError):
        nudging.remind_now(
            found,
            chosen={p.key for p in found.people},
            seal=found.seal,
            subject=call,
            by=user,
            allowed=False,
        )

    assert Notice.objects.count() == 0


@pytest.mark.parametrize("day", [date(2020, 5, 30), date(2020, 6, 10)])
def test_nobody_is_behind_once_plans_are_over(client, call, staff, day):
    SubmissionFactory(call=call)
    PostFactory(role=Role.DISTRICT)
    clock.travel(day)

    assert client.get(page(call)).context["found"].people == []


@pytest.mark.parametrize("groups", [1, 3])
def test_preview_costs_the_same_whatever_the_number_of_groups(
    client, call, staff, groups, django_assert_num_queries
):
    PostFactory(role=Role.DISTRICT)
    SubmissionFactory.create_batch(groups, call=call)
    client.get(page(call))

    with django_assert_num_queries(14):
        client.get(page(call))


class Preview(TestCase):
    """Whatever the stages, the preview names those who are then mailed, and no others."""

    @settings(max_examples=12)
    @given(
        stages=st.lists(st.sampled_from(["not_started", "draft", "sent", "forwarded"]), max_size=5),
        own_day=st.integers(18, 29),
        leave_out=st.integers(0, 4),
    )
    def test_preview_is_what_is_sent(self, stages, own_day, leave_out):
        with clock.at(date(2020, 5, 7)):
            call = CallFactory()
        staff = PostFactory(role=Role.STAFF).user
        PostFactory(role=Role.DISTRICT)
        PostFactory(role=Role.PROVINCE)
        elsewhere(call)
        services.set_province_day(
            call, Province.objects.get(pk="27"), date(2020, 5, own_day), by=staff
        )
        for stage in stages:
            SubmissionFactory(call=call, stage=stage)
        mail.outbox.clear()
        found = services.to_remind(call)
        chosen = [person for number, person in enumerate(found.open) if number != leave_out]

        if chosen:
            nudging.remind_now(
                services.to_remind(call),
                chosen={person.key for person in chosen},
                seal=found.seal,
                subject=call,
                by=staff,
                allowed=True,
            )
            tasks.deliver_digests()

        shown = sorted((p.post.user.email, p.notice.subject) for p in chosen)
        mailed = sorted((m.to[0], m.subject.split(": ", 1)[1]) for m in mail.outbox)
        assert mailed == shown


def test_day_of_the_preview_is_the_departments_once_the_provinces_has_passed(call, staff):
    SubmissionFactory(call=call)
    PostFactory(role=Role.DISTRICT)
    services.set_province_day(call, Province.objects.get(pk="27"), MONDAY, by=staff)

    on_the_day = services.to_remind(call).people[0].notice.due_on
    clock.travel(MONDAY + timedelta(days=1))
    after = services.to_remind(call).people[0].notice.due_on

    assert (on_the_day, after) == (MONDAY, date(2020, 5, 29))
