"""The parts that came with the whole form: their rules, their rows, and versions of before them."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from groups.enums import Role
from selection_site.lib import clock, seal, thai
from submissions.enums import BudgetSource, Committee, Section
from submissions.forms.plans import SectionForms
from submissions.models import BusinessPlan, Call, PlanVersion, Submission
from submissions.selectors import (
    PARTS,
    cautions,
    cuts,
    digest_now,
    gate_checks,
    missing,
    missing_from,
    months,
    plan_content,
    plan_document,
)
from submissions.selectors.budget import stops_after
from submissions.selectors.missing import _sums
from submissions.selectors.plan_rules import NOT_IN_FUTURE, NOT_MORE, REQUIRED, SUMS
from submissions.services import write_plan
from tests.factories.groups import PostFactory
from tests.factories.submissions import (
    ClipFactory,
    PlanFactory,
    SubmissionFactory,
    VersionFactory,
    plan_values,
)

pytestmark = pytest.mark.django_db

OLD = json.loads((Path(__file__).parent / "data/version_of_format_1.json").read_text("utf-8"))


@pytest.fixture(autouse=True)
def in_time():
    clock.travel(date(2020, 5, 20))


@pytest.fixture
def officer(client):
    user = PostFactory(role=Role.DISTRICT).user
    client.force_login(user)
    return user


def places(**values):
    submission = PlanFactory(values=values).submission
    ClipFactory(submission=submission)
    return [(remark.section, remark.field) for remark in missing(submission)]


def first(rows, **changes):
    """The first row of that kind in the complete plan, changed."""
    return [{**plan_values()[rows][0], **changes}]


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"ordinary_members": None}, (Section.GROUP, "ordinary_members")),
        ({"threats": ""}, (Section.ANALYSIS, "threats")),
        ({"capacity": ""}, (Section.PRODUCTION, "capacity")),
        ({"bookkeeping": ""}, (Section.MANAGEMENT, "bookkeeping")),
        ({"activities": []}, (Section.ACTIVITIES, "activities-0-name")),
        ({"partners": []}, (Section.NETWORKS, "partners-0-name")),
        ({"risks": []}, (Section.RISKS, "risks-0-name")),
        ({"expected_jobs": None}, (Section.RESULTS, "expected_jobs")),
        ({"has_agreed": False}, (Section.SIGNATURES, "has_agreed")),
        ({"head_name": ""}, (Section.SIGNATURES, "head_name")),
        ({"agreed_on": date(2020, 5, 21)}, (Section.SIGNATURES, "agreed_on")),
        ({"head_signed_on": date(2020, 5, 21)}, (Section.SIGNATURES, "head_signed_on")),
        ({"privacy_version": ""}, (Section.SIGNATURES, "privacy_version")),
        ({"privacy_version": "0"}, (Section.SIGNATURES, "privacy_version")),
    ],
)
def test_new_part_that_is_not_written_stops_the_plan_at_its_field(values, place):
    assert places(**values) == [place]


@pytest.mark.parametrize(
    "values",
    [
        {"associate_members": None, "honorary_members": None},
        {"standards": ""},
        {"materials": []},
        {"other_funds_baht": None},
        {"expected_jobs": 0},
        {"activities": first("activities", cost_baht=None)},
    ],
)
def test_what_not_every_group_has_may_stay_empty(values):
    assert places(**values) == []


@pytest.mark.parametrize("committee", Committee)
def test_each_of_the_four_committees_has_somebody(committee):
    seats = [row for row in plan_values()["committee_seats"] if row["committee"] != committee]
    content = plan_content(PlanFactory(values={"committee_seats": seats}).submission)

    with override("en"):
        [remark] = [entry for entry in missing_of(content) if entry.section == Section.STRUCTURE]

    assert remark.field == "committee_seats-0-committee"
    assert committee.value in remark.sentence


def missing_of(content):
    return missing_from(content, None)


@pytest.mark.parametrize("rule", NOT_MORE)
@pytest.mark.parametrize(("more", "stops"), [(0, False), (1, True)])
def test_figure_that_cannot_be_more_than_another_stops_the_plan(rule, more, stops):
    content = plan_content(PlanFactory().submission)
    content["plan"][rule.name] = content["plan"][rule.than] + more

    found = [remark.field for remark in missing_of(content) if remark.section == rule.section]

    assert found == ([rule.name] if stops else [])


@given(st.lists(st.integers(0, 100), min_size=6, max_size=6))
def test_shares_stop_the_plan_unless_they_add_up(shares):
    [rule] = SUMS
    values = dict(zip(rule.names, shares, strict=True))
    content = {"plan": {**dict.fromkeys(PARTS[rule.section].fields, 1), **values}}

    found = [field for field, _sentence in _sums(content, Section.FINANCES)]

    assert found == ([] if sum(shares) == 100 else [rule.names[0]])


def test_rules_name_fields_of_their_own_part():
    named = [
        *((section, name) for section, names in REQUIRED.items() for name in names),
        *((section, name) for section, names in NOT_IN_FUTURE.items() for name in names),
        *((rule.section, name) for rule in NOT_MORE for name in (rule.name, rule.than)),
        *((rule.section, name) for rule in SUMS for name in (*rule.names, rule.whole)),
    ]

    assert [place for place in named if place[1] not in PARTS[place[0]].fields] == []


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"ordinary_members": 221}, (Section.GROUP, "ordinary_members")),
        (
            {"budget_lines": first("budget_lines", source=BudgetSource.OTHER)},
            (Section.FINANCE_PLAN, "other_funds_baht"),
        ),
        (
            {"activities": first("activities", cost_baht=68_501)},
            (Section.ACTIVITIES, "activities-0-cost_baht"),
        ),
        ({"worker_signed_on": date(2020, 5, 10)}, (Section.SIGNATURES, "worker_signed_on")),
        (
            {"budget_lines": first("budget_lines", unit_price_satang=1_000_001, quantity=1)},
            (Section.BUDGET, "budget_lines-0-unit_price_satang"),
        ),
    ],
)
def test_what_looks_odd_in_a_new_part_warns_and_does_not_stop(values, place):
    content = plan_content(PlanFactory(values=values).submission)

    found = [(remark.section, remark.field) for remark in cautions(content)]

    assert place in found


@pytest.mark.parametrize(
    ("price", "unit", "warns"),
    [
        (500_000, "ตัว", False),
        (500_001, "ตัว", True),
        (500_001, "ตัน", False),
    ],
)
def test_thing_above_the_unit_value_of_its_year_warns(price, unit, warns):
    line = first("budget_lines", quantity=1, unit=unit, unit_price_satang=price)
    submission = PlanFactory(values={"budget_lines": line, "activities": []}).submission
    Call.objects.update(equipment_from_baht=5_000)
    submission = Submission.objects.for_list().get(pk=submission.pk)

    found = [remark.field for remark in cautions(plan_content(submission))]

    assert found == (["budget_lines-0-unit_price_satang"] if warns else [])


def test_older_version_is_shown_as_it_was_and_its_digest_still_holds():
    clip = ClipFactory(sha256=OLD["clip_sha256"])
    version = VersionFactory(content=OLD["content"], sha256=OLD["sha256"], clip=clip)
    version = PlanVersion.objects.get(pk=version.pk)

    shown = plan_document(version.content)

    assert digest_now(version) == version.sha256
    assert [section.key for section in shown] == [
        "group", "finances", "businesses", "aims", "marketing", "finance-plan", "budget",
    ]  # fmt: skip
    assert len(shown[0].pairs) == 10
    assert [check.tone for check in gate_checks(version.submission, version)].count("bad") == 0


def test_older_version_can_be_opened_by_its_reader(client):
    version = VersionFactory(content=OLD["content"], sha256=OLD["sha256"])
    client.force_login(PostFactory(role=Role.PROVINCE).user)

    page = client.get(reverse("submissions:version", args=[version.submission_id, 1]))

    assert page.status_code == 200


def test_months_of_a_fiscal_year_begin_in_the_october_before():
    with override("th"):
        year = months(2563)

    assert [month.name for month in (year[0], year[2], year[3], year[11])] == [
        "ตุลาคม 2562", "ธันวาคม 2562", "มกราคม 2563", "กันยายน 2563",
    ]  # fmt: skip


def test_activities_are_drawn_among_the_months():
    content = plan_content(PlanFactory().submission)

    with override("en"):
        sections = {section.key: section for section in plan_document(content)}
    gantt = sections["activities"].gantt

    at_work = [[month.number for month, is_at in row.marks if is_at] for row in gantt.rows]
    assert at_work == [[10], [11, 12]]
    assert [row.when for row in gantt.rows] == ["July 2563", "August 2563 to September 2563"]
    assert [row.cost for row in gantt.rows] == ["17,500", ""]


def test_cut_is_drawn_before_the_line_that_no_longer_fits():
    content = plan_content(PlanFactory().submission)
    sections = {section.key: section for section in plan_document(content)}

    lines = sections["budget"].tables[0]

    assert [place for place, (_row, words) in enumerate(lines.marked_rows) if words] == [1]


def test_no_cut_is_drawn_where_the_first_line_is_too_dear():
    content = plan_content(PlanFactory().submission)
    content["budget_lines"][0]["unit_price_satang"] = 2_000_000
    assert [stops_after(content, cut) for cut in cuts(content)] == [None, None]


def typed(section, plan=None, **sent):
    plan = plan or BusinessPlan(submission=SubmissionFactory())
    return SectionForms(section, plan, {"revision": "0", **sent})


def sent_rows(name, *rows):
    sent = {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": 0}
    return sent | {
        f"{name}-{at}-{field}": value for at, row in enumerate(rows) for field, value in row.items()
    }


ACTIVITY = {"name": "จัดซื้อ", "responsible": "ฝ่ายผลิต", "cost_baht": "๑,๕๐๐"}


def test_months_in_the_wrong_order_are_named_at_the_last():
    with override("th"):
        forms = typed(
            Section.ACTIVITIES,
            **sent_rows("activities", {**ACTIVITY, "first_month": "10", "last_month": "9"}),
        )
        forms.is_valid()

    [errors] = forms.rows.errors
    assert list(errors) == ["last_month"]
    assert "มิถุนายน 2563" in errors["last_month"][0]
    assert "กรกฎาคม 2563" in errors["last_month"][0]


def test_rows_are_kept_in_the_order_they_were_moved_to(officer, client):
    plan = PlanFactory()
    rows = [
        {**ACTIVITY, "name": name, "first_month": "9", "last_month": "10", "ORDER": order}
        for name, order in (("ก", "3"), ("ข", "1"), ("ค", ""), ("ง", "2"))
    ]
    page = reverse("submissions:section", args=[plan.submission_id, Section.ACTIVITIES])

    known = client.get(page).context["typed"].form["known"].value()
    client.post(page, {"known": known, **sent_rows("activities", *rows)})

    assert [row.name for row in plan.activities.all()] == ["ข", "ง", "ก", "ค"]


def test_tick_under_the_notice_keeps_the_version_of_its_text(officer, client):
    submission = SubmissionFactory()
    page = reverse("submissions:section", args=[submission.pk, Section.SIGNATURES])

    client.post(page, {"revision": "0", "privacy_version": "on", "has_agreed": "on"})

    plan = BusinessPlan.objects.get()
    assert (plan.privacy_version, plan.has_agreed) == ("1", True)
    assert (client.get(page).context["typed"].form["privacy_version"].value()) is True


def test_tick_under_an_older_text_does_not_count(officer):
    values = plan_values(privacy_version="0")
    plan = write_plan(SubmissionFactory(), values, by=officer)

    form = SectionForms(Section.SIGNATURES, plan).form

    assert form["privacy_version"].value() is False


@given(
    st.integers(0, 999_999_999),
    st.booleans(),
    st.booleans(),
)
def test_whole_numbers_are_read_as_they_are_written(value, in_thai, with_commas):
    text = f"{value:,}" if with_commas else str(value)
    text = thai.to_thai_digits(text) if in_thai else text
    field = SectionForms(Section.FINANCES, empty_plan()).form.fields["savings_baht"]

    assert field.clean(text) == value
    assert field.clean(field.prepare_value(value)) == value


@given(st.integers(1, 2_147_483_647), st.booleans())
def test_prices_are_read_to_the_satang(satang, in_thai):
    baht, rest = divmod(satang, 100)
    text = f"{baht:,}.{rest:02d}"
    field = row_fields_of(Section.BUDGET)["unit_price_satang"]

    assert field.clean(thai.to_thai_digits(text) if in_thai else text) == satang


def empty_plan():
    """A plan of no row, for forms alone."""
    return BusinessPlan(submission=Submission(call=Call(year=2563)))


def row_fields_of(section):
    return SectionForms(section, empty_plan()).rows.empty_form.fields


def test_bounds_of_a_figure_stand_on_the_page_too():
    form = SectionForms(Section.FINANCES, empty_plan()).form

    attrs = form.fields["dividend_percent"].widget.attrs
    assert (attrs["data-least"], attrs["data-most"]) == ("0", "100")
    assert form.fields["overdue_baht"].widget.attrs["data-not-more"] == "id_loans_baht"


def test_seal_of_the_older_content_is_that_of_its_parts():
    parts = {"content": OLD["content"], "clip": OLD["clip_sha256"], "files": []}

    assert seal.sha256_hex(parts) == OLD["sha256"]
