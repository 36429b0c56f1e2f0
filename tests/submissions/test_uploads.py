"""Clips that come in pieces, as the services see them: begun, finished, stopped, swept."""

import os
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from groups.enums import Role
from groups.models import Notice
from selection_site.lib import clock, uploads
from selection_site.lib.uploads import parts
from submissions import tasks
from submissions.enums import ClipKind, Stage
from submissions.models import Clip, Upload
from submissions.services import (
    UploadRunningError,
    begin_upload,
    finish_upload,
    stop_upload,
)
from submissions.stages import StepRefusedError
from tests.at_once import at_once
from tests.factories.groups import PostFactory
from tests.factories.submissions import ClipFactory, SubmissionFactory
from tests.lib import media

pytestmark = pytest.mark.django_db

HALF_A_MINUTE = timedelta(seconds=30)


@pytest.fixture(autouse=True)
def in_time(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    clock.travel(date(2020, 5, 20))


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return media.make_clip(tmp_path_factory.mktemp("film") / "a.mp4", seconds=1).read_bytes()


@pytest.fixture
def officer():
    return PostFactory(role=Role.DISTRICT).user


@pytest.fixture
def submission():
    return SubmissionFactory()


def begin(submission, by, *, length=10, name="ร้านค้า.mp4"):
    return begin_upload(submission, kind=ClipKind.PLAN, name=name, length=length, by=by)


def arrive(upload, content, *, ago=timedelta(0)):
    """Put bytes into the part file, as if the last had come some time ago."""
    path = parts.part_of(upload.pk)
    path.write_bytes(content)
    seconds = (clock.now() - ago).timestamp()
    os.utime(path, (seconds, seconds))


def whole(submission, by, film):
    upload = begin(submission, by, length=len(film))
    arrive(upload, film)
    return upload


def files(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_upload_begins_the_draft_and_an_empty_part(submission, officer, tmp_path):
    upload = begin(submission, officer, name="C:\\คลิป\\ร้านค้า.mp4")

    submission.refresh_from_db()
    assert (upload.name, upload.expires_at - clock.now() > timedelta(days=6)) == (
        "ร้านค้า.mp4", True
    )  # fmt: skip
    assert (submission.stage, files(tmp_path)) == (Stage.DRAFT, [f"{upload.pk.hex}.part"])


@pytest.mark.parametrize("role", [Role.DISTRICT_HEAD, Role.PROVINCE, Role.STAFF, Role.AUDITOR])
def test_upload_is_begun_by_the_district_officer_alone(submission, role, tmp_path):
    with pytest.raises(StepRefusedError):
        begin(submission, PostFactory(role=role).user)

    assert (Upload.objects.count(), files(tmp_path)) == (0, [])


@pytest.mark.parametrize("stage", [Stage.SENT, Stage.FORWARDED, Stage.GOOD])
def test_upload_is_not_begun_for_a_sent_plan(officer, stage, tmp_path):
    with pytest.raises(StepRefusedError):
        begin(SubmissionFactory(stage=stage), officer)

    assert files(tmp_path) == []


@pytest.mark.parametrize("day", [date(2020, 5, 6), date(2020, 5, 30)])
def test_upload_is_not_begun_on_another_day(submission, officer, day):
    clock.travel(day)

    with pytest.raises(StepRefusedError):
        begin(submission, officer)


@pytest.mark.parametrize(("length", "code"), [(0, "empty"), (500 * 1024 * 1024 + 1, "too_large")])
def test_impossible_length_is_refused(submission, officer, length, code, tmp_path):
    with pytest.raises(uploads.UploadError) as refused:
        begin(submission, officer, length=length)

    assert (refused.value.code, files(tmp_path)) == (code, [])


def test_room_that_others_were_promised_counts_as_taken(officer, monkeypatch, tmp_path):
    monkeypatch.setattr(uploads, "free_bytes", lambda: 150)
    other = begin(SubmissionFactory(), officer, length=50)
    arrive(other, b"x" * 10)

    assert begin(SubmissionFactory(), officer, length=36).length == 36
    with pytest.raises(uploads.UploadError) as refused:
        begin(SubmissionFactory(), officer, length=25)

    assert (refused.value.code, len(files(tmp_path))) == ("no_room", 2)


def test_same_person_begins_anew_and_the_first_goes(submission, officer, tmp_path):
    first = begin(submission, officer)

    second = begin(submission, officer)

    assert list(Upload.objects.all()) == [second]
    assert (first.pk == second.pk, files(tmp_path)) == (False, [f"{second.pk.hex}.part"])


def test_colleague_waits_while_bytes_arrive(submission, officer):
    upload = begin(submission, officer)
    arrive(upload, b"0123", ago=timedelta(minutes=9))

    with pytest.raises(UploadRunningError) as refused:
        begin(submission, PostFactory(role=Role.DISTRICT).user)

    assert str(officer) in str(refused.value)
    assert list(Upload.objects.all()) == [upload]


def test_colleague_takes_over_when_nothing_arrives(submission, officer):
    arrive(begin(submission, officer), b"0123", ago=timedelta(minutes=11))

    mine = begin(submission, PostFactory(role=Role.DISTRICT).user)

    assert list(Upload.objects.all()) == [mine]


def test_database_keeps_one_running_upload_of_a_kind(submission, officer):
    begin(submission, officer)

    with pytest.raises(IntegrityError), transaction.atomic():
        Upload(
            submission=submission, kind=ClipKind.PLAN, owner=officer, name="b", length=1,
            expires_at=clock.now() + HALF_A_MINUTE,
        ).save()  # fmt: skip


def test_finished_upload_is_the_clip_and_replaces_the_one_before(submission, officer, film):
    before = ClipFactory(submission=submission)
    upload = whole(submission, officer, film)

    clip = finish_upload(upload, by=officer)

    upload.refresh_from_db()
    before.refresh_from_db()
    assert (list(Clip.objects.current()), before.replaced_at) == ([clip], clip.uploaded_at)
    assert (upload.clip, upload.finished_at) == (clip, clip.uploaded_at)
    assert uploads.absolute(clip.path).read_bytes() == film
    assert not parts.part_of(upload.pk).exists()


def test_upload_is_finished_once(submission, officer, film, tmp_path):
    upload = whole(submission, officer, film)
    stale = Upload.objects.get(pk=upload.pk)

    clips = [finish_upload(upload, by=officer) for upload in (upload, upload, stale)]

    assert (len(set(clips)), Clip.objects.count(), len(files(tmp_path))) == (1, 1, 1)


def test_incomplete_upload_is_not_finished(submission, officer, film):
    upload = begin(submission, officer, length=len(film))
    arrive(upload, film[:-1])

    with pytest.raises(uploads.TusError) as refused:
        finish_upload(upload, by=officer)

    assert (refused.value.status, Upload.objects.running().count()) == (409, 1)


def test_plan_sent_meanwhile_takes_no_clip_and_nothing_is_kept(officer, film, tmp_path):
    submission = SubmissionFactory()
    upload = whole(submission, officer, film)
    clock.travel(date(2020, 5, 30))
    upload = Upload.objects.get(pk=upload.pk)

    with pytest.raises(StepRefusedError):
        finish_upload(upload, by=officer)

    assert (Clip.objects.count(), Upload.objects.count(), files(tmp_path)) == (0, 0, [])


def test_what_is_no_video_takes_no_clip_and_the_one_before_stays(submission, officer, tmp_path):
    before = ClipFactory(submission=submission)
    upload = begin(submission, officer)
    arrive(upload, b"0123456789")

    with pytest.raises(uploads.UploadError) as refused:
        finish_upload(upload, by=officer)

    assert refused.value.code == "unknown_kind"
    assert (list(Clip.objects.current()), Upload.objects.count()) == ([before], 0)
    assert files(tmp_path) == []


def test_upload_stopped_while_it_is_finished_makes_no_clip(submission, officer, film, monkeypatch):
    upload = whole(submission, officer, film)
    take = parts.take

    def stopped_meanwhile(*args, **kwargs):
        stored = take(*args, **kwargs)
        stop_upload(upload)
        return stored

    monkeypatch.setattr(parts, "take", stopped_meanwhile)
    with pytest.raises(uploads.TusError) as refused:
        finish_upload(upload, by=officer)

    assert (refused.value.status, Clip.objects.count()) == (410, 0)


def test_stopping_what_has_become_a_clip_changes_nothing(submission, officer, film):
    upload = whole(submission, officer, film)
    clip = finish_upload(upload, by=officer)

    stop_upload(upload)

    assert (list(Clip.objects.current()), Upload.objects.count()) == ([clip], 1)


def test_sweep_finishes_what_was_killed_after_its_last_byte(submission, officer, film):
    upload = whole(submission, officer, film)

    tasks.sweep_uploads()
    tasks.sweep_uploads()

    upload.refresh_from_db()
    assert list(Clip.objects.all()) == [upload.clip]
    assert Notice.objects.count() == 0


def test_sweep_tells_the_owner_of_a_refusal_once(submission, officer):
    arrive(begin(submission, officer), b"0123456789")

    tasks.sweep_uploads()
    tasks.sweep_uploads()

    notice = Notice.objects.get()
    assert (notice.user, Upload.objects.count()) == (officer, 0)
    assert "ร้านค้า.mp4" in notice.body


def test_sweep_leaves_alone_what_is_running(submission, officer):
    upload = begin(submission, officer)
    arrive(upload, b"0123", ago=timedelta(days=3))

    tasks.sweep_uploads()

    assert (list(Upload.objects.running()), parts.arrived(upload.pk)) == ([upload], 4)


def test_sweep_removes_what_expired_and_later_its_part(submission, officer, tmp_path):
    arrive(begin(submission, officer), b"0123")
    clock.travel(clock.now() + timedelta(days=8))

    tasks.sweep_uploads()

    assert (Upload.objects.count(), files(tmp_path)) == (0, [])


def test_sweep_forgets_a_finished_upload_and_keeps_its_clip(submission, officer, film):
    clip = finish_upload(whole(submission, officer, film), by=officer)
    clock.travel(clock.now() + timedelta(days=8))

    tasks.sweep_uploads()

    assert (Upload.objects.count(), list(Clip.objects.all())) == (0, [clip])


@pytest.mark.parametrize(("age", "left"), [(timedelta(hours=23), 1), (timedelta(hours=25), 0)])
def test_sweep_removes_leavings_after_a_day(tmp_path, age, left):
    folder = tmp_path / "parts"
    folder.mkdir()
    path = folder / "0123456789abcdef"
    path.touch()
    seconds = (clock.now() - age).timestamp()
    os.utime(path, (seconds, seconds))

    tasks.sweep_uploads()

    assert len(files(tmp_path)) == left


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_upload_finished_at_once_is_one_clip(submission, officer, film, tmp_path):
    upload = whole(submission, officer, film)
    assert officer.held

    def finish():
        try:
            return finish_upload(Upload.objects.get(pk=upload.pk), by=officer).pk
        except uploads.TusError as busy:
            return busy.status

    answers = at_once(*[finish] * 4)

    clip = Clip.objects.get()
    assert set(answers) - {clip.pk, 423} == set()
    assert clip.pk in answers
    assert len(files(tmp_path)) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_uploads_begun_at_once_leave_one(submission, officer, tmp_path):
    assert officer.held

    at_once(*[lambda: begin(submission, officer).pk] * 4)

    assert files(tmp_path) == [f"{Upload.objects.get().pk.hex}.part"]
