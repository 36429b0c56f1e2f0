"""The style sheets: no rule that nothing wears, and none that its page does not load."""

import re

from django.conf import settings

STATIC = settings.BASE_DIR / "static"
TEMPLATES = settings.BASE_DIR / "templates"
SOURCES = {str(path.relative_to(TEMPLATES)): path.read_text() for path in TEMPLATES.rglob("*.html")}
# Pages, unlike parts, are built on another page or are whole; those of a PDF are dressed elsewhere.
PAGES = sorted(
    name
    for name, text in SOURCES.items()
    if re.search(r"{% extends|<!DOCTYPE", text) and not re.search("/(letters|pdf)/", name)
)
SCRIPTS = [*STATIC.rglob("*.js"), *(settings.BASE_DIR / "selection_site").rglob("*.py")]
WORN = re.compile(r"""class=["']((?:[^"'<{]|{[^}]*})*)|{% block frame %}([^{]*)""")
# Every page is one; comments of the province are empty where nobody can write one.
ANYWHERE = {"page", "pinned"}


def classes(sheet):
    selectors = re.sub(r"/\*.*?\*/|{[^{}]*}", " ", sheet, flags=re.DOTALL)
    return set(re.findall(r"\.([a-z][\w-]*)", selectors))


CLASSES = {path.stem: classes(path.read_text()) for path in sorted(STATIC.glob("*.css"))}
KNOWN = set().union(*CLASSES.values())


def with_parts(name, seen=()):
    """A template and all that it includes or is built on."""
    parts = {name, *seen}
    for other in re.findall(r'{% (?:include|extends) "([^"]+)"', SOURCES[name]):
        if other not in parts:
            parts |= with_parts(other, parts)
    return parts


def undressed(page):
    """What this page wears that none of its sheets knows, though another one does."""
    text = "\n".join(SOURCES[part] for part in sorted(with_parts(page)))
    words = " ".join(attribute or frame for attribute, frame in WORN.findall(text))
    worn = set(re.findall(r"[\w-]+", words))
    linked = re.findall(r"'(\w+)\.css'", text)
    return sorted((worn & KNOWN).difference(ANYWHERE, *(CLASSES[name] for name in linked)))


def test_every_class_of_a_sheet_is_worn():
    code = "\n".join([*SOURCES.values(), *(path.read_text() for path in SCRIPTS)])

    assert KNOWN - set(re.findall(r"[\w-]+", code)) == set()


def test_pages_load_the_sheets_of_what_they_wear():
    assert {page: undressed(page) for page in PAGES if undressed(page)} == {}
