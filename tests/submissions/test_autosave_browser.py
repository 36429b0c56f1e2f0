"""Nothing typed is lost, in a real browser: lines that fail, sessions that end, two at one plan."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from groups.enums import Role
from selection_site.lib import clock
from submissions.enums import Section
from submissions.models import BusinessPlan
from submissions.services import save_section
from tests.factories.groups import PASSWORD, PostFactory
from tests.factories.submissions import PlanFactory, SubmissionFactory
from tests.journeys.steps import box, fill_in, log_in, press, reads, tab_to, th
from tests.submissions.server import serving

pytestmark = pytest.mark.browser
in_rows = pytest.mark.django_db(transaction=True)

PATIENCE = 30_000
COPIES = "() => Object.keys(localStorage).filter((key) => key.startsWith('typed:')).length"


@pytest.fixture
def in_time():
    clock.travel(date(2020, 5, 20))


@pytest.fixture
def officer(in_time):
    return PostFactory(role=Role.DISTRICT, user__first_name="สมชาย").user


@pytest.fixture
def colleague(in_time):
    return PostFactory(role=Role.DISTRICT, user__first_name="มานี").user


def url(submission, section=Section.AIMS):
    return reverse("submissions:section", args=[submission.pk, section])


def opened(page, submission, section=Section.AIMS):
    page.goto(url(submission, section))
    return page


def state(page):
    return page.locator("[data-desk]")


def until_saved(page):
    """The server has all that was typed, and the browser keeps nothing any more."""
    page.wait_for_function(f"() => ({COPIES})() === 0", timeout=PATIENCE)
    expect(state(page)).to_contain_text(th("Saved %(when)s", when=""), timeout=PATIENCE)


def vision():
    return BusinessPlan.objects.get().vision


@in_rows
def test_field_is_saved_when_it_is_left_with_the_time_of_the_server(new_page, officer):
    submission = SubmissionFactory()
    page = opened(new_page(officer), submission)

    box(page, "vision").fill("ร้านค้าของชุมชน")
    box(page, "objectives").focus()

    until_saved(page)
    expect(state(page)).to_have_text("บันทึกแล้ว 09.00 น.")
    assert vision() == "ร้านค้าของชุมชน"
    assert page.evaluate(COPIES) == 0
