from datetime import date

import pytest
from django.core.exceptions import ValidationError

from groups.enums import Role
from groups.models import Event, Notice, Province
from selection_site.lib import clock
from submissions import services
from submissions.enums import Stage
from submissions.models import Call
from tests.factories.groups import SA_KAEO, PostFactory
from tests.factories.submissions import CallFactory, SubmissionFactory

pytestmark = pytest.mark.django_db

VALUES = {
    "year": 2563,
    "opens_on": date(2020, 5, 7),
    "plans_due_on": date(2020, 5, 29),
    "first_round_ends_on": date(2020, 6, 30),
    "second_round_ends_on": date(2020, 6, 30),
    "allocation_due_on": date(2020, 7, 31),
    "procurement_due_on": date(2020, 7, 31),
    "follow_up_due_on": date(2020, 8, 20),
    "results_due_on": date(2020, 8, 31),
}
DAY = date(2020, 5, 10)


@pytest.fixture(autouse=True)
def in_may():
    clock.travel(DAY)


@pytest.fixture
def staff():
    return PostFactory(role=Role.STAFF).user


@pytest.fixture
def sa_kaeo():
    return Province.objects.get(pk=SA_KAEO)


def verbs():
    return list(Event.objects.order_by("number").values_list("verb", flat=True))


def test_create_call_keeps_the_letter_of_2563(staff):
    call = services.create_call(by=staff, **VALUES)

    assert call.awards_baht == call.ceiling_baht == 2_520_000
    assert (call.places_invited, call.finalists) == (76, 36)
    assert verbs() == ["create_call"]


def test_create_call_twice_is_refused(staff):
    services.create_call(by=staff, **VALUES)

    with pytest.raises(ValidationError) as refusal:
        services.create_call(by=staff, **VALUES)

    assert list(refusal.value.error_dict) == ["year"]
    assert Call.objects.count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.STAFF])
def test_create_call_is_for_staff_alone(role):
    by = PostFactory(role=role).user

    with pytest.raises(services.CallRefusedError):
        services.create_call(by=by, **VALUES)

    assert Call.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("year", 2020),
        ("opens_on", date(2020, 5, 30)),
        ("first_round_ends_on", date(2020, 5, 29)),
        ("second_round_ends_on", date(2020, 6, 29)),
        ("allocation_due_on", date(2020, 6, 29)),
        ("procurement_due_on", date(2020, 7, 30)),
        ("follow_up_due_on", date(2020, 7, 30)),
        ("results_due_on", date(2020, 7, 30)),
        ("good_places", 17),
        ("places_invited", 35),
        ("good_baht", 0),
        ("good_baht", 90_001),
        ("ceiling_baht", 2_519_999),
        ("clip_seconds", 0),
    ],
)
def test_create_call_refuses_what_cannot_be(staff, name, value):
    with pytest.raises(ValidationError):
        services.create_call(by=staff, **VALUES | {name: value})

    assert Call.objects.count() == 0


def test_copy_of_moves_the_days_by_whole_years():
    call = CallFactory(good_baht=40_000)

    values = services.copy_of(call, 2564)

    assert values["year"] == 2564
    assert values["plans_due_on"] == date(2021, 5, 29)
    assert (values["good_baht"], values["clip_seconds"]) == (40_000, 300)
    assert "opened_at" not in values


def test_copy_of_a_leap_day_takes_the_28th():
    call = CallFactory(year=2567, opens_on=date(2020, 2, 29))

    assert services.copy_of(call, 2568)["opens_on"] == date(2021, 2, 28)
    assert services.copy_of(call, 2571)["opens_on"] == date(2024, 2, 29)


def test_copy_of_nothing_knows_the_year_alone():
    assert services.copy_of(None, 2563) == {"year": 2563}


def test_change_call_before_opening_changes_terms(staff):
    call = CallFactory(opened=False)

    services.change_call(call, by=staff, places_invited=80)

    call.refresh_from_db()
    assert call.places_invited == 80
    assert Event.objects.get().detail == {"places_invited": [76, 80]}


def test_change_call_after_opening_moves_days_and_says_so_in_the_chain(staff):
    call = CallFactory()

    services.change_call(call, by=staff, plans_due_on=date(2020, 6, 5), places_invited=76)

    call.refresh_from_db()
    assert call.plans_due_on == date(2020, 6, 5)
    assert Event.objects.get().detail == {"plans_due_on": ["2020-05-29", "2020-06-05"]}


@pytest.mark.parametrize(
    ("name", "value"), [("places_invited", 77), ("ceiling_baht", 3_000_000), ("year", 2564)]
)
def test_change_call_after_opening_keeps_its_terms(staff, name, value):
    call = CallFactory()

    with pytest.raises(services.CallRefusedError):
        services.change_call(call, by=staff, **{name: value})

    call.refresh_from_db()
    assert (call.places_invited, call.ceiling_baht, call.year) == (76, 2_520_000, 2563)


def test_change_call_twice_writes_once(staff):
    call = CallFactory()

    services.change_call(call, by=staff, plans_due_on=date(2020, 6, 5))
    services.change_call(call, by=staff, plans_due_on=date(2020, 6, 5))

    assert verbs() == ["change_call"]


def test_change_call_refuses_days_out_of_order(staff):
    call = CallFactory()

    with pytest.raises(ValidationError):
        services.change_call(call, by=staff, plans_due_on=date(2020, 7, 1))

    call.refresh_from_db()
    assert call.plans_due_on == date(2020, 5, 29)


def test_change_call_refuses_to_leave_a_province_day_outside(staff, sa_kaeo):
    call = CallFactory()
    services.set_province_day(call, sa_kaeo, date(2020, 5, 25), by=staff)

    with pytest.raises(services.CallRefusedError) as refusal:
        services.change_call(call, by=staff, plans_due_on=date(2020, 5, 24))

    assert "25" in str(refusal.value)
    call.refresh_from_db()
    assert call.plans_due_on == date(2020, 5, 29)


def test_change_call_is_for_staff_alone():
    call = CallFactory()

    with pytest.raises(services.CallRefusedError):
        services.change_call(
            call, by=PostFactory(role=Role.DIRECTOR).user, plans_due_on=date(2020, 6, 5)
        )


def test_open_call_shows_it_to_the_provinces_and_tells_them(staff):
    call = CallFactory(opened=False)
    SubmissionFactory(call=call)
    district, province = (PostFactory(role=role).user for role in (Role.DISTRICT, Role.PROVINCE))
    PostFactory(role=Role.DISTRICT_HEAD)
    assert not Call.objects.visible_to(district).exists()

    services.open_call(call, by=staff)

    assert Call.objects.visible_to(district).get().opened_at == Call.objects.get().opened_at
    told = Notice.objects.order_by("user").values_list("user", "key")
    assert list(told) == [(district.pk, "2563:opened"), (province.pk, "2563:opened")]
    assert verbs() == ["open_call"]


def test_open_call_twice_opens_once(staff):
    call = CallFactory(opened=False)
    SubmissionFactory(call=call)
    first = services.open_call(call, by=staff)
    clock.travel(date(2020, 5, 11))

    second = services.open_call(call, by=staff)

    assert second.opened_at == first.opened_at
    assert verbs() == ["open_call"]


def test_open_call_without_a_group_is_refused(staff):
    call = CallFactory(opened=False)

    with pytest.raises(services.CallRefusedError):
        services.open_call(call, by=staff)

    call.refresh_from_db()
    assert call.opened_at is None


@pytest.mark.parametrize(("day", "opens"), [(date(2020, 5, 29), True), (date(2020, 5, 30), False)])
def test_open_call_on_the_last_day_is_possible_and_after_it_not(staff, day, opens):
    call = CallFactory(opened=False)
    SubmissionFactory(call=call)
    clock.travel(day)

    if opens:
        services.open_call(call, by=staff)
    else:
        with pytest.raises(services.CallRefusedError):
            services.open_call(call, by=staff)

    call.refresh_from_db()
    assert call.is_open is opens


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.ADMINISTRATOR, Role.PROVINCE])
def test_open_call_is_for_staff_alone(role):
    call = CallFactory(opened=False)
    SubmissionFactory(call=call)

    with pytest.raises(services.CallRefusedError):
        services.open_call(call, by=PostFactory(role=role).user)


@pytest.mark.parametrize("role", [Role.STAFF, Role.PROVINCE])
def test_set_province_day_by_its_officer_or_staff(sa_kaeo, role):
    call = CallFactory()
    by = PostFactory(role=role).user

    day = services.set_province_day(call, sa_kaeo, date(2020, 5, 25), by=by)

    assert (day.due_on, day.set_by) == (date(2020, 5, 25), by)
    assert Event.objects.get().detail == {"province": "27", "day": [None, "2020-05-25"]}
    submission = SubmissionFactory(call=call, stage=Stage.DRAFT)
    assert submission.province_due_on == date(2020, 5, 25)


def test_set_province_day_of_another_province_is_refused():
    call = CallFactory()
    by = PostFactory(role=Role.PROVINCE).user

    with pytest.raises(services.CallRefusedError):
        services.set_province_day(call, Province.objects.get(pk="11"), date(2020, 5, 25), by=by)

    assert call.province_days.count() == 0


@pytest.mark.parametrize(
    ("due_on", "taken"),
    [
        (date(2020, 5, 6), False),
        (date(2020, 5, 7), True),
        (date(2020, 5, 29), True),
        (date(2020, 5, 30), False),
    ],
)
def test_set_province_day_lies_between_opening_and_the_departments_day(
    staff, sa_kaeo, due_on, taken
):
    call = CallFactory()

    if taken:
        services.set_province_day(call, sa_kaeo, due_on, by=staff)
    else:
        with pytest.raises(services.CallRefusedError):
            services.set_province_day(call, sa_kaeo, due_on, by=staff)

    assert call.province_days.count() == taken


def test_set_province_day_twice_writes_once_and_a_new_day_moves_it(staff, sa_kaeo):
    call = CallFactory()

    for day in (25, 25, 26):
        services.set_province_day(call, sa_kaeo, date(2020, 5, day), by=staff)

    assert call.province_days.get().due_on == date(2020, 5, 26)
    assert verbs() == ["set_province_day"] * 2


def test_set_province_day_after_plans_were_due_is_refused(staff, sa_kaeo):
    call = CallFactory()
    clock.travel(date(2020, 5, 30))

    with pytest.raises(services.CallRefusedError):
        services.set_province_day(call, sa_kaeo, date(2020, 5, 25), by=staff)
