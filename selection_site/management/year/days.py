"""The days of a programme year: those of the official letter, or set around the day it is."""

from datetime import date, timedelta
from typing import NamedTuple

from selection_site.lib import clock, dates


class Days(NamedTuple):
    """Every day that a call needs, and the day on which each act of the walk takes place."""

    opens_on: date
    plans_due_on: date
    first_round_ends_on: date
    second_round_ends_on: date
    allocation_due_on: date
    procurement_due_on: date
    follow_up_due_on: date
    results_due_on: date

    @property
    def province_due_on(self) -> date:
        """The day most provinces ask for: four days before the department's, as Sa Kaeo did."""
        return max(self.opens_on, self.plans_due_on - timedelta(days=4))


def of_the_letter(year: int) -> Days:
    """The days of the letter of May 2563, moved to another fiscal year.

    Plans 29 May, both rounds 30 June, procurement 31 July, follow-up 20 August, result record
    31 August. The letter's own day in May is lost; 7 May is taken.
    """
    ce = dates.from_be(year)
    return Days(
        opens_on=date(ce, 5, 7),
        plans_due_on=date(ce, 5, 29),
        first_round_ends_on=date(ce, 6, 30),
        second_round_ends_on=date(ce, 6, 30),
        allocation_due_on=date(ce, 7, 31),
        procurement_due_on=date(ce, 7, 31),
        follow_up_due_on=date(ce, 8, 20),
        results_due_on=date(ce, 8, 31),
    )


def being_marked() -> Days:
    """Days that put today in the middle of round 1."""
    return _around(timedelta(days=-12))


def being_written() -> Days:
    """Days that let plans be written for a few days more."""
    return _around(timedelta(days=6))


def _around(plans: timedelta) -> Days:
    due = clock.today() + plans
    after = [timedelta(days=days) for days in (24, 38, 60, 75, 95, 106)]
    return Days(due - timedelta(days=22), due, *(due + days for days in after))
