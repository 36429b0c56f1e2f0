"""The page of one submission, its preview and the versions that were sent, for every post."""

from datetime import date

import pytest
from django.urls import reverse

from groups.enums import Role
from groups.models import District, Province
from selection_site.lib import clock
from submissions.enums import Stage
from submissions.models import Submission
from submissions.services import forward, send_back
from tests.factories.groups import PostFactory
from tests.factories.submissions import (
    AttachmentFactory,
    CallFactory,
    ClipFactory,
    PlanFactory,
    SubmissionFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db

READERS = [
    Role.DISTRICT_HEAD,
    Role.PROVINCE_HEAD,
    Role.STAFF,
    Role.DIRECTOR,
    Role.AUDITOR,
]


@pytest.fixture(autouse=True)
def in_time():
    clock.travel(date(2020, 5, 20))


def as_post(client, role, **place):
    user = PostFactory(role=role, **place).user
    client.force_login(user)
    return user


def shown(client, submission, name="detail", *args):
    return client.get(reverse(f"submissions:{name}", args=[submission.pk, *args]))


def forms_of(response):
    """Where the buttons of the page lead, besides those of the frame."""
    html = response.content.decode()
    return [
        name
        for name in ("send", "forward", "return")
        if f'action="/submissions/{response.context["submission"].pk}/{name}/"' in html
    ]


@pytest.mark.parametrize("role", [Role.DISTRICT, Role.PROVINCE, *READERS])
@pytest.mark.parametrize("stage", Stage)
def test_page_opens_for_everybody_who_sees_the_submission(client, role, stage):
    submission = SubmissionFactory(stage=stage)
    ClipFactory(submission=submission)
    if stage not in (Stage.NOT_STARTED, Stage.DRAFT):
        VersionFactory(submission=submission, clip=submission.clips.get())
    as_post(client, role)

    response = shown(client, submission)

    expected = ["forward", "return"] if (role, stage) == (Role.PROVINCE, Stage.SENT) else []
    assert (response.status_code, forms_of(response)) == (200, expected)


@pytest.mark.parametrize("name", ["detail", "preview"])
@pytest.mark.parametrize("role", [Role.MEMBER, Role.CHAIR, Role.ADMINISTRATOR])
def test_page_is_not_there_for_those_who_see_no_submission(client, role, name):
    as_post(client, role)

    assert shown(client, SubmissionFactory(), name).status_code == 404


@pytest.mark.parametrize("name", ["detail", "preview"])
def test_page_is_not_there_for_other_places(client, name):
    submission = VersionFactory().submission
    answers = []
    for role, place in (
        (Role.DISTRICT, {"district": District.objects.get(code="2701")}),
        (Role.PROVINCE, {"province": Province.objects.get(code="22")}),
    ):
        as_post(client, role, **place)
        answers.append(shown(client, submission, name).status_code)
        answers.append(shown(client, submission, "version", 1).status_code)

    assert answers == [404] * 4


def test_page_of_a_year_in_preparation_is_there_for_staff_alone(client):
    submission = SubmissionFactory(call=CallFactory(opened=False))
    as_post(client, Role.DISTRICT)
    hidden = shown(client, submission)
    as_post(client, Role.STAFF)

    assert (hidden.status_code, shown(client, submission).status_code) == (404, 200)


def test_district_is_led_to_what_comes_next(client):
    submission = SubmissionFactory()
    as_post(client, Role.DISTRICT)
    first = shown(client, submission).context["now"].url
    plan = PlanFactory(submission=SubmissionFactory(stage=Stage.DRAFT), values={"vision": ""})
    second = shown(client, plan.submission).context["now"].url
    done = PlanFactory(submission=SubmissionFactory(stage=Stage.DRAFT))
    ClipFactory(submission=done.submission)
    third = shown(client, done.submission).context["now"].url

    assert [first, second, third] == [
        reverse("submissions:section", args=[submission.pk, "group"]),
        reverse("submissions:section", args=[plan.submission.pk, "aims"]),
        reverse("submissions:preview", args=[done.submission.pk]),
    ]


@pytest.mark.parametrize(
    ("stage", "day", "title"),
    [
        (Stage.DRAFT, date(2020, 5, 6), "Not open yet"),
        (Stage.DRAFT, date(2020, 5, 30), "Too late"),
        (Stage.SENT, date(2020, 5, 30), "Too late"),
        (Stage.SENT, date(2020, 5, 20), "With the province"),
        (Stage.FORWARDED, date(2020, 6, 20), "With the department"),
    ],
)
def test_page_says_why_there_is_nothing_to_do(client, stage, day, title):
    submission = SubmissionFactory(stage=stage)
    as_post(client, Role.DISTRICT)
    client.cookies["django_language"] = "en"
    clock.travel(day)

    now = shown(client, submission).context["now"]

    assert (now.title, now.url) == (title, "")


def test_returned_plan_shows_the_reason_until_it_is_sent_again(client):
    submission = VersionFactory().submission
    send_back(submission, by=PostFactory(role=Role.PROVINCE).user, note="ขอใบเสนอราคา 2 ร้าน")
    as_post(client, Role.DISTRICT)

    response = shown(client, submission)

    assert response.context["history"][0].note == "ขอใบเสนอราคา 2 ร้าน"
    assert "notice warn" in response.content.decode()


def test_province_sees_what_can_be_told_of_the_plan_before_it_forwards(client):
    rows = [{"kind": "equipment", **row} for row in [{"priority": 1}]]
    submission = SubmissionFactory(stage=Stage.SENT, sent_late=True)
    plan = PlanFactory(submission=submission)
    plan.budget_lines.filter(priority=1).update(kind=rows[0]["kind"])
    VersionFactory(submission=submission)
    as_post(client, Role.PROVINCE)

    checks = shown(client, submission).context["checks"]

    tones = ["good", "warn", "good", "good", "good", "good", "good", "warn"]
    assert [check.tone for check in checks] == tones
    assert "3:04" in checks[2].finding
    assert "54,500.00" in checks[3].finding
    assert "49,500.00" in checks[4].finding


@pytest.mark.parametrize("state", ["received", "refused"])
def test_clip_that_cannot_be_played_is_a_bad_check(client, state):
    submission = SubmissionFactory(stage=Stage.SENT)
    VersionFactory(submission=submission, clip=ClipFactory(submission=submission, **{state: True}))
    as_post(client, Role.PROVINCE)

    assert shown(client, submission).context["checks"][2].tone == "bad"


def test_version_shows_what_was_sent_whatever_is_written_now(client):
    version = VersionFactory()
    version.submission.plan.product = "อย่างอื่น"
    version.submission.plan.save()
    as_post(client, Role.PROVINCE)

    page = shown(client, version.submission, "version", 1).content.decode()

    assert "ข้าวสารหอมมะลิบรรจุถุงสุญญากาศ" in page
    assert "อย่างอื่น" not in page
    assert version.digest in page


def test_version_that_was_tampered_with_says_so(client):
    version = VersionFactory()
    as_post(client, Role.AUDITOR)
    before = shown(client, version.submission, "version", 1).context["is_intact"]
    version.content["plan"]["own_funds_baht"] = 1
    version.save()

    after = shown(client, version.submission, "version", 1).context["is_intact"]

    assert (before, after) == (True, False)


def test_version_that_does_not_exist_is_not_there(client):
    submission = VersionFactory().submission
    as_post(client, Role.PROVINCE)

    assert shown(client, submission, "version", 2).status_code == 404


@pytest.mark.parametrize("role", [Role.PROVINCE, *READERS])
def test_preview_offers_sending_to_nobody_but_the_district_officer(client, role):
    submission = PlanFactory().submission
    ClipFactory(submission=submission)
    as_post(client, role)
    other = forms_of(shown(client, submission, "preview"))
    as_post(client, Role.DISTRICT)

    assert (other, forms_of(shown(client, submission, "preview"))) == ([], ["send"])


def test_preview_of_an_unfinished_plan_lists_what_is_left_and_offers_no_sending(client):
    submission = PlanFactory(values={"vision": "", "level": None}).submission
    as_post(client, Role.DISTRICT)

    response = shown(client, submission, "preview")

    assert [left.url.rpartition("#")[2] for left in response.context["left"]] == [
        "id_level",
        "id_vision",
        "id_file",
    ]
    assert forms_of(response) == []


def test_text_of_people_is_escaped(client):
    submission = PlanFactory(values={"vision": "<script>alert(1)</script>"}).submission
    as_post(client, Role.PROVINCE)

    page = shown(client, submission, "preview").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize("name", ["detail", "preview"])
def test_page_costs_the_same_with_one_and_three_files(client, name, django_assert_num_queries):
    submission = SubmissionFactory(stage=Stage.DRAFT)
    PlanFactory(submission=submission)
    ClipFactory(submission=submission)
    as_post(client, Role.DISTRICT)
    queries = {"detail": 27, "preview": 20}[name]

    for _ in range(2):
        AttachmentFactory(submission=submission)
        with django_assert_num_queries(queries):
            shown(client, submission, name)
        AttachmentFactory(submission=submission)


def test_page_costs_the_same_after_one_and_three_versions(client, django_assert_num_queries):
    submission = VersionFactory().submission
    province = as_post(client, Role.PROVINCE)
    for number in (2, 4):
        with django_assert_num_queries(27):
            shown(client, submission)
        for more in (number, number + 1):
            VersionFactory(submission=submission, clip=submission.clips.get(), number=more)

    forward(submission, by=province)
    assert Submission.objects.get().stage == Stage.FORWARDED


@pytest.mark.parametrize("is_made_up", [True, False])
def test_page_tells_a_made_up_group_from_a_real_one(client, is_made_up):
    submission = SubmissionFactory(group__is_made_up=is_made_up)
    as_post(client, Role.DISTRICT)

    page = shown(client, submission).content.decode()

    assert ("ข้อมูลสมมติเพื่อสาธิต" in page) is is_made_up
