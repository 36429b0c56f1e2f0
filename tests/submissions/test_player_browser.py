"""The player in a real browser: which copy it plays, and leading to a moment."""

import re
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from groups.enums import Role
from selection_site.lib import clock
from submissions.enums import ClipKind
from submissions.models import Clip
from submissions.services import check_clip, lighten_clip, upload_clip
from tests.factories.groups import PostFactory
from tests.factories.submissions import SubmissionFactory
from tests.lib import media
from tests.submissions.test_clips import sent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

THIN_LINE = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    path = tmp_path_factory.mktemp("film") / "a.mp4"
    fast = {"preset": "ultrafast", "crf": "20"}
    return media.make_clip(path, seconds=6, size=(640, 360), noise=True, options=fast).read_bytes()


@pytest.fixture
def clip(settings, tmp_path, film):
    settings.MEDIA_ROOT = tmp_path / "files"
    clock.travel(date(2020, 5, 20))
    officer = PostFactory(role=Role.DISTRICT).user
    made = upload_clip(SubmissionFactory(), sent(film), kind=ClipKind.PLAN, by=officer)
    assert check_clip(made.pk)
    assert lighten_clip(made.pk)
    return Clip.objects.get(pk=made.pk)


@pytest.fixture
def watch(new_page, clip):
    """The page of the clip's submission, as its province sees it."""

    def opened(page=None, script=""):
        page = page or new_page(PostFactory(role=Role.PROVINCE).user)
        if script:
            page.add_init_script(script)
        page.goto(reverse("submissions:detail", args=[clip.submission_id]))
        return page

    return opened


def plays(page, name, clip):
    paths = {
        "clear": reverse("submissions:clip_file", args=[clip.pk]),
        "small": reverse("submissions:clip_part", args=[clip.pk, "small"]),
    }
    expect(page.locator(".player video")).to_have_attribute(
        "src", re.compile(f"{re.escape(paths[name])}$")
    )
    expect(page.locator(f"[data-quality={name}]")).to_have_attribute("aria-current", "true")


def test_clear_copy_is_played_until_another_is_chosen_and_the_choice_is_kept(watch, clip):
    page = watch()
    plays(page, "clear", clip)

    page.locator("[data-quality=small]").click()

    plays(page, "small", clip)
    plays(watch(page), "small", clip)


def test_thin_line_gets_the_small_copy(watch, clip):
    plays(watch(script=THIN_LINE), "small", clip)


def test_picture_of_the_strip_leads_to_its_moment(watch, clip):
    page = watch()

    page.locator("[data-seek]").nth(7).click()

    page.wait_for_function("document.querySelector('video').currentTime >= 4.4")
    assert float(clip.moments[7]) == 4.5


def test_another_copy_goes_on_at_the_same_moment(watch, clip):
    page = watch()
    page.locator("[data-seek]").nth(7).click()
    page.wait_for_function("document.querySelector('video').currentTime >= 4.4")

    page.locator("[data-quality=small]").click()

    plays(page, "small", clip)
    page.wait_for_function("document.querySelector('video').currentTime >= 4.4")


def test_nothing_of_the_clip_is_fetched_before_it_is_played(watch, clip, new_page):
    page = new_page(PostFactory(role=Role.PROVINCE).user)
    asked = []
    page.on("request", lambda request: asked.append(request.resource_type))

    watch(page)
    page.wait_for_load_state("networkidle")

    assert "media" not in asked
