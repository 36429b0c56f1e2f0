"""The budget is pasted from a sheet, put in order by keyboard, and read at both grades."""

from datetime import date

import pytest
from playwright.sync_api import expect

from groups.enums import Role
from selection_site.lib import clock
from tests.factories.budgets import small_call
from tests.factories.groups import PostFactory
from tests.factories.submissions import PlanFactory
from tests.journeys.steps import (
    box,
    choose,
    follow,
    log_in,
    press,
    reads,
    reads_heading,
    region,
    rows,
    take_up,
    texts,
    th,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHEET = """รายการ\tคุณลักษณะ\tจำนวน\tหน่วยนับ\tราคาต่อหน่วย
ถุงบรรจุภัณฑ์\t"พิมพ์ลาย
สองด้าน"\t๕,๐๐๐\tใบ\t๓.๕๐
ข้าวเปลือก\t\t2.5\tตัน\t12,800.00
จ้างออกแบบฉลาก\t\t1\tงาน\t5,000
จ้างซ่อมโรงเก็บ\t\t1\tงาน\t40,000
"""


@pytest.fixture
def desk(new_page):
    """The district's officer before a plan whose budget is not written yet."""
    clock.travel(date(2020, 5, 20))
    PlanFactory(submission__call=small_call(good=1), values={"budget_lines": []})
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    log_in(page, PostFactory(role=Role.DISTRICT).user)
    take_up(page, "Finish and send the plan")
    follow(page, th("Budget"))
    reads_heading(page, "Budget")
    page.wait_for_load_state()  # the modules are there
    return page


def bought(page, limit):
    return texts(page.locator(f"[data-reach-limit='{limit}'] li"))


def items(page):
    boxes = region(page, "Budget lines").get_by_label(th("item")).all()
    return [box.input_value() for box in boxes if box.input_value()]


def cut_after(page):
    """The items under which a line is drawn, with what it says."""
    drawn = page.locator("[data-formset-row].line")
    return [
        (row.get_by_label(th("item")).input_value(), row.locator("[data-cut]").inner_text())
        for row in drawn.all()
    ]


def reaches(amount):
    return th("An award of [limit] baht reaches to here.").replace("[limit]", amount)


def test_budget_pasted_from_a_sheet_shows_what_each_award_buys(desk):
    desk.evaluate("text => navigator.clipboard.writeText(text)", SHEET)
    box(desk, "item").focus()
    desk.keyboard.press("Control+V")

    four = ["ถุงบรรจุภัณฑ์", "ข้าวเปลือก", "จ้างออกแบบฉลาก", "จ้างซ่อมโรงเก็บ"]
    assert items(desk) == four
    assert (bought(desk, 50_000), bought(desk, 90_000)) == (four[:2], four[:3])
    assert cut_after(desk) == [("ข้าวเปลือก", reaches("50,000")), (four[2], reaches("90,000"))]

    last = desk.locator("[data-formset-row]").nth(3)
    choose(last, {"paid by": "The group itself"})
    last.get_by_role("button", name=th("Move up")).focus()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")

    assert items(desk) == [four[0], four[3], four[1], four[2]]
    assert texts(desk.locator("[data-reach-source=group] li")) == [four[3]]
    assert (bought(desk, 50_000), bought(desk, 90_000)) == (four[:2], four[:3])
    assert cut_after(desk) == [("ข้าวเปลือก", reaches("50,000"))]

    press(desk, "Save")
    reads(desk, "“%(section)s” is saved and complete.", section=th("Budget"))
    assert items(desk) == [four[0], four[3], four[1], four[2]]
    follow(desk, desk.locator(".crumbs a").last.inner_text())
    follow(desk, th("Read the plan as it is written now"))
    read = rows(region(desk, "What each award buys"))
    assert [row[1].split(" หยุด")[0] for row in read][1] == ", ".join(four[:3])
    words = th("An award of %(amount)s baht reaches to here: %(together)s baht.")
    cut = words % {"amount": "50,000", "together": "49,500.00"}
    expect(desk.get_by_role("cell", name=cut)).to_be_visible()


def test_priority_that_is_typed_puts_the_line_in_its_place(desk):
    desk.evaluate("text => navigator.clipboard.writeText(text)", SHEET)
    box(desk, "item").focus()
    desk.keyboard.press("Control+V")
    for place, number in enumerate(("2", "3", "๑", "4")):
        desk.locator(f"[name=budget_lines-{place}-priority]").fill(number)
    desk.keyboard.press("Tab")

    expect(desk.locator("[name$=-item]").first).to_have_value("จ้างออกแบบฉลาก")
    assert items(desk)[1:] == ["ถุงบรรจุภัณฑ์", "ข้าวเปลือก", "จ้างซ่อมโรงเก็บ"]
