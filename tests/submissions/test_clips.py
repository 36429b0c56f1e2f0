"""Clips: taken in, looked into, refused with a reason or made playable, and served."""

import os
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from groups.enums import Role
from groups.models import District, Notice
from selection_site.lib import clock, uploads, video
from submissions import tasks
from submissions.enums import ClipKind, ClipState, Stage
from submissions.models import Clip
from submissions.services import check_clip, retry_clip, upload_clip, write_plan
from submissions.services import clips as clip_services
from submissions.stages import StepRefusedError
from tests.factories.groups import PostFactory
from tests.factories.submissions import ClipFactory, PlanFactory, SubmissionFactory, plan_values
from tests.lib import media
from tests.lib.test_video import claim_seconds_in_matroska

pytestmark = pytest.mark.django_db

PLAYLIST = b"#EXTM3U\n#EXTINF:9,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"


@pytest.fixture(autouse=True)
def in_time():
    clock.travel(date(2020, 5, 20))


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """The bytes of a two-second clip as telephones make them."""
    path = media.make_clip(tmp_path_factory.mktemp("film") / "a.mp4", seconds=2)
    return path.read_bytes()


@pytest.fixture
def officer():
    return PostFactory(role=Role.DISTRICT).user


def sent(content, name="คลิปร้านค้า.mp4"):
    return SimpleUploadedFile(name, content, content_type="video/mp4")


def upload(submission, content, by, **kwargs):
    return upload_clip(submission, sent(content), kind=ClipKind.PLAN, by=by, **kwargs)


def kept_files():
    return sorted(path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file())


def test_clip_is_kept_as_it_came_and_waits_to_be_checked(officer, film):
    submission = SubmissionFactory()

    clip = upload(submission, film, officer)

    submission.refresh_from_db()
    assert (clip.state, clip.name, clip.bytes) == (ClipState.RECEIVED, "คลิปร้านค้า.mp4", len(film))
    assert uploads.absolute(clip.path).read_bytes() == film
    assert submission.stage == Stage.DRAFT
    assert list(Clip.objects.unchecked().waiting()) == [clip]


def test_checked_clip_has_its_length_a_playable_copy_and_a_poster(officer, film):
    clip = upload(SubmissionFactory(), film, officer)

    assert check_clip(clip.pk)

    clip.refresh_from_db()
    assert clip.state == ClipState.PLAYABLE
    assert abs(clip.seconds - 2) < Decimal("0.1")
    assert (clip.width, clip.height) == (320, 180)
    found = video.probe(uploads.absolute(clip.playable_path), max_seconds=None)
    assert found.video_codec == "h264"
    assert uploads.absolute(clip.poster_path).stat().st_size > 0
    assert (clip.claimed_until, clip.tries) == (None, 0)
    assert clip.playable_bytes == uploads.absolute(clip.playable_path).stat().st_size


def test_newer_clip_replaces_the_one_before_and_keeps_it(officer, film):
    submission = SubmissionFactory()
    first = upload(submission, film, officer)

    second = upload(submission, film, officer)

    first.refresh_from_db()
    assert first.replaced_at == second.uploaded_at
    assert list(Clip.objects.current()) == [second]
    assert uploads.absolute(first.path).exists()


def test_clip_of_another_kind_stays_when_one_is_replaced(officer, film):
    submission = SubmissionFactory(stage=Stage.OUTSTANDING)
    plan = ClipFactory(submission=submission)
    province = PostFactory(role=Role.PROVINCE).user

    follow_up = upload_clip(submission, sent(film), kind=ClipKind.FOLLOW_UP, by=province)

    assert set(Clip.objects.current()) == {plan, follow_up}


def test_database_keeps_one_current_clip_of_a_kind():
    clip = ClipFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        ClipFactory(submission=clip.submission)


@pytest.mark.parametrize("role", [Role.DISTRICT_HEAD, Role.PROVINCE, Role.STAFF, Role.AUDITOR])
def test_clip_of_a_plan_is_uploaded_by_the_district_officer_alone(role, film):
    before = kept_files()

    with pytest.raises(StepRefusedError):
        upload(SubmissionFactory(), film, PostFactory(role=role).user)

    assert (Clip.objects.count(), kept_files()) == (0, before)


@pytest.mark.parametrize("stage", [Stage.SENT, Stage.FORWARDED, Stage.GOOD])
def test_clip_of_a_sent_plan_is_not_replaced(officer, film, stage):
    submission = SubmissionFactory(stage=stage)
    clip = ClipFactory(submission=submission)

    with pytest.raises(StepRefusedError):
        upload(submission, film, officer)

    assert list(Clip.objects.current()) == [clip]


def test_clip_is_not_taken_after_the_day(officer, film):
    submission = SubmissionFactory()
    clock.travel(date(2020, 5, 30))

    with pytest.raises(StepRefusedError):
        upload(submission, film, officer)


def test_plan_sent_while_the_clip_came_in_keeps_no_file(officer, film, monkeypatch):
    submission = SubmissionFactory()
    before = kept_files()
    monkeypatch.setattr(clip_services.stages, "is_writable", lambda *_: True)
    monkeypatch.setattr(clip_services, "hold_for_writing", _refuse)

    with pytest.raises(StepRefusedError):
        upload(submission, film, officer)

    assert kept_files() == before


def _refuse(*args, **kwargs):
    raise StepRefusedError


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (PLAYLIST, "unknown_kind"),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "unknown_kind"),
        (b"%PDF-1.7 not a clip", "wrong_kind"),
        (b"<html>not a clip</html>", "unknown_kind"),
    ],
)
def test_what_is_no_video_by_content_is_refused_at_once_and_nothing_is_kept(officer, content, code):
    submission = SubmissionFactory()
    write_plan(submission, plan_values(), by=officer)
    clip, before = ClipFactory(submission=submission), kept_files()

    with pytest.raises(uploads.UploadError) as refused:
        upload(submission, content, officer)

    assert refused.value.code == code
    assert "คลิปร้านค้า.mp4" in str(refused.value)
    assert (list(Clip.objects.current()), kept_files()) == ([clip], before)
    assert submission.plan.product == plan_values()["product"]


def test_clip_of_more_than_500_megabytes_is_refused(officer, film, monkeypatch):
    monkeypatch.setattr(clip_services, "MOST_BYTES", len(film) - 1)

    with pytest.raises(uploads.UploadError) as refused:
        upload(SubmissionFactory(), film, officer)

    assert refused.value.code == "too_large"


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda film: film[: len(film) // 2], "truncated"),
        (lambda film: film[:32] + os.urandom(4000), "not_video"),
    ],
)
def test_damaged_clip_is_refused_in_thai_and_the_plan_is_kept(officer, film, spoil, reason):
    plan = PlanFactory()
    clip = upload(plan.submission, spoil(film), officer)

    assert check_clip(clip.pk)

    clip.refresh_from_db()
    assert clip.state == ClipState.REFUSED
    assert clip.refusal == thai_reason(reason)
    assert (clip.playable_path, clip.seconds) == ("", None)
    assert plan.submission.plan.revision == plan.revision


def thai_reason(code, **facts):
    with override("th"):
        return str(video.VideoError(code, **facts))


def test_clip_longer_than_the_call_allows_is_refused_with_both_lengths(officer, film):
    submission = SubmissionFactory(call__clip_seconds=1)
    clip = upload(submission, film, officer)

    check_clip(clip.pk)

    clip.refresh_from_db()
    assert clip.state == ClipState.REFUSED
    assert clip.refusal == thai_reason("too_long", seconds=Decimal(2), limit=1)


def test_clip_that_lies_about_its_length_is_stopped_where_the_call_says(officer, tmp_path):
    """Its header says 5 seconds, 20 come: no copy is longer than the call allows."""
    path = media.make_clip(tmp_path / "a.mkv", container="matroska", seconds=20, sound=None)
    claim_seconds_in_matroska(path, 5.0)
    clip = upload(SubmissionFactory(call__clip_seconds=10), path.read_bytes(), officer)

    check_clip(clip.pk)

    clip.refresh_from_db()
    assert (clip.state, clip.playable_path) == (ClipState.REFUSED, "")
    assert clip.refusal == thai_reason("too_long", limit=10)
    assert list(uploads.absolute(clip.path).parent.glob("*.play.mp4*")) == []


def test_follow_up_clip_may_have_any_length(film):
    submission = SubmissionFactory(call__clip_seconds=1, stage=Stage.GOOD)
    province = PostFactory(role=Role.PROVINCE).user
    clip = upload_clip(submission, sent(film), kind=ClipKind.FOLLOW_UP, by=province)

    check_clip(clip.pk)

    clip.refresh_from_db()
    assert clip.state == ClipState.PLAYABLE


def test_whoever_uploaded_a_refused_clip_is_told_why_once(officer, film):
    clip = upload(SubmissionFactory(), film[: len(film) // 2], officer)

    check_clip(clip.pk)
    check_clip(clip.pk)

    clip.refresh_from_db()
    notice = Notice.objects.get()
    assert notice.user == officer
    assert clip.refusal in notice.body
    assert notice.path == reverse("submissions:clip", args=[clip.submission_id])


def test_clip_is_checked_once(officer, film):
    clip = upload(SubmissionFactory(), film, officer)

    assert (check_clip(clip.pk), check_clip(clip.pk)) == (True, False)


def test_clip_that_another_worker_holds_is_left_alone(officer, film):
    clip = upload(SubmissionFactory(), film, officer)
    Clip.objects.claim(clip.pk, lease=timedelta(minutes=1))

    assert not check_clip(clip.pk)


def test_clip_of_a_worker_that_died_is_taken_over(officer, film):
    clip = upload(SubmissionFactory(), film, officer)
    Clip.objects.claim(clip.pk, lease=clip_services.LEASE)
    clock.travel(clock.now() + clip_services.LEASE + timedelta(seconds=1))

    assert check_clip(clip.pk)


def test_lease_is_renewed_while_the_work_goes_on(officer, film, monkeypatch):
    clip = upload(SubmissionFactory(), film, officer)
    held = []

    def slow(*args, on_progress, **kwargs):
        clock.travel(clock.now() + timedelta(seconds=90))
        on_progress(41)
        held.append(Clip.objects.get())
        raise OSError("disk is gone")

    monkeypatch.setattr(video, "prepare", slow)
    check_clip(clip.pk)

    assert held[0].claimed_until - clock.now() > clip_services.LEASE - timedelta(seconds=60)
    assert held[0].progress == 41


def test_failure_that_is_not_the_file_s_is_tried_five_times_then_shown(officer, film):
    clip = upload(SubmissionFactory(), film, officer)
    uploads.remove(clip.path)
    uploads.absolute(clip.path).mkdir()

    outcomes = [check_clip(clip.pk) for _ in range(6)]

    clip.refresh_from_db()
    assert outcomes == [False] * 6
    assert (clip.state, clip.tries, clip.is_given_up) == (ClipState.RECEIVED, 5, True)
    assert clip.last_error != ""


def test_given_up_clip_is_tried_again_when_asked(officer):
    clip = ClipFactory(received=True, tries=5)

    retry_clip(clip, by=officer)

    assert list(Clip.objects.waiting()) == [clip]


def test_retry_changes_nothing_for_a_clip_that_is_settled(officer):
    clip = ClipFactory(tries=5)

    retry_clip(clip, by=officer)

    clip.refresh_from_db()
    assert (clip.tries, clip.state) == (5, ClipState.PLAYABLE)


@pytest.mark.parametrize("role", [Role.DISTRICT_HEAD, Role.STAFF, Role.AUDITOR])
def test_retry_is_refused_to_those_who_only_read(role):
    clip = ClipFactory(received=True, tries=5)

    with pytest.raises(StepRefusedError):
        retry_clip(clip, by=PostFactory(role=role).user)

    assert list(Clip.objects.waiting()) == []


def test_sweep_checks_the_oldest_clip_and_one_at_a_time(officer, film):
    first, second = (upload(SubmissionFactory(), film, officer) for _ in range(2))

    tasks.check_clips()

    states = [Clip.objects.get(pk=clip.pk).state for clip in (first, second)]
    assert states == [ClipState.PLAYABLE, ClipState.RECEIVED]


def test_sweep_waits_while_a_clip_is_being_checked(officer, film):
    first, second = (upload(SubmissionFactory(), film, officer) for _ in range(2))
    Clip.objects.claim(first.pk, lease=timedelta(minutes=1))

    tasks.check_clips()

    second.refresh_from_db()
    assert second.state == ClipState.RECEIVED


def test_clip_page_takes_a_clip_and_says_so(client, officer, film):
    submission = SubmissionFactory()
    client.force_login(officer)
    page = reverse("submissions:clip", args=[submission.pk])

    response = client.post(page, {"file": sent(film)}, follow=True)

    assert response.redirect_chain == [(page, 302)]
    assert reverse("submissions:clip_status", args=[Clip.objects.get().pk]) in (
        response.content.decode()
    )


@pytest.mark.parametrize("content", [b"", PLAYLIST])
def test_clip_page_shows_what_was_refused(client, officer, content):
    client.force_login(officer)
    page = reverse("submissions:clip", args=[SubmissionFactory().pk])

    response = client.post(page, {"file": sent(content)})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["file"]
    assert Clip.objects.count() == 0


def test_clip_page_without_a_file_asks_for_one(client, officer):
    client.force_login(officer)

    response = client.post(reverse("submissions:clip", args=[SubmissionFactory().pk]))

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["file"])


def test_clip_page_leads_readers_to_the_submission(client):
    submission = SubmissionFactory()
    client.force_login(PostFactory(role=Role.PROVINCE).user)

    response = client.get(reverse("submissions:clip", args=[submission.pk]))

    assert response.headers["Location"] == reverse("submissions:detail", args=[submission.pk])


@pytest.mark.parametrize("name", ["clip_file", "clip_poster", "clip_status"])
def test_clip_of_another_district_is_not_there(client, name):
    stranger = PostFactory(role=Role.DISTRICT, district=District.objects.get(code="2701")).user
    client.force_login(stranger)

    response = client.get(reverse(f"submissions:{name}", args=[ClipFactory().pk]))

    assert response.status_code == 404


@pytest.mark.parametrize("role", [Role.MEMBER, Role.CHAIR, Role.ADMINISTRATOR])
def test_clip_is_not_there_for_those_who_see_no_submission(client, role):
    client.force_login(PostFactory(role=role).user)

    response = client.get(reverse("submissions:clip_file", args=[ClipFactory().pk]))

    assert response.status_code == 404


def test_clip_plays_in_parts(client, officer, film):
    clip = upload(SubmissionFactory(), film, officer)
    check_clip(clip.pk)
    clip.refresh_from_db()
    client.force_login(PostFactory(role=Role.AUDITOR).user)
    whole = uploads.absolute(clip.playable_path).read_bytes()

    url = reverse("submissions:clip_file", args=[clip.pk])
    response = client.get(url, headers={"range": "bytes=100-299"})

    assert (response.status_code, response.getvalue()) == (206, whole[100:300])
    assert response.headers["Content-Range"] == f"bytes 100-299/{len(whole)}"
    assert response.headers["Content-Type"] == "video/mp4"


@pytest.mark.parametrize("name", ["clip_file", "clip_poster"])
@pytest.mark.parametrize("state", ["received", "refused"])
def test_clip_that_cannot_be_played_is_not_served(client, officer, name, state):
    clip = ClipFactory(**{state: True})
    client.force_login(officer)

    assert client.get(reverse(f"submissions:{name}", args=[clip.pk])).status_code == 404


def test_status_asks_again_only_while_the_clip_is_being_checked(client, officer):
    client.force_login(officer)
    pages = [
        client.get(reverse("submissions:clip_status", args=[clip.pk])).content.decode()
        for clip in (ClipFactory(received=True), ClipFactory(), ClipFactory(refused=True))
    ]

    assert ["hx-get" in page for page in pages] == [True, False, False]


def test_given_up_clip_offers_a_try_to_whoever_may(client, officer):
    clip = ClipFactory(received=True, tries=5)
    retry = reverse("submissions:clip_retry", args=[clip.pk])
    pages = []
    for user in (officer, PostFactory(role=Role.AUDITOR).user):
        client.force_login(user)
        page = client.get(reverse("submissions:clip_status", args=[clip.pk]))
        pages.append(retry in page.content.decode())

    client.force_login(officer)
    client.post(retry)

    assert pages == [True, False]
    assert list(Clip.objects.waiting()) == [clip]
