"""A clip on its way over a bad line, in a real browser: it arrives whole, whatever happens."""

import hashlib
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from groups.enums import Role
from selection_site.lib import clock
from submissions.models import Clip, Upload
from tests.factories.groups import PostFactory
from tests.factories.submissions import SubmissionFactory
from tests.lib import media
from tests.submissions.server import serving

pytestmark = pytest.mark.browser
in_rows = pytest.mark.django_db(transaction=True)

PATIENCE = 60_000
SLOW, FAST = 2_500_000, -1  # bytes a second; -1: as fast as it goes


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """Seven seconds of snow, which cannot be squeezed: 12 MB."""
    path = tmp_path_factory.mktemp("film") / "ร้านค้าชุมชน.mp4"
    fast = {"preset": "ultrafast", "crf": "20"}
    return media.make_clip(path, seconds=7, size=(640, 360), noise=True, options=fast)


@pytest.fixture
def in_time(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    clock.travel(date(2020, 5, 20))


@pytest.fixture
def clip_page(new_page, in_time):
    page = new_page(PostFactory(role=Role.DISTRICT).user)
    page.goto(reverse("submissions:clip", args=[SubmissionFactory().pk]))
    return page


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def line(page, *, offline=False, rate=SLOW):
    """Give the page a line of `rate` bytes a second, or none."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    conditions = {"latency": 20, "downloadThroughput": -1, "uploadThroughput": rate}
    session.send("Network.emulateNetworkConditions", {"offline": offline, **conditions})
    return session


def choose(page, path):
    page.set_input_files("[name=file]", path)
    page.locator("form[data-tus] button[type=submit]").click()


def until_sent(page, percent):
    page.wait_for_function(
        "least => document.querySelector('[data-upload-state] progress').value > least",
        arg=percent,
        timeout=PATIENCE,
    )


def text(page, name):
    """One of the sentences that the page brought along, as a pattern without its values."""
    return page.locator("[data-upload-state]").get_attribute(f"data-{name}")


def says(page, sentence):
    expect(page.locator("[data-upload-text]")).to_contain_text(sentence, timeout=PATIENCE)


def kept_url(page):
    [kept] = page.evaluate("Object.values(localStorage).map((each) => JSON.parse(each).url)")
    return kept


def until_received(page):
    page.locator("[hx-get*='/status/']").wait_for(timeout=PATIENCE)


@in_rows
def test_clip_goes_on_by_itself_after_some_seconds_without_a_line(clip_page, film):
    session = line(clip_page)
    choose(clip_page, film)
    until_sent(clip_page, 20)
    began = kept_url(clip_page)

    session.send(
        "Network.emulateNetworkConditions",
        {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    says(clip_page, text(clip_page, "waiting"))
    clip_page.wait_for_timeout(3000)
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": FAST},
    )

    until_received(clip_page)
    clip, upload = Clip.objects.get(), Upload.objects.get()
    assert (clip.sha256, clip.name) == (sha256(film), film.name)
    assert reverse("submissions:upload", args=[upload.pk]) == began
    assert clip_page.evaluate("localStorage.length") == 0


@in_rows
def test_same_file_chosen_again_after_a_reload_goes_on(clip_page, film):
    line(clip_page)
    choose(clip_page, film)
    until_sent(clip_page, 30)
    began = kept_url(clip_page)

    clip_page.reload()
    says(clip_page, film.name)
    line(clip_page, rate=FAST)
    offsets = []
    clip_page.on("request", lambda asked: offsets.append(asked.headers.get("upload-offset")))
    choose(clip_page, film)

    until_received(clip_page)
    first = next(int(offset) for offset in offsets if offset)
    assert first > 1_000_000
    assert Clip.objects.get().sha256 == sha256(film)
    assert reverse("submissions:upload", args=[Upload.objects.get().pk]) == began


@in_rows
def test_paused_clip_goes_on_when_asked_and_a_cancelled_one_is_gone(clip_page, film):
    line(clip_page)
    choose(clip_page, film)
    until_sent(clip_page, 10)
    pause = clip_page.locator("[data-upload-pause]")

    pause.click()
    expect(pause).to_have_text(text(clip_page, "resume"))
    pause.click()
    until_sent(clip_page, 20)
    clip_page.locator("[data-upload-cancel]").click()
    clip_page.locator("#confirm button").first.click()

    says(clip_page, text(clip_page, "cancelled"))
    expect(clip_page.locator("form[data-tus] button[type=submit]")).to_be_enabled()
    assert (Upload.objects.count(), Clip.objects.count()) == (0, 0)


@in_rows
def test_clip_that_is_too_long_is_refused_before_the_first_byte(new_page, in_time, film):
    submission = SubmissionFactory(call__clip_seconds=2)
    page = new_page(PostFactory(role=Role.DISTRICT).user)
    page.goto(reverse("submissions:clip", args=[submission.pk]))

    choose(page, film)

    says(page, "0:07")
    says(page, "0:02")
    assert Upload.objects.count() == 0


@in_rows
def test_what_is_no_video_is_refused_before_the_first_byte(clip_page, tmp_path):
    letter = tmp_path / "หนังสือ.pdf"
    letter.write_bytes(b"%PDF-1.7")

    choose(clip_page, letter)

    says(clip_page, letter.name)
    assert Upload.objects.count() == 0


@in_rows
def test_film_of_which_the_telephone_knows_no_type_is_left_to_the_server(clip_page, film):
    unknown = {
        "name": "คลิป.mp4",
        "mimeType": "application/octet-stream",
        "buffer": film.read_bytes(),
    }

    choose(clip_page, unknown)

    until_received(clip_page)
    assert Clip.objects.get().sha256 == sha256(film)


@in_rows
def test_film_that_is_none_is_refused_by_the_server_with_a_sentence(clip_page, tmp_path):
    fake = tmp_path / "ปลอม.mp4"
    fake.write_bytes(b"no film at all" * 100)

    choose(clip_page, fake)

    says(clip_page, fake.name)
    expect(clip_page.locator(".upload.over")).to_be_visible()
    assert (Upload.objects.count(), Clip.objects.count()) == (0, 0)


@in_rows
def test_session_that_ended_meanwhile_keeps_what_was_sent(clip_page, film):
    line(clip_page)
    choose(clip_page, film)
    until_sent(clip_page, 10)
    [session] = [each for each in clip_page.context.cookies() if each["name"] == "sessionid"]

    clip_page.context.clear_cookies(name="sessionid")
    says(clip_page, text(clip_page, "login"))
    clip_page.context.add_cookies([session])
    line(clip_page, rate=FAST)
    clip_page.locator("[data-upload-pause]").click()

    until_received(clip_page)
    assert Clip.objects.get().sha256 == sha256(film)


@in_rows
def test_without_javascript_the_form_sends_itself(new_page, in_time, film):
    page = new_page(PostFactory(role=Role.DISTRICT).user, java_script_enabled=False)
    page.goto(reverse("submissions:clip", args=[SubmissionFactory().pk]))

    choose(page, film)

    page.wait_for_load_state()
    assert (Clip.objects.get().sha256, Upload.objects.count()) == (sha256(film), 0)


@pytest.fixture
def server(tmp_path):
    with serving(tmp_path / "data") as made:
        yield made


def test_server_killed_and_started_again_in_mid_upload(chromium, server, film):
    submission, session = server.officer_of_today()
    context = chromium.new_context(base_url=server.url, locale="th-TH")
    context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
    page = context.new_page()
    page.goto(f"/submissions/{submission}/clip/")
    line(page)
    choose(page, film)
    until_sent(page, 30)
    began = kept_url(page)

    server.kill()
    says(page, text(page, "waiting"))
    [part] = Path(server.folder, "files", "parts").iterdir()
    here = part.stat().st_size
    server.start()

    until_received(page)
    [(name, digest, path)] = server.clips()
    assert (name, digest) == (film.name, sha256(film))
    assert sha256(server.folder / "files" / path) == digest
    assert here > 0
    assert part.name == f"{began.strip('/').rpartition('/')[2].replace('-', '')}.part"
    context.close()
