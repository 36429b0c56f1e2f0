"""The total of a sheet against exact fractions, and what a member's own marks look like."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.models import Criterion, Sheet
from scoring.selectors import histogram, pace, total_of


@st.composite
def sheets(draw):
    """Criteria worth 100 points on scales of their own, some beside the total, and marks."""
    cuts = sorted(draw(st.sets(st.integers(1, 99), max_size=7)))
    worths = [high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]
    asides = [0] * draw(st.integers(0, 2))
    criteria, marks = [], {}
    for pk, points in enumerate([*worths, *asides], 1):
        halves, scale = draw(st.booleans()), draw(st.integers(1, 100))
        criterion = Criterion(pk=pk, points=points, scale=scale, halves=halves, counts=points > 0)
        criteria.append(criterion)
        marks[pk] = draw(st.none() | st.sampled_from(criterion.levels))
    return criteria, marks


@given(sheets())
def test_total_is_the_weighted_mean_of_what_was_judged(sheet):
    criteria, marks = sheet
    judged = [c for c in criteria if c.counts and marks[c.pk] is not None]

    total = total_of(criteria, marks)

    if not judged:
        assert total is None
        return
    exact = 100 * sum(Fraction(marks[c.pk]) * c.points / c.scale for c in judged)
    exact /= sum(c.points for c in judged)
    assert 0 <= total <= 100
    assert total == total.quantize(Decimal("0.01"))
    # Half up: the written figure is at most half a hundredth below, and less than that above.
    assert -Fraction(1, 200) <= exact - Fraction(total) < Fraction(1, 200)


@given(sheets())
def test_total_is_the_sum_where_points_are_the_scale_and_all_is_judged(sheet):
    criteria, _marks = sheet
    for criterion in criteria:
        criterion.scale = criterion.points or 1
    marks = {c.pk: Decimal(c.points // 2) for c in criteria}

    assert total_of(criteria, marks) == sum(marks[c.pk] for c in criteria if c.counts)


@given(sheets(), st.data())
def test_more_for_one_criterion_is_never_less_in_total(sheet, data):
    criteria, marks = sheet
    judged = [c for c in criteria if marks[c.pk] is not None and marks[c.pk] < c.scale]
    if not judged:
        return
    raised = data.draw(st.sampled_from(judged))

    before = total_of(criteria, marks)
    after = total_of(criteria, {**marks, raised.pk: marks[raised.pk] + raised.step})

    assert before is after is None or before <= after


@given(sheets())
def test_criterion_outside_the_total_changes_nothing(sheet):
    criteria, marks = sheet
    aside = Criterion(pk=99, points=0, scale=5, counts=False)

    assert total_of([*criteria, aside], {**marks, 99: Decimal(5)}) == total_of(criteria, marks)


def test_third_is_rounded_half_up():
    criteria = [Criterion(pk=1, points=100, scale=3)]

    assert total_of(criteria, {1: Decimal(1)}) == Decimal("33.33")
    assert total_of(criteria, {1: Decimal(2)}) == Decimal("66.67")


@given(
    st.integers(1, 100).flatmap(
        lambda top: st.tuples(
            st.just(top), st.booleans(), st.lists(st.integers(0, 2 * top), max_size=30)
        )
    )
)
def test_histogram_counts_every_mark_once(case):
    top, halves, doubled = case
    step = Decimal("0.5") if halves else Decimal(1)
    values = [Decimal(value) / 2 // step * step for value in doubled]

    bars = histogram(values, top, step).bars

    assert sum(bar.sheets for bar in bars) == len(values)
    assert (bars[0].low, bars[-1].high, len(bars) <= 11) == (0, top, True)
    for bar in bars:
        assert bar.sheets == sum(bar.low <= value <= bar.high for value in values)


def test_histogram_is_drawn_by_its_highest_bar():
    found = histogram([Decimal(1), Decimal(1), Decimal(3)], 3, Decimal(1))

    assert found.drawn == [(0, 24, 0), (10, 0, 24), (20, 24, 0), (30, 12, 12)]
    assert [(bar.label, bar.sheets) for bar in found.filled] == [("1", 2), ("3", 1)]
    assert found.mean == Decimal("1.67")


def sheet(seconds, stage="handed_in"):
    return Sheet(stage=stage, seconds=seconds)


def test_pace_is_known_after_three_sheets():
    two = [sheet(600), sheet(900), sheet(0), sheet(0, "draft")]

    assert pace(two, 6).seconds is None
    assert pace([*two, sheet(660)], 6).seconds == 660


@pytest.mark.parametrize(
    ("left", "days", "a_day", "hours"),
    [(42, 6, 7, Decimal(9)), (44, 6, 8, Decimal("9.5")), (1, 3, 1, None), (0, 3, 0, None)],
)
def test_pace_says_how_much_is_left_and_how_many_a_day(left, days, a_day, hours):
    found = pace([*[sheet(750)] * 3, *[sheet(0, "draft")] * left], days)

    assert (found.left, found.a_day, found.hours_left) == (left, a_day, hours)
