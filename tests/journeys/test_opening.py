"""The year opens: staff prepare the call, its criteria and its roster; a province sets its day."""

from datetime import date

import pytest
from playwright.sync_api import expect

from groups.enums import Role
from groups.tasks import deliver_notices
from scoring.models import Criterion
from selection_site.lib import clock
from submissions.models import Submission
from tests.factories.budgets import small_call
from tests.factories.groups import PostFactory
from tests.factories.submissions import SubmissionFactory
from tests.journeys.steps import (
    agree,
    box,
    facts,
    fill_in,
    follow,
    go_to,
    log_in,
    press,
    reads,
    reads_heading,
    region,
    rows,
    take_up,
    th,
)
from tests.submissions.workbooks import NONTHABURI, SANO_NOI, TYPE, roster

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAYS = {
    "plans can be written from": "๗ พฤษภาคม ๒๕๖๓",
    "plans due at the department": "๒๙/๕/๒๕๖๓",
    "round 1 ends": "30 มิ.ย. 2563",
    "round 2 ends": "30/06/2563",
    "money allocated by": "๓๑ ก.ค. ๖๓",
    "procurement done by": "31/7/2563",
    "follow-up report and clip due": "20 สิงหาคม 2563",
    "result record with files and pictures due": "31/8/2020",
}
TERMS = {
    "groups invited": "๒",
    "kept after round 1": "2",
    "places 'outstanding'": "1",
    "places 'good'": "1",
    "budget ceiling": "๑๔๐,๐๐๐",
}
MISSPELT = ("นนทบุรี", "บางใหย่", "บางม่วง", "สี่", "", "กลุ่มออมทรัพย์เพื่อการผลิตบ้านบางม่วง")


@pytest.fixture
def desk(new_page):
    """A member of staff at work, ten days before the year begins."""
    clock.travel(date(2020, 4, 27))
    page = new_page()
    log_in(page, PostFactory(role=Role.STAFF).user)
    return page


def send_workbook(page, *rows):
    content = roster(*rows).getvalue()
    file = {"name": "รายชื่อกลุ่ม.xlsx", "mimeType": TYPE, "buffer": content}
    box(page, "Roster workbook").set_input_files(file)
    press(page, "Check the workbook")


def test_call_is_written_with_thai_days_and_kept_when_one_is_refused(desk):
    go_to(desk, "Calls")
    press(desk, "Prepare a call")
    fill_in(desk, {"fiscal year (B.E.)": "๒๕๖๓", **DAYS, **TERMS})
    press(desk, "Save")

    expect(box(desk, "money allocated by")).to_have_attribute("aria-invalid", "true")
    expect(box(desk, "plans can be written from")).to_have_value("๗ พฤษภาคม ๒๕๖๓")
    fill_in(desk, {"money allocated by": "๓๑ ก.ค. ๒๕๖๓"})
    press(desk, "Save")

    reads_heading(desk, "Call of fiscal year %(year)s", year=2563)
    said = facts(desk)
    assert said[th("plans due at the department")] == "29 พฤษภาคม 2563"
    assert said[th("money allocated by")] == "31 กรกฎาคม 2563"
    assert said[th("Awards in all")] == "140,000 บาท"


def test_criteria_are_changed_and_refused_unless_they_make_a_hundred(desk):
    small_call(good=1, opened=False)
    go_to(desk, "Scoring")
    press(desk, "Prepare both rounds")
    follow(region(desk, "Round 1"), th("Criteria"))
    first = region(desk, "Criteria in the order of the sheet").get_by_role("listitem").first
    fill_in(first, {"Criterion": "แผนครบถ้วน", "Points in the total": "๑๙"})

    expect(desk.get_by_role("status").get_by_text("99", exact=True)).to_be_visible()
    press(desk, "Save")
    reads(desk, "The points add up to %(total)d; they must add up to %(full)d.", total=99, full=100)
    expect(box(first, "Criterion")).to_have_value("แผนครบถ้วน")
    fill_in(first, {"Points in the total": "๒๐"})
    press(desk, "Save")

    reads(desk, "The criteria are saved.")
    assert Criterion.objects.get(round__number=1, position=1).name == "แผนครบถ้วน"


def test_roster_names_the_wrong_cells_and_is_read_in_once(desk):
    small_call(good=1, opened=False, places_invited=2)
    go_to(desk, "Calls")
    follow(desk, th("Fiscal year %(year)s", year=2563))
    press(desk, "Set the roster")
    send_workbook(desk, SANO_NOI, MISSPELT)
    assert [cell for cell, _problem in rows(desk.get_by_role("alert"))] == ["B3", "D3"]

    press(desk, "Send a corrected workbook")
    send_workbook(desk, SANO_NOI, NONTHABURI)
    reads(desk, "Back, write nothing")
    assert Submission.objects.count() == 0
    agree(desk, "Confirm")

    groups = rows(region(desk, "Groups on the roster"))
    assert [(province, stage) for province, _group, _where, stage, _act in groups] == [
        ("นนทบุรี", th("Not started")),
        ("สระแก้ว", th("Not started")),
    ]
    send_workbook(desk, SANO_NOI, NONTHABURI)
    reads(desk, "Every group of the file is on the roster already")


def test_year_opens_and_the_province_sets_its_own_day(desk, new_page, mailoutbox):
    officer = PostFactory(role=Role.PROVINCE).user
    SubmissionFactory(call=small_call(good=1, opened=False))
    clock.travel(date(2020, 5, 7))
    take_up(desk, "Prepare and open the call")
    agree(desk, "Open the call")
    reads(desk, "Plans are taken")
    deliver_notices()

    page = new_page()
    log_in(page, officer)
    page.get_by_role("link", name=th("Notices")).click()
    [message] = mailoutbox
    page.get_by_role("button", name=message.subject).click()
    go_to(page, "Plans")
    press(page, "Set the province's day")
    page.get_by_role("link", name=th("Set the day")).click()
    fill_in(page, {"plans due at the province": "๑ มิ.ย. ๒๕๖๓"})
    press(page, "Save")
    expect(page.get_by_role("alert")).to_be_visible()
    fill_in(page, {"plans due at the province": "๒๕ พ.ค. ๒๕๖๓"})
    press(page, "Save")

    [[province, day, *_]] = rows(region(page, "Days that the provinces set"))
    assert (province, day) == ("สระแก้ว", "25 พฤษภาคม 2563")
