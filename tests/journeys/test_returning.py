"""A plan goes back with comments at its places and comes again; a province is given more days."""

from datetime import date

import pytest
from playwright.sync_api import expect

from groups.enums import Role
from selection_site.lib import clock
from submissions.enums import Stage
from tests.factories.budgets import small_call
from tests.factories.groups import PostFactory
from tests.factories.submissions import ClipFactory, PlanFactory, VersionFactory
from tests.journeys.steps import (
    PHONE,
    agree,
    box,
    fill_in,
    follow,
    log_in,
    press,
    reads,
    region,
    rows,
    take_up,
    th,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VISION = "ขอให้เขียนเป้าหมายใน 3 ปีให้ชัดเจน"
PRICE = "ราคาสูงกว่าท้องตลาด ขอใบเสนอราคา"
ANSWER = "ราคานี้รวมค่าแม่พิมพ์แล้ว"
WRITTEN = "ภายใน 3 ปี มียอดขายเดือนละ 150,000 บาท"


def comment(page, place, text):
    """Open the comment of a place, and write it."""
    name = f"{th('Comment')}: {place}"
    page.locator("summary", has_text=name).first.click()
    page.get_by_label(th("Comment on %(place)s", place=place), exact=True).first.fill(text)


def returned_with_comments(desk):
    """The province comments on two places and returns the plan."""
    log_in(desk, PostFactory(role=Role.PROVINCE).user)
    take_up(desk, "Check the plan and forward it")
    press(desk, "Check line by line and comment")
    press(desk, "Open all parts")
    comment(desk, "วิสัยทัศน์", VISION)
    comment(desk, "ราคาต่อหน่วย", PRICE)
    press(desk, "Keep the comments")
    reads(desk, "%(count)s comment is collected:", count=2)
    agree(desk, "Return to the district")
    reads(desk, "With the district")


def heeded_and_answered(phone, group):
    """The district changes the one place, says why not the other, and sends the plan again."""
    log_in(phone, PostFactory(role=Role.DISTRICT).user)
    take_up(phone, "Finish and send the plan")
    reads(phone, "One comment of the province is left", left=2)
    press(phone, "Go to the place")
    expect(phone.locator(".pinned")).to_contain_text(VISION)
    fill_in(phone, {"vision": WRITTEN})
    press(phone, "Save")
    expect(phone.locator(".pinned")).to_contain_text(WRITTEN)
    follow(phone, th("All comments, and answers to them"))
    phone.locator("summary", has_text=th("Answer")).last.click()
    phone.get_by_label("ราคาต่อหน่วย").fill(ANSWER)
    press(phone, "Save the answer")
    follow(phone, group)
    press(phone, "Read and send")
    agree(phone, "Send to the province")
    reads(phone, "Version %(number)s", number=2)


def test_plan_comes_back_with_comments_and_goes_again(new_page):
    clock.travel(date(2020, 5, 20))
    version = VersionFactory(submission__call=small_call(good=1))
    group = str(version.submission.group)
    desk, phone = new_page(), new_page(**PHONE)
    returned_with_comments(desk)
    heeded_and_answered(phone, group)

    take_up(desk, "Check the plan and forward it")
    press(desk, "Check line by line and comment")
    expect(desk.locator("#earlier")).to_contain_text(ANSWER)
    [changed] = rows(region(desk, "What changed"))
    assert changed[2] == WRITTEN
    for _ in range(2):
        desk.locator("#earlier").get_by_role("button", name=th("Accept")).first.click()
    expect(desk.locator("#earlier")).to_have_count(0)
    follow(desk, group)
    agree(desk, "Forward to the department")
    reads(desk, "With the department")


def proposed(staff, year):
    log_in(staff, PostFactory(role=Role.STAFF).user)
    staff.goto(f"/submissions/calls/{year}/extensions/")
    press(staff, "Propose more days")
    fill_in(staff, {"New last day": "๕ มิ.ย. ๒๕๖๓", "Reason": "น้ำท่วม"})
    box(staff, "Province").select_option(label="สระแก้ว")
    press(staff, "Propose to the director")
    reads(staff, "Waits for the director")


def test_plan_of_an_extended_province_is_sent_on_its_own_day(new_page):
    clock.travel(date(2020, 5, 28))
    submission = PlanFactory(submission__call=small_call(good=1)).submission
    ClipFactory(submission=submission)
    staff, director, phone = new_page(), new_page(), new_page(**PHONE)
    proposed(staff, submission.call.year)

    log_in(director, PostFactory(role=Role.DIRECTOR).user)
    take_up(director, "%(n)d extension to decide", n=1)
    director.get_by_role("button", name=th("Approve the days")).click()
    director.get_by_role("dialog").get_by_role("button").first.click()
    reads(director, "Approved")

    clock.travel(date(2020, 6, 5))
    log_in(phone, PostFactory(role=Role.DISTRICT).user)
    take_up(phone, "Finish and send the plan")
    press(phone, "Read and send")
    agree(phone, "Send to the province")
    reads(phone, "With the province")
    submission.refresh_from_db()
    assert (submission.stage, submission.sent_late) == (Stage.SENT, False)
