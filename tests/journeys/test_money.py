"""The money goes out and comes back as results: from the allocation to the last report."""

import io
import zipfile
from datetime import date

import pytest
from PIL import Image
from playwright.sync_api import expect
from pypdf import PdfReader

from budgets.enums import BuyingStep
from budgets.models import Allocation
from budgets.services import approve, propose
from groups.enums import Role
from reports.tasks import build_exports, make_letters
from selection_site.lib import clock
from submissions.tasks import check_clips
from tests.factories.budgets import director, released_result, small_call, staff
from tests.factories.groups import PostFactory
from tests.factories.reports import letterhead
from tests.journeys.steps import (
    agree,
    box,
    facts,
    fill_in,
    follow,
    go_to,
    log_in,
    log_in_again,
    press,
    reads,
    region,
    rows,
    saved,
    take_up,
    th,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIGURES = {"Activity": "ประชุมเครือข่าย", "Unit": "ครั้ง", "Planned": "๓", "Achieved": "3"}
RESULT = {
    "activity began on": "๑ ส.ค. ๒๕๖๓",
    "activity ended on": "3/8/2563",
    "results": "ยอดขายเพิ่มขึ้นร้อยละ 12",
}
REASON = "ขอให้ระบุจำนวนผู้เข้าร่วม"


@pytest.fixture
def call():
    """A year with one award of each grade, whose result was released on the last day of June."""
    clock.travel(date(2020, 7, 2))
    call = small_call(good=1, ceiling_baht=140_000)
    released_result(call)
    return call


@pytest.fixture
def award(call):
    """The larger award, with which everything else goes on after the approval."""
    approve(propose(call, by=staff()), by=director())
    return Allocation.objects.get(rank=1)


@pytest.fixture
def desk(new_page):
    """Somebody at work, by the post held."""

    def sit(role):
        page = new_page()
        log_in(page, PostFactory(role=role).user)
        return page

    return sit


def picture(name, colour):
    out = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(out, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def send(page):
    agree(page, "Send to the department")
    reads(page, "Sent. The department has a message and reads it now.")


def read_result_of(group, page):
    """Open the report that waits at the department."""
    take_up(page, "Result reports to read")
    page.get_by_role("link", name=f"{th('Result report')} {group}").click()


def test_allocation_needs_two_people(call, desk, new_page):
    both = PostFactory(role=Role.STAFF).user
    PostFactory(role=Role.DIRECTOR, user=both)
    office = new_page()
    log_in(office, both)
    take_up(office, "Propose the allocation")
    agree(office, "Propose the allocation")
    reads(office, "The director decides; you proposed it, so it must be another person.")
    expect(office.get_by_role("button", name=th("Approve the allocation"))).to_have_count(0)

    boss = desk(Role.DIRECTOR)
    take_up(boss, "Approve the allocation")
    agree(boss, "Approve the allocation")
    log_in_again(boss)
    reads(boss, "Approved")

    awards = rows(region(boss, "Groups and amounts"))
    assert [(rank, amount) for rank, *_, amount in awards] == [
        ("1", "90,000 บาท"),
        ("2", "50,000 บาท"),
    ]
    call.refresh_from_db()
    assert call.allocated_baht == 140_000


def test_letters_are_made_and_opened_one_by_one_together_and_as_zip(award, desk):
    letterhead()
    office = desk(Role.STAFF)
    take_up(office, "Make the award letters")
    agree(office, "Number and make the letters")
    expect(office.get_by_role("progressbar", name=th("Letters made:"))).to_be_visible()
    make_letters()

    joint = saved(office.get_by_role("link", name=th("All letters in one PDF, to print")))
    archive = saved(office.get_by_role("link", name=th("Each letter as its own file, in a ZIP")))
    assert len(zipfile.ZipFile(archive).namelist()) == 2
    province = desk(Role.PROVINCE)
    go_to(province, "Letters")
    single = saved(province.get_by_role("link", name="มท ๐๔๐๗/๑"))
    assert len(PdfReader(joint).pages) == 2 * len(PdfReader(single).pages)


def test_purchase_is_recorded_step_by_step_until_it_is_handed_over(award, desk):
    office = desk(Role.DISTRICT)
    follow(office, award.submission.group.name)
    go_to(office, "Money")
    follow(office, award.submission.group.name)
    press(office, "Begin a purchase")
    fill_in(office, {"What is bought": "ถุงบรรจุภัณฑ์", "Seller": "ร้านอรัญการช่าง"})
    press(office, "Begin the purchase")

    for step in BuyingStep:
        form = office.get_by_role("group", name=th("Next: %(step)s", step=th(step.label)))
        fill_in(form, {"Done on": "๒ ก.ค. ๒๕๖๓"})
        if step in (BuyingStep.ORDERED, BuyingStep.PAID):
            fill_in(form, {"Amount": "๘๙,๕๐๐.๕๐"})
        press(form, "Record this step")
    reads(office, "Bought, paid and handed over to the group.")

    assert facts(office.get_by_role("complementary")) == {
        th("Allocated"): "90,000.00 บาท",
        th("Committed"): "89,500.50 บาท",
        th("Paid"): "89,500.50 บาท",
        th("Left"): "499.50 บาท",
    }


def test_result_report_is_returned_with_a_reason_and_then_accepted(award, desk):
    clock.travel(date(2020, 8, 25))
    group = award.submission.group
    province, office = desk(Role.PROVINCE), desk(Role.STAFF)
    take_up(province, "Send the result report")
    press(province, "Begin to write")
    fill_in(province, {**FIGURES, **RESULT})
    press(province, "Save")
    press(province, "Pictures")
    pictures = [picture("ประชุม.jpg", "green"), picture("ตรวจรับ.jpg", "brown")]
    box(province, "Pictures").set_input_files(pictures)
    fill_in(province, {"Caption": "ตรวจรับวัสดุ"})
    press(province, "Add")
    expect(province.get_by_role("img", name="ตรวจรับวัสดุ")).to_have_count(2)
    press(province, "Back to the report")
    send(province)

    read_result_of(group, office)
    office.get_by_text(th("Return it to the province instead")).click()
    fill_in(office, {"What the province should change": REASON})
    agree(office, "Return to the province")
    reads(office, "Returned. The province has your reason.")
    take_up(province, "Send the result report")
    expect(province.get_by_text(REASON).first).to_be_visible()
    press(province, "Go on writing")
    fill_in(province, {"participants": "๔๕"})
    press(province, "Save")
    send(province)

    read_result_of(group, office)
    agree(office, "Accept")
    reads(office, "The department has accepted it. Nothing is to be done here.")


def test_follow_up_is_sent_with_its_clip(award, desk, film):
    clock.travel(date(2020, 8, 18))
    province = desk(Role.PROVINCE)
    take_up(province, "Send the follow-up report and clip")
    press(province, "Begin to write")
    fill_in(province, {"What the group did since it got the money": "ซื้อวัสดุครบตามแผน"})
    box(province, "Clip of the network activity").set_input_files(film)
    press(province, "Save")
    reads(province, "Everything is there")
    check_clips()
    send(province)
    expect(province.locator("video")).to_be_visible()


def test_allocation_report_is_taken_out_as_workbook_and_as_pdf(award, desk):
    from openpyxl import load_workbook

    office = desk(Role.STAFF)
    go_to(office, "Reports")
    for number, form in enumerate((th("Excel workbook"), "PDF"), 1):
        name = f"{form} {th('Allocation report')}"
        office.get_by_role("button", name=name).click()
        expect(office.get_by_text(th("Being made"))).to_have_count(number)
    build_exports()

    document = PdfReader(saved(office.get_by_role("link", name="(PDF)")))
    assert "๑๔๐,๐๐๐" in document.pages[0].extract_text()
    workbook = load_workbook(saved(office.get_by_role("link", name=th("Excel workbook"))))
    *_, last = workbook.active.values
    assert (last[0], last[5]) == ("รวม", 140_000)
