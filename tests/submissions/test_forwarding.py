"""Sending to the province, returning to the district, forwarding to the department."""

from datetime import date, datetime, timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils.translation import override

from groups.enums import Role
from groups.models import District, Notice, Province
from selection_site.lib import clock
from submissions.enums import AttachmentKind, Stage
from submissions.models import PlanVersion
from submissions.selectors import digest_now, version_changes, version_files
from submissions.services import (
    ClipNotReadyError,
    IncompletePlanError,
    forward,
    forwarding,
    label_attachment,
    save_section,
    send,
    send_back,
)
from submissions.services.plans import freeze
from submissions.stages import StepRefusedError
from tests.at_once import at_once
from tests.factories.groups import PostFactory
from tests.factories.submissions import (
    AttachmentFactory,
    ClipFactory,
    PlanFactory,
    SubmissionFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_time():
    clock.travel(date(2020, 5, 20))


@pytest.fixture
def district():
    return PostFactory(role=Role.DISTRICT).user


@pytest.fixture
def province():
    return PostFactory(role=Role.PROVINCE).user


@pytest.fixture
def ready():
    """A draft with nothing missing."""
    submission = PlanFactory().submission
    ClipFactory(submission=submission)
    return submission


def test_plan_is_sent_with_clip_and_files_as_its_first_version(ready, district):
    file = AttachmentFactory(submission=ready)
    AttachmentFactory(submission=ready, removed_at=clock.now())

    version = send(ready, by=district)

    ready.refresh_from_db()
    assert (ready.stage, ready.sent_at.date()) == (Stage.SENT, date(2020, 5, 20))
    assert (version.number, version.frozen_by) == (1, district)
    assert list(version.attachments.all()) == [file]
    assert version.sha256 == digest_now(version)


def test_version_calls_its_files_what_they_were_called_when_it_was_sent(ready, district, province):
    file = AttachmentFactory(submission=ready, kind=AttachmentKind.MINUTES)
    first = send(ready, by=district)
    send_back(ready, by=province, note="แก้ชนิดไฟล์")

    label_attachment(file, kind=AttachmentKind.QUOTATION, by=district)
    second = send(ready, by=district)

    kinds = [[each.kind for each in version_files(version)] for version in (first, second)]
    assert kinds == [["minutes"], ["quotation"]]
    with override("en"):
        changed = [(each.label, each.old, each.new) for each in version_changes(first, second)]
    assert changed == [(file.name, "Minutes of the members' meeting", "Quotation")]


def test_officers_of_the_province_are_told_that_a_plan_came(ready, district, province):
    long_ago = clock.now() - timedelta(days=400)
    others = [
        PostFactory(role=Role.PROVINCE, province=Province.objects.get(code="22")),
        PostFactory(role=Role.PROVINCE_HEAD),
        PostFactory(role=Role.PROVINCE, created_at=long_ago, ended_at=clock.now()),
    ]

    send(ready, by=district)

    notice = Notice.objects.get()
    assert (notice.user, len(others)) == (province, 3)
    assert str(ready.group) in notice.body
    assert notice.path == reverse("submissions:detail", args=[ready.pk])


def test_plan_with_something_missing_is_not_sent(district, province):
    submission = PlanFactory(values={"vision": ""}).submission

    with pytest.raises(IncompletePlanError) as refused:
        send(submission, by=district)

    submission.refresh_from_db()
    assert [left.field for left in refused.value.missing] == ["vision", "file"]
    assert (submission.stage, PlanVersion.objects.count(), Notice.objects.count()) == (
        Stage.DRAFT,
        0,
        0,
    )


def test_plan_is_sent_while_its_clip_is_being_checked(district):
    submission = PlanFactory().submission
    ClipFactory(submission=submission, received=True)

    assert send(submission, by=district).number == 1


def test_plan_with_a_refused_clip_is_not_sent(district):
    submission = PlanFactory().submission
    ClipFactory(submission=submission, refused=True)

    with pytest.raises(IncompletePlanError):
        send(submission, by=district)


def test_plan_sent_twice_counts_once(ready, district):
    send(ready, by=district)

    with pytest.raises(StepRefusedError):
        send(ready, by=district)

    assert PlanVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("moment", "counts"), [("2020-05-29 23:59:59", True), ("2020-05-30 00:00:00", False)]
)
def test_last_second_of_the_day_counts_and_the_next_does_not(ready, district, moment, counts):
    clock.travel(datetime.fromisoformat(f"{moment}+07:00"))

    if counts:
        assert send(ready, by=district).number == 1
    else:
        with pytest.raises(StepRefusedError):
            send(ready, by=district)
        assert PlanVersion.objects.count() == 0


@pytest.mark.parametrize("role", [role for role in Role if role != Role.DISTRICT])
def test_plan_is_sent_by_the_district_officer_alone(ready, role):
    with pytest.raises(StepRefusedError):
        send(ready, by=PostFactory(role=role).user)

    assert PlanVersion.objects.count() == 0


def test_returned_plan_is_written_again_and_its_officers_know_why(district, province):
    submission = VersionFactory().submission

    send_back(submission, by=province, note="ขอใบเสนอราคา 2 ร้าน")

    submission.refresh_from_db()
    notice = Notice.objects.get()
    assert (submission.stage, notice.user) == (Stage.DRAFT, district)
    assert "ขอใบเสนอราคา 2 ร้าน" in notice.body
    save_section(submission, "aims", {"vision": "ใหม่"}, by=district)


def test_plan_sent_again_after_its_return_is_a_second_version(district, province):
    submission = VersionFactory().submission
    send_back(submission, by=province, note="แก้")

    send(submission, by=district)

    assert [version.number for version in submission.versions.all()] == [2, 1]
    assert Notice.objects.count() == 2


@pytest.mark.parametrize("note", ["", "  "])
def test_return_needs_a_reason(province, note):
    submission = VersionFactory().submission

    with pytest.raises(StepRefusedError):
        send_back(submission, by=province, note=note)

    assert Notice.objects.count() == 0


def test_forwarded_plan_is_with_the_department_and_the_district_knows(district, province):
    submission = VersionFactory().submission

    forward(submission, by=province)

    submission.refresh_from_db()
    assert (submission.stage, submission.forwarded_at.date()) == (
        Stage.FORWARDED,
        date(2020, 5, 20),
    )
    assert Notice.objects.get().user == district


@pytest.mark.parametrize("state", ["received", "refused"])
def test_plan_whose_clip_cannot_be_played_is_not_forwarded(province, state):
    submission = SubmissionFactory(stage=Stage.SENT)
    clip = ClipFactory(submission=submission, **{state: True})
    VersionFactory(submission=submission, clip=clip)

    with pytest.raises(ClipNotReadyError) as refused:
        forward(submission, by=province)

    submission.refresh_from_db()
    assert submission.stage == Stage.SENT
    assert (clip.refusal != "") is (clip.refusal in str(refused.value) and state == "refused")


def test_clip_of_the_version_decides_not_a_newer_one(province):
    submission = SubmissionFactory(stage=Stage.SENT)
    now = clock.now()
    sent = ClipFactory(submission=submission, refused=True, uploaded_at=now, replaced_at=now)
    ClipFactory(submission=submission)
    VersionFactory(submission=submission, clip=sent)

    with pytest.raises(ClipNotReadyError):
        forward(submission, by=province)


@pytest.mark.parametrize("act", [forward, lambda *a, **k: send_back(*a, note="แก้", **k)])
def test_plan_is_moved_once(province, act):
    submission = VersionFactory().submission
    act(submission, by=province)

    with pytest.raises(StepRefusedError):
        act(submission, by=province)

    assert submission.steps.count() == 1


@pytest.mark.parametrize("act", [forward, lambda *a, **k: send_back(*a, note="แก้", **k)])
@pytest.mark.parametrize("day", [date(2020, 5, 6), date(2020, 5, 30)])
def test_plan_is_not_moved_outside_its_days(province, act, day):
    submission = VersionFactory().submission
    clock.travel(day)

    with pytest.raises(StepRefusedError):
        act(submission, by=province)


@pytest.mark.parametrize("act", [forward, lambda *a, **k: send_back(*a, note="แก้", **k)])
@pytest.mark.parametrize("role", [role for role in Role if role != Role.PROVINCE])
def test_plan_is_moved_by_the_provincial_officer_alone(act, role):
    submission = VersionFactory().submission

    with pytest.raises(StepRefusedError):
        act(submission, by=PostFactory(role=role).user)


@pytest.mark.parametrize("name", ["send", "forward", "return"])
@pytest.mark.parametrize(
    "scope",
    [{"role": Role.DISTRICT, "district_id": "2701"}, {"role": Role.PROVINCE, "province_id": "22"}],
)
def test_submission_of_another_place_is_not_there(client, name, scope):
    places = {"district": None, "province": None}
    if "district_id" in scope:
        places["district"] = District.objects.get(code="2701")
    else:
        places["province"] = Province.objects.get(code="22")
    client.force_login(PostFactory(role=scope["role"], **places).user)
    submission = VersionFactory().submission

    response = client.post(reverse(f"submissions:{name}", args=[submission.pk]), {"note": "แก้"})

    assert response.status_code == 404
    assert submission.steps.count() == 0


@pytest.mark.parametrize("name", ["send", "forward", "return"])
def test_nothing_is_moved_by_reading(client, province, name):
    client.force_login(province)

    response = client.get(reverse(f"submissions:{name}", args=[VersionFactory().submission.pk]))

    assert response.status_code == 405


def test_plan_is_sent_from_its_page(client, ready, district):
    client.force_login(district)

    response = client.post(reverse("submissions:send", args=[ready.pk]), follow=True)

    ready.refresh_from_db()
    assert ready.stage == Stage.SENT
    assert response.redirect_chain == [(reverse("submissions:detail", args=[ready.pk]), 302)]


def test_unfinished_plan_leads_to_what_is_missing(client, district):
    submission = PlanFactory(values={"vision": ""}).submission
    client.force_login(district)

    response = client.post(reverse("submissions:send", args=[submission.pk]), follow=True)

    assert response.redirect_chain == [(reverse("submissions:preview", args=[submission.pk]), 302)]
    assert [left.url.rpartition("#")[2] for left in response.context["left"]] == [
        "id_vision",
        "id_file",
    ]


def test_return_without_a_reason_shows_the_page_again(client, province):
    submission = VersionFactory().submission
    client.force_login(province)

    response = client.post(reverse("submissions:return", args=[submission.pk]), {"note": " "})

    submission.refresh_from_db()
    assert (response.status_code, submission.stage) == (422, Stage.SENT)
    assert list(response.context["form"].errors) == ["note"]


def test_reason_is_kept_when_another_officer_was_quicker(client, province):
    submission = VersionFactory().submission
    forward(submission, by=province)
    client.force_login(province)

    response = client.post(reverse("submissions:return", args=[submission.pk]), {"note": "แก้"})

    assert response.status_code == 422
    assert response.context["form"]["note"].value() == "แก้"


def test_plan_is_forwarded_from_its_page(client, province):
    submission = VersionFactory().submission
    client.force_login(province)

    client.post(reverse("submissions:forward", args=[submission.pk]))

    submission.refresh_from_db()
    assert submission.stage == Stage.FORWARDED


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_people_sending_at_once_one_makes_the_version():
    submission = PlanFactory().submission
    ClipFactory(submission=submission)
    people = [PostFactory(role=Role.DISTRICT).user for _ in range(2)]

    def press(user):
        return send(submission, by=user).number

    outcomes = at_once(*[partial(press, user) for user in people], refusals=StepRefusedError)

    assert sorted(outcomes, key=str) == [1, "refused"]
    assert (submission.versions.count(), submission.steps.count()) == (1, 1)


def test_plan_that_came_in_the_last_second_counts_however_long_it_waits(
    ready, district, monkeypatch
):
    last = datetime(2020, 5, 29, 23, 59, 59, tzinfo=clock.BANGKOK)
    clock.travel(last)

    def slow(submission, *, by):
        clock.travel(last + timedelta(seconds=20))
        return freeze(submission, by=by)

    monkeypatch.setattr(forwarding, "freeze", slow)
    send(ready, by=district)

    ready.refresh_from_db()
    assert (ready.stage, clock.day_of(ready.sent_at)) == (Stage.SENT, date(2020, 5, 29))
    assert clock.today() == date(2020, 5, 30)
