"""The follow-up: a summary and a clip, sent by the province, accepted by the department."""

from datetime import date

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from groups.enums import Role
from groups.models import Notice
from reports import services
from reports.enums import ReportStage
from reports.models import FollowUp
from reports.selectors.results import clip_of
from reports.services import IncompleteReportError, ReportRefusedError, StaleReportError
from selection_site.lib import clock
from selection_site.lib.uploads import UploadError
from submissions.enums import ClipKind, ClipState
from submissions.models import Clip
from tests.factories import budgets as make
from tests.factories.budgets import AllocationFactory
from tests.factories.groups import PostFactory
from tests.factories.reports import (
    FollowUpFactory,
    follow_up_clip,
    officer_elsewhere,
)
from tests.factories.submissions import ClipFactory

pytestmark = pytest.mark.django_db

IN_TIME = date(2020, 8, 20)
MP4 = b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 500


@pytest.fixture(autouse=True)
def in_english_in_august():
    with translation.override("en"):
        clock.travel(IN_TIME)
        yield


@pytest.fixture
def client(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def officer():
    return make.provincial_officer()


@pytest.fixture
def follow_up():
    """A follow-up in which nothing is missing."""
    draft = FollowUpFactory()
    follow_up_clip(draft.allocation)
    return draft


def video(content=MP4):
    return SimpleUploadedFile("กิจกรรมเครือข่าย.mp4", content, "video/mp4")


def url(name, report, *args):
    return reverse(f"reports:{name}", args=[report.allocation_id, *args])


def refused(act, *args, **kwargs):
    with pytest.raises(ReportRefusedError) as refusal:
        act(*args, **kwargs)
    return str(refusal.value)


def test_first_save_makes_the_follow_up(officer):
    allocation = AllocationFactory()

    report = services.save_follow_up(allocation, "ขายดีขึ้น", revision=0, by=officer)

    assert (report.summary, report.revision, report.saved_by) == ("ขายดีขึ้น", 1, officer)


def test_saving_the_same_again_changes_nothing(officer):
    report = FollowUpFactory(summary="ขายดีขึ้น")

    again = services.save_follow_up(report.allocation, "ขายดีขึ้น", revision=0, by=officer)

    assert again.revision == 1


def test_saving_over_another_persons_words_is_refused(officer):
    report = FollowUpFactory(revision=2)

    with pytest.raises(StaleReportError):
        services.save_follow_up(report.allocation, "อีกแบบ", revision=1, by=officer)

    assert FollowUp.objects.get().summary == report.summary


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PROVINCE])
def test_no_other_post_writes_uploads_or_sends(follow_up, role):
    user = PostFactory(role=role).user

    refused(services.save_follow_up, follow_up.allocation, "อีกแบบ", revision=1, by=user)
    refused(services.upload_follow_up_clip, follow_up, video(), by=user)
    refused(services.send_report, follow_up, by=user)

    assert FollowUp.objects.get().stage == ReportStage.DRAFT
    assert Clip.objects.count() == 1


def test_clip_is_taken_in_as_a_follow_up_clip_and_replaces_the_one_before(follow_up, officer):
    clip = services.upload_follow_up_clip(follow_up, video(), by=officer)

    assert (clip.kind, clip.state) == (ClipKind.FOLLOW_UP, ClipState.RECEIVED)
    assert clip_of(follow_up) == clip
    assert Clip.objects.exclude(replaced_at=None).count() == 1


def test_what_is_no_video_is_refused_and_the_clip_before_stays(follow_up, officer):
    before = clip_of(follow_up)

    with pytest.raises(UploadError):
        services.upload_follow_up_clip(follow_up, video(b"#EXTM3U\nhttp://x/y.ts"), by=officer)

    assert clip_of(follow_up) == before


@pytest.mark.parametrize("stage", [ReportStage.SENT, ReportStage.ACCEPTED])
def test_no_clip_is_taken_while_it_is_with_the_department(officer, stage):
    report = FollowUpFactory(stage=stage)

    refused(services.upload_follow_up_clip, report, video(), by=officer)

    assert clip_of(report) == report.clip


def test_summary_and_clip_are_wanted_before_sending(officer):
    report = FollowUpFactory(summary="")

    with pytest.raises(IncompleteReportError) as refusal:
        services.send_report(report, by=officer)

    assert [(entry.field, entry.sentence) for entry in refusal.value.missing] == [
        ("summary", "Write what the group did since it got the money."),
        ("clip", "The follow-up clip has not been uploaded yet."),
    ]


def test_refused_clip_is_not_sent(officer):
    report = FollowUpFactory()
    follow_up_clip(report.allocation, refused=True)

    with pytest.raises(IncompleteReportError) as refusal:
        services.send_report(report, by=officer)

    assert [entry.sentence for entry in refusal.value.missing] == [
        "The clip was refused: คลิปยาว 6 นาที 12 วินาที"
    ]


def test_clip_of_the_plan_is_not_the_follow_up_clip(officer):
    report = FollowUpFactory()
    ClipFactory(submission=report.allocation.submission, kind=ClipKind.PLAN)

    with pytest.raises(IncompleteReportError):
        services.send_report(report, by=officer)


def test_sent_follow_up_keeps_the_clip_it_was_sent_with(follow_up, officer):
    clip = clip_of(follow_up)

    sent = services.send_report(follow_up, by=officer)

    assert (sent.stage, sent.clip, sent.sent_late) == (ReportStage.SENT, clip, False)


def test_follow_up_after_its_day_is_taken_and_marked_late(follow_up, officer):
    clock.travel(date(2020, 8, 21))

    assert services.send_report(follow_up, by=officer).sent_late is True


def test_returned_follow_up_shows_the_newest_clip_and_is_sent_with_it(follow_up, officer):
    sent = services.send_report(follow_up, by=officer)
    returned = services.send_back(sent, note="ขอภาพชัดกว่านี้", by=make.staff())
    services.upload_follow_up_clip(returned, video(), by=officer)

    again = services.send_report(returned, by=officer)

    assert again.clip != sent.clip
    assert again.clip == Clip.objects.current().get()


def test_follow_up_is_accepted_once_its_clip_plays(follow_up, officer):
    sent = services.send_report(follow_up, by=officer)

    accepted = services.accept(sent, by=make.staff())

    assert accepted.stage == ReportStage.ACCEPTED
    assert Notice.objects.filter(user=officer).count() == 1


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (
            {"received": True},
            "The clip is still being checked. Wait until it can be played, then accept.",
        ),
        (
            {"refused": True},
            "The clip was refused: คลิปยาว 6 นาที 12 วินาที Return the follow-up with this reason.",
        ),
    ],
)
def test_follow_up_whose_clip_cannot_be_played_is_not_accepted(state, sentence):
    report = FollowUpFactory(stage=ReportStage.SENT)
    FollowUp.objects.update(clip=follow_up_clip(AllocationFactory(), **state))

    assert refused(services.accept, report, by=make.staff()) == sentence


def test_page_is_hidden_from_another_province(client):
    report = FollowUpFactory()

    for user in (officer_elsewhere(), PostFactory(role=Role.MEMBER).user):
        client.force_login(user)
        assert client.get(url("follow_up", report)).status_code == 404
        assert client.get(url("follow_up_write", report)).status_code == 404
        assert client.post(url("follow_up_send", report)).status_code == 404


@pytest.mark.parametrize("role", [Role.DISTRICT, Role.DISTRICT_HEAD, Role.PROVINCE_HEAD])
def test_those_who_only_read_see_it_and_no_button(client, role):
    report = FollowUpFactory(stage=ReportStage.SENT)
    client.force_login(PostFactory(role=role).user)

    page = client.get(url("follow_up", report))

    assert page.status_code == 200
    assert report.summary in page.text
    assert url("follow_up_accept", report) not in page.text
    assert url("follow_up_write", report) not in page.text


def test_summary_and_clip_are_written_together_then_sent(client, officer):
    allocation = AllocationFactory()
    client.force_login(officer)
    form = {"revision": "0", "summary": "ขายร่วมกันสี่หมู่บ้าน", "clip": video()}

    saved = client.post(reverse("reports:follow_up_write", args=[allocation.pk]), form)
    report = FollowUp.objects.get()
    sent = client.post(url("follow_up_send", report))

    assert (saved.status_code, saved.url) == (302, url("follow_up", report))
    assert sent.url == url("follow_up", report)
    report.refresh_from_db()
    assert (report.stage, report.clip.name) == (ReportStage.SENT, "กิจกรรมเครือข่าย.mp4")


def test_refused_clip_leaves_the_summary_saved_and_the_page_ready_to_save_again(client, officer):
    allocation = AllocationFactory()
    client.force_login(officer)
    address = reverse("reports:follow_up_write", args=[allocation.pk])
    form = {"revision": "0", "summary": "ขายร่วมกัน", "clip": video(b"no video at all")}

    page = client.post(address, form)
    again = client.post(
        address, {"revision": page.context["form"]["revision"].value(), "summary": "แก้แล้ว"}
    )

    assert page.status_code == 422
    assert "is of a kind that is not taken" in page.text
    assert again.status_code == 302
    assert FollowUp.objects.get().summary == "แก้แล้ว"


def test_stale_page_shows_what_is_saved_and_keeps_what_was_typed(client, officer):
    report = FollowUpFactory(revision=3, summary="ของเพื่อนร่วมงาน")
    client.force_login(officer)

    page = client.post(url("follow_up_write", report), {"revision": "2", "summary": "ของฉัน"})

    assert page.status_code == 422
    assert "ของเพื่อนร่วมงาน" in page.text
    assert "ของฉัน" in page.text
    assert page.context["form"]["revision"].value() == "3"


def test_writing_page_of_a_sent_follow_up_leads_to_the_report(client, officer):
    report = FollowUpFactory(stage=ReportStage.SENT)
    client.force_login(officer)

    assert client.get(url("follow_up_write", report)).url == url("follow_up", report)
