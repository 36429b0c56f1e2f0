import os
from threading import get_ident
from time import monotonic, sleep

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import connection, connections
from django.template import engines
from django.test import Client, TransactionTestCase
from django.utils import translation
from playwright.sync_api import sync_playwright

from selection_site.lib import clock
from tests import first_rows, migrated
from tests.strict_templates import Refusal

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_FLAGS = [
    "--no-sandbox",  # refused to root otherwise
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_runtest_setup(item):
    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("run by: python -m tests.services python -m pytest -m postgres")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """A page saves while another is read: in a file, as in production, each thread of the test
    server has a connection of its own. In memory all would share one, with its transaction.
    """
    if connection.vendor == "sqlite":
        path = settings.SELECTION_DATA / "test.sqlite3"
        migrated.lay(path)
        connection.settings_dict["TEST"]["NAME"] = str(path)
        connection.settings_dict["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"


@pytest.fixture(scope="session")
def django_db_keepdb():
    """Take the migrated file as it lies there; it goes with the folder it is in."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        restore = first_rows.remember()
    TransactionTestCase._fixture_teardown = lambda case: restore()


@pytest.fixture(autouse=True, scope="session")
def strict_templates():
    engines["django"].engine.string_if_invalid = Refusal()


@pytest.fixture(autouse=True)
def fresh_start():
    """No clock, language or count of attempts is left over from another test."""
    translation.deactivate()
    cache.clear()
    yield
    clock.come_back()


@pytest.fixture(autouse=True)
def one_connection(monkeypatch):
    """A download that a test closes by hand ends no connection: its transaction is the test's."""
    monkeypatch.setattr(connections["default"], "close_if_unusable_or_obsolete", lambda: None)


@pytest.fixture(scope="session")
def chromium():
    # Playwright's loop runs in this thread from now on, and Django would take us for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def answering(live_server):
    """Wait at the end until the server has answered everything: the rows go next."""
    busy = set()

    def begin(**kwargs):
        busy.add(get_ident())

    def end(**kwargs):
        busy.discard(get_ident())

    request_started.connect(begin)
    request_finished.connect(end)
    yield
    give_up = monotonic() + 5
    while busy and monotonic() < give_up:
        sleep(0.02)
    request_started.disconnect(begin)
    request_finished.disconnect(end)


@pytest.fixture
def new_page(chromium, live_server, answering):
    """Open a browser of its own for `user` (None: a stranger); errors on a page fail the test."""
    contexts = []
    errors = []

    def noted(message):
        # A refused form answers 4xx on purpose, and Chromium calls every such answer an error.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            errors.append(message.text)

    def answered(response):
        if response.status >= 500:
            errors.append(f"{response.status} {response.url}")

    def open_page(user=None, **options):
        context = chromium.new_context(
            **{
                "base_url": live_server.url,
                "locale": "th-TH",
                "timezone_id": "Asia/Bangkok",
                "viewport": {"width": 1280, "height": 800},
                **options,
            }
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user)
            cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
            context.add_cookies([{**cookie, "url": live_server.url}])
        context.on("console", noted)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        context.on("response", answered)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def page(new_page):
    """A stranger's browser."""
    return new_page()
