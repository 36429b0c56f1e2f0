"""Rows that are added, moved and taken away by keyboard, and cells pasted from a sheet."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Two rows as a sheet puts them on the clipboard: a cell in quotes holds a line's end and a quote.
CELLS = 'ตู้อบ\t๑\t๓๒,๕๐๐.๐๐\tกลุ่ม\n"ถุง ""ใส""\nขนาดเล็ก"\t 1,000 \t฿12.25\tกรมฯ\n'
PASTE = """(box, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const like = { clipboardData, bubbles: true, cancelable: true };
  box.dispatchEvent(new ClipboardEvent("paste", like));
}"""


@pytest.fixture(autouse=True)
def gallery_urls(settings):
    settings.ROOT_URLCONF = "tests.components.urls"


@pytest.fixture
def gallery(page):
    page.goto("/")
    return page


def focused(page):
    return page.evaluate("document.activeElement.name")


def typed(page, *names):
    return [page.input_value(f"[name={name}]") for name in names]


def told(page, prefix):
    return page.locator(f"[data-formset={prefix}] [data-formset-status]").inner_text()


def paste(page, name, text):
    page.locator(f"[name={name}]").evaluate(PASTE, text)


def test_added_row_is_told_and_taken_at_its_first_box(gallery):
    gallery.locator("[data-formset=aims] [data-formset-add]").focus()
    gallery.keyboard.press("Enter")

    assert focused(gallery) == "aims-2-aim"
    assert told(gallery, "aims") == "เพิ่มแถวที่ 3 แล้ว"


def test_moved_row_keeps_the_keyboard_and_is_told(gallery):
    down = gallery.locator("[data-formset=lines] [data-formset-row]").first
    down.locator("[data-formset-down]").focus()
    gallery.keyboard.press("Enter")
    gallery.keyboard.press("Enter")

    items = gallery.locator("[data-formset=lines] [name$=-item]")
    assert items.nth(2).input_value() == "เครื่องอบแห้งพลังงานแสงอาทิตย์"
    assert told(gallery, "lines") == "ย้ายเป็นแถวที่ 3 จาก 5"
    assert gallery.evaluate(
        "document.activeElement.closest('[data-formset-row]').querySelector('[name$=-item]').name"
    ) == "lines-0-item"  # fmt: skip


def test_taken_away_row_leaves_the_keyboard_at_its_neighbour(gallery):
    gallery.locator("[data-formset=lines] [data-formset-remove]").nth(1).focus()
    gallery.keyboard.press("Enter")

    neighbour = "document.activeElement.closest('[data-formset-row]').querySelector('input').name"
    assert gallery.evaluate(neighbour) == "lines-2-item"


def test_cells_fill_rows_from_the_box_on_and_add_what_is_lacking(gallery):
    paste(gallery, "lines-4-item", CELLS)

    row, added = (f"lines-{number}" for number in (4, 5))
    names = ("item", "quantity", "unit_price", "source")
    assert typed(gallery, *(f"{row}-{name}" for name in names)) == [
        "ตู้อบ", "๑", "๓๒,๕๐๐.๐๐", "group",
    ]  # fmt: skip
    assert typed(gallery, *(f"{added}-{name}" for name in names)) == [
        'ถุง "ใส" ขนาดเล็ก', "1,000", "12.25", "department",
    ]  # fmt: skip
    assert gallery.input_value("[name=lines-TOTAL_FORMS]") == "6"
    assert told(gallery, "lines").startswith("วางข้อมูลแล้ว 8 ช่อง")
    assert gallery.locator("[data-line-total]").last.inner_text() == "12,250.00"


def test_one_undo_takes_the_whole_paste_back(gallery):
    paste(gallery, "lines-3-item", CELLS + CELLS)
    assert gallery.input_value("[name=lines-TOTAL_FORMS]") == "7"

    gallery.get_by_role("button", name="ยกเลิกการวาง").click()

    assert typed(gallery, "lines-3-item", "lines-3-unit_price", "lines-4-item") == [
        "ชั้นวางสินค้า", "15,000", "",
    ]  # fmt: skip
    assert gallery.input_value("[name=lines-TOTAL_FORMS]") == "5"
    assert focused(gallery) == "lines-3-item"


def test_cell_without_a_place_is_named(gallery):
    paste(gallery, "lines-0-unit_price", "10\tมูลนิธิ\tส่วนเกิน")

    assert typed(gallery, "lines-0-unit_price", "lines-0-source") == ["10", "department"]
    assert "วางไม่ได้: “มูลนิธิ”, “ส่วนเกิน”" in told(gallery, "lines")


def test_head_of_the_sheet_is_no_row(gallery):
    paste(gallery, "lines-4-item", "รายการ\tจำนวน\tราคาต่อหน่วย\nตู้อบ\t1\t10")

    assert typed(gallery, "lines-4-item", "lines-4-quantity") == ["ตู้อบ", "1"]
    assert gallery.input_value("[name=lines-TOTAL_FORMS]") == "5"


def test_one_word_is_pasted_as_ever(gallery):
    gallery.context.grant_permissions(["clipboard-read", "clipboard-write"])
    gallery.evaluate("navigator.clipboard.writeText('ตู้อบ')")
    gallery.locator("[name=lines-4-item]").focus()
    gallery.keyboard.press("Control+V")

    assert typed(gallery, "lines-4-item") == ["ตู้อบ"]
    assert told(gallery, "lines") == ""
