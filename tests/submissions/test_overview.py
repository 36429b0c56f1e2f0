from datetime import date

import pytest
from django.urls import reverse

from groups.enums import Role
from groups.models import District, Province
from selection_site.lib import clock
from submissions import services
from submissions.enums import Stage
from submissions.selectors import overview
from tests.factories.groups import SA_KAEO, PostFactory, SavingsGroupFactory
from tests.factories.submissions import CallFactory, SubmissionFactory

pytestmark = pytest.mark.django_db

URL = reverse("submissions:overview")


@pytest.fixture(autouse=True)
def in_may():
    clock.travel(date(2020, 5, 20))


@pytest.fixture
def call():
    return CallFactory()


def of(code, call, **fields):
    group = SavingsGroupFactory(
        district=District.objects.get(code=code), subdistrict="ในเมือง", village=""
    )
    return SubmissionFactory(call=call, group=group, **fields)


def page(client, role, **query):
    client.force_login(PostFactory(role=role).user)
    return client.get(URL, query)


def shown(response):
    """What the list shows, or the board of those who oversee."""
    name = "rows" if "rows" in response.context else "lines"
    return [row.submission for row in response.context[name]]


# What is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", True),
        ("โสนน้อย", True),
        ("โสน สระแก้ว", True),
        ("อรัญ", True),
        ("Sa Kaeo", True),
        ("aranya", True),
        ("ท่าข้าม", True),
        ("โสนน้อย นนทบุรี", False),
        ("เชียงใหม่", False),
        ("%", False),
    ],
)
def test_narrowed_finds_words_inside_group_and_place(call, text, found):
    submission = SubmissionFactory(call=call)

    rows = overview.narrowed(overview.of_call(PostFactory().user, call), text=text)

    assert list(rows) == ([submission] if found else [])


def test_narrowed_takes_thai_and_arabic_digits_for_the_same(call):
    group = SavingsGroupFactory(name="กลุ่มออมทรัพย์ชุมชน 5 ธันวา")
    submission = SubmissionFactory(call=call, group=group)

    rows = overview.narrowed(overview.of_call(PostFactory().user, call), text="๕ ธันวา")

    assert list(rows) == [submission]


def test_narrowed_to_a_region(call):
    east = SubmissionFactory(call=call)
    of("5001", call)

    rows = overview.narrowed(overview.of_call(PostFactory().user, call), region="ภาคตะวันออก")

    assert list(rows) == [east]


def test_stage_counts_come_in_the_order_of_the_year(call):
    for stage in (Stage.FORWARDED, Stage.NOT_STARTED, Stage.NOT_STARTED):
        SubmissionFactory(call=call, stage=stage)

    counts = overview.stage_counts(overview.of_call(PostFactory().user, call))

    assert [(entry.stage, entry.groups) for entry in counts] == [
        (Stage.NOT_STARTED, 2),
        (Stage.FORWARDED, 1),
    ]


@pytest.mark.parametrize(
    ("day", "stage", "is_late"),
    [
        (date(2020, 5, 25), Stage.DRAFT, False),
        (date(2020, 5, 26), Stage.DRAFT, True),
        (date(2020, 5, 26), Stage.NOT_STARTED, True),
        (date(2020, 5, 26), Stage.SENT, False),
    ],
)
def test_line_is_late_once_the_provinces_day_has_passed_unsent(call, day, stage, is_late):
    submission = SubmissionFactory(call=call, stage=stage)
    staff = PostFactory().user
    services.set_province_day(call, Province.objects.get(pk=SA_KAEO), date(2020, 5, 25), by=staff)
    clock.travel(day)

    [line] = overview.lines(call, [submission])

    assert (line.due_on, line.is_late) == (date(2020, 5, 25), is_late)


# Who sees what


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.STAFF, ["own district", "own province", "elsewhere"]),
        (Role.DIRECTOR, ["own district", "own province", "elsewhere"]),
        (Role.AUDITOR, ["own district", "own province", "elsewhere"]),
        (Role.PROVINCE, ["own district", "own province"]),
        (Role.PROVINCE_HEAD, ["own district", "own province"]),
        (Role.DISTRICT, ["own district"]),
        (Role.DISTRICT_HEAD, ["own district"]),
        (Role.MEMBER, []),
        (Role.CHAIR, []),
        (Role.ADMINISTRATOR, []),
    ],
)
def test_overview_shows_each_post_its_own(client, call, role, sees):
    rows = {
        "own district": SubmissionFactory(call=call),
        "own province": of("2701", call),
        "elsewhere": of("5001", call),
    }

    response = page(client, role)

    assert set(shown(response)) == {rows[name] for name in sees}


def test_overview_of_a_year_in_preparation_is_for_the_department_alone(client):
    call = CallFactory(opened=False)
    submission = SubmissionFactory(call=call)

    assert shown(page(client, Role.STAFF)) == [submission]
    assert page(client, Role.PROVINCE).context["call"] is None


def test_overview_shows_the_newest_year_unless_another_is_asked_for(client, call):
    old = SubmissionFactory(call=call)
    new = SubmissionFactory(call=CallFactory(year=2564))

    assert shown(page(client, Role.STAFF)) == [new]
    assert shown(page(client, Role.STAFF, year="2563")) == [old]
    assert page(client, Role.STAFF, year="2599").context["call"] is None
    assert page(client, Role.STAFF, year="๒๕๖๓x").context["call"] is None


def test_overview_shows_staff_the_open_year_before_one_in_preparation(client, call):
    row = SubmissionFactory(call=call)
    CallFactory(year=2564, opened=False)

    assert shown(page(client, Role.STAFF)) == [row]


@pytest.mark.parametrize("role", Role)
def test_overview_leads_provincial_officers_to_the_day_they_set(client, call, role):
    SubmissionFactory(call=call)

    content = page(client, role).content.decode()

    leads = reverse("submissions:province_days", args=[2563]) in content
    assert leads is (role == Role.PROVINCE)


def test_overview_narrowed_by_stage_still_counts_the_others(client, call):
    draft = SubmissionFactory(call=call, stage=Stage.DRAFT)
    SubmissionFactory(call=call)

    response = page(client, Role.PROVINCE, stage="draft")

    assert shown(response) == [draft]
    assert [(tab.count, tab.current) for tab in response.context["tabs"]] == [
        (2, False),
        (1, False),
        (1, True),
    ]


def test_overview_without_a_match_says_what_to_do(client, call):
    SubmissionFactory(call=call)

    response = page(client, Role.PROVINCE, q="<script>")

    assert shown(response) == []
    assert b"<script>&" not in response.content
    assert b"&lt;script&gt;" in response.content


@pytest.mark.parametrize("count", [1, 3])
def test_overview_costs_the_same_for_one_row_and_for_three(
    client, call, count, django_assert_num_queries
):
    client.force_login(PostFactory(role=Role.PROVINCE).user)
    SubmissionFactory.create_batch(count, call=call)

    with django_assert_num_queries(11):
        assert len(shown(client.get(URL))) == count
