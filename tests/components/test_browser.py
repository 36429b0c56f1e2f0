"""What the modules do in a browser, and what the accessibility rules say to it all."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture(autouse=True)
def gallery_urls(settings):
    settings.ROOT_URLCONF = "tests.components.urls"


@pytest.fixture
def gallery(page):
    page.goto("/")
    return page


def violations(page):
    return [
        f"{found['id']}: {node['target']}"
        for found in Axe().run(page).response["violations"]
        for node in found["nodes"]
    ]


def line_totals(page):
    return page.locator("[data-line-total]").all_inner_texts()


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("path", ["/", "/accounts/login/"])
def test_page_breaks_no_rule_of_accessibility(new_page, options, path):
    page = new_page(**options)
    page.goto(path)

    assert violations(page) == []


@pytest.mark.parametrize("path", ["/", "/accounts/login/"])
def test_page_does_not_scroll_sideways_on_a_phone(new_page, path):
    page = new_page(**PHONE)
    page.goto(path)

    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_targets_on_a_phone_are_large_enough(new_page):
    page = new_page(**PHONE)
    page.goto("/")

    small = page.evaluate(
        """() => [...document.querySelectorAll("button, .button, .tool, .menu a, select, textarea")]
            .filter((each) => each.offsetParent && each.getBoundingClientRect().height < 43.5)
            .map((each) => each.outerHTML)"""
    )
    assert small == []


def test_first_visit_weighs_little(page):
    sizes = {}
    page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}))

    page.goto("/accounts/login/", wait_until="networkidle")

    assert sum(sizes.values()) < 60 * 1024


def test_menu_of_a_phone_opens_by_keyboard(new_page):
    page = new_page(**PHONE)
    page.goto("/")
    menu = page.get_by_role("navigation", name="เมนูหลัก").or_(page.locator("#menu"))
    expect(menu.first).to_be_hidden()

    page.locator("[popovertarget=menu]").focus()
    page.keyboard.press("Enter")

    expect(menu.first).to_be_visible()


def test_first_error_summary_has_the_focus_and_leads_to_the_box(gallery):
    assert gallery.evaluate("document.activeElement.matches('[data-error-summary]')")

    gallery.locator("[data-error-summary] a[href='#id_business']").click()

    assert gallery.evaluate("document.activeElement.id") == "id_business_0"


def test_totals_count_thai_digits_and_leave_out_the_groups_own_money(gallery):
    assert line_totals(gallery) == ["32,500.00", "12,250.00", "22,500.00", "60,000.00", "–"]
    assert gallery.locator("[data-budget-total]").inner_text() == "104,750.00"
    assert gallery.locator("[data-budget-whole]").inner_text() == "127,250.00"


def test_cut_stands_where_the_limit_is_passed(gallery):
    rows = gallery.locator("[data-formset=lines] [data-formset-row]:not([hidden])")

    cut = rows.evaluate_all("rows => rows.map((row) => row.classList.contains('line'))")
    beyond = rows.evaluate_all("rows => rows.map((row) => row.classList.contains('beyond'))")

    assert cut == [False, False, True, False, False]
    assert beyond == [False, False, False, True, False]


@pytest.mark.parametrize(
    ("quantity", "price", "amount"),
    [
        ("3", "0.335", "–"),
        ("0.5", "0.01", "0.01"),
        ("๒", "๑,๒๓๔.๕", "2,469.00"),
        ("-1", "10", "–"),
        ("1", "สิบ", "–"),
        ("9999999.99", "99999999.99", "–"),
    ],
)
def test_line_is_reckoned_in_whole_satang(gallery, quantity, price, amount):
    gallery.fill("[name=lines-0-quantity]", quantity)
    gallery.fill("[name=lines-0-unit_price]", price)

    assert line_totals(gallery)[0] == amount


def test_added_row_has_the_next_number_and_the_focus(gallery):
    gallery.get_by_role("button", name="เพิ่มรายการ").click()

    assert gallery.evaluate("document.activeElement.name") == "lines-5-item"
    assert gallery.input_value("[name=lines-TOTAL_FORMS]") == "6"
    assert gallery.locator("[data-formset=lines] li [name*=__prefix__]").count() == 0


def test_removed_row_leaves_the_total_and_can_be_put_back(gallery):
    rows = gallery.locator("[data-formset=lines] [data-formset-row]")

    rows.nth(3).locator("[data-formset-remove]").click()

    expect(rows.nth(3)).to_be_hidden()
    assert gallery.is_checked("[name=lines-3-DELETE]")
    assert gallery.locator("[data-budget-total]").inner_text() == "44,750.00"
    assert gallery.evaluate("document.activeElement.matches('[data-formset-remove]')")

    gallery.locator("[data-formset=lines] [data-formset-status] button").click()

    expect(rows.nth(3)).to_be_visible()
    assert not gallery.is_checked("[name=lines-3-DELETE]")


def test_moved_row_sends_its_new_place_and_blank_rows_none(gallery):
    rows = gallery.locator("[data-formset=lines] [data-formset-row]")
    rows.nth(1).locator("[data-formset-up]").click()
    assert gallery.evaluate("document.activeElement.matches('[data-formset-up]')")

    gallery.evaluate("document.querySelector('form[data-budget]').action = '/saved'")
    gallery.get_by_role("button", name="บันทึกร่าง").click()
    gallery.wait_for_url("**/saved")

    sent = dict(re.findall(r"'lines-(\d)-ORDER', \['(\d?)'\]", gallery.content()))
    assert sent == {"0": "2", "1": "1", "2": "3", "3": "4", "4": ""}


def test_question_is_asked_before_an_act(gallery):
    gallery.evaluate("document.querySelector('form[data-budget]').action = '/saved'")
    button = gallery.get_by_role("button", name="ลบแผน")
    dialog = gallery.get_by_role("dialog")

    button.click()
    expect(dialog.get_by_text("ลบแผนฉบับร่างนี้ทั้งหมดหรือไม่")).to_be_visible()
    gallery.keyboard.press("Escape")
    assert gallery.url.endswith("/")
    assert gallery.evaluate("document.activeElement.name") == "drop"

    button.click()
    dialog.get_by_role("button", name="ลบแผน").click()
    gallery.wait_for_url("**/saved")
    assert "'drop', ['1']" in gallery.content()


def clip(size=1000):
    return {"name": "clip.mp4", "mimeType": "video/mp4", "buffer": b"x" * size}


def test_upload_moves_on_with_its_message(gallery):
    gallery.set_input_files("[name=clip]", clip())
    gallery.fill("[name=title]", "งานของกลุ่ม")

    gallery.get_by_role("button", name="ส่งคลิป").click()

    gallery.wait_for_url("**/taken")
    expect(gallery.get_by_text("รับ clip.mp4 แล้ว")).to_be_visible()


def test_refused_upload_comes_back_with_its_errors_and_its_file(gallery):
    gallery.set_input_files("[name=clip]", clip())

    gallery.get_by_role("button", name="ส่งคลิป").click()

    gallery.locator("[data-error-summary] a[href='#id_title']").wait_for()
    assert gallery.evaluate("document.querySelector('[name=clip]').files[0].name") == "clip.mp4"
    assert line_totals(gallery)[0] == "32,500.00"
    assert gallery.locator("[data-formset=lines]").evaluate("e => e.classList.contains('live')")


def test_file_over_the_limit_is_refused_before_it_is_sent(gallery):
    gallery.set_input_files("[name=clip]", clip(1024 * 1024 + 1))

    gallery.get_by_role("button", name="ส่งคลิป").click()

    assert "clip.mp4" in gallery.locator("[data-upload-text]").inner_text()
    assert gallery.url.endswith("/")


def test_server_that_takes_no_such_file_is_told_in_words_and_nothing_is_lost(gallery):
    gallery.evaluate("document.querySelector('form[data-upload]').action = '/broken-upload'")
    gallery.set_input_files("[name=clip]", clip())
    gallery.fill("[name=title]", "งานของกลุ่ม")

    gallery.get_by_role("button", name="ส่งคลิป").click()

    gallery.locator("[data-upload-text]", has_text="413").wait_for()
    assert gallery.input_value("[name=title]") == "งานของกลุ่ม"
    assert gallery.get_by_role("button", name="ส่งคลิป").is_enabled()


def test_progress_is_asked_again_until_done(gallery):
    gallery.get_by_text("จัดทำหนังสือครบแล้ว").wait_for()

    assert gallery.locator("[hx-get]").count() == 0
