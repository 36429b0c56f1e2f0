"""Which rung of the ladder is told on which day, over weekends, holidays and days nothing ran."""

from datetime import date, timedelta

import pytest

from groups import ladder
from groups.enums import Hears
from groups.ladder import Limit, reached

FRIDAY = date(2020, 5, 29)
SONGKRAN = date(2021, 4, 16)


def told(*limits, first, last, added=(), down=(), since=None):
    """{day: rung} for each day on which a rung is told that was not told before."""
    days, seen, day = {}, None, first
    while day <= last:
        is_off = ladder.workdays.why_off(day, dict(added))
        due = None if is_off or day in down else reached(limits, day, dict(added), since=since)
        if due and due != seen:
            days[day], seen = due.rung.name, due
        day += timedelta(days=1)
    return days


def may(number):
    return date(2020, 5, number)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (
            FRIDAY,
            {15: "14", 22: "7", 26: "3", 28: "1", 32: "+3"},  # +1 and +3 meet on Monday 1 June
        ),
        (may(27), {13: "14", 20: "7", 22: "3", 26: "1", 28: "+1", 32: "+3"}),
        (may(25), {12: "14", 18: "7", 22: "1", 26: "+1", 28: "+3"}),
    ],
)
def test_rungs_fall_back_before_the_day_and_forward_after_it(day, expected):
    found = told(Limit(day, ladder.SOFT), first=may(12), last=date(2020, 6, 9))

    assert found == {may(1) + timedelta(days=number - 1): rung for number, rung in expected.items()}


def test_songkran_of_2563_moved_to_july_moves_the_rung_onto_the_friday_before():
    found = told(
        Limit(date(2020, 7, 31), ladder.SOFT), first=date(2020, 7, 10), last=date(2020, 8, 9)
    )

    assert found == {
        date(2020, 7, 17): "14",
        date(2020, 7, 24): "3",
        date(2020, 7, 30): "1",
        date(2020, 8, 3): "+3",
    }


def test_songkran_week_is_skipped_in_both_directions():
    found = told(
        Limit(date(2021, 4, 9), ladder.SOFT), first=date(2021, 3, 20), last=date(2021, 4, 30)
    )

    assert found == {
        date(2021, 3, 26): "14",
        date(2021, 4, 2): "7",
        date(2021, 4, 5): "3",  # the 6th is Chakri Day
        date(2021, 4, 8): "1",
        date(2021, 4, 16): "+3",  # from the 12th to the 15th offices are closed
    }


def test_own_day_off_moves_a_rung_to_the_working_day_before():
    added = {date(2020, 5, 26): "น้ำท่วม"}

    found = told(Limit(FRIDAY, ladder.SOFT), first=may(23), last=may(27), added=added)

    assert found == {may(25): "3"}


def test_worker_down_for_three_days_tells_the_newest_rung_once():
    down = [may(26), may(27)]

    found = told(Limit(FRIDAY, ladder.SOFT), first=may(26), last=may(29), down=down)

    assert found == {may(28): "1"}


def test_departments_day_counts_only_after_the_provinces_has_passed():
    limits = [Limit(may(20), ladder.SOFT), Limit(FRIDAY, ladder.HARD)]

    found = told(*limits, first=may(12), last=date(2020, 6, 9))

    assert found == {
        may(12): "14",
        may(13): "7",
        may(15): "3",
        may(19): "1",
        may(21): "+1",
        may(22): "7",
        may(25): "+3",
        may(26): "3",
        may(28): "1",
        date(2020, 6, 1): "+1",
    }


def test_of_two_rungs_of_one_day_the_one_that_more_people_hear_is_told():
    limits = [Limit(may(25), ladder.SOFT), Limit(FRIDAY, ladder.HARD)]

    due = reached(limits, may(28), {})

    assert (due.day, due.rung.name) == (may(25), "+3")


def test_past_the_last_day_one_message_closes_the_matter_for_head_and_department():
    limits = [Limit(may(27), ladder.SOFT), Limit(FRIDAY, ladder.HARD)]

    due = reached(limits, date(2020, 6, 1), {})

    assert (due.day, due.rung.hears) == (FRIDAY, (Hears.HEAD, Hears.DEPARTMENT))


def test_nothing_is_told_that_was_before_people_first_heard_of_it():
    found = told(Limit(FRIDAY, ladder.SOFT), first=may(22), last=may(28), since=may(22))

    assert found == {may(26): "3", may(28): "1"}


def test_nothing_is_told_a_month_after_the_last_day():
    limit = [Limit(FRIDAY, ladder.SOFT)]

    assert reached(limit, FRIDAY + ladder.TOO_OLD, {}) is not None
    assert reached(limit, FRIDAY + ladder.TOO_OLD + timedelta(days=1), {}) is None


def test_audience_widens_on_the_way_up():
    sizes = [len(rung.hears) for rung in ladder.SOFT]

    assert sizes == sorted(sizes)
    assert [rung.name for rung in ladder.SOFT] == ["14", "7", "3", "1", "+1", "+3"]
