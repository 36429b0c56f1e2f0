from datetime import date

import pytest
from django.utils.translation import override

from groups.enums import Role
from selection_site.lib import clock
from tests.factories.groups import PostFactory


@pytest.fixture(autouse=True)
def in_june():
    """Plans are in, both rounds end on 30 June 2563."""
    clock.travel(date(2020, 6, 10))


@pytest.fixture
def staff():
    return PostFactory(role=Role.STAFF).user


@pytest.fixture
def director():
    return PostFactory(role=Role.DIRECTOR).user


@pytest.fixture
def auditor():
    return PostFactory(role=Role.AUDITOR).user


@pytest.fixture
def chair():
    return PostFactory(role=Role.CHAIR).user


@pytest.fixture
def member():
    return PostFactory(role=Role.MEMBER).user


@pytest.fixture
def english():
    """Sentences are compared in the language they are written in."""
    with override("en"):
        yield


@pytest.fixture
def english_pages(client, english):
    """The browser has English chosen."""
    client.cookies["django_language"] = "en"
