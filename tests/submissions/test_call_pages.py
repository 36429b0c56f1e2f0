from datetime import date

import pytest
from django.urls import reverse

from groups.enums import Role
from groups.models import Event
from selection_site.lib import clock
from submissions.models import Call, ProvinceDay
from tests.factories.groups import PostFactory
from tests.factories.submissions import CallFactory, SubmissionFactory

pytestmark = pytest.mark.django_db

TYPED = {
    "year": "๒๕๖๓",
    "opens_on": "7/5/2563",
    "plans_due_on": "29 พ.ค. 2563",
    "first_round_ends_on": "30062563",
    "second_round_ends_on": "๓๐ มิถุนายน พ.ศ. ๒๕๖๓",
    "allocation_due_on": "31/07/2563",
    "procurement_due_on": "2020-07-31",
    "follow_up_due_on": "20 สิงหาคม 2563",
    "results_due_on": "31/8/2563",
    "places_invited": "76",
    "finalists": "๓๖",
    "outstanding_places": "18",
    "good_places": "18",
    "outstanding_baht": "90,000",
    "good_baht": "๕๐,๐๐๐ บาท",
    "ceiling_baht": "2,520,000",
    "clip_seconds": "300",
    "equipment_from_baht": "10,000",
}
MANAGED = ["call_create", "call_change", "call_open"]


@pytest.fixture(autouse=True)
def in_may():
    clock.travel(date(2020, 5, 10))


def enter(client, role):
    user = PostFactory(role=role).user
    client.force_login(user)
    return user


def url(name, *args):
    return reverse(f"submissions:{name}", args=args)


def test_create_takes_days_of_the_buddhist_era_and_thai_digits(client):
    enter(client, Role.STAFF)

    response = client.post(url("call_create"), TYPED)

    assert (response.status_code, response.url) == (302, url("call", 2563))
    call = Call.objects.get()
    assert (call.plans_due_on, call.second_round_ends_on) == (date(2020, 5, 29), date(2020, 6, 30))
    assert (call.good_baht, call.finalists, call.is_open) == (50_000, 36, False)


def test_create_begins_with_last_years_values_a_year_later(client):
    enter(client, Role.STAFF)
    CallFactory(year=2566, plans_due_on=date(2020, 5, 28), good_baht=40_000)

    form = client.get(url("call_create")).context["form"]

    assert form["year"].value() == "2567"
    assert form["plans_due_on"].value() == "28/05/2564"
    assert form["good_baht"].value() == "40,000"


def test_create_the_first_call_begins_with_the_fiscal_year_and_the_usual_amounts(client):
    enter(client, Role.STAFF)

    form = client.get(url("call_create")).context["form"]

    assert (form["year"].value(), form["ceiling_baht"].value()) == ("2563", "2,520,000")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"opens_on": "30/2/2563"}, "opens_on"),
        ({"opens_on": "7/5/63"}, "opens_on"),
        ({"plans_due_on": "6/5/2563"}, "plans_due_on"),
        ({"first_round_ends_on": "29/5/2563"}, "first_round_ends_on"),
        ({"second_round_ends_on": "29/6/2563"}, "second_round_ends_on"),
        ({"results_due_on": "30/7/2563"}, "results_due_on"),
        ({"year": "2020"}, "year"),
        ({"good_baht": "-1"}, "good_baht"),
        ({"good_baht": "50,000.50"}, "good_baht"),
        ({"good_baht": "0"}, "__all__"),
        ({"good_places": "17"}, "__all__"),
        ({"places_invited": "35"}, "__all__"),
        ({"ceiling_baht": "2,519,999"}, "__all__"),
        ({"outstanding_baht": ""}, "outstanding_baht"),
    ],
)
def test_create_shows_what_is_wrong_and_keeps_what_was_typed(client, changed, field):
    enter(client, Role.STAFF)

    response = client.post(url("call_create"), TYPED | changed)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert 'value="29 พ.ค. 2563"' in response.content.decode() or "plans_due_on" in changed
    assert Call.objects.count() == 0


def test_create_29_february_2567(client):
    enter(client, Role.STAFF)

    client.post(url("call_create"), TYPED | {"year": "2567", "opens_on": "29/2/2567"} | late())

    assert Call.objects.get().opens_on == date(2024, 2, 29)


def late():
    names = [name for name in TYPED if name.endswith("_on") and name != "opens_on"]
    return {name: f"{day}/12/2567" for day, name in enumerate(names, 1)}


def test_create_a_year_that_has_a_call_says_so_at_the_year(client):
    enter(client, Role.STAFF)
    CallFactory()

    response = client.post(url("call_create"), TYPED)

    assert list(response.context["form"].errors) == ["year"]


def test_change_of_an_open_call_offers_its_days_alone(client):
    enter(client, Role.STAFF)
    CallFactory()

    form = client.get(url("call_change", 2563)).context["form"]
    client.post(url("call_change", 2563), TYPED | {"plans_due_on": "5/6/2563", "finalists": "10"})

    assert [name for name in form.fields if not name.endswith("_on")] == []
    call = Call.objects.get()
    assert (call.plans_due_on, call.finalists) == (date(2020, 6, 5), 36)


def test_change_shows_the_refusal_of_a_day_that_a_province_set(client):
    staff = enter(client, Role.STAFF)
    submission = SubmissionFactory()
    ProvinceDay.objects.create(
        call=submission.call,
        province=submission.province,
        due_on=date(2020, 5, 25),
        set_by=staff,
    )

    response = client.post(url("call_change", 2563), TYPED | {"plans_due_on": "20/5/2563"})

    [error] = response.context["form"].non_field_errors()
    assert "สระแก้ว" in error
    assert Call.objects.get().plans_due_on == date(2020, 5, 29)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.STAFF])
@pytest.mark.parametrize("name", MANAGED)
def test_pages_that_manage_calls_are_not_there_for_others(client, role, name):
    enter(client, role)
    CallFactory()
    target = url(name, *([] if name == "call_create" else [2563]))

    assert client.post(target, TYPED).status_code == 404
    assert Event.objects.count() == 0


def test_call_page_names_what_is_missing_and_then_opens(client):
    enter(client, Role.STAFF)
    call = CallFactory(opened=False)
    page = client.get(url("call", 2563))
    assert len(page.context["missing"]) == 1
    assert url("call_open", 2563) not in page.content.decode()

    refused = client.post(url("call_open", 2563), follow=True)
    SubmissionFactory(call=call)
    assert url("call_open", 2563) in client.get(url("call", 2563)).content.decode()
    opened = client.post(url("call_open", 2563), follow=True)

    levels = [[m.level_tag for m in page.context["messages"]] for page in (refused, opened)]
    assert levels == [["error"], ["success"]]
    assert Call.objects.get().is_open is True


@pytest.mark.parametrize("name", ["call", "province_days"])
@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.STAFF, 200), (Role.DIRECTOR, 200), (Role.AUDITOR, 200), (Role.PROVINCE, 404)],
)
def test_call_in_preparation_is_seen_by_the_department_alone(client, name, role, status):
    enter(client, role)
    CallFactory(opened=False)

    assert client.get(url(name, 2563)).status_code == status


def test_call_page_marks_days_on_which_offices_are_closed(client):
    enter(client, Role.PROVINCE)
    CallFactory(
        opens_on=date(2020, 5, 6),
        plans_due_on=date(2020, 5, 30),
        procurement_due_on=date(2020, 8, 12),
    )

    days = client.get(url("call", 2563)).context["days"]

    assert [day.day for day in days if day.off] == [
        date(2020, 5, 6),
        date(2020, 5, 30),
        date(2020, 8, 12),
    ]


def test_calls_come_newest_first_and_count_their_groups(client):
    enter(client, Role.STAFF)
    SubmissionFactory.create_batch(2, call=CallFactory())
    CallFactory(year=2565)
    CallFactory(year=2564)

    rows = client.get(url("calls")).context["calls"]

    assert [(row.year, row.groups) for row in rows] == [(2565, 0), (2564, 0), (2563, 2)]


@pytest.mark.parametrize("count", [1, 3])
def test_calls_cost_the_same_for_one_row_and_for_three(client, count, django_assert_num_queries):
    enter(client, Role.STAFF)
    for year in range(2563, 2563 + count):
        CallFactory(year=year)

    with django_assert_num_queries(5):
        assert len(client.get(url("calls")).context["calls"]) == count


# The provinces' own days


def test_province_day_is_set_on_its_page(client):
    officer = enter(client, Role.PROVINCE)
    SubmissionFactory()

    response = client.post(url("province_day", 2563, "27"), {"due_on": "25 พ.ค. 2563"})

    assert response.url == url("province_days", 2563)
    day = ProvinceDay.objects.get()
    assert (day.province_id, day.due_on, day.set_by) == ("27", date(2020, 5, 25), officer)
    [(_province, shown, _last)] = client.get(response.url).context["lines"]
    assert shown == day


@pytest.mark.parametrize("typed", ["", "30/5/2563", "วันไหนก็ได้"])
def test_province_day_refuses_at_the_field(client, typed):
    enter(client, Role.PROVINCE)
    SubmissionFactory()

    response = client.post(url("province_day", 2563, "27"), {"due_on": typed})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["due_on"])
    assert ProvinceDay.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.PROVINCE, "11"),
        (Role.PROVINCE_HEAD, "27"),
        (Role.DISTRICT, "27"),
        (Role.AUDITOR, "27"),
        (Role.STAFF, "99"),
    ],
)
def test_province_day_of_another_is_not_there(client, role, code):
    enter(client, role)
    SubmissionFactory()

    response = client.post(url("province_day", 2563, code), {"due_on": "25/5/2563"})

    assert (response.status_code, ProvinceDay.objects.count()) == (404, 0)


@pytest.mark.parametrize(("role", "offered"), [(Role.PROVINCE, {"27"}), (Role.DISTRICT, set())])
def test_province_days_offers_to_set_ones_own(client, role, offered):
    enter(client, role)
    SubmissionFactory()

    assert client.get(url("province_days", 2563)).context["may_set"] == offered


@pytest.mark.parametrize("count", [1, 3])
def test_province_days_cost_the_same_for_one_row_and_for_three(
    client, count, django_assert_num_queries
):
    staff = enter(client, Role.STAFF)
    call = CallFactory()
    for code in ["2706", "1101", "1201"][:count]:
        submission = submission_in(code, call)
        ProvinceDay.objects.create(
            call=call, province=submission.province, due_on=date(2020, 5, 25), set_by=staff
        )

    with django_assert_num_queries(10):
        assert len(client.get(url("province_days", 2563)).context["lines"]) == count


def submission_in(code, call):
    return SubmissionFactory(call=call, group__district_id=code)
