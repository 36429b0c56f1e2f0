"""Who is at a plan now: noted by an open page, seen by the others, gone after a minute."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from groups.enums import Role
from groups.models import District
from selection_site.lib import clock
from submissions.enums import Section, Stage
from submissions.models import Writer
from submissions.selectors import others_writing
from submissions.services import note_writer
from submissions.stages import StepRefusedError
from tests.factories.groups import PostFactory
from tests.factories.submissions import SubmissionFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2020, 5, 20, 9, tzinfo=clock.BANGKOK)


@pytest.fixture(autouse=True)
def in_time():
    clock.travel(NOW)


@pytest.fixture
def officer(client):
    user = PostFactory(role=Role.DISTRICT, user__first_name="สมชาย").user
    client.force_login(user)
    return user


@pytest.fixture
def colleague():
    return PostFactory(role=Role.DISTRICT, user__first_name="มานี").user


def test_writer_is_seen_by_others_and_not_by_themselves(officer, colleague):
    submission, other = SubmissionFactory.create_batch(2)

    note_writer(submission, Section.BUDGET, by=colleague)

    [seen] = others_writing(submission, officer)
    assert (seen.user, seen.section) == (colleague, Section.BUDGET)
    assert (others_writing(submission, colleague), others_writing(other, officer)) == ([], [])


def test_writer_who_goes_on_is_noted_once_with_the_section_now(officer):
    submission = SubmissionFactory()
    note_writer(submission, Section.BUDGET, by=officer)

    with clock.at(NOW + timedelta(seconds=25)):
        note_writer(submission, Section.AIMS, by=officer)

    [writer] = Writer.objects.all()
    assert (writer.section, writer.seen_at >= NOW + timedelta(seconds=25)) == (Section.AIMS, True)


@pytest.mark.parametrize(("seconds", "is_there"), [(50, True), (65, False)])
def test_writer_is_gone_after_a_minute(officer, colleague, seconds, is_there):
    submission = SubmissionFactory()
    note_writer(submission, Section.BUDGET, by=colleague)

    clock.travel(NOW + timedelta(seconds=seconds))
    note_writer(submission, Section.AIMS, by=officer)

    assert (len(others_writing(submission, officer)), Writer.objects.count()) == (
        (1, 2) if is_there else (0, 1)
    )


@pytest.mark.parametrize("role", [Role.DISTRICT_HEAD, Role.PROVINCE, Role.STAFF, Role.AUDITOR])
def test_reader_is_not_noted(role):
    with pytest.raises(StepRefusedError):
        note_writer(SubmissionFactory(), Section.AIMS, by=PostFactory(role=role).user)

    assert not Writer.objects.exists()


@pytest.mark.parametrize(
    ("stage", "day"), [(Stage.SENT, date(2020, 5, 20)), (Stage.DRAFT, date(2020, 5, 30))]
)
def test_nobody_writes_at_another_stage_or_on_another_day(officer, stage, day):
    submission = SubmissionFactory(stage=stage)
    clock.travel(day)

    with pytest.raises(StepRefusedError):
        note_writer(submission, Section.AIMS, by=officer)


def beat(client, submission, by, section=Section.AIMS):
    address = reverse("submissions:writers", args=[submission.pk])
    return client.post(address, {"section": section, "writer": by.pk})


def test_open_page_learns_who_else_is_there(client, officer, colleague):
    submission = SubmissionFactory()
    note_writer(submission, Section.BUDGET, by=colleague)

    response = beat(client, submission, officer)

    assert response.status_code == 200
    assert "นายมานี ใจดี กำลังเขียน" in response.json()["html"]
    assert Writer.objects.get(user=officer).section == Section.AIMS


def test_pages_are_read_without_a_trace(client, officer):
    submission = SubmissionFactory()

    client.get(reverse("submissions:section", args=[submission.pk, Section.AIMS]))

    assert client.get(reverse("submissions:writers", args=[submission.pk])).status_code == 405
    assert not Writer.objects.exists()


def test_section_that_does_not_exist_and_a_strange_plan_are_not_there(client, officer):
    stranger = PostFactory(role=Role.DISTRICT, district=District.objects.get(code="2701")).user
    submission = SubmissionFactory()
    unknown = beat(client, submission, officer, "nothing")
    client.force_login(stranger)

    assert (unknown.status_code, beat(client, submission, stranger).status_code) == (404, 404)


def test_page_too_late_or_of_somebody_else_is_told(client, officer, colleague):
    submission = SubmissionFactory()
    other = beat(client, submission, colleague)
    clock.travel(date(2020, 5, 30))
    late = beat(client, submission, officer)

    assert (other.status_code, late.status_code) == (401, 403)
    assert not Writer.objects.exists()
