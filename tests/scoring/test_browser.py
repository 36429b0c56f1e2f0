"""What the pages of judging do in a browser, at a desk and on a telephone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from groups.enums import Role
from scoring.enums import RoundStage
from selection_site.lib import uploads
from tests.factories.groups import PostFactory
from tests.factories.scoring import (
    CriterionFactory,
    DeclarationFactory,
    RoundFactory,
    arrived,
    scored,
    sheet_for,
)
from tests.factories.submissions import ClipFactory, VersionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture
def round_():
    made = RoundFactory()
    CriterionFactory(round=made, position=1, name="แผน", points=60)
    CriterionFactory(round=made, position=2, name="คลิป", points=40)
    return made


@pytest.fixture
def sheet(round_, member):
    DeclarationFactory(round=round_, judge=member)
    submission = arrived(round_)
    still = uploads.write_bytes(b"a still", folder="clips", suffix="jpg").path
    film = uploads.write_bytes(b"a film", folder="clips", suffix="mp4").path
    clip = ClipFactory(submission=submission, playable_path=film, poster_path=still)
    VersionFactory(submission=submission, clip=clip)
    return sheet_for(round_, member, submission)


def page_of(name, row):
    return reverse(f"scoring:{name}", args=[row.pk])


def test_total_follows_what_is_typed(new_page, sheet, member):
    page = new_page(member)
    page.goto(page_of("sheet", sheet))
    plan, clip = page.locator("[data-points]").all()
    total = page.locator("[data-points-total]")
    expect(total).to_have_text("0")

    plan.fill("๔๕")
    clip.fill("30")
    expect(total).to_have_text("75")

    clip.fill("41")
    expect(total).to_have_text("–")
    expect(clip).to_have_attribute("data-beyond", "")
    clip.fill("40")
    expect(total).to_have_text("85")


def test_sheet_is_handed_in_after_asking(new_page, sheet, member):
    page = new_page(member)
    page.goto(page_of("sheet", sheet))
    for box in page.locator("[data-points]").all():
        box.fill("30")

    page.locator("button[value=hand_in]").click()
    page.locator("#confirm").get_by_role("button").first.click()

    page.wait_for_url(re.compile("queue"))
    sheet.refresh_from_db()
    assert (sheet.stage, sheet.total) == ("handed_in", 60)


def test_leaving_with_unsaved_points_asks_first(new_page, sheet, member):
    page = new_page(member)
    page.goto(page_of("sheet", sheet))
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    page.locator("[data-points]").first.press_sequentially("4")
    page.locator(".crumbs a").first.click(no_wait_after=True)

    expect(page.locator("[data-points]").first).to_have_value("4")
    assert asked == ["beforeunload"]


def test_saving_asks_nothing(new_page, sheet, member):
    page = new_page(member)
    page.goto(page_of("sheet", sheet))
    page.locator("[data-points]").first.press_sequentially("4")

    page.locator("button[value=save]").click()

    expect(page.locator("#messages .good")).to_be_visible()
    expect(page.locator("[data-points]").first).to_have_value("4")


def test_reason_appears_with_the_tick(new_page, round_, member):
    submission = arrived(round_)
    page = new_page(member)
    page.goto(page_of("declare", round_))
    reason = page.locator(f"[name=group-{submission.pk}-reason]")
    expect(reason).to_be_hidden()

    page.locator(f"[name=group-{submission.pk}-is_conflict]").check()

    expect(reason).to_be_visible()


def test_criteria_show_their_sum(new_page, staff):
    round_ = RoundFactory(stage=RoundStage.PREPARED)
    CriterionFactory(round=round_, points=95)
    page = new_page(staff)
    page.goto(page_of("criteria", round_))
    total = page.locator("[data-points-total]")
    expect(total).to_have_text("95")

    page.locator("[data-formset-add]").click()
    page.locator("[data-points]").last.fill("5")

    expect(total).to_have_text("100")


def violations(page):
    return [
        f"{found['id']}: {node['target']}"
        for found in Axe().run(page).response["violations"]
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_pages_of_a_member_are_accessible_and_fit(new_page, sheet, member, options):
    round_ = sheet.assignment.round
    other = PostFactory(role=Role.MEMBER).user
    pages = {member: ["queue", "criteria"], other: ["declare"]}
    addresses = [(user, page_of(name, round_)) for user, names in pages.items() for name in names]

    for user, address in [(member, page_of("sheet", sheet)), *addresses]:
        page = new_page(user, **options)
        page.goto(address)
        assert violations(page) == []
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width == page.viewport_size["width"]


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_pages_of_the_chair_are_accessible_and_fit(new_page, chair, options):
    marking = RoundFactory(number=2)
    scored(marking, "70")
    marked = RoundFactory(stage=RoundStage.MARKED, places=2)
    for total in ("80", "70", "70", "60", "60"):
        scored(marked, total)

    for address in (
        page_of("progress", marking),
        page_of("ranking", marked),
        reverse("scoring:years"),
    ):
        page = new_page(chair, **options)
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        assert violations(page) == []
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width == page.viewport_size["width"]
