"""Captions of a clip: brought by whoever writes, shown to whoever watches."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from groups.enums import Role
from groups.models import District
from selection_site.lib import clock, uploads, video
from submissions.enums import Stage
from submissions.models import Clip
from submissions.selectors import digest_now, version_changes
from submissions.services import remove_captions, save_captions, send, send_back
from submissions.stages import StepRefusedError
from tests.factories.groups import PostFactory
from tests.factories.submissions import ClipFactory, PlanFactory, SubmissionFactory

pytestmark = pytest.mark.django_db

SRT = "1\r\n00:00:01,000 --> 00:00:04,000\r\nสวัสดีค่ะ\r\n".encode("cp874")
KEPT = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nสวัสดีค่ะ\n".encode()


@pytest.fixture(autouse=True)
def in_time(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    clock.travel(date(2020, 5, 20))


@pytest.fixture
def officer():
    return PostFactory(role=Role.DISTRICT).user


@pytest.fixture
def clip():
    return ClipFactory()


def sent(content=SRT, name="คำบรรยาย.srt"):
    return SimpleUploadedFile(name, content, content_type="application/x-subrip")


def sent_with_captions(*, captions=True):
    """A plan's first version, by its district's officer."""
    submission = PlanFactory().submission
    clip, officer = ClipFactory(submission=submission), PostFactory(role=Role.DISTRICT).user
    if captions:
        save_captions(clip, sent(), by=officer)
    return send(submission, by=officer)


def kept_files():
    folder = uploads.absolute("captions")
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def test_captions_are_kept_as_webvtt(clip, officer):
    save_captions(clip, sent(), by=officer)

    clip.refresh_from_db()
    assert uploads.absolute(clip.captions_path).read_bytes() == KEPT
    assert clip.captions_name == "คำบรรยาย.srt"


def test_new_captions_replace_the_old_ones(clip, officer):
    save_captions(clip, sent(), by=officer)
    save_captions(clip, sent(KEPT, "ใหม่.vtt"), by=officer)

    clip.refresh_from_db()
    assert (clip.captions_name, len(kept_files())) == ("ใหม่.vtt", 1)


def test_removed_captions_are_gone_and_removing_twice_is_once(clip, officer):
    save_captions(clip, sent(), by=officer)

    remove_captions(clip, by=officer)
    remove_captions(clip, by=officer)

    clip.refresh_from_db()
    assert (clip.captions_path, clip.captions_name, kept_files()) == ("", "", [])


def test_captions_of_another_clip_are_refused_and_the_old_ones_stay(clip, officer):
    save_captions(clip, sent(), by=officer)
    late = b"59:00.000 --> 59:01.000\nword\n"

    with pytest.raises(video.CaptionsError):
        save_captions(clip, sent(late), by=officer)

    clip.refresh_from_db()
    assert (clip.captions_name, len(kept_files())) == ("คำบรรยาย.srt", 1)


@pytest.mark.parametrize("role", [Role.DISTRICT_HEAD, Role.PROVINCE, Role.STAFF, Role.AUDITOR])
def test_captions_are_brought_by_whoever_writes_alone(clip, role):
    with pytest.raises(StepRefusedError):
        save_captions(clip, sent(), by=PostFactory(role=role).user)

    assert kept_files() == []


def test_captions_of_a_sent_plan_stay(officer):
    clip = ClipFactory(submission=SubmissionFactory(stage=Stage.SENT))

    with pytest.raises(StepRefusedError):
        save_captions(clip, sent(), by=officer)


def test_captions_are_not_taken_after_the_day(clip, officer):
    clock.travel(date(2020, 5, 30))

    with pytest.raises(StepRefusedError):
        save_captions(clip, sent(), by=officer)


@pytest.mark.parametrize("state", ["received", "refused"])
def test_clip_that_does_not_play_takes_no_captions(officer, state):
    with pytest.raises(StepRefusedError):
        save_captions(ClipFactory(**{state: True}), sent(), by=officer)


def test_page_takes_captions_and_plays_them_to_whoever_watches(client, clip, officer):
    client.force_login(officer)
    page = reverse("submissions:clip", args=[clip.submission_id])

    answer = client.post(reverse("submissions:captions", args=[clip.pk]), {"captions": sent()})
    client.force_login(PostFactory(role=Role.PROVINCE).user)
    url = reverse("submissions:clip_part", args=[clip.pk, "captions"])
    track = client.get(url)

    assert answer.headers["Location"] == page
    assert (b"".join(track), track.headers["Content-Type"]) == (KEPT, "text/vtt; charset=utf-8")
    detail = client.get(reverse("submissions:detail", args=[clip.submission_id]))
    assert f'src="{url}"' in detail.content.decode()


@pytest.mark.parametrize("content", [b"", b"no captions"])
def test_page_shows_why_captions_were_refused(client, clip, officer, content):
    client.force_login(officer)

    answer = client.post(
        reverse("submissions:captions", args=[clip.pk]), {"captions": sent(content)}
    )

    assert (answer.status_code, list(answer.context["captions"].errors)) == (422, ["captions"])


def test_page_removes_captions(client, clip, officer):
    save_captions(clip, sent(), by=officer)
    client.force_login(officer)

    client.post(reverse("submissions:captions_remove", args=[clip.pk]))

    assert Clip.objects.get().captions_path == ""


def test_captions_of_another_district_are_not_there(client, clip):
    elsewhere = District.objects.get(code="2701")
    client.force_login(PostFactory(role=Role.DISTRICT, district=elsewhere).user)

    answers = [
        client.post(reverse(f"submissions:{name}", args=[clip.pk])).status_code
        for name in ("captions", "captions_remove")
    ]

    assert answers == [404, 404]


def test_version_keeps_the_captions_it_was_sent_with(client):
    version = sent_with_captions()
    send_back(version.submission, by=PostFactory(role=Role.PROVINCE).user, note="แก้คำบรรยาย")

    save_captions(
        version.clip, sent(KEPT.replace("สวัสดีค่ะ".encode(), b"new"), "ใหม่.vtt"), by=version.frozen_by
    )

    client.force_login(version.frozen_by)
    page = reverse("submissions:version", args=[version.submission_id, 1])
    url = reverse("submissions:version_captions", args=[version.submission_id, 1])
    assert f'src="{url}"' in client.get(page).content.decode()
    assert (b"".join(client.get(url)), len(kept_files())) == (KEPT, 2)


def test_version_keeps_captions_that_were_taken_away_afterwards(client):
    version = sent_with_captions()
    send_back(version.submission, by=PostFactory(role=Role.PROVINCE).user, note="แก้คำบรรยาย")

    remove_captions(version.clip, by=version.frozen_by)

    client.force_login(version.frozen_by)
    url = reverse("submissions:version_captions", args=[version.submission_id, 1])
    assert b"".join(client.get(url)) == KEPT


def test_plan_whose_captions_are_lost_is_not_sent_and_says_what_to_do(officer):
    plan = PlanFactory()
    clip = ClipFactory(submission=plan.submission)
    save_captions(clip, sent(KEPT), by=officer)
    [kept] = kept_files()
    kept.unlink()

    with override("en"), pytest.raises(StepRefusedError, match="add them anew or take them away"):
        send(plan.submission, by=officer)

    plan.submission.refresh_from_db()
    assert (plan.submission.stage, plan.submission.versions.count()) == (Stage.DRAFT, 0)


def test_version_sent_without_captions_shows_none_that_came_later(client):
    version = sent_with_captions(captions=False)
    send_back(version.submission, by=PostFactory(role=Role.PROVINCE).user, note="แก้คลิป")

    save_captions(version.clip, sent(), by=version.frozen_by)

    client.force_login(version.frozen_by)
    page = client.get(reverse("submissions:version", args=[version.submission_id, 1]))
    url = reverse("submissions:version_captions", args=[version.submission_id, 1])
    assert ("<track" in page.content.decode(), client.get(url).status_code) == (False, 404)


def test_digest_of_a_version_is_over_its_captions():
    version = sent_with_captions()
    untouched = digest_now(version) == version.sha256

    version.captions_sha256 = "0" * 64

    assert (untouched, digest_now(version) == version.sha256) == (True, False)


def test_new_captions_stand_among_what_changed_between_versions():
    first = sent_with_captions()
    submission = send_back(first.submission, by=PostFactory(role=Role.PROVINCE).user, note="แก้")
    save_captions(first.clip, sent(KEPT, "ใหม่.vtt"), by=first.frozen_by)

    second = send(submission, by=first.frozen_by)

    shown = [(each.old, each.new) for each in version_changes(first, second)]
    assert shown == [("คำบรรยาย.srt", "ใหม่.vtt")]


def test_corrected_captions_of_the_same_name_are_said_to_be_replaced():
    first = sent_with_captions()
    submission = send_back(first.submission, by=PostFactory(role=Role.PROVINCE).user, note="แก้")
    corrected = SRT.replace("สวัสดีค่ะ".encode("cp874"), b"new")
    save_captions(first.clip, sent(corrected), by=first.frozen_by)

    second = send(submission, by=first.frozen_by)

    with override("en"):
        shown = [(each.old, each.new) for each in version_changes(first, second)]
    assert shown == [("คำบรรยาย.srt", "คำบรรยาย.srt (replaced)")]
