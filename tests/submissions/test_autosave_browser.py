"""Nothing typed is lost, in a real browser: lines that fail, sessions that end, two at one plan."""

import sqlite3
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from groups.enums import Role
from selection_site.lib import clock
from submissions.enums import Section
from submissions.models import BusinessPlan
from submissions.selectors import digest
from submissions.services import save_answer
from tests.factories.groups import PASSWORD, PostFactory
from tests.factories.submissions import PlanFactory, SubmissionFactory, plan_values
from tests.journeys.steps import PHONE, agree, box, fill_in, press, reads, tab_to, th
from tests.submissions.server import serving

pytestmark = pytest.mark.browser
in_rows = pytest.mark.django_db(transaction=True)

PATIENCE = 60_000
COPIES = "Object.keys(localStorage).filter((key) => key.startsWith('typed:')).length"
ONE_LEFT = "“%(section)s” is saved. %(left)s thing is left in it."
MINE, THEIRS = "ร้านค้าของชุมชน", "สินค้าดี ราคาเป็นธรรม"


@pytest.fixture
def officer():
    clock.travel(date(2020, 5, 20))
    return PostFactory(role=Role.DISTRICT, user__first_name="สมชาย").user


@pytest.fixture
def colleague(officer):
    return PostFactory(role=Role.DISTRICT, user__first_name="มานี").user


def url(submission, section=Section.AIMS):
    return reverse("submissions:section", args=[submission.pk, section])


@pytest.fixture
def submission(officer):
    return SubmissionFactory()


@pytest.fixture
def page(new_page, officer, submission):
    """The officer's page of the aims, of which nothing is written yet."""
    made = new_page(officer)
    made.goto(url(submission))
    return made


def write(page, words, text):
    """Write it and go on to the next box."""
    box(page, words).fill(text)
    page.keyboard.press("Tab")


def kept(page, number):
    """So many answers are kept in the browser, which the server does not have."""
    page.wait_for_function(f"() => {COPIES} === {number}", timeout=PATIENCE)


def says(page, words, **values):
    said = th(words, **values).replace("[n]", "1")
    expect(page.locator("[data-desk]")).to_contain_text(said, timeout=PATIENCE)


def saved(page):
    """The server has everything, and the page says since when."""
    says(page, "Saved %(when)s", when="")
    kept(page, 0)


def offline(page, is_off=True):
    page.context.set_offline(is_off)


def vision():
    return BusinessPlan.objects.get().vision


def by_colleague(submission, colleague, text=THEIRS):
    base = digest(BusinessPlan.objects.get(submission=submission).vision)
    save_answer(submission, Section.AIMS, {"vision": text}, base=base, by=colleague)


@in_rows
def test_field_is_saved_when_it_is_left_with_the_time_of_the_server(page):
    write(page, "vision", MINE)

    saved(page)
    expect(page.locator("[data-desk]")).to_have_text("บันทึกแล้ว 09.00 น.")
    assert vision() == MINE


@in_rows
def test_field_is_saved_while_its_writer_only_pauses(page):
    box(page, "vision").press_sequentially(MINE)

    saved(page)
    expect(box(page, "vision")).to_be_focused()
    assert vision() == MINE


@in_rows
def test_line_on_top_counts_down_with_every_answer_and_leads_to_the_field(new_page, officer):
    plan = PlanFactory(values={"vision": "", "chairperson": ""})
    page = new_page(officer, **PHONE)
    page.goto(url(plan.submission))
    line = page.locator("#desk-left summary")
    expect(line).to_contain_text("3")

    write(page, "vision", MINE)
    expect(line).to_contain_text("2")
    line.click()
    page.get_by_role("link", name="ประธานกลุ่ม").first.click()

    expect(box(page, "chairperson of the group")).to_be_focused()
    expect(page.locator("#desk-left summary")).to_contain_text("2")


@in_rows
@pytest.mark.parametrize("act", ["Remove", "Down"])
def test_line_leads_to_the_row_that_it_means_after_rows_were_moved(new_page, officer, act):
    first = plan_values()["businesses"][0]
    values = {"businesses": [first | {"name": "ก"}, first | {"name": ""}]}
    plan = PlanFactory(values=values)
    page = new_page(officer)
    page.goto(url(plan.submission, Section.BUSINESSES))
    button = {"Remove": "[data-formset-remove]", "Down": "[data-formset-down]"}[act]

    page.locator("[data-formset-row]").first.locator(button).click()
    saved(page)
    nameless = page.locator("#id_businesses-1-name")
    page.locator("#left-here a").click()

    expect(nameless).to_be_focused()
    assert plan.businesses.first().name == ""


@in_rows
def test_rows_are_saved_together_and_those_that_are_not_whole_say_why_at_the_box(page, submission):
    row = page.locator("[data-formset-row]").first
    fill_in(row, {"indicator": "ยอดขาย", "unit": "บาท", "target": "มาก"})
    box(page, "vision").focus()

    expect(row.locator(".field.wrong")).to_have_count(2)
    says(page, "Kept on this device, not saved yet: [n]. See the marked boxes.")
    assert BusinessPlan.objects.filter(indicators__isnull=False).count() == 0

    fill_in(row, {"today": "๑๐๐", "target": "130"})
    box(page, "vision").focus()
    saved(page)
    expect(row.locator(".field.wrong")).to_have_count(0)
    [kept_row] = submission.plan.indicators.all()
    assert (kept_row.name, kept_row.baseline, kept_row.target) == ("ยอดขาย", 100, 130)


@in_rows
def test_button_pressed_from_a_wrong_box_does_not_move_away_under_the_finger(page):
    row = page.locator("[data-formset-row]").last
    fill_in(row, {"indicator": "ยอดขาย", "unit": "บาท", "target": "มาก"})
    says(page, "Kept on this device, not saved yet: [n]. See the marked boxes.")
    page.get_by_role("button", name=th("Save"), exact=True).hover()

    page.mouse.down()
    expect(row.locator(".field.wrong")).to_have_count(0)
    page.wait_for_timeout(200)
    page.mouse.up()

    expect(page.locator("[data-error-summary]")).to_be_visible()


@in_rows
def test_save_button_takes_what_autosave_has_not_and_finds_no_conflict_with_it(page):
    write(page, "vision", MINE)
    saved(page)
    box(page, "objectives").fill("เพิ่มยอดขาย")

    press(page, "Save")

    reads(page, ONE_LEFT, section=th("Aims and indicators"), left=1)
    plan = BusinessPlan.objects.get()
    assert (plan.vision, plan.objectives) == (MINE, "เพิ่มยอดขาย")
    kept(page, 0)


@in_rows
def test_save_button_waits_for_the_answer_under_way(page):
    held = []
    page.route("**/answer/", lambda route: held.append(route))
    write(page, "vision", "ร้านค้า")
    page.wait_for_function("document.querySelector('[data-desk].busy')")
    box(page, "vision").fill(MINE)

    press(page, "Save")
    page.wait_for_timeout(300)
    assert BusinessPlan.objects.count() == 0
    held[0].continue_()

    reads(page, ONE_LEFT, section=th("Aims and indicators"), left=2)
    assert vision() == MINE
    kept(page, 0)


@in_rows
def test_what_is_typed_without_a_line_is_sent_when_it_is_back(page):
    offline(page)
    write(page, "vision", MINE)
    says(page, "No connection. Kept on this device until it is back, not saved yet: [n]")
    kept(page, 1)
    assert not BusinessPlan.objects.exists()

    offline(page, False)

    saved(page)
    assert vision() == MINE


def closed_and_opened(page, new_page, submission):
    """Close the browser and open it again on the same computer."""
    memory = page.context.storage_state()
    page.context.close()
    again = new_page(storage_state=memory)
    again.goto(url(submission))
    return again


@in_rows
def test_browser_closed_without_a_line_offers_the_text_back(page, new_page, submission):
    offline(page)
    write(page, "vision", MINE)
    kept(page, 1)
    page.route("**/answer/", lambda route: route.abort())
    offline(page, False)
    memory = closed_and_opened(page, new_page, submission)
    offered = memory.locator(".choose")
    expect(offered.locator("[data-mine]")).to_have_text(MINE)
    assert not BusinessPlan.objects.exists()

    offered.get_by_role("button", name=th("Put it back")).click()

    saved(memory)
    expect(box(memory, "vision")).to_have_value(MINE)
    assert vision() == MINE


@in_rows
def test_text_that_is_thrown_away_is_not_offered_again(page, new_page, submission):
    offline(page)
    write(page, "vision", MINE)
    kept(page, 1)
    page.context.set_offline(False)
    page.route("**/answer/", lambda route: route.abort())
    again = closed_and_opened(page, new_page, submission)

    again.get_by_role("button", name=th("Throw it away")).click()
    kept(again, 0)
    again.reload()

    expect(box(again, "vision")).to_have_value("")
    expect(again.locator(".choose")).to_have_count(0)


@in_rows
def test_rows_typed_without_a_line_are_offered_back_and_put_back(new_page, officer):
    plan = PlanFactory(values={"indicators": []})
    page = new_page(officer)
    page.goto(url(plan.submission))
    offline(page)
    for name in ("ยอดขาย", "คนมีงานทำ"):
        last = page.locator("[data-formset-row]").last
        fill_in(last, {"indicator": name, "unit": "บาท", "today": "1", "target": "2"})
        press(page, "Add an indicator")
    kept(page, 1)
    offline(page, False)
    page.route("**/answer/", lambda route: route.abort())
    again = closed_and_opened(page, new_page, plan.submission)
    expect(again.locator("[data-mine]")).to_have_text(
        "1. ยอดขาย · บาท · 1 · 2\n2. คนมีงานทำ · บาท · 1 · 2"
    )

    press(again, "Put it back")

    saved(again)
    assert [row.name for row in plan.indicators.all()] == ["ยอดขาย", "คนมีงานทำ"]


@in_rows
def test_text_that_was_saved_in_another_spelling_is_not_offered(new_page, officer):
    submission = PlanFactory(values={"men": 1200}).submission
    page = new_page(officer)
    page.goto(url(submission, Section.GROUP))
    page.route("**/answer/", lambda route: route.abort())
    box(page, "members, men").fill("๑๒๐๐")
    kept(page, 1)
    page.unroute("**/answer/")

    page.reload()

    kept(page, 0)
    expect(page.locator(".choose")).to_have_count(0)


@in_rows
def test_another_person_at_the_same_computer_never_sees_the_copy(
    page, new_page, submission, colleague
):
    offline(page)
    write(page, "vision", MINE)
    kept(page, 1)
    memory = page.context.storage_state()
    memory["cookies"] = []
    page.context.close()

    other = new_page(colleague, storage_state=memory)
    other.goto(url(submission))
    write(other, "objectives", "เพิ่มยอดขาย")
    says(other, "Saved %(when)s", when="")

    expect(other.locator(".choose")).to_have_count(0)
    expect(box(other, "vision")).to_have_value("")
    kept(other, 1)


@in_rows
def test_logging_out_asks_first_and_leaves_nothing_behind(page):
    page.route("**/answer/", lambda route: route.abort())
    write(page, "vision", MINE)
    kept(page, 1)

    page.locator("[popovertarget=person]").click()
    agree(page, "Log out")

    expect(page.get_by_role("heading", level=1)).to_have_text(th("Log in"))
    kept(page, 0)


@in_rows
def test_copy_older_than_thirty_days_is_removed(page):
    page.evaluate(
        """() => {
          const at = Date.now() - 31 * 24 * 3600 * 1000;
          const old = { name: "vision", value: "x", base: "", at };
          localStorage.setItem("typed:9:9:aims:a:vision", JSON.stringify(old));
        }"""
    )

    page.reload()

    kept(page, 0)


@in_rows
def test_session_that_ended_is_said_and_writing_goes_on_after_the_login(page, officer):
    page.context.clear_cookies(name="sessionid")
    write(page, "vision", MINE)
    says(page, "You are no longer logged in. What you typed is kept on this device.")
    kept(page, 1)

    with page.context.expect_page() as opened:
        page.get_by_role("link", name=th("Log in again in a new tab")).click()
    fill_in(opened.value, {"E-mail": officer.email, "Password": PASSWORD})
    press(opened.value, "Log in")
    expect(opened.value.get_by_role("heading", level=1)).to_have_text(th("You are logged in again"))
    opened.value.close()

    saved(page)
    assert vision() == MINE
    box(page, "objectives").fill("เพิ่มยอดขาย")
    press(page, "Save")
    reads(page, ONE_LEFT, section=th("Aims and indicators"), left=1)


@in_rows
def test_page_of_one_person_saves_nothing_in_the_name_of_another(page, colleague):
    client_login(page, colleague)

    write(page, "vision", MINE)

    says(page, "Somebody else is logged in now in this browser, so nothing is saved.")
    kept(page, 1)
    assert not BusinessPlan.objects.exists()


def client_login(page, user):
    """Another person logs in, in another tab of the same browser."""
    page.context.clear_cookies(name="sessionid")
    tab = page.context.new_page()
    tab.goto(reverse("account_login"))
    fill_in(tab, {"E-mail": user.email, "Password": PASSWORD})
    press(tab, "Log in")
    expect(tab.get_by_role("heading", level=1)).to_have_text(th("My tasks"))
    tab.close()


@in_rows
def test_word_that_cannot_be_read_stays_until_it_is_mended(new_page, officer):
    submission = PlanFactory().submission
    page = new_page(officer)
    page.goto(url(submission, Section.GROUP))
    write(page, "members, men", "หลายคน")
    men = box(page, "members, men")
    expect(page.locator("#id_men_error")).to_contain_text("หลายคน")
    press(page, "Save")
    expect(page.locator("[data-error-summary]")).to_be_visible()
    expect(men).to_have_value("หลายคน")
    kept(page, 1)

    write(page, "members, men", "๙๐")

    saved(page)
    expect(page.locator("#id_men_error")).to_have_count(0)
    assert BusinessPlan.objects.get().men == 90


@in_rows
def test_plan_that_is_taken_no_more_says_so_and_keeps_the_text(page):
    clock.travel(date(2020, 5, 30))

    write(page, "vision", MINE)

    says(page, "This page takes nothing more. What you typed is kept on this device.")
    kept(page, 1)
    assert not BusinessPlan.objects.exists()


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
@in_rows
def test_choice_offer_and_errors_are_accessible_and_fit(new_page, officer, colleague, options):
    submission = PlanFactory().submission
    page = new_page(officer, **options)
    page.goto(url(submission))
    page.route("**/answer/", lambda route: route.abort())
    write(page, "objectives", MINE)
    kept(page, 1)
    page.reload()
    expect(page.get_by_role("button", name=th("Put it back"))).to_be_visible()
    page.unroute("**/answer/")
    by_colleague(submission, colleague)
    write(page, "vision", MINE)
    expect(page.get_by_role("button", name=th("Keep mine"))).to_be_visible()
    page.locator("[name=indicators-0-target]").fill("มาก")
    box(page, "vision").focus()
    expect(page.locator(".field.wrong")).to_have_count(1)
    page.locator("#desk-left summary").click()

    found = Axe().run(page).response["violations"]

    assert [(each["id"], node["target"]) for each in found for node in each["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]


@in_rows
def test_two_people_on_different_fields_are_both_kept(page, new_page, submission, colleague):
    other = new_page(colleague)
    other.goto(url(submission))

    write(page, "vision", MINE)
    write(other, "objectives", THEIRS)

    saved(page)
    saved(other)
    press(page, "Save")
    reads(page, ONE_LEFT, section=th("Aims and indicators"), left=1)
    plan = BusinessPlan.objects.get()
    assert (plan.vision, plan.objectives) == (MINE, THEIRS)


@pytest.mark.parametrize(("words", "stays"), [("Keep mine", MINE), ("Take what is saved", THEIRS)])
@in_rows
def test_of_two_on_one_field_the_second_chooses(page, submission, colleague, words, stays):
    write(page, "vision", "เดิม")
    saved(page)
    by_colleague(submission, colleague)

    write(page, "vision", MINE)
    choice = page.locator(".choose")
    expect(choice).to_contain_text("มานี")
    expect(choice.locator("[data-mine]")).to_have_text(MINE)
    expect(choice.locator("[data-theirs]")).to_have_text(THEIRS)
    assert vision() == THEIRS
    tab_to(choice.get_by_role("button", name=th(words)))
    page.keyboard.press("Enter")

    saved(page)
    expect(box(page, "vision")).to_have_value(stays)
    expect(box(page, "vision")).to_be_focused()
    expect(choice).to_have_count(0)
    assert vision() == stays


@in_rows
def test_rows_that_another_changed_are_taken_over_whole(new_page, officer, colleague):
    plan = PlanFactory()
    page = new_page(officer)
    page.goto(url(plan.submission))
    theirs = [{**plan_values()["indicators"][0], "name": "กำไร"}]
    base = digest(plan_values()["indicators"])
    save_answer(plan.submission, Section.AIMS, {"indicators": theirs}, base=base, by=colleague)

    page.locator("[name=indicators-0-name]").fill("ของฉัน")
    box(page, "vision").focus()
    press(page, "Take what is saved")

    expect(page.locator("[data-formset-row]:visible")).to_have_count(1)
    expect(page.locator("[name=indicators-0-name]")).to_have_value("กำไร")
    kept(page, 0)
    assert [row.name for row in plan.indicators.all()] == ["กำไร"]


@in_rows
def test_two_people_see_each_others_section(page, new_page, submission, colleague):
    other = new_page(colleague)
    other.goto(url(submission, Section.BUDGET))
    expect(other.locator("#desk-writers")).to_contain_text("สมชาย", timeout=PATIENCE)

    page.reload()

    there = th("%(who)s is writing “%(section)s” now", who="นายมานี ใจดี", section=th("Budget"))
    expect(page.locator("#desk-writers")).to_have_text(there, timeout=PATIENCE)
    expect(page.locator("#sections")).to_contain_text("นายมานี ใจดี")


@pytest.fixture
def server(tmp_path):
    with serving(tmp_path / "data") as made:
        yield made


def test_server_killed_while_somebody_types_and_started_again(chromium, server):
    submission, session = server.officer_of_today()
    context = chromium.new_context(base_url=server.url, locale="th-TH")
    context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
    page = context.new_page()
    page.goto(f"/submissions/{submission}/plan/aims/")
    write(page, "vision", "ก่อน")
    saved(page)

    server.kill()
    write(page, "vision", MINE)
    says(page, "No connection. Kept on this device until it is back, not saved yet: [n]")
    server.start()

    saved(page)
    with sqlite3.connect(server.folder / "db.sqlite3") as rows:
        found = rows.execute("SELECT vision FROM submissions_businessplan").fetchall()
    assert found == [(MINE,)]
    context.close()
