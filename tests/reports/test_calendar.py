"""Each post's days in the calendar of a telephone: which, where they move, who may read them."""

from datetime import date

import pytest
from django.urls import reverse

from groups.enums import Role
from groups.models import CalendarKey, Event, Province
from groups.services import end_post, make_calendar_key, owner_of, revoke_calendar_key
from reports.selectors.calendar import days_of
from selection_site.lib import clock
from submissions.enums import Stage
from submissions.services import change_call, set_province_day
from tests.factories.budgets import AllocationFactory
from tests.factories.groups import PostFactory, SavingsGroupFactory
from tests.factories.submissions import CallFactory, SubmissionFactory
from tests.lib.test_ics import read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_may():
    clock.travel(date(2020, 5, 7))


@pytest.fixture
def call():
    return CallFactory()


def names(user):
    return {day.uid.split("-", 1)[1].split("@")[0]: day.on for day in days_of(user)}


def one(user, name):
    return next(day for day in days_of(user) if day.uid.startswith(f"2563-{name}@"))


def test_district_and_province_keep_the_days_of_their_own_province(call):
    SubmissionFactory(call=call)
    staff = PostFactory(role=Role.STAFF).user
    set_province_day(call, Province.objects.get(pk="27"), date(2020, 5, 25), by=staff)
    set_province_day(call, Province.objects.get(pk="11"), date(2020, 5, 26), by=staff)

    found = {
        role: names(PostFactory(role=role).user)
        for role in (Role.DISTRICT, Role.DISTRICT_HEAD, Role.PROVINCE, Role.PROVINCE_HEAD)
    }

    own = {"plans-27": date(2020, 5, 25), "plans_due_on-27": date(2020, 5, 29)}
    assert found == dict.fromkeys(found, own)


def test_extended_province_keeps_its_later_day(call):
    SubmissionFactory(call=call, extended_to=date(2020, 6, 5))

    day = one(PostFactory(role=Role.PROVINCE).user, "plans_due_on-27")

    assert (day.on, day.sequence) == (date(2020, 6, 5), 7)


def test_province_whose_group_left_the_year_keeps_no_day_of_plans(call):
    SubmissionFactory(call=call, stage=Stage.WITHDRAWN)

    assert days_of(PostFactory(role=Role.PROVINCE).user) == []


def test_committee_keeps_the_rounds_of_its_year(call):
    member = PostFactory(role=Role.MEMBER).user
    other = PostFactory(role=Role.MEMBER, year=2564).user

    assert names(member) == {
        "first_round_ends_on": date(2020, 6, 30),
        "second_round_ends_on": date(2020, 6, 30),
    }
    assert names(other) == {}


def test_staff_keep_every_day_of_the_call(call):
    assert len(names(PostFactory(role=Role.STAFF).user)) == 8


def test_award_adds_the_days_that_follow_it():
    clock.travel(date(2020, 7, 2))
    AllocationFactory()

    district = names(PostFactory(role=Role.DISTRICT).user)
    province = names(PostFactory(role=Role.PROVINCE).user)

    assert "procurement_due_on" in district
    assert "follow_up_due_on" not in district
    assert {"procurement_due_on", "follow_up_due_on", "results_due_on"} <= province.keys()


def test_moved_day_keeps_its_name_and_counts_the_move(call):
    SubmissionFactory(call=call)
    officer, staff = PostFactory(role=Role.DISTRICT).user, PostFactory(role=Role.STAFF).user
    before = one(officer, "plans_due_on-27")

    clock.travel(date(2020, 5, 8))
    change_call(call, by=staff, plans_due_on=date(2020, 6, 5))
    after = one(officer, "plans_due_on-27")

    assert (before.uid, before.sequence + 1) == (after.uid, after.sequence)
    assert (after.on, after.changed_at > before.changed_at) == (date(2020, 6, 5), True)


def test_file_is_thai_whatever_the_language_and_reads_back(client, call):
    SubmissionFactory(call=call)
    client.force_login(PostFactory(role=Role.DISTRICT).user)

    answer = client.get(reverse("reports:calendar_file"), headers={"accept-language": "en"})

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = read(answer.content)
    assert ("DTSTART;VALUE=DATE", "20200529") in lines
    [summary] = [value for name, value in lines if name == "SUMMARY"]
    assert "สระแก้ว" in summary


def test_private_address_opens_to_a_stranger_until_it_is_taken_back(client, call):
    SubmissionFactory(call=call)
    user = PostFactory(role=Role.DISTRICT).user
    client.force_login(user)
    address = client.post(reverse("reports:calendar")).context["address"]
    path = address[address.index("/calendar/") :]
    client.logout()

    opened = client.get(path)
    stored = repr(list(CalendarKey.objects.values_list()))
    client.force_login(user)
    client.post(reverse("reports:calendar_revoke"))
    client.logout()

    assert (opened.status_code, opened.content.count(b"BEGIN:VEVENT")) == (200, 1)
    assert path.split("/")[-1].removesuffix(".ics") not in stored
    assert client.get(path).status_code == 404
    verbs = Event.objects.filter(user=user).order_by("number").values_list("verb", flat=True)
    assert list(verbs) == ["make_calendar_address", "revoke_calendar_address"]


def test_new_address_replaces_the_old_one():
    user = PostFactory(role=Role.DISTRICT).user

    first, second = make_calendar_key(user), make_calendar_key(user)

    assert (owner_of(first), owner_of(second)) == (None, user)
    assert CalendarKey.objects.count() == 1


def test_address_of_somebody_who_may_not_log_in_or_lost_the_post_shows_nothing(client, call):
    SubmissionFactory(call=call)
    post = PostFactory(role=Role.DISTRICT)
    token = make_calendar_key(post.user)
    end_post(post, by=PostFactory(role=Role.ADMINISTRATOR).user)
    feed = reverse("reports:calendar_feed", args=[token])

    without_post = client.get(feed)
    post.user.is_active = False
    post.user.save()

    assert without_post.content.count(b"BEGIN:VEVENT") == 0
    assert client.get(feed).status_code == 404


def test_taking_back_an_address_that_is_not_there_changes_nothing():
    revoke_calendar_key(PostFactory(role=Role.DISTRICT).user)

    assert Event.objects.filter(verb="revoke_calendar_address").count() == 0


def test_day_changes_at_midnight_in_bangkok_not_in_greenwich(client, call):
    SubmissionFactory(call=call)
    client.force_login(PostFactory(role=Role.DISTRICT).user)
    evening = clock.now().replace(month=5, day=29, hour=23, minute=59)

    clock.travel(evening)
    on_the_day = client.get(reverse("reports:calendar")).context["days"]
    clock.travel(evening.replace(day=30, hour=0, minute=1))
    after = client.get(reverse("reports:calendar")).context["days"]

    assert (len(on_the_day), len(after)) == (1, 0)


@pytest.mark.parametrize("groups", [1, 3])
def test_days_cost_the_same_whatever_the_number_of_groups(call, groups, django_assert_num_queries):
    for _ in range(groups):
        SubmissionFactory(call=call, group=SavingsGroupFactory())
    user = PostFactory(role=Role.DISTRICT).user

    with django_assert_num_queries(6):
        days_of(user)
