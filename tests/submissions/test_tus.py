"""The protocol of resumable uploads, request by request."""

import base64
import hashlib
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from groups.enums import Role
from groups.models import District
from selection_site.lib import clock, uploads
from selection_site.lib.uploads import parts
from submissions.enums import ClipKind
from submissions.models import Clip, Upload
from submissions.services import begin_upload
from tests.factories.groups import PostFactory
from tests.factories.submissions import SubmissionFactory
from tests.lib import media

pytestmark = pytest.mark.django_db

BODY = "application/offset+octet-stream"


@pytest.fixture(autouse=True)
def in_time(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    clock.travel(date(2020, 5, 20))


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return media.make_clip(tmp_path_factory.mktemp("film") / "a.mp4", seconds=1).read_bytes()


@pytest.fixture
def officer(client):
    user = PostFactory(role=Role.DISTRICT).user
    client.force_login(user)
    return user


@pytest.fixture
def submission():
    return SubmissionFactory()


@pytest.fixture
def upload(submission, officer):
    """Ten bytes are wanted, none is here."""
    return begin_upload(submission, kind=ClipKind.PLAN, name="a.mp4", length=10, by=officer)


def ask(client, method, url, body=b"", *, kind=BODY, version="1.0.0", **headers):
    named = {name.replace("_", "-"): str(value) for name, value in headers.items()}
    if version:
        named["Tus-Resumable"] = version
    # Django's client leaves both out of a request without a body; browsers do not.
    named |= {"Content-Type": kind, "Content-Length": str(len(body))}
    return client.generic(method, url, body, headers=named)


def begin(client, submission, length, body=b"", kind="", **headers):
    url = reverse("submissions:uploads", args=[submission.pk])
    return ask(client, "POST", url, body, kind=kind, upload_length=length, **headers)


def place(upload):
    return reverse("submissions:upload", args=[upload.pk])


def patch(client, upload, body, at=0, **headers):
    return ask(client, "PATCH", place(upload), body, upload_offset=at, **headers)


def named(name):
    return f"filename {base64.b64encode(name.encode()).decode()},filetype dmlkZW8vbXA0"


def checksum(body, algorithm="sha1"):
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, body).digest()).decode()}"


def content(upload):
    return parts.part_of(upload.pk).read_bytes()


def test_options_say_what_the_server_can_do(client, submission, officer):
    url = reverse("submissions:uploads", args=[submission.pk])

    response = ask(client, "OPTIONS", url, version=None)

    assert response.status_code == 204
    assert {name: response.headers[name] for name in response.headers if "Tus" in name} == {
        "Tus-Resumable": "1.0.0",
        "Tus-Version": "1.0.0",
        "Tus-Extension": "creation,creation-with-upload,checksum,termination,expiration",
        "Tus-Max-Size": str(500 * 1024 * 1024),
        "Tus-Checksum-Algorithm": "sha1,sha256,md5",
    }


def test_creation_answers_with_a_place_and_an_end(client, submission, officer):
    response = begin(client, submission, 10, upload_metadata=named("ร้านค้า.mp4"))

    upload = Upload.objects.get()
    assert (response.status_code, response.headers["Location"]) == (201, place(upload))
    assert response.headers["Upload-Expires"] == "Wed, 27 May 2020 02:00:00 GMT"
    assert response.headers["Cache-Control"] == "no-store"
    assert (upload.owner, upload.length, upload.name) == (officer, 10, "ร้านค้า.mp4")
    assert content(upload) == b""


def test_creation_may_bring_the_first_bytes(client, submission, officer):
    response = begin(client, submission, 10, b"01234", kind=BODY)

    assert (response.status_code, response.headers["Upload-Offset"]) == (201, "5")
    assert content(Upload.objects.get()) == b"01234"


@pytest.mark.parametrize("length", ["", "-1", "1.5", "๑๐", "9" * 30])
def test_creation_without_a_length_that_is_a_number_is_wrong(client, submission, officer, length):
    response = begin(client, submission, length)

    assert (response.status_code, Upload.objects.count()) == (400, 0)


@pytest.mark.parametrize("metadata", ["filename %%%", "filename /w=="])
def test_metadata_must_be_base64_of_utf8(client, submission, officer, metadata):
    assert begin(client, submission, 10, upload_metadata=metadata).status_code == 400


def test_more_than_500_megabytes_are_refused_before_the_first_byte(client, submission, officer):
    response = begin(client, submission, 500 * 1024 * 1024 + 1, upload_metadata=named("a.mp4"))

    assert (response.status_code, Upload.objects.count()) == (413, 0)
    assert "a.mp4" in response.content.decode()


def test_full_disk_refuses_before_the_first_byte(client, submission, officer, monkeypatch):
    monkeypatch.setattr(uploads, "free_bytes", lambda: 29)

    response = begin(client, submission, 10, upload_metadata=named("a.mp4"))

    assert (response.status_code, Upload.objects.count()) == (507, 0)
    assert response.content.decode() == str(uploads.UploadError("no_room", {"name": "a.mp4"}))


def test_head_tells_how_far_it_is(client, upload):
    patch(client, upload, b"0123")

    response = ask(client, "HEAD", place(upload))

    asked_for = [response.headers[f"Upload-{name}"] for name in ("Offset", "Length", "Metadata")]
    assert asked_for == ["4", "10", "filename YS5tcDQ="]
    assert response.headers["Cache-Control"] == "no-store"


def test_pieces_are_put_one_behind_the_other(client, upload):
    first = patch(client, upload, b"0123")
    second = patch(client, upload, b"456", at=4)

    answers = [(each.status_code, each.headers["Upload-Offset"]) for each in (first, second)]
    assert answers == [(204, "4"), (204, "7")]
    assert second.headers["Upload-Expires"] == "Wed, 27 May 2020 02:00:00 GMT"
    assert content(upload) == b"0123456"


@pytest.mark.parametrize("at", [0, 3, 5])
def test_another_offset_is_a_conflict_and_changes_nothing(client, upload, at):
    patch(client, upload, b"0123")

    assert (patch(client, upload, b"xx", at=at).status_code, content(upload)) == (409, b"0123")


@pytest.mark.parametrize("at", ["", "-1", "x"])
def test_offset_must_be_a_number(client, upload, at):
    assert patch(client, upload, b"xx", at=at).status_code == 400


def test_more_bytes_than_announced_are_refused(client, upload):
    patch(client, upload, b"0123")

    response = patch(client, upload, b"4567890", at=4)

    assert (response.status_code, content(upload)) == (413, b"0123")


def test_body_of_another_type_is_refused(client, upload):
    response = patch(client, upload, b"0123", kind="video/mp4")

    assert (response.status_code, content(upload)) == (415, b"")


@pytest.mark.parametrize("version", ["", "0.2.2", "1.0.1"])
def test_other_version_is_refused_with_the_one_that_is_spoken(client, upload, version):
    response = patch(client, upload, b"0123", version=version)

    assert (response.status_code, response.headers["Tus-Version"]) == (412, "1.0.0")
    assert content(upload) == b""


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
def test_right_checksum_is_taken(client, upload, algorithm):
    response = patch(client, upload, b"0123", upload_checksum=checksum(b"0123", algorithm))

    assert (response.status_code, content(upload)) == (204, b"0123")


def test_wrong_checksum_takes_the_whole_piece_back(client, upload):
    patch(client, upload, b"0123")

    response = patch(client, upload, b"4567", at=4, upload_checksum=checksum(b"4568"))

    assert (response.status_code, content(upload)) == (460, b"0123")


@pytest.mark.parametrize("header", ["crc32 AAAA", "sha1", "sha1 %%", "sha1 AAAA=A"])
def test_checksum_that_cannot_be_understood_is_wrong(client, upload, header):
    response = patch(client, upload, b"0123", upload_checksum=header)

    assert response.status_code == (460 if header == "sha1" else 400)
    assert content(upload) == b""


def test_second_writer_at_once_is_sent_away(client, upload):
    with parts.held(upload.pk):
        response = patch(client, upload, b"0123")

    assert (response.status_code, content(upload)) == (423, b"")


def broken_off(*pieces):
    yield from pieces
    raise OSError("the line is dead")


def test_what_had_arrived_when_the_line_broke_is_kept(upload):
    with pytest.raises(uploads.TusError) as refused:
        parts.append(
            upload.pk, parts.Piece(0, 8, None), broken_off(b"01", b"23"), length=10, name="a"
        )

    assert (refused.value.status, content(upload)) == (400, b"0123")


def test_broken_piece_with_a_checksum_goes_whole(upload):
    piece = parts.Piece(0, 8, parts.Checksum("sha1", b""))

    with pytest.raises(uploads.TusError) as refused:
        parts.append(upload.pk, piece, broken_off(b"01"), length=10, name="a")

    assert (refused.value.status, content(upload)) == (400, b"")


def test_expired_upload_is_gone(client, upload):
    clock.travel(clock.now() + timedelta(days=7, seconds=1))

    assert [ask(client, verb, place(upload)).status_code for verb in ("HEAD", "DELETE")] == [
        410, 410
    ]  # fmt: skip
    assert patch(client, upload, b"0123").status_code == 410


def test_upload_whose_part_is_lost_is_gone(client, upload):
    parts.discard(upload.pk)

    assert ask(client, "HEAD", place(upload)).status_code == 410
    assert patch(client, upload, b"0123").status_code == 410


def test_stopped_upload_is_not_there_any_more(client, upload):
    patch(client, upload, b"0123")

    assert ask(client, "DELETE", place(upload)).status_code == 204

    assert not parts.part_of(upload.pk).exists()
    assert ask(client, "HEAD", place(upload)).status_code == 404
    assert ask(client, "DELETE", place(upload)).status_code == 404


def test_network_that_lets_no_patch_through_sends_a_post(client, upload):
    response = ask(
        client, "POST", place(upload), b"0123", upload_offset=0, x_http_method_override="PATCH"
    )

    assert (response.status_code, content(upload)) == (204, b"0123")


def test_get_never_becomes_another_verb(client, upload):
    response = ask(
        client, "GET", place(upload), b"0123", upload_offset=0, x_http_method_override="PATCH"
    )

    assert (response.status_code, content(upload)) == (405, b"")


@pytest.mark.parametrize("verb", ["HEAD", "PATCH", "DELETE"])
def test_upload_of_a_colleague_is_not_there(client, upload, verb):
    client.force_login(PostFactory(role=Role.DISTRICT).user)

    response = ask(client, verb, place(upload), b"", upload_offset=0)

    assert response.status_code == 404
    assert Upload.objects.count() == 1


def test_upload_is_not_there_for_whoever_lost_the_post(client, upload, officer):
    officer.posts.all().delete()

    assert patch(client, upload, b"0123").status_code == 404


def test_creation_in_another_district_is_not_there(client, submission):
    elsewhere = District.objects.get(code="2701")
    client.force_login(PostFactory(role=Role.DISTRICT, district=elsewhere).user)

    assert begin(client, submission, 10).status_code == 404


def test_creation_by_whoever_only_reads_is_refused_with_a_sentence(client, submission):
    client.force_login(PostFactory(role=Role.PROVINCE).user)

    response = begin(client, submission, 10)

    assert (response.status_code, Upload.objects.count()) == (403, 0)
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() != ""


def test_piece_after_the_day_is_refused_before_it_is_read(client, upload):
    clock.travel(date(2020, 5, 30))
    Upload.objects.update(expires_at=clock.now() + timedelta(days=1))

    response = patch(client, upload, b"0123")

    assert (response.status_code, content(upload)) == (403, b"")


@pytest.mark.parametrize("verb", ["POST", "PATCH", "DELETE"])
def test_request_without_its_token_is_forged(submission, upload, officer, verb):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    where = (
        place(upload) if verb != "POST" else reverse("submissions:uploads", args=[submission.pk])
    )

    response = ask(client, verb, where, b"", upload_offset=0, upload_length=10)

    assert response.status_code == 403
    assert "Tus-Resumable" not in response.headers


def test_token_in_the_header_is_enough(upload, officer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    client.get(reverse("submissions:clip", args=[upload.submission_id]))
    token = client.cookies["csrftoken"].value

    assert patch(client, upload, b"0123", x_csrftoken=token).status_code == 204


def test_last_piece_makes_the_clip_and_the_next_page_says_so(client, submission, officer, film):
    begin(client, submission, len(film), film[:500], kind=BODY, upload_metadata=named("ร้าน.mp4"))
    upload = Upload.objects.get()

    response = patch(client, upload, film[500:], at=500)

    clip = Clip.objects.get()
    assert (response.status_code, response.headers["Upload-Offset"]) == (204, str(len(film)))
    assert (clip.name, clip.bytes, clip.uploaded_by) == ("ร้าน.mp4", len(film), officer)
    assert clip.sha256 == hashlib.sha256(film).hexdigest()
    page = client.get(reverse("submissions:clip", args=[submission.pk]))
    assert [message.level_tag for message in page.context["messages"]] == ["success"]


def test_whole_clip_may_come_with_its_creation(client, submission, officer, film):
    response = begin(client, submission, len(film), film, kind=BODY, upload_metadata=named("a.mp4"))

    assert (response.status_code, Clip.objects.get().bytes) == (201, len(film))


def test_repeated_last_piece_has_one_effect(client, submission, officer, film):
    begin(client, submission, len(film), film, kind=BODY, upload_metadata=named("a.mp4"))
    upload = Upload.objects.get()

    answers = [
        patch(client, upload, b"", at=len(film)).status_code,
        patch(client, upload, b"x", at=len(film)).status_code,
        patch(client, upload, film).status_code,
        ask(client, "DELETE", place(upload)).status_code,
    ]

    assert (answers, Clip.objects.count()) == ([204, 409, 409, 409], 1)
    assert ask(client, "HEAD", place(upload)).headers["Upload-Offset"] == str(len(film))


def test_file_that_is_no_video_is_refused_at_its_end_with_a_sentence(client, upload):
    response = patch(client, upload, b"0123456789")

    assert response.status_code == 422
    assert "a.mp4" in response.content.decode()
    assert (Clip.objects.count(), Upload.objects.count()) == (0, 0)


def test_empty_patch_ends_an_upload_that_was_killed_after_its_last_byte(
    client, submission, officer, film
):
    upload = begin_upload(
        submission, kind=ClipKind.PLAN, name="a.mp4", length=len(film), by=officer
    )
    parts.part_of(upload.pk).write_bytes(film)

    assert patch(client, upload, b"", at=len(film)).status_code == 204
    assert Clip.objects.get().bytes == len(film)
