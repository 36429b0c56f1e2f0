"""Whoever logs in: every page of the menu fits, speaks the chosen language and can be used."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from groups.enums import JUDGE_ROLES, Role
from tests.factories.groups import PostFactory
from tests.journeys.steps import log_in, texts, th
from tests.journeys.years import two_years

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}

# What is called the same in Thai; addresses of mail are taken out before.
NAMES = {"BPM", "Excel", "GP", "JPEG", "MB", "MP4", "PDF", "PNG", "SVG", "WebP", "XLSX", "ZIP"}
# Everything that is read to people on a page; code and what is marked as English aside.
WORDS = """() => {
  const said = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest("script, style, code, [lang=en]")) {
      said.push(walker.currentNode.data);
    }
  }
  for (const name of ["alt", "aria-label", "placeholder", "title", "data-confirm"]) {
    for (const each of document.querySelectorAll(`[${name}]`)) said.push(each.getAttribute(name));
  }
  return said;
}"""


def menu_of(page):
    return page.get_by_role("navigation", name=re.compile(f"{th('Main menu')}|Main menu"))


def pages(page):
    """Open every page of the menu, one after another, by clicking; their headings."""
    for number in range(menu_of(page).get_by_role("link").count()):
        load(page, menu_of(page).get_by_role("link").nth(number))
        yield page.get_by_role("heading", level=1).inner_text()


def load(page, link):
    """Click, and wait until everything of the next page is there."""
    with page.expect_navigation():
        link.click()


def overflow(page):
    """By how many pixels the page is wider than a telephone, and than the screen of a desk."""
    found = []
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        found.append(page.evaluate("document.documentElement.scrollWidth") - size["width"])
    return found


def english_words(page):
    text = re.sub(r"\S+@\S+", " ", " ".join(page.evaluate(WORDS)))
    return sorted(set(re.findall(r"[A-Za-z][A-Za-z0-9]+", text)) - NAMES)


def violations(page):
    return [
        f"{found['id']}: {node['target']}"
        for found in Axe().run(page).response["violations"]
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("role", list(Role))
def test_every_page_of_the_menu_fits_and_is_understood(role, new_page):
    person = PostFactory(role=role).user
    two_years(person if role in JUDGE_ROLES else PostFactory(role=Role.MEMBER).user)
    page = new_page()
    log_in(page, person)

    thai = {head: (overflow(page), english_words(page), violations(page)) for head in pages(page)}
    load(page, page.get_by_role("button", name="English"))
    english = {head: overflow(page) for head in pages(page)}

    assert thai == {head: ([0, 0], [], []) for head in thai}
    assert english == {head: [0, 0] for head in english}
    assert len(thai) == len(english) == len(texts(menu_of(page).get_by_role("link")))
