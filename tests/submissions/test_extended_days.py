"""A submission's own last day: the call's, or a later one given to its province."""

from datetime import date, datetime

import pytest

from groups.enums import Role
from selection_site.lib import clock
from submissions.enums import Stage
from submissions.stages import StepRefusedError, open_steps, take
from tests.factories.groups import PostFactory
from tests.factories.submissions import CallFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("moment", "is_in_time"),
    [
        ("2020-05-30 00:00:00", True),
        ("2020-06-05 23:59:59", True),
        ("2020-06-06 00:00:00", False),
    ],
)
def test_extended_submission_takes_plans_up_to_its_own_day(moment, is_in_time):
    clock.travel(datetime.fromisoformat(f"{moment}+07:00"))
    officer = PostFactory(role=Role.DISTRICT).user
    draft = SubmissionFactory(stage=Stage.DRAFT, extended_to=date(2020, 6, 5))
    other = SubmissionFactory(stage=Stage.DRAFT)

    assert (draft.takes_plans, other.takes_plans) == (is_in_time, False)
    assert ("send" in open_steps(draft, officer)) is is_in_time


def test_later_day_of_the_call_holds_for_an_extended_province_too():
    call = CallFactory(plans_due_on=date(2020, 6, 10))

    assert SubmissionFactory(call=call, extended_to=date(2020, 6, 5)).plans_due_on == date(
        2020, 6, 10
    )


def test_nothing_is_taken_once_round_1_closed_the_plans():
    clock.travel(date(2020, 5, 20))
    call = CallFactory()
    call.plans_closed_at = clock.now()
    call.save()
    submission = SubmissionFactory(call=call, stage=Stage.DRAFT, extended_to=date(2020, 6, 5))

    with pytest.raises(StepRefusedError, match="รอบแรก"):
        take(submission.pk, "send", by=PostFactory(role=Role.DISTRICT).user)

    assert (call.takes_plans, call.plans_are_over) == (False, True)
    assert (submission.takes_plans, submission.plans_are_over) == (False, True)
