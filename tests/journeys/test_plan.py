"""A plan is written on a telephone, sent, returned, corrected, and forwarded by its province."""

from datetime import date

import pytest
from playwright.sync_api import expect

from groups.enums import Role
from groups.tasks import deliver_digests
from selection_site.lib import clock
from submissions.tasks import check_clips, plan_reminders_due
from tests.factories.budgets import small_call
from tests.factories.groups import PostFactory
from tests.factories.submissions import ClipFactory, PlanFactory, SubmissionFactory, VersionFactory
from tests.journeys.plan import CHOSEN, LINES, MONTHS, SEATS, TICKED, WRITTEN
from tests.journeys.steps import (
    PHONE,
    agree,
    box,
    choose,
    facts,
    fill_in,
    follow,
    log_in,
    press,
    reads,
    reads_heading,
    region,
    settled,
    take_up,
    th,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NO_CLIP = {"name": "คลิป.mp4", "mimeType": "video/mp4", "buffer": "ไม่ใช่คลิป".encode()}
NO_LONGER_OPEN = (
    "This step is no longer open: the submission is at '%(stage)s' now. "
    "Somebody may have been quicker; reload the page."
)
LEFT, BUYS, OVER = "[amount] baht left", "buys lines for [amount] baht", "[amount] baht too much"
# What the page says of the smaller and the larger award, line after line.
REACH = [
    ((LEFT, "32,500.00"), (LEFT, "72,500.00")),
    ((LEFT, "500.00"), (LEFT, "40,500.00")),
    ((BUYS, "49,500.00"), (LEFT, "35,500.00")),
    ((BUYS, "49,500.00"), (OVER, "500.00")),
]
SEEN_AT_SECOND_2 = """async (video) => {
  video.muted = true;
  await video.play();
  return new Promise((done) => {
    video.onseeked = () => done(Math.floor(video.currentTime));
    video.currentTime = 2;
  });
}"""
REASON = "ขอให้ระบุราคาต่อหน่วยของถุงบรรจุภัณฑ์ใหม่"


@pytest.fixture
def phone(new_page):
    """The district's officer with a telephone, nine days before the department's day."""
    clock.travel(date(2020, 5, 20))
    page = new_page(**PHONE)
    log_in(page, PostFactory(role=Role.DISTRICT).user)
    return page


def fits(page):
    settled(page)
    return page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]


def written_plan(**traits):
    """A plan of the year whose every section is written."""
    return PlanFactory(submission__call=small_call(good=1), **traits).submission


def write_seats(page):
    """A person for each of the four committees; a row more than the last is not needed."""
    rows = page.locator("[data-formset-row]")
    for place, (committee, name, post) in enumerate(SEATS):
        if place:
            press(page, "Add a person")
        choose(rows.nth(place), {"committee": committee})
        fill_in(rows.nth(place), {"full name": name, "position": post})


def choose_months(page):
    for words, month in MONTHS.items():
        box(page, words).select_option(label=month)


def test_every_section_is_written_on_a_phone(phone):
    SubmissionFactory(call=small_call(good=1))
    take_up(phone, "Write the plan")
    press(phone, "Begin")

    for section, values in WRITTEN.items():
        reads_heading(phone, section)
        assert fits(phone)
        fill_in(phone, values)
        choose(phone, CHOSEN.get(section, {}))
        for words in TICKED.get(section, ()):
            box(phone, words).check()
        if section == "Committees":
            write_seats(phone)
        if section == "Activities by month":
            choose_months(phone)
        press(phone, "Save and go on")
        reads(phone, "“%(section)s” is saved and complete.", section=th(section))

    press(phone, "Next: files")
    press(phone, "Next: read and send")
    said = facts(phone)
    assert said[th("founded on")] == "9 มีนาคม 2530"
    assert said[th("telephone of the chairperson")] == "081-234-5678"
    assert said[th("members, women")] == "136"
    assert said[th("In words")] == "หนึ่งหมื่นเจ็ดพันห้าร้อยบาทถ้วน"
    left = phone.get_by_role("link", name=th("The clip has not been uploaded yet."))
    expect(left).to_be_visible()
    assert fits(phone)


def test_totals_move_with_every_line_of_the_budget(phone):
    written_plan(values={"budget_lines": []})
    take_up(phone, "Finish and send the plan")
    follow(phone, th("Budget"))

    lines, found = region(phone, "Budget lines"), []
    for line in LINES:
        fill_in(lines.get_by_role("listitem").last, line)
        _asked, _all, smaller, larger = facts(region(phone, "Running totals")).values()
        found.append((smaller, larger))
        press(phone, "Add a line")

    assert found == [
        tuple(th(words).replace("[amount]", amount) for words, amount in both) for both in REACH
    ]
    press(phone, "Save")
    expect(phone.get_by_role("link").get_by_text("90,500.00")).to_be_visible()
    choose(lines.get_by_role("listitem").nth(3), {"paid by": "The group itself"})
    press(phone, "Save")
    reads(phone, "“%(section)s” is saved and complete.", section=th("Budget"))


def test_file_that_is_no_clip_is_refused_and_the_plan_is_kept(phone, film):
    written_plan()
    take_up(phone, "Finish and send the plan")
    press(phone, "Go on writing")
    box(phone, "Clip").set_input_files(NO_CLIP)
    press(phone, "Upload the clip")
    expect(phone.get_by_role("alert")).to_contain_text("คลิป.mp4")
    box(phone, "Clip").set_input_files(film)
    press(phone, "Upload the clip")
    expect(phone.get_by_role("progressbar", name=th("Checking the clip"))).to_be_visible()
    check_clips()

    expect(phone.locator("video")).to_be_visible()
    assert phone.locator("video").evaluate(SEEN_AT_SECOND_2) == 2
    follow(phone, th("Next: files"))
    press(phone, "Next: read and send")
    reads(phone, "Everything is there")


def test_reminder_leads_to_the_plan_and_comes_once(phone, mailoutbox):
    submission = written_plan()
    clock.travel(date(2020, 5, 27))
    for _ in range(2):
        plan_reminders_due()
        deliver_digests()

    [message] = mailoutbox
    phone.get_by_role("link", name=th("Notices")).click()
    _days_left, _, said = message.subject.partition(": ")
    phone.get_by_role("button", name=said).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(submission.group.name)
    follow(phone, th("Budget"))
    reads_heading(phone, "Budget")


def send_from(page):
    """Read the whole plan, then send it."""
    press(page, "Read and send")
    agree(page, "Send to the province")


def test_plan_is_returned_with_a_reason_corrected_and_sent_again(phone, new_page):
    submission = written_plan()
    ClipFactory(submission=submission)
    desk = new_page()
    take_up(phone, "Finish and send the plan")
    send_from(phone)
    reads(phone, "With the province")

    log_in(desk, PostFactory(role=Role.PROVINCE).user)
    take_up(desk, "Check the plan and forward it")
    desk.get_by_text(th("Return it to the district instead")).click()
    fill_in(desk, {"What the district should change": REASON})
    agree(desk, "Return to the district")
    reads(desk, "With the district")

    take_up(phone, "Finish and send the plan")
    expect(phone.get_by_text(REASON).first).to_be_visible()
    follow(phone, th("Budget"))
    first = region(phone, "Budget lines").get_by_role("listitem").first
    fill_in(first, {"price of a unit": "๓.๒๕"})
    press(phone, "Save")
    reads(phone, "“%(section)s” is saved and complete.", section=th("Budget"))
    follow(phone, submission.group.name)
    send_from(phone)
    reads(phone, "Version %(number)s", number=2)


def test_plan_is_forwarded_once_as_it_was_sent(new_page):
    clock.travel(date(2020, 5, 20))
    version = VersionFactory(submission__call=small_call(good=1))
    desk = new_page()
    log_in(desk, PostFactory(role=Role.PROVINCE).user)
    window = desk.context.new_page()
    window.goto("/")
    take_up(window, "Check the plan and forward it")

    take_up(desk, "Check the plan and forward it")
    follow(desk, th("Read the plan as it was sent, and watch the clip"))
    reads(desk, "Nothing has been changed since it was sent.")
    assert facts(desk)[th("In words")] == "หกหมื่นแปดพันห้าร้อยบาทถ้วน"
    follow(desk, version.submission.group.name)
    agree(desk, "Forward to the department")
    reads(desk, "With the department")

    agree(window, "Forward to the department")
    reads(window, NO_LONGER_OPEN, stage=th("With the department"))
    assert version.submission.steps.filter(name="forward").count() == 1
