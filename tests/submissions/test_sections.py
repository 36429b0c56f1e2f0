"""The pages on which the plan is written."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from groups.enums import Role
from groups.models import District
from selection_site.lib import clock
from submissions.enums import Section, Stage
from submissions.models import BusinessPlan
from submissions.selectors import PARTS
from submissions.services import save_section
from tests.factories.groups import PostFactory
from tests.factories.submissions import (
    AttachmentFactory,
    ClipFactory,
    PlanFactory,
    SubmissionFactory,
    plan_values,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_time():
    clock.travel(date(2020, 5, 20))


@pytest.fixture
def officer(client):
    user = PostFactory(role=Role.DISTRICT).user
    client.force_login(user)
    return user


def url(submission, section):
    return reverse("submissions:section", args=[submission.pk, section])


def rows(name, *typed, saved=0):
    """The rows of a formset as a browser sends them."""
    sent = {f"{name}-TOTAL_FORMS": len(typed), f"{name}-INITIAL_FORMS": saved}
    for number, row in enumerate(typed):
        sent |= {f"{name}-{number}-{field}": value for field, value in row.items()}
    return sent


def as_sent(page):
    """All that a page's forms would send back untouched."""
    typed = page.context["typed"]
    sent = {}
    forms = [typed.form, *(typed.rows or [])]
    if typed.rows is not None:
        forms.append(typed.rows.management_form)
    for form in forms:
        for field in form:
            value = field.value()
            sent[field.html_name] = "" if value is None else value
    return sent


@pytest.mark.parametrize("section", PARTS)
def test_section_that_is_sent_back_untouched_changes_nothing(client, officer, section):
    plan = PlanFactory()
    page = url(plan.submission, section)

    response = client.post(page, as_sent(client.get(page)))

    plan.refresh_from_db()
    assert (response.status_code, plan.revision) == (302, 1)


@pytest.mark.parametrize("section", PARTS)
def test_empty_section_is_saved_as_a_draft(client, officer, section):
    submission = SubmissionFactory()
    page = url(submission, section)

    response = client.post(page, as_sent(client.get(page)))

    assert (response.status_code, response.headers["Location"]) == (302, page)
    assert BusinessPlan.objects.get().submission == submission


def test_save_and_next_leads_through_all_sections_to_the_clip(client, officer):
    plan = PlanFactory()
    walked = []
    for section in PARTS:
        page = url(plan.submission, section)
        sent = as_sent(client.get(page)) | {"next": ""}
        walked.append(client.post(page, sent).headers["Location"])

    following = [url(plan.submission, section) for section in list(PARTS)[1:]]
    assert walked == [*following, reverse("submissions:clip", args=[plan.submission.pk])]


def test_thai_digits_buddhist_years_and_commas_are_taken(client, officer):
    submission = SubmissionFactory()
    sent = {
        "known": "",
        "founded_on": "๒๙ กุมภาพันธ์ ๒๕๖๗",
        "telephone": "๐๘๑-๒๓๔-๕๖๗๘",
        "men": "๑,๒๐๐",
    }
    clock.travel(date(2020, 5, 20))

    response = client.post(url(submission, Section.GROUP), sent)

    plan = BusinessPlan.objects.get()
    assert response.status_code == 302
    assert (plan.founded_on, plan.telephone, plan.men) == (date(2024, 2, 29), "0812345678", 1200)


def test_budget_is_taken_in_thai_digits_and_arranged_by_priority(client, officer):
    submission = SubmissionFactory()
    line = {"source": "department", "kind": "material", "specification": ""}
    sent = {"known": ""} | rows(
        "budget_lines",
        {**line, "item": "ตู้", "quantity": "๑", "unit": "ตู้", "unit_price_satang": "๑๒,๕๐๐.๕๐"},
        {**line, "item": "ถุง", "quantity": "5,000", "unit": "ใบ", "unit_price_satang": "3.50"}
        | {"priority": "๑"},
        {**line, "item": "", "quantity": "", "unit": "", "unit_price_satang": ""},
    )

    response = client.post(url(submission, Section.BUDGET), sent)

    kept = [
        (row.item, row.quantity, row.unit_price_satang, row.priority)
        for row in submission.plan.budget_lines.all()
    ]
    assert response.status_code == 302
    assert kept == [("ถุง", Decimal(5000), 350, 1), ("ตู้", Decimal(1), 1_250_050, 2)]


def test_row_that_was_taken_away_is_gone(client, officer):
    plan = PlanFactory()
    page = url(plan.submission, Section.AIMS)

    client.post(page, as_sent(client.get(page)) | {"indicators-0-DELETE": "on"})

    assert [row.name for row in plan.indicators.all()] == ["คนมีงานทำ"]


@pytest.mark.parametrize(
    ("section", "field", "typed"),
    [
        (Section.GROUP, "founded_on", "31/02/2530"),
        (Section.GROUP, "men", "หลายคน"),
        (Section.GROUP, "telephone", "12"),
        (Section.FINANCES, "savings_baht", "-5"),
        (Section.FINANCES, "dividend_percent", "101"),
        (Section.FINANCES, "loans_baht", "1,5"),
        (Section.FINANCE_PLAN, "payback_months", "1.5"),
    ],
)
def test_value_that_cannot_be_read_is_named_and_everything_typed_stays(
    client, officer, section, field, typed
):
    plan = PlanFactory()
    page = url(plan.submission, section)
    others = {Section.GROUP: "house_number", Section.FINANCES: "loans"}
    other = others.get(section, "break_even")

    response = client.post(page, as_sent(client.get(page)) | {field: typed, other: "9"})

    form = response.context["typed"].form
    plan.refresh_from_db()
    assert (response.status_code, list(form.errors)) == (422, [field])
    assert typed in form.errors[field][0]
    assert (form[field].value(), form[other].value()) == (typed, "9")
    assert plan.revision == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("quantity", "-1"),
        ("quantity", "0"),
        ("quantity", "1.234"),
        ("quantity", "สอง"),
        ("unit_price_satang", "0"),
        ("unit_price_satang", "-3.50"),
        ("priority", "0"),
        ("item", ""),
    ],
)
def test_budget_line_that_cannot_be_is_named_and_stays(client, officer, field, typed):
    plan = PlanFactory()
    page = url(plan.submission, Section.BUDGET)

    response = client.post(page, as_sent(client.get(page)) | {f"budget_lines-1-{field}": typed})

    lines = response.context["typed"].rows
    assert response.status_code == 422
    assert [list(errors) for errors in lines.errors] == [[], [field], [], [], []]
    assert lines[1][field].value() == typed
    assert plan.budget_lines.count() == 4


def test_more_households_joined_than_there_are_is_refused(client, officer):
    plan = PlanFactory()
    page = url(plan.submission, Section.GROUP)

    response = client.post(page, as_sent(client.get(page)) | {"households_joined": "165"})

    assert response.status_code == 422
    assert len(response.context["typed"].form.non_field_errors()) == 1


def test_profit_shares_that_do_not_add_up_are_saved_and_shown_as_left(client, officer):
    plan = PlanFactory()
    page = url(plan.submission, Section.FINANCES)

    sent = as_sent(client.get(page)) | {"dividend_percent": "45"}
    response = client.post(page, sent, follow=True)

    plan.refresh_from_db()
    assert plan.dividend_percent == 45
    assert [left.url for left in response.context["left"]] == [f"{page}#id_dividend_percent"]
    assert "105" in response.context["left"][0].sentence


def test_stale_page_keeps_what_was_typed_and_shows_what_is_saved(client, officer):
    plan = PlanFactory()
    page = url(plan.submission, Section.AIMS)
    sent = as_sent(client.get(page)) | {"vision": "ของฉัน"}
    other = PostFactory(role=Role.DISTRICT, user__first_name="มานี").user
    save_section(plan.submission, Section.AIMS, {"vision": "ของมานี"}, by=other)

    refused = client.post(page, sent)
    taken = client.post(page, as_sent(refused))

    typed = refused.context["typed"]
    plan.refresh_from_db()
    assert refused.status_code == 422
    assert "มานี" in typed.form.non_field_errors()[0]
    assert typed.form["vision"].value() == "ของฉัน"
    assert "ของมานี" in [value for name, value in refused.context["saved_now"].pairs]
    assert (taken.status_code, plan.vision) == (302, "ของฉัน")


INDICATOR = {"name": "คนมีงานทำ", "unit": "คน", "baseline": "3", "target": "6"}


def test_new_row_sent_twice_is_kept_once(client, officer):
    plan = PlanFactory(values={"indicators": []})
    page = url(plan.submission, Section.AIMS)
    sent = as_sent(client.get(page)) | rows("indicators", INDICATOR)

    answers = [client.post(page, sent).status_code for _time in range(2)]

    plan.refresh_from_db()
    assert answers == [302, 302]
    assert [row.name for row in plan.indicators.all()] == ["คนมีงานทำ"]
    assert plan.revision == 2


def test_new_row_of_a_stale_page_is_not_lost_where_another_wrote_the_same(client, officer):
    plan = PlanFactory(values={"indicators": []})
    page = url(plan.submission, Section.AIMS)
    sent = as_sent(client.get(page)) | {"vision": "ของฉัน"} | rows("indicators", INDICATOR)
    client.post(page, sent | {"vision": "ของมานี"})

    refused = client.post(page, sent)
    client.post(page, as_sent(refused))

    plan.refresh_from_db()
    assert refused.status_code == 422
    assert [row.name for row in plan.indicators.all()] == ["คนมีงานทำ"]
    assert plan.vision == "ของฉัน"


def test_page_left_open_past_the_last_day_keeps_what_was_typed(client, officer):
    plan = PlanFactory()
    page = url(plan.submission, Section.AIMS)
    sent = as_sent(client.get(page)) | {"vision": "ใหม่"}
    clock.travel(date(2020, 5, 30))

    response = client.post(page, sent)

    plan.refresh_from_db()
    assert response.status_code == 422
    assert response.context["typed"].form["vision"].value() == "ใหม่"
    assert plan.vision == plan_values()["vision"]


@pytest.mark.parametrize("role", [Role.DISTRICT_HEAD, Role.PROVINCE, Role.STAFF, Role.AUDITOR])
def test_readers_are_led_to_the_preview_and_cannot_save(client, role):
    plan = PlanFactory()
    client.force_login(PostFactory(role=role).user)
    page = url(plan.submission, Section.AIMS)

    shown, refused = client.get(page), client.post(page, {"revision": "1", **rows("indicators")})

    plan.refresh_from_db()
    assert shown.headers["Location"] == reverse("submissions:preview", args=[plan.submission.pk])
    assert (refused.status_code, plan.revision) == (422, 1)


@pytest.mark.parametrize("stage", [Stage.SENT, Stage.FORWARDED])
def test_plan_that_was_sent_is_led_to_the_preview(client, officer, stage):
    submission = SubmissionFactory(stage=stage)

    response = client.get(url(submission, Section.AIMS))

    assert response.headers["Location"] == reverse("submissions:preview", args=[submission.pk])


def test_section_of_another_district_is_not_there(client):
    stranger = PostFactory(role=Role.DISTRICT, district=District.objects.get(code="2701")).user
    client.force_login(stranger)

    assert client.get(url(SubmissionFactory(), Section.AIMS)).status_code == 404


@pytest.mark.parametrize("name", ["nothing", "clip", "files"])
def test_section_that_is_no_part_of_the_plan_is_not_there(client, officer, name):
    assert client.get(url(SubmissionFactory(), name)).status_code == 404


@pytest.mark.parametrize("section", PARTS)
def test_section_costs_the_same_whatever_is_written(
    client, officer, section, django_assert_num_queries
):
    plan = PlanFactory()
    ClipFactory(submission=plan.submission)
    page = url(plan.submission, section)
    queries = 22 if PARTS[section].model is None else 24

    for _ in range(2):
        with django_assert_num_queries(queries):
            client.get(page)
        AttachmentFactory(submission=plan.submission)
        plan.businesses.create(kind="food", position=9)
