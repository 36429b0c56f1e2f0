"""What stops a plan from being sent, and what its writer is asked to think about again."""

from datetime import date

import pytest

from selection_site.lib import clock
from submissions.enums import Section, SectionState
from submissions.selectors import PARTS, cautions, missing, missing_from, plan_content, states
from submissions.selectors.plan_rules import SHARES
from tests.factories.submissions import (
    ClipFactory,
    PlanFactory,
    SubmissionFactory,
    plan_values,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_time():
    clock.travel(date(2020, 5, 20))


def places(submission):
    return [(remark.section, remark.field) for remark in missing(submission)]


def lines(*changes):
    """The first line of the complete plan, once for each of `changes`."""
    first = plan_values()["budget_lines"][0]
    return [{**first, "priority": number, **change} for number, change in enumerate(changes, 1)]


def test_complete_plan_with_a_clip_lacks_nothing():
    submission = PlanFactory().submission
    ClipFactory(submission=submission)

    assert missing(submission) == []
    assert cautions(plan_content(submission)) == []


def test_clip_that_is_being_checked_does_not_stop_the_plan():
    submission = PlanFactory().submission
    ClipFactory(submission=submission, received=True)

    assert missing(submission) == []


def test_refused_clip_stops_the_plan_with_its_reason():
    submission = PlanFactory().submission
    clip = ClipFactory(submission=submission, refused=True)

    [remark] = missing(submission)

    assert remark.section == Section.CLIP
    assert clip.refusal in remark.sentence


def test_untouched_section_is_named_once_and_not_field_by_field():
    submission = SubmissionFactory()

    assert [section for section, field in places(submission)] == [*PARTS, Section.CLIP]


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"level": None}, (Section.GROUP, "level")),
        ({"telephone": ""}, (Section.GROUP, "telephone")),
        ({"men": 0, "women": 0}, (Section.GROUP, "men")),
        ({"founded_on": date(2020, 5, 21)}, (Section.GROUP, "founded_on")),
        ({"reserve_baht": None}, (Section.FINANCES, "reserve_baht")),
        ({"finances_as_of": date(2020, 6, 1)}, (Section.FINANCES, "finances_as_of")),
        ({"overdue_baht": 3_640_501}, (Section.FINANCES, "overdue_baht")),
        ({"dividend_percent": 39}, (Section.FINANCES, "dividend_percent")),
        ({"other_percent": 1}, (Section.FINANCES, "dividend_percent")),
        ({"businesses": []}, (Section.BUSINESSES, "businesses-0-kind")),
        ({"objectives": ""}, (Section.AIMS, "objectives")),
        ({"indicators": []}, (Section.AIMS, "indicators-0-name")),
        ({"promotion": ""}, (Section.MARKETING, "promotion")),
        ({"payback_months": None}, (Section.FINANCE_PLAN, "payback_months")),
        ({"budget_lines": []}, (Section.BUDGET, "budget_lines-0-item")),
        ({"budget_lines": lines({"source": "group"})}, (Section.BUDGET, "budget_lines-0-source")),
    ],
)
def test_answer_that_cannot_stand_stops_the_plan_at_its_field(values, place):
    submission = PlanFactory(values=values).submission
    ClipFactory(submission=submission)

    assert places(submission) == [place]


@pytest.mark.parametrize("name", ["name", "started_year", "capital_baht", "sales_3_baht"])
def test_business_without_what_every_business_has_stops_the_plan(name):
    row = {**plan_values()["businesses"][0], name: "" if name == "name" else None}
    submission = PlanFactory(values={"businesses": [row, row]}).submission
    ClipFactory(submission=submission)

    assert places(submission) == [
        (Section.BUSINESSES, f"businesses-0-{name}"),
        (Section.BUSINESSES, f"businesses-1-{name}"),
    ]


def test_business_of_a_year_that_has_not_come_stops_the_plan():
    row = {**plan_values()["businesses"][0], "started_year": 2564}
    submission = PlanFactory(values={"businesses": [row]}).submission
    ClipFactory(submission=submission)

    assert places(submission) == [(Section.BUSINESSES, "businesses-0-started_year")]


def test_young_business_needs_no_figures_of_three_years():
    young = {**plan_values()["businesses"][0], "sales_1_baht": None, "profit_1_baht": None}
    submission = PlanFactory(values={"businesses": [young]}).submission
    ClipFactory(submission=submission)

    assert missing(submission) == []


def test_year_of_loss_needs_no_shares_of_profit():
    shares = dict.fromkeys(SHARES)
    submission = PlanFactory(values={**shares, "profit_baht": -12_000}).submission
    ClipFactory(submission=submission)

    assert missing(submission) == []


@pytest.mark.parametrize(("price", "is_too_much"), [(9_000_000, False), (9_000_001, True)])
def test_department_is_asked_for_the_larger_award_at_most(price, is_too_much):
    rows = lines({"quantity": 1, "unit_price_satang": 1}, {"quantity": 1})
    rows[1]["unit_price_satang"] = price - 1
    submission = PlanFactory(values={"budget_lines": rows}).submission
    ClipFactory(submission=submission)

    expected = [(Section.BUDGET, "budget_lines-0-quantity")] if is_too_much else []
    assert places(submission) == expected


def test_sum_that_is_too_much_is_told_in_baht_and_satang():
    rows = lines({"quantity": 1, "unit_price_satang": 9_000_050})
    content = plan_content(PlanFactory(values={"budget_lines": rows}).submission)

    sentences = [remark.sentence for remark in missing_from(content, ClipFactory())]

    assert "90,000.50" in sentences[0]
    assert " 0.50" in sentences[0]


@pytest.mark.parametrize(("price", "is_too_dear"), [(5_000_000, False), (5_000_001, True)])
def test_first_line_must_fit_the_smaller_award(price, is_too_dear):
    rows = lines({"quantity": 1, "unit_price_satang": price})
    submission = PlanFactory(values={"budget_lines": rows}).submission
    ClipFactory(submission=submission)

    expected = [(Section.BUDGET, "budget_lines-0-priority")] if is_too_dear else []
    assert places(submission) == expected


def test_lines_that_others_pay_are_not_counted_against_the_award():
    rows = lines({}, {"source": "group", "unit_price_satang": 900_000_000})
    submission = PlanFactory(values={"budget_lines": rows}).submission
    ClipFactory(submission=submission)

    assert missing(submission) == []


def test_durable_equipment_for_the_department_warns_and_does_not_stop():
    rows = lines({"kind": "equipment"}, {"kind": "equipment", "source": "group"})
    submission = PlanFactory(values={"budget_lines": rows, "own_funds_baht": 99_999}).submission
    ClipFactory(submission=submission)

    warned = cautions(plan_content(submission))

    assert [(remark.section, remark.field) for remark in warned] == [
        (Section.BUDGET, "budget_lines-0-kind")
    ]
    assert missing(submission) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"budget_lines": lines({"priority": 3}, {"priority": 3})}, "budget_lines-0-priority"),
        ({"own_funds_baht": 13_999}, "own_funds_baht"),
        ({"objectives": "ติดต่อ 1-2345-67890-12-1"}, "objectives"),
    ],
)
def test_what_looks_odd_warns(values, field):
    warned = cautions(plan_content(PlanFactory(values=values).submission))

    assert [remark.field for remark in warned] == [field]


def test_states_tell_empty_from_unfinished_and_done():
    content = plan_content(PlanFactory(values={"vision": "", "product": ""}).submission)
    empty = {"pricing": "", "channels": "", "promotion": "", "monthly_sales_baht": None}
    content["plan"] |= empty

    found = states(content, None, 0)

    assert found[Section.GROUP] == SectionState.DONE
    assert found[Section.AIMS] == SectionState.PROBLEM
    assert found[Section.MARKETING] == SectionState.EMPTY
    assert (found[Section.CLIP], found[Section.FILES]) == (SectionState.EMPTY, SectionState.EMPTY)


def test_missing_costs_ten_queries(django_assert_num_queries):
    PlanFactory()
    submission = SubmissionFactory._meta.model.objects.filter(plan__isnull=False).for_list().get()

    with django_assert_num_queries(10):
        missing(submission)
