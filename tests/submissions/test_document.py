"""The plan as it is read."""

from datetime import date

import pytest
from django.utils.translation import override

from selection_site.lib import clock
from submissions.enums import Section
from submissions.selectors import PARTS, plan_content, plan_document
from submissions.selectors.sections import label
from tests.factories.submissions import PlanFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    clock.travel(date(2020, 5, 20))
    with override("en"):
        yield


@pytest.fixture
def document():
    content = plan_content(PlanFactory().submission)
    return {section.key: section for section in plan_document(content)}


def texts(table):
    return [[cell.text for cell in row] for row in table.rows]


def test_document_has_every_section_of_the_plan_in_its_order(document):
    assert list(document) == list(PARTS)


def test_empty_plan_can_be_read_too():
    sections = plan_document(plan_content(SubmissionFactory()))

    assert [section.key for section in sections] == list(PARTS)
    assert sum(len(section.tables) for section in sections) == 1


@pytest.mark.parametrize("section", [Section.FINANCES, Section.AIMS, Section.MARKETING])
def test_every_field_of_a_section_is_shown(document, section):
    names = [name for name, value in document[section].pairs]

    assert names == [label(name) for name in PARTS[section].fields]


def test_group_is_shown_with_its_address_day_and_telephone(document):
    pairs = dict(document["group"].pairs)

    assert pairs["Address"] == ("เลขที่ 12/3 หมู่ที่ 2 บ้านโสนน้อย ตำบลท่าข้าม อำเภออรัญประเทศ จังหวัดสระแก้ว")
    assert pairs["Founded on"] == "9 March 1987"
    assert pairs["Telephone of the chairperson"] == "081-234-5678"


def test_amounts_and_shares_are_shown_with_their_units(document):
    pairs = dict(document["finances"].pairs)

    assert pairs["Regular savings"] == "4,218,300 baht"
    assert pairs["Deposits held"] == "0 baht"
    assert pairs["Profit shared as dividend"] == "40 %"
    assert pairs["Profit to other purposes"] == ""


def test_businesses_are_shown_with_three_years_of_figures(document):
    businesses, years = document["businesses"].tables

    assert texts(businesses) == [["ร้านค้าชุมชนบ้านโสนน้อย", "2548", "350,000", "3", "190"]]
    assert texts(years) == [
        ["ร้านค้าชุมชนบ้านโสนน้อย", "1,020,000", "1,115,000", "1,240,000"],
        ["ร้านค้าชุมชนบ้านโสนน้อย", "88,000", "97,500", "112,300"],
    ]


def test_forecast_shows_what_is_left_each_year(document):
    [forecast] = document["finance-plan"].tables

    assert texts(forecast)[0] == ["1", "1,380,000", "1,240,000", "140,000"]


def test_budget_is_summed_by_source_in_figures_and_words(document):
    lines, bought = document["budget"].tables

    assert texts(lines)[1] == [
        "2", "ข้าวเปลือกหอมมะลิ", "2.5", "ตัน", "12,800.00", "32,000.00", "Department", "Material",
    ]  # fmt: skip
    assert lines.foot == [
        ("Department", "54,500.00"),
        ("The group itself", "14,000.00"),
        ("All lines together", "68,500.00"),
        ("In words", "หกหมื่นแปดพันห้าร้อยบาทถ้วน"),
    ]
    assert texts(bought) == [
        ["50,000 baht", "ถุงบรรจุภัณฑ์พิมพ์ลาย, ข้าวเปลือกหอมมะลิ", "49,500.00", "500.00", "14,000.00", ""],
        [
            "90,000 baht",
            "ถุงบรรจุภัณฑ์พิมพ์ลาย, ข้าวเปลือกหอมมะลิ, จ้างออกแบบฉลาก",
            "54,500.00",
            "35,500.00",
            "14,000.00",
            "",
        ],
    ]
    assert "จ้างออกแบบฉลาก" in bought.rows[0][1].note


def test_award_that_buys_nothing_says_so():
    content = plan_content(PlanFactory().submission)
    content["budget_lines"][0]["unit_price_satang"] = 2_000_000

    document = {section.key: section for section in plan_document(content)}
    bought = document["budget"].tables[1]

    assert [row[1].text for row in bought.rows] == ["nothing", "nothing"]
