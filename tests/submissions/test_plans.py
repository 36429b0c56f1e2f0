"""Writing the plan section by section, and freezing it."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from groups.enums import Role
from groups.models import District, Event
from selection_site.lib import clock, seal
from submissions.enums import Section, Stage
from submissions.models import BusinessPlan
from submissions.selectors import PARTS, digest_now, missing, plan_content
from submissions.services import (
    IncompletePlanError,
    StalePlanError,
    freeze,
    save_section,
    write_plan,
)
from submissions.stages import StepRefusedError
from tests.factories.groups import PostFactory
from tests.factories.submissions import (
    AttachmentFactory,
    ClipFactory,
    PlanFactory,
    SubmissionFactory,
    plan_values,
)

pytestmark = pytest.mark.django_db

AIMS = {
    "vision": "ร้านค้าของชุมชน",
    "objectives": "เพิ่มยอดขาย",
    "indicators": [
        {"name": "ยอดขาย", "unit": "บาท", "baseline": Decimal(100), "target": Decimal(130)}
    ],
}


@pytest.fixture(autouse=True)
def in_time():
    clock.travel(date(2020, 5, 20))


@pytest.fixture
def officer():
    return PostFactory(role=Role.DISTRICT).user


def test_first_section_saved_makes_the_plan_and_takes_the_step_start(officer):
    submission = SubmissionFactory()

    plan = save_section(submission, Section.AIMS, AIMS, by=officer)

    submission.refresh_from_db()
    assert (submission.stage, plan.revision, plan.saved_by) == (Stage.DRAFT, 1, officer)
    assert [step.name for step in submission.steps.all()] == ["start"]
    assert plan.vision == "ร้านค้าของชุมชน"
    assert [row.name for row in plan.indicators.all()] == ["ยอดขาย"]


def test_section_saved_leaves_the_other_sections_as_they_were(officer):
    plan = PlanFactory()

    save_section(plan.submission, Section.AIMS, AIMS, by=officer)

    plan.refresh_from_db()
    assert (plan.vision, plan.product) == ("ร้านค้าของชุมชน", plan_values()["product"])
    assert plan.budget_lines.count() == 4


def test_section_saved_without_a_field_empties_it(officer):
    plan = PlanFactory()

    save_section(plan.submission, Section.FINANCES, {"loans": 3}, by=officer)

    plan.refresh_from_db()
    assert (plan.loans, plan.savings_baht, plan.finances_as_of) == (3, None, None)


def test_section_saved_twice_alike_counts_once(officer):
    submission = SubmissionFactory()
    save_section(submission, Section.AIMS, AIMS, by=officer)

    plan = save_section(submission, Section.AIMS, AIMS, by=officer)

    assert (plan.revision, plan.indicators.count()) == (1, 1)


def test_section_opened_before_another_saved_is_refused_with_who_and_when(officer):
    submission = SubmissionFactory()
    other = PostFactory(role=Role.DISTRICT, user__first_name="มานี", user__title="นาง").user
    with clock.at(date(2020, 5, 19)):
        save_section(submission, Section.AIMS, AIMS, by=other)

    with pytest.raises(StalePlanError) as refused:
        save_section(submission, Section.AIMS, {"vision": "อื่น"}, known={}, by=officer)

    assert "นางมานี ใจดี" in str(refused.value)
    assert "19 พ.ค. 2563 09.00 น." in str(refused.value)
    assert BusinessPlan.objects.get().vision == "ร้านค้าของชุมชน"


def test_value_that_no_column_takes_is_refused(officer):
    values = {"dividend_percent": 140}

    with pytest.raises(ValidationError) as refused:
        save_section(SubmissionFactory(), Section.FINANCES, values, by=officer)

    assert list(refused.value.message_dict) == ["dividend_percent"]
    assert BusinessPlan.objects.count() == 0


@pytest.mark.parametrize(
    "line", [{"quantity": Decimal(-1)}, {"quantity": Decimal(0)}, {"unit_price_satang": 0}]
)
def test_budget_line_that_is_not_positive_is_refused(officer, line):
    values = plan_values()
    values["budget_lines"][0] |= line

    with pytest.raises(ValidationError):
        write_plan(SubmissionFactory(), values, by=officer)

    assert BusinessPlan.objects.count() == 0


def test_whole_plan_written_in_one_go_lacks_nothing_but_the_clip(officer):
    submission = SubmissionFactory()

    write_plan(submission, plan_values(), by=officer)

    assert [remark.section for remark in missing(submission)] == [Section.CLIP]


def test_budget_lines_are_kept_in_the_order_of_their_priority(officer):
    line = plan_values()["budget_lines"][0]
    rows = [
        {**line, "item": "ก", "priority": 9},
        {**line, "item": "ข", "priority": None},
        {**line, "item": "ค", "priority": 2},
    ]

    plan = write_plan(SubmissionFactory(), plan_values(budget_lines=rows), by=officer)

    kept = [(row.item, row.priority) for row in plan.budget_lines.all()]
    assert kept == [("ค", 2), ("ก", 9), ("ข", 10)]


@pytest.mark.parametrize(
    "role",
    [role for role in Role if role != Role.DISTRICT],
)
def test_plan_is_written_by_the_district_officer_alone(role):
    other = PostFactory(role=role).user

    with pytest.raises(StepRefusedError):
        save_section(SubmissionFactory(), Section.AIMS, AIMS, by=other)

    assert BusinessPlan.objects.count() == 0


def test_plan_is_not_written_by_another_district():
    other = PostFactory(role=Role.DISTRICT, district=District.objects.get(code="2701")).user

    with pytest.raises(StepRefusedError):
        save_section(SubmissionFactory(), Section.AIMS, AIMS, by=other)


@pytest.mark.parametrize(
    "stage", [stage for stage in Stage if stage not in ("not_started", "draft")]
)
def test_plan_that_was_sent_is_not_written(officer, stage):
    submission = SubmissionFactory(stage=stage)

    with pytest.raises(StepRefusedError):
        save_section(submission, Section.AIMS, AIMS, by=officer)


@pytest.mark.parametrize("day", [date(2020, 5, 6), date(2020, 5, 30)])
def test_plan_is_not_written_outside_its_days(officer, day):
    submission = SubmissionFactory()
    clock.travel(day)

    with pytest.raises(StepRefusedError) as refused:
        save_section(submission, Section.AIMS, AIMS, by=officer)

    assert "7 พฤษภาคม 2563" in str(refused.value)
    assert "29 พฤษภาคม 2563" in str(refused.value)


def test_every_field_of_the_plan_stands_in_exactly_one_section():
    own = {"id", "submission", "revision", "saved_at", "saved_by"}
    own |= {"taken_from_year", "to_confirm"}
    fields = [name for part in PARTS.values() for name in part.fields]

    assert sorted(fields) == sorted(
        {field.name for field in BusinessPlan._meta.concrete_fields} - own
    )


def test_content_holds_what_json_holds():
    plan = PlanFactory()

    content = plan_content(plan.submission)

    assert content["plan"]["founded_on"] == "1987-03-09"
    assert content["budget_lines"][1] == {
        "item": "ข้าวเปลือกหอมมะลิ",
        "specification": "ความชื้นไม่เกินร้อยละ 15",
        "quantity": "2.5",
        "unit": "ตัน",
        "unit_price_satang": 1_280_000,
        "source": "department",
        "kind": "material",
        "priority": 2,
    }
    assert content["group"]["district"] == "อรัญประเทศ"
    assert content["call"] == {
        "year": 2563,
        "good_baht": 50_000,
        "outstanding_baht": 90_000,
        "equipment_from_baht": 10_000,
    }


def test_content_of_a_plan_nobody_began_has_the_same_shape():
    empty, full = plan_content(SubmissionFactory()), plan_content(PlanFactory().submission)

    assert (empty.keys(), empty["plan"].keys()) == (full.keys(), full["plan"].keys())
    assert set(empty["plan"].values()) == {None, "", False}


def test_content_costs_a_query_for_the_plan_and_each_kind_of_row(django_assert_num_queries):
    submission = type(PlanFactory().submission).objects.for_list().get()

    with django_assert_num_queries(9):
        plan_content(submission)


def test_frozen_plan_keeps_what_was_written_then(officer):
    submission = PlanFactory().submission
    clip = ClipFactory(submission=submission)
    file = AttachmentFactory(submission=submission)

    version = freeze(submission, by=officer)
    save_section(submission, Section.AIMS, AIMS, by=officer)

    version.refresh_from_db()
    assert version.content["plan"]["vision"] == plan_values()["vision"]
    assert (version.number, version.clip, list(version.attachments.all())) == (1, clip, [file])
    assert version.sha256 == digest_now(version)
    assert Event.objects.latest("number").detail == {"sha256": version.sha256}


def test_digest_of_a_frozen_plan_tells_a_change(officer):
    submission = PlanFactory().submission
    ClipFactory(submission=submission)
    version = freeze(submission, by=officer)

    version.content["budget_lines"][0]["unit_price_satang"] += 1

    assert version.sha256 != digest_now(version)


def test_digest_is_the_same_after_a_trip_through_the_database(officer):
    submission = PlanFactory().submission
    ClipFactory(submission=submission)

    version = freeze(submission, by=officer)
    content = version.content
    version.refresh_from_db()

    assert seal.canonical(version.content) == seal.canonical(content)


def test_plan_with_something_missing_is_not_frozen(officer):
    submission = PlanFactory(values={"vision": ""}).submission
    ClipFactory(submission=submission)

    with pytest.raises(IncompletePlanError) as refused:
        freeze(submission, by=officer)

    assert [(left.section, left.field) for left in refused.value.missing] == [
        (Section.AIMS, "vision")
    ]
    assert submission.versions.count() == 0
