"""What a link opens to a stranger: one place for one clip, and nothing else."""

import os
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from groups.enums import Role
from groups.models import Notice
from selection_site.lib import clock
from selection_site.lib.uploads import parts
from selection_site.middleware import MOST_OF_A_PIECE
from submissions import selectors
from submissions.enums import LinkState, Stage
from submissions.models import Clip, Submission, Upload, UploadLink
from submissions.services import check_clip, make_link
from tests.factories.groups import PostFactory
from tests.factories.submissions import PlanFactory, SubmissionFactory
from tests.lib import media
from tests.submissions.test_tus import BODY, ask, named

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_time(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    clock.travel(date(2020, 5, 20))


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return media.make_clip(tmp_path_factory.mktemp("film") / "a.mp4", seconds=1).read_bytes()


@pytest.fixture
def link():
    officer = PostFactory(role=Role.DISTRICT).user
    submission = SubmissionFactory(stage=Stage.DRAFT)
    PlanFactory(submission=submission)
    return make_link(submission, days=7, by=officer)


def address(link, name="clip", *more):
    return reverse(f"by_link:{name}", args=[selectors.link_token(link), *more])


def begin(client, link, length, body=b"", **headers):
    kind = BODY if body else ""
    url = address(link, "uploads")
    return ask(client, "POST", url, body, kind=kind, upload_length=length, **headers)


def patch(client, url, body, at=0):
    return ask(client, "PATCH", url, body, upload_offset=at)


def send(client, link, film):
    return begin(client, link, len(film), film, upload_metadata=named("จากมือถือ.mp4"))


def test_page_names_group_and_year_and_nothing_of_the_plan(client, link):
    response = client.get(address(link))

    page = response.content.decode()
    assert response.status_code == 200
    assert (str(link.submission.group) in page, "2563" in page) == (True, True)
    secrets = [link.submission.plan.product, link.submission.plan.chairperson, str(link.made_by)]
    assert [secret in page for secret in secrets] == [False] * 3
    assert "/submissions/" not in page
    assert 'href="/"' not in page


def test_page_is_kept_by_nobody_and_tells_no_other_site_its_address(client, link):
    headers = client.get(address(link)).headers

    assert headers["Cache-Control"] == "no-store, private"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"


def test_clip_comes_in_pieces_without_a_login(client, link, film):
    place = begin(client, link, len(film), upload_metadata=named("จากมือถือ.mp4")).headers["Location"]

    first = patch(client, place, film[:500])
    there = ask(client, "HEAD", place).headers["Upload-Offset"]
    last = patch(client, place, film[500:], at=500)

    clip = Clip.objects.get()
    assert (first.status_code, there, last.status_code) == (204, "500", 204)
    assert (clip.link, clip.uploaded_by, clip.bytes) == (link, link.made_by, len(film))
    assert (UploadLink.objects.get().state, Notice.objects.count()) == (LinkState.USED, 1)
    assert "sessionid" not in client.cookies


def test_another_browser_with_the_link_may_go_on(client, link, film):
    place = begin(client, link, len(film), film[:500]).headers["Location"]

    response = patch(Client(), place, film[500:], at=500)

    assert (response.status_code, Clip.objects.get().bytes) == (204, len(film))


def test_upload_by_link_is_not_there_for_its_officer_nor_by_another_link(client, link):
    place = begin(client, link, 10).headers["Location"]
    upload = Upload.objects.get()
    other = make_link(SubmissionFactory(), days=7, by=link.made_by)
    client.force_login(link.made_by)

    answers = [
        ask(client, "HEAD", reverse("submissions:upload", args=[upload.pk])).status_code,
        ask(client, "HEAD", address(other, "upload", upload.pk)).status_code,
        ask(client, "HEAD", place).status_code,
    ]

    assert answers == [404, 404, 200]


def test_link_to_nothing_is_a_plain_page_that_says_what_to_do(client, link):
    spoilt = address(link)[:-2] + "/"

    page = client.get(spoilt)
    calls = [
        ask(client, "POST", f"{spoilt}uploads/", upload_length=5).status_code,
        ask(client, "HEAD", f"{spoilt}uploads/{link.pk}/").status_code,
        client.get(f"{spoilt}status/").status_code,
    ]

    assert (page.status_code, page.context["reason"], calls) == (404, "unknown", [404] * 3)
    assert str(link.submission.group) not in page.content.decode()


@pytest.mark.parametrize(
    ("close", "reason"),
    [
        (lambda: UploadLink.objects.update(revoked_at=clock.now()), "revoked"),
        (lambda: UploadLink.objects.update(expires_at=clock.now()), "expired"),
        (lambda: clock.travel(clock.now() + timedelta(days=7, seconds=1)), "expired"),
    ],
)
def test_closed_link_says_so_and_takes_no_byte(client, link, close, reason):
    UploadLink.objects.update(made_at=clock.now() - timedelta(days=1))
    place = begin(client, link, 10).headers["Location"]

    close()
    page = client.get(address(link))
    calls = [
        begin(client, link, 10).status_code,
        ask(client, "HEAD", place).status_code,
        patch(client, place, b"01234").status_code,
        ask(client, "DELETE", place).status_code,
    ]

    assert (page.status_code, page.context["reason"], calls) == (410, reason, [410] * 4)


def test_link_of_a_plan_that_was_sent_takes_no_byte(client, link):
    place = begin(client, link, 10).headers["Location"]
    rows = Submission.objects.filter(pk=link.submission_id)
    rows.update(stage=Stage.SENT, sent_at=clock.now())

    page = client.get(address(link))
    piece = patch(client, place, b"01234")
    calls = [begin(client, link, 10).status_code, piece.status_code]

    assert (page.status_code, page.context["reason"], calls) == (410, "not_written", [410, 403])
    # The group hears what the page says, not at which stage its plan is.
    assert piece.content.decode() in page.content.decode()


def test_used_link_tells_how_the_clip_stands_and_takes_no_second(client, link, film):
    send(client, link, film)

    waiting = client.get(address(link))
    second = begin(client, link, 10).status_code
    check_clip(Clip.objects.get().pk)
    playable = client.get(address(link))

    texts = [page.content.decode() for page in (waiting, playable)]
    assert [address(link, "status") in text for text in texts] == [True, False]
    assert ["data-tus" in text for text in texts] == [False, False]
    assert ((waiting.status_code, playable.status_code), second) == ((200, 200), 410)


def test_waiting_page_comes_anew_when_there_is_an_answer(client, link, film):
    send(client, link, film)

    before = client.get(address(link, "status"))
    check_clip(Clip.objects.get().pk)
    after = client.get(address(link, "status"))

    assert ["HX-Refresh" in answer.headers for answer in (before, after)] == [False, True]


def test_refused_clip_is_shown_with_its_reason_and_a_place_for_another(client, link, film):
    send(client, link, film[: len(film) // 2])
    check_clip(Clip.objects.get().pk)

    page = client.get(address(link)).content.decode()
    again = send(client, link, film)

    assert (Clip.objects.last().refusal in page, "data-tus" in page) == (True, True)
    assert (again.status_code, Clip.objects.current().get().bytes) == (201, len(film))


def test_what_is_no_video_is_refused_at_its_end_and_the_link_stays_open(client, link):
    response = begin(client, link, 10, b"0123456789", upload_metadata=named("a.mp4"))

    assert (response.status_code, "a.mp4" in response.content.decode()) == (422, True)
    assert (Clip.objects.count(), UploadLink.objects.get().state) == (0, LinkState.OPEN)


def test_group_is_not_told_who_else_uploads(client, link):
    client.force_login(link.made_by)
    url = reverse("submissions:uploads", args=[link.submission_id])
    ask(client, "POST", url, kind="", upload_length=10, upload_metadata=named("ของฉัน.mp4"))

    response = begin(Client(), link, 10)

    sentence = response.content.decode()
    assert (response.status_code, Upload.objects.get().link) == (409, None)
    assert [word in sentence for word in (str(link.made_by), "ของฉัน.mp4")] == [False, False]


def test_beginning_that_was_not_answered_begins_anew(client, link):
    first = begin(client, link, 10).headers["Location"]

    second = begin(client, link, 20).headers["Location"]

    answers = [ask(client, "HEAD", place).status_code for place in (first, second)]
    assert (answers, Upload.objects.count()) == ([404, 200], 1)


def test_second_telephone_throws_nothing_away_that_is_arriving(client, link):
    first = begin(client, link, 10, b"01234").headers["Location"]

    second = begin(Client(), link, 20)
    goes_on = patch(client, first, b"56", at=5)
    clock.travel(clock.now() + timedelta(minutes=11))
    os.utime(parts.part_of(Upload.objects.get().pk), (0, clock.now().timestamp() - 660))
    later = begin(Client(), link, 20)

    assert (second.status_code, goes_on.status_code, later.status_code) == (409, 204, 201)
    assert "โทรศัพท์" in second.content.decode()
    assert ask(client, "HEAD", first).status_code == 404


def test_telephone_that_stops_its_clip_may_send_another_at_once(client, link):
    first = begin(client, link, 10, b"01234").headers["Location"]

    stopped = ask(client, "DELETE", first).status_code
    second = begin(client, link, 20)

    assert (stopped, second.status_code) == (204, 201)


@pytest.mark.parametrize("verb", ["POST", "PATCH", "DELETE"])
def test_request_without_its_token_is_forged(link, verb):
    place = begin(Client(), link, 10).headers["Location"]
    client = Client(enforce_csrf_checks=True)
    where = address(link, "uploads") if verb == "POST" else place

    response = ask(client, verb, where, b"", upload_offset=0, upload_length=10)

    assert response.status_code == 403
    assert "Tus-Resumable" not in response.headers


def test_token_of_the_page_is_enough(link):
    client = Client(enforce_csrf_checks=True)
    client.get(address(link))
    token = client.cookies["csrftoken"].value

    assert begin(client, link, 10, x_csrftoken=token).status_code == 201


@pytest.mark.parametrize(("size", "status"), [(2 << 20, 204), (MOST_OF_A_PIECE + 1, 413)])
def test_stranger_s_piece_may_be_as_large_as_our_pages_send(client, link, size, status):
    place = begin(client, link, 20 << 20).headers["Location"]

    assert patch(client, place, bytes(size)).status_code == status


def test_upload_that_was_stopped_leaves_nothing(client, link):
    place = begin(client, link, 10, b"01234").headers["Location"]
    key = Upload.objects.get().pk

    assert ask(client, "DELETE", place).status_code == 204
    assert (Upload.objects.count(), parts.part_of(key).exists()) == (0, False)


@pytest.mark.parametrize("language", ["th", "en"])
def test_link_page_asks_little_of_the_database(client, link, language, django_assert_num_queries):
    client.cookies["django_language"] = language

    with django_assert_num_queries(3):
        client.get(address(link))
