"""What thin lines need of a clip: a small copy and a strip, owed by the row and then shown."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from groups.enums import Role
from groups.models import District
from selection_site.lib import clock, uploads, video
from submissions import tasks
from submissions.enums import ClipKind, ClipState
from submissions.models import Clip
from submissions.services import check_clip, lighten_clip, retry_clip, upload_clip
from tests.factories.groups import PostFactory
from tests.factories.submissions import ClipFactory, SubmissionFactory
from tests.lib import media
from tests.submissions.test_clips import sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_time(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    clock.travel(date(2020, 5, 20))


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """Two seconds of 720p that a coder can make smaller."""
    folder = tmp_path_factory.mktemp("film")
    fine = {"preset": "ultrafast", "qp": "4"}
    return media.make_clip(folder / "a.mp4", size=(1280, 720), options=fine).read_bytes()


@pytest.fixture(scope="module")
def telephone_film(tmp_path_factory):
    """HEVC, held upright: what many telephones make and few browsers play."""
    path = tmp_path_factory.mktemp("film") / "a.mov"
    clip = media.make_clip(path, codec="libx265", container="mov", size=(1280, 720))
    return media.turn_clockwise(clip).read_bytes()


@pytest.fixture
def officer():
    return PostFactory(role=Role.DISTRICT).user


def playable(film, officer, **kwargs):
    submission = SubmissionFactory(**kwargs)
    clip = upload_clip(submission, sent(film), kind=ClipKind.PLAN, by=officer)
    check_clip(clip.pk)
    clip.refresh_from_db()
    return clip


def test_clip_plays_before_it_is_light(officer, film):
    clip = playable(film, officer)

    assert (clip.state, clip.is_heavy, clip.moments) == (ClipState.PLAYABLE, True, [])
    assert list(Clip.objects.heavy().waiting()) == [clip]


def test_light_clip_has_a_small_copy_and_a_strip(officer, film):
    clip = playable(film, officer)

    assert lighten_clip(clip.pk)

    clip.refresh_from_db()
    small = uploads.absolute(clip.small_path)
    found = video.probe(small, max_seconds=None)
    assert (found.height, clip.small_bytes) == (480, small.stat().st_size)
    assert clip.small_bytes < clip.playable_bytes
    assert uploads.absolute(clip.strip_path).stat().st_size > 0
    assert (len(clip.moments), clip.is_heavy, clip.claimed_until) == (10, False, None)
    assert uploads.absolute(clip.path).read_bytes() == film


def test_upright_hevc_of_a_telephone_becomes_two_upright_copies_that_play(officer, telephone_film):
    clip = playable(telephone_film, officer)
    lighten_clip(clip.pk)

    clip.refresh_from_db()
    paths = [clip.playable_path, clip.small_path or clip.playable_path]
    copies = [video.probe(uploads.absolute(path), max_seconds=None) for path in paths]
    assert {(copy.video_codec, copy.rotation) for copy in copies} == {("h264", 0)}
    assert (copies[0].width, copies[0].height) == (720, 1280)
    assert (clip.width, clip.height, clip.is_upright) == (720, 1280, True)
    assert uploads.absolute(clip.path).read_bytes() == telephone_film


def test_small_copy_that_saves_little_is_not_kept(officer, film, monkeypatch):
    clip = playable(film, officer)
    monkeypatch.setattr("submissions.services.clips.WORTH_IT", 0)

    assert lighten_clip(clip.pk)

    clip.refresh_from_db()
    assert (clip.small_path, clip.small_bytes, clip.is_heavy) == ("", None, False)
    assert list(uploads.absolute(clip.path).parent.glob("*.small.mp4*")) == []
    assert clip.strip_path != ""


def test_clip_is_made_light_once(officer, film):
    clip = playable(film, officer)

    assert (lighten_clip(clip.pk), lighten_clip(clip.pk)) == (True, False)


@pytest.mark.parametrize("state", ["received", "refused"])
def test_only_what_plays_is_made_light(state):
    assert not lighten_clip(ClipFactory(**{state: True}).pk)


def test_replaced_clip_is_not_made_light():
    assert not lighten_clip(
        ClipFactory(heavy=True, replaced_at=clock.now() + timedelta(hours=1)).pk
    )


def test_clip_that_another_worker_makes_light_is_left_alone(officer, film):
    clip = playable(film, officer)
    Clip.objects.heavy().claim(clip.pk, lease=timedelta(minutes=1))

    assert not lighten_clip(clip.pk)


def test_clip_whose_copy_cannot_be_read_plays_on_without_a_light_one(officer, film):
    clip = playable(film, officer)
    uploads.absolute(clip.playable_path).write_bytes(b"no film")

    assert lighten_clip(clip.pk)

    clip.refresh_from_db()
    assert (clip.state, clip.small_path, clip.strip_path) == (ClipState.PLAYABLE, "", "")
    assert not clip.is_heavy


def test_failure_that_is_not_the_clip_s_is_tried_five_times_then_again_when_asked(officer, film):
    clip = playable(film, officer)
    whole = uploads.absolute(clip.playable_path)
    whole.rename(whole.with_suffix(".away"))

    outcomes = [lighten_clip(clip.pk) for _ in range(6)]

    clip.refresh_from_db()
    assert (outcomes, clip.tries, clip.is_given_up) == ([False] * 6, 5, True)
    whole.with_suffix(".away").rename(whole)
    retry_clip(clip, by=officer)
    assert lighten_clip(clip.pk)


def test_sweep_checks_a_new_clip_before_it_makes_an_older_one_light(officer, film):
    older = playable(film, officer)
    newer = upload_clip(SubmissionFactory(), sent(film), kind=ClipKind.PLAN, by=officer)

    tasks.check_clips()
    after_one = [Clip.objects.get(pk=clip.pk).is_heavy for clip in (older, newer)]
    tasks.check_clips()

    assert after_one == [True, True]
    assert [Clip.objects.get(pk=clip.pk).is_heavy for clip in (older, newer)] == [False, True]


def test_sweep_waits_while_a_clip_is_made_light(officer, film):
    older = playable(film, officer)
    newer = upload_clip(SubmissionFactory(), sent(film), kind=ClipKind.PLAN, by=officer)
    Clip.objects.heavy().claim(older.pk, lease=timedelta(minutes=1))

    tasks.check_clips()

    newer.refresh_from_db()
    assert newer.state == ClipState.RECEIVED


@pytest.mark.parametrize(("part", "kind"), [("small", "video/mp4"), ("strip", "image/jpeg")])
def test_parts_of_a_clip_go_out_to_whoever_may_see_it(client, officer, film, part, kind):
    clip = playable(film, officer)
    lighten_clip(clip.pk)
    clip.refresh_from_db()
    client.force_login(PostFactory(role=Role.AUDITOR).user)

    response = client.get(
        reverse("submissions:clip_part", args=[clip.pk, part]), headers={"range": "bytes=5-9"}
    )

    whole = uploads.absolute(getattr(clip, f"{part}_path")).read_bytes()
    assert (response.status_code, response.getvalue()) == (206, whole[5:10])
    assert response.headers["Content-Type"] == kind


def test_small_copy_is_handed_to_nginx_where_there_is_one(client, officer, settings):
    settings.X_ACCEL_PREFIX = "/protected"
    clip = ClipFactory()
    path = uploads.absolute(clip.small_path)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"film")
    client.force_login(officer)

    response = client.get(reverse("submissions:clip_part", args=[clip.pk, "small"]))

    assert response.headers["X-Accel-Redirect"] == f"/protected/{clip.small_path}"


@pytest.mark.parametrize("part", ["small", "strip", "captions", "path", "original"])
def test_part_that_a_clip_has_not_got_is_not_there(client, officer, part):
    clip = ClipFactory(heavy=True)
    client.force_login(officer)

    response = client.get(reverse("submissions:clip_part", args=[clip.pk, part]))

    assert response.status_code == 404


def test_part_of_a_clip_of_another_district_is_not_there(client):
    stranger = PostFactory(role=Role.DISTRICT, district=District.objects.get(code="2701")).user
    client.force_login(stranger)

    response = client.get(reverse("submissions:clip_part", args=[ClipFactory().pk, "small"]))

    assert response.status_code == 404


@pytest.mark.parametrize(("heavy", "shown"), [(False, ["small", "strip", "#t="]), (True, [])])
def test_player_offers_what_the_clip_has(client, officer, heavy, shown):
    clip = ClipFactory(heavy=True) if heavy else ClipFactory()
    client.force_login(officer)

    page = client.get(reverse("submissions:clip", args=[clip.submission_id])).content.decode()

    parts = [reverse("submissions:clip_part", args=[clip.pk, part]) for part in ("small", "strip")]
    found = [name for name, url in zip(["small", "strip"], parts, strict=True) if url in page]
    assert [*found, *(["#t="] if "#t=" in page else [])] == shown
    assert reverse("submissions:clip_file", args=[clip.pk]) in page


def test_page_tells_how_far_the_check_is(client, officer):
    clip = ClipFactory(received=True, progress=41)
    client.force_login(officer)

    page = client.get(reverse("submissions:clip_status", args=[clip.pk])).content.decode()

    assert 'value="41"' in page
