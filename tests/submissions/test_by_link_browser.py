"""A group's telephone that was given a link, on a bad line: the clip arrives whole all the same."""

import pytest
from playwright.sync_api import expect

from groups.enums import Role
from selection_site.lib import clock
from submissions.models import Clip, UploadLink
from submissions.selectors import link_token
from submissions.services import make_link
from tests.factories.groups import PostFactory
from tests.factories.submissions import SubmissionFactory
from tests.submissions.server import serving
from tests.submissions.test_tus_browser import (
    FAST,
    PATIENCE,
    choose,
    film,
    in_rows,
    in_time,
    kept_url,
    line,
    says,
    sha256,
    text,
    until_sent,
)

__all__ = ["film", "in_time"]  # fixtures

pytestmark = pytest.mark.browser

TELEPHONE = {"viewport": {"width": 360, "height": 740}, "locale": "th-TH", "has_touch": True}


@pytest.fixture
def server(tmp_path):
    with serving(tmp_path / "data") as made:
        yield made


def test_clip_by_link_survives_a_lost_line_a_killed_server_and_a_reload(chromium, server, film):
    submission, _session = server.officer_of_today()
    link = server.link(submission)
    context = chromium.new_context(base_url=server.url, **TELEPHONE)
    page = context.new_page()
    page.goto(link)
    line(page)
    choose(page, film)
    until_sent(page, 15)
    began = kept_url(page)

    context.set_offline(True)
    says(page, text(page, "waiting"))
    context.set_offline(False)
    until_sent(page, 30)
    server.kill()
    says(page, text(page, "waiting"))
    server.start()
    until_sent(page, 45)
    page.reload()
    says(page, film.name)
    line(page, rate=FAST)
    offsets = []
    page.on("request", lambda asked: offsets.append(asked.headers.get("upload-offset")))
    choose(page, film)

    page.locator(f"[hx-get='{link}status/']").wait_for(timeout=PATIENCE)
    [(name, digest, _path)] = server.clips()
    assert (name, digest) == (film.name, sha256(film))
    assert began.startswith(f"{link}uploads/")
    assert next(int(offset) for offset in offsets if offset) > 1_000_000
    assert {cookie["name"] for cookie in context.cookies()} == {"csrftoken"}
    context.close()


@pytest.fixture
def link(in_time):
    officer = PostFactory(role=Role.DISTRICT).user
    return make_link(SubmissionFactory(call__clip_seconds=2), days=7, by=officer)


@in_rows
def test_clip_by_link_that_is_too_long_is_refused_before_the_first_byte(new_page, link, film):
    page = new_page(**TELEPHONE)
    page.goto(f"/u/{link_token(link)}/")

    choose(page, film)

    says(page, "0:07")
    assert (Clip.objects.count(), link.uploads.count()) == (0, 0)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@in_rows
def test_link_revoked_in_mid_upload_stops_it_with_a_sentence(new_page, in_time, film):
    officer = PostFactory(role=Role.DISTRICT).user
    link = make_link(SubmissionFactory(), days=7, by=officer)
    page = new_page(**TELEPHONE)
    page.goto(f"/u/{link_token(link)}/")
    line(page)
    choose(page, film)
    until_sent(page, 10)

    UploadLink.objects.update(revoked_at=clock.now())

    says(page, text(page, "gone"))
    page.reload()
    expect(page.locator("form[data-tus]")).to_have_count(0)
    assert Clip.objects.count() == 0


@in_rows
def test_second_telephone_waits_and_the_first_may_change_its_mind(
    new_page, in_time, film, tmp_path
):
    officer = PostFactory(role=Role.DISTRICT).user
    link = make_link(SubmissionFactory(), days=7, by=officer)
    first, second = new_page(**TELEPHONE), new_page(**TELEPHONE)
    other = tmp_path / "อีกไฟล์.mp4"
    other.write_bytes(film.read_bytes())
    for page in (first, second):
        page.goto(f"/u/{link_token(link)}/")
    line(first)
    choose(first, film)
    until_sent(first, 10)

    choose(second, film)
    says(second, "โทรศัพท์อีกเครื่อง")
    first.reload()
    says(first, film.name)
    choose(first, other)

    first.locator("[hx-get*='/status/']").wait_for(timeout=PATIENCE)
    assert [clip.name for clip in Clip.objects.all()] == [other.name]
