"""The Thai catalogue says everything that the source says, and nothing it does not."""

import re
import shutil
import subprocess
import sys

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

CATALOGUE = settings.BASE_DIR / "locale" / "th" / "LC_MESSAGES" / "django.po"
SOURCES = ["selection_site", "groups", "submissions", "scoring", "budgets", "reports", "templates"]


PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|{\w*}")


def placeholders(text):
    return set(PLACEHOLDER.findall(text))


def last_of(forms):
    return forms[-1] if isinstance(forms, list | tuple) else forms


def messages(path):
    """{(context, message): entry} of those in use."""
    with path.open("rb") as file:
        return {(entry.context, entry.id): entry for entry in read_po(file) if entry.id}


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The catalogue as `make messages` would write it from the present source."""
    copy = tmp_path_factory.mktemp("source")
    for name in [*SOURCES, "locale"]:
        shutil.copytree(settings.BASE_DIR / name, copy / name, dirs_exist_ok=True)
    shutil.copy(settings.BASE_DIR / "manage.py", copy)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale", "th", "--no-obsolete"],
        cwd=copy,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return messages(copy / CATALOGUE.relative_to(settings.BASE_DIR))


def test_every_marked_string_is_in_the_catalogue(collected):
    assert sorted(map(str, collected.keys() - messages(CATALOGUE).keys())) == []


def test_every_string_has_its_thai():
    empty = [str(key) for key, entry in messages(CATALOGUE).items() if not last_of(entry.string)]

    assert empty == []


def test_no_translation_is_fuzzy():
    assert [key for key, entry in messages(CATALOGUE).items() if entry.fuzzy] == []


def test_placeholders_agree():
    """Thai has one form for any number, so it follows the English plural."""
    wrong = [
        str(entry.id)
        for entry in messages(CATALOGUE).values()
        if placeholders(last_of(entry.id)) != placeholders(last_of(entry.string))
    ]

    assert wrong == []
