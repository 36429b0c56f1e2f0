"""What the pages of judging do in a browser, at a desk and on a telephone."""

import re
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from groups.enums import Role
from scoring.enums import ConflictReason, RoundStage
from scoring.models import Anchor, Motion, Sharing
from scoring.services import (
    Sitting,
    ask_about_conflict,
    hand_in,
    open_meeting,
    order_minutes,
    prepare_rounds,
)
from selection_site.lib import uploads
from tests.factories.groups import PASSWORD, PostFactory
from tests.factories.scoring import (
    ConflictFactory,
    CriterionFactory,
    DeclarationFactory,
    RoundFactory,
    arrived,
    scored,
    sheet_for,
)
from tests.factories.submissions import CallFactory, ClipFactory, VersionFactory
from tests.journeys.steps import fill_in, press, th
from tests.lib.media import make_clip

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOADED = """film => new Promise((over) => {
  film.addEventListener("loadeddata", over, { once: true });
  film.preload = "auto";
  film.load();
})"""
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
    total = page.locator("[data-total]")
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


@pytest.fixture
def rubric(round_, member):
    """A sheet of the three kinds of scale, one of them to be left out, with a clip that plays."""
    round_.criteria.all().delete()
    for position, (points, scale, halves) in enumerate([(45, 10, False), (30, 5, True)], 1):
        made = CriterionFactory(
            round=round_, position=position, points=points, scale=scale, halves=halves
        )
        Anchor.objects.create(criterion=made, level=scale, text="ดีที่สุด")
    CriterionFactory(round=round_, position=3, points=25, allows_cannot_judge=True)
    DeclarationFactory(round=round_, judge=member)
    submission = arrived(round_)
    with TemporaryDirectory() as folder:
        film = make_clip(Path(folder, "clip.mp4"), seconds=8).read_bytes()
    clip = ClipFactory(
        submission=submission,
        playable_path=uploads.write_bytes(film, folder="clips", suffix="mp4").path,
        poster_path=uploads.write_bytes(b"a still", folder="clips", suffix="jpg").path,
    )
    VersionFactory(submission=submission, clip=clip)
    return sheet_for(round_, member, submission)


def stored(sheet):
    """Marks as they are in the database, once the page has saved by itself."""
    rows = sheet.marks.order_by("criterion__position")
    return [None if row.cannot_judge else float(row.points) for row in rows]


def saved(page):
    """The server has everything; the word alone may be of a change before the last."""
    page.wait_for_function(
        "() => !Object.keys(localStorage).some((key) => key.startsWith('typed:sheet:'))"
    )
    expect(page.locator("[data-saved]")).to_contain_text("บันทึกแล้ว")


def test_sheet_is_filled_in_by_keys_alone(new_page, rubric, member):
    page = new_page(member)
    page.goto(page_of("sheet", rubric))
    page.locator(".levels input").first.focus()
    keys = page.keyboard

    keys.type("10n")
    keys.press("4")
    keys.press("ArrowUp")
    expect(page.locator("[data-total]")).to_have_text("72")
    keys.type("n15")
    expect(page.locator("[data-points]")).to_have_value("15")
    expect(page.locator("[data-total]")).to_have_text("87")
    keys.type("x")

    expect(page.locator("[data-points]")).to_have_value("")
    expect(page.locator("[data-total]")).to_have_text("96")
    saved(page)
    assert stored(rubric) == [10, 4.5, None]


def test_total_on_the_page_is_the_total_of_the_sheet(new_page, rubric, member):
    page = new_page(member)
    page.goto(page_of("sheet", rubric))
    for part, level in ((0, "7"), (1, "3.5")):
        page.locator("[data-criterion]").nth(part).get_by_text(level, exact=True).first.click()
    page.locator("[data-points]").fill("13")
    shown = page.locator("[data-total]").text_content()

    page.locator("button[value=hand_in]").click()
    page.locator("#confirm").get_by_role("button").first.click()
    page.wait_for_url(re.compile("queue"))

    rubric.refresh_from_db()
    assert (rubric.total, shown) == (Decimal("65.5"), "65.5")


def test_level_pressed_again_is_taken_back(new_page, rubric, member):
    page = new_page(member)
    page.goto(page_of("sheet", rubric))
    seven = page.locator("[data-criterion]").first.get_by_text("7", exact=True)
    seven.click()
    expect(page.locator("[data-judged]")).to_have_text("1")

    seven.click()

    expect(page.locator("[data-judged]")).to_have_text("0")


def test_moment_of_the_clip_is_taken_and_leads_back(new_page, rubric, member):
    page = new_page(member)
    page.goto(page_of("sheet", rubric))
    film = page.locator("video")
    film.evaluate(LOADED)  # nothing of a clip is fetched before it is played
    film.evaluate("film => { film.currentTime = 4; }")
    first = page.locator("[data-criterion]").first
    expect(first.locator("[data-clip-time]")).to_have_text("0:04")

    first.locator("[data-cite-clip]").click()
    first.locator("[data-cite-plan]").select_option("aims")
    saved(page)
    page.reload()
    film.evaluate("film => { film.currentTime = 0; }")
    page.locator("[data-criterion]").first.get_by_role("link", name="0:04").click()

    expect(page.locator("[data-criterion]").first.locator("[data-clip-time]")).not_to_have_text(
        "0:00"
    )
    assert [(row.kind, row.place) for row in rubric.evidence.all()] == [
        ("clip", "4"),
        ("plan", "aims"),
    ]


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_clip_that_plays_stays_in_sight(new_page, rubric, member, options):
    page = new_page(member, **options)
    page.goto(page_of("sheet", rubric))
    page.locator("video").evaluate("film => { film.muted = true; film.loop = true; film.play(); }")
    expect(page.locator(".mini")).to_have_count(0)

    page.locator("#budget").scroll_into_view_if_needed()
    expect(page.locator(".mini video")).to_be_in_viewport()
    expect(page.locator(".mini .strip")).to_be_hidden()
    page.locator("[data-mini-close]").click()

    expect(page.locator(".mini")).to_have_count(0)
    assert page.locator("video").evaluate("film => film.paused")


def test_session_that_has_ended_loses_nothing(new_page, sheet, member):
    page = new_page(member)
    page.goto(page_of("sheet", sheet))
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")

    page.locator("[data-points]").first.fill("45")
    expect(page.locator("[data-saved]")).to_have_attribute("data-tone", "warn")
    page.context.add_cookies(cookies)
    page.goto(page_of("sheet", sheet))
    page.locator("[data-copy-use]").click()

    expect(page.locator("[data-points]").first).to_have_value("45")
    saved(page)
    assert stored(sheet) == [45]


def test_copy_on_the_device_is_found_by_its_member_alone(new_page, sheet, member):
    page = new_page(member)
    page.goto(page_of("sheet", sheet))
    page.context.set_offline(True)
    page.locator("[data-points]").first.fill("45")
    expect(page.locator("[data-saved]")).to_have_attribute("data-tone", "warn")

    [key] = page.evaluate("Object.keys(localStorage)")

    assert key.startswith(f"typed:sheet:{sheet.pk}-{member.pk}:")
    page.context.set_offline(False)
    saved(page)
    assert page.evaluate("localStorage.length") == 0


def test_copy_on_the_device_goes_when_its_member_logs_out(new_page, sheet, member):
    page = new_page(member)
    page.goto(page_of("sheet", sheet))
    page.route(
        "**/scoring/**",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    page.locator("[data-points]").first.fill("45")
    expect(page.locator("[data-saved]")).to_have_attribute("data-tone", "warn")

    page.goto(reverse("account_logout"))
    page.locator("main [data-forget] [type=submit]").click()
    page.locator("#confirm button").first.click()

    expect(page).to_have_url(re.compile("/accounts/login/"))
    assert page.evaluate("Object.keys(localStorage)") == []


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
def test_sheet_that_is_handed_in_and_its_papers_are_accessible_and_fit(
    new_page, rubric, member, options
):
    whole = {c.pk: Decimal(1) for c in rubric.assignment.round.criteria.all()}
    given = {"judge": member, "marks": whole, "note": "", "comment": "แผนชัดเจน"}
    hand_in(rubric.assignment, revision=0, **given)
    whole[min(whole)] = Decimal(2)
    hand_in(rubric.assignment, revision=1, reason="ดูคลิปอีกครั้ง", **given)

    for name in ("sheet", "change", "receipt", "versions"):
        page = new_page(member, **options)
        page.goto(page_of(name, rubric))
        page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        assert violations(page) == []
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width == page.viewport_size["width"]


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_pages_of_criteria_are_accessible_and_fit(new_page, staff, options):
    first, _second = prepare_rounds(CallFactory(), by=staff)

    for name in ("criteria", "criteria_preview"):
        page = new_page(staff, **options)
        page.goto(page_of(name, first))
        page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
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


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_pages_of_sharing_and_conflicts_are_accessible_and_fit(new_page, staff, options):
    round_ = RoundFactory()
    Sharing.objects.create(round=round_, each=3, most=4, set_by=staff)
    submissions = [arrived(round_) for _ in range(3)]
    judges = [DeclarationFactory(round=round_).judge for _ in range(4)]
    ConflictFactory(round=round_, judge=judges[0], submission=submissions[0])
    ask_about_conflict(
        round_,
        submissions[1],
        judge=judges[1],
        reason=ConflictReason.HOME,
        note="บ้านเดิมอยู่ในอำเภอนี้",
        by=staff,
    )
    prepared = RoundFactory(call=round_.call, number=2, stage=RoundStage.PREPARED)

    addresses = [
        page_of("sharing", prepared),
        f"{page_of('sharing', round_)}?seed=7",
        page_of("conflicts", round_),
    ]

    for address in addresses:
        page = new_page(staff, **options)
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        assert violations(page) == []
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width == page.viewport_size["width"]


def test_numbers_of_a_draw_are_asked_for_with_the_draw(new_page, staff):
    page = new_page(staff)
    page.goto(page_of("sharing", RoundFactory(stage=RoundStage.PREPARED)))
    each = page.locator("[name=each]")
    expect(each).to_be_hidden()

    page.locator("[name=mode][value=panels]").check()

    expect(each).to_be_visible()


def test_login_that_ends_while_a_draft_is_made_costs_no_motion(new_page, chair):
    round_ = RoundFactory(stage=RoundStage.MARKED, places=1)
    arrived(round_)
    sitting = Sitting(date(2020, 6, 10), "ห้องประชุม 3001", time(9, 30), "นางสาวพิมพ์ใจ รักงาน")
    meeting = open_meeting(round_, sitting, absent={}, by=chair)
    order_minutes(meeting, by=chair)
    page = new_page(chair)
    page.goto(page_of("meeting", meeting))
    for name, said in {"text": "รับรองรายงาน", "votes_for": "1", "votes_against": "0"}.items():
        page.locator(f"[name={name}]").fill(said)
    page.locator("[name=item]").select_option("other")
    page.locator("[name=abstained]").fill("0")

    page.context.clear_cookies(name="sessionid")
    link = page.get_by_role("link", name=th("Log in again in a new tab"))
    expect(link).to_have_count(1)
    with page.context.expect_page() as opened:
        link.click()
    fill_in(opened.value, {"E-mail": chair.email, "Password": PASSWORD})
    press(opened.value, "Log in")
    expect(opened.value).to_have_url(re.compile(page_of("meeting", meeting)))
    press(page, "Record motion and votes")

    expect(page.locator("main")).to_contain_text("รับรองรายงาน")
    assert [motion.text for motion in Motion.objects.all()] == ["รับรองรายงาน"]


def test_rows_of_the_ranking_have_the_whole_width(new_page, chair):
    marked = RoundFactory(stage=RoundStage.MARKED, places=1)
    for total in ("80", "70"):
        scored(marked, total)
    page = new_page(chair)
    page.goto(page_of("ranking", marked))

    frame, table = (page.locator(f".places{inner}").bounding_box() for inner in ("", " > table"))

    assert table["width"] == pytest.approx(frame["width"], abs=2)
