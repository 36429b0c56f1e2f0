"""How people go through the pages: by what they read there, never by an address.

The pages are Thai. Words are given here as the source has them and looked for in Thai, so that a
test reads without Thai and still fails where a page speaks English.
"""

import io
import re

from django.utils import translation
from playwright.sync_api import expect

from tests.factories.groups import PASSWORD

PHONE = {"viewport": {"width": 360, "height": 740}}


def th(words, **values):
    """What the pages say in Thai for `words`; a text that has no Thai is a mistake of the test."""
    with translation.override("th"):
        said = translation.gettext(words)
    assert re.search("[ก-๙]", said), f"The catalogue has no Thai for “{words}”."
    return said % values if values else said


def log_in(page, user):
    """Through the form that everybody gets who is not logged in."""
    page.goto("/")
    fill_in(page, {"E-mail": user.email, "Password": PASSWORD})
    press(page, "Log in")
    reads_heading(page, "My tasks")


def log_in_again(page):
    """Give the password once more, which acts of weight ask for; the act then goes on."""
    reads_heading(page, "Is it you?")
    fill_in(page, {"Password": PASSWORD})
    press(page, "Go on")


def settled(page):
    """Until style and scripts are there too: a press before that is lost, a measure is wrong."""
    getattr(page, "page", page).wait_for_load_state()


def press(page, words, **values):
    """Press the button, or the link that looks like one."""
    settled(page)
    name = th(words, **values)
    button = page.get_by_role("button", name=name, exact=True)
    button.or_(page.get_by_role("link", name=name, exact=True)).first.click()


def agree(page, words, **values):
    """Press a button that asks first, and say yes."""
    press(page, words, **values)
    page.get_by_role("dialog").get_by_role("button").first.click()


def follow(page, text):
    """Click the link of this text."""
    page.get_by_role("link", name=text, exact=True).first.click()


def go_to(page, words):
    """Choose a place in the menu, which a phone opens first."""
    menu = page.get_by_role("navigation", name=th("Main menu"))
    # Not asked of the page: while the next one is coming, a menu that is seen is not seen.
    if page.viewport_size == PHONE["viewport"]:
        press(page, "Menu")
    menu.get_by_role("link", name=th(words), exact=True).click()


def take_up(page, words, **values):
    """Begin the task that the home page names."""
    go_to(page, "My tasks")
    follow(page, th(words, **values))


def box(page, words):
    """The field with this label, optional or not."""
    return page.get_by_label(re.compile(rf"^\s*{re.escape(th(words))}\s*(\(.*\))?\s*$"))


def fill_in(page, values):
    """Write each value into the field with its label."""
    for words, value in values.items():
        box(page, words).fill(str(value))


def choose(page, options):
    """Choose each option from the list with its label."""
    for words, option in options.items():
        box(page, words).select_option(label=option if option.isdigit() else th(option))


def tab_to(thing):
    """Go on with the Tab key until the keyboard is there."""
    for _ in range(200):
        if thing.evaluate("each => each === document.activeElement"):
            return
        thing.page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard does not come to {thing}.")


def reads(page, words, **values):
    """Somewhere the page says this."""
    expect(page.get_by_text(th(words, **values)).first).to_be_visible()


def reads_heading(page, words, **values):
    expect(page.get_by_role("heading", level=1)).to_have_text(th(words, **values))


def region(page, words, **values):
    """The part of the page with this name."""
    return page.get_by_role("region", name=th(words, **values), exact=True)


def rows(place):
    """The cells of the table in a part of the page, row by row, without its head."""
    expect(place.locator("tbody")).to_be_visible()
    return [texts(row.locator("th, td")) for row in place.locator("tbody tr").all()]


def facts(place):
    """What the lists of terms say in a part of the page: {term: definition}."""
    return dict(zip(texts(place.locator("dt")), texts(place.locator("dd")), strict=True))


def saved(link):
    """The file behind a link, kept as one keeps what the browser would show: Alt and a click."""
    with link.page.expect_download() as download:
        link.click(modifiers=["Alt"])
    return io.BytesIO(download.value.path().read_bytes())


def texts(things):
    """Their words as they are read, however the page breaks its lines."""
    expect(things.first).to_be_visible()
    return [" ".join(text.split()) for text in things.all_inner_texts()]
