"""What heads see on their home page: what is overdue in their place, and who holds it."""

from datetime import date

import pytest

from groups.enums import Role
from groups.models import District, Province
from reports.selectors.duties import duties
from selection_site.lib import clock
from submissions.enums import Stage
from submissions.services import set_province_day
from tests.factories.budgets import AllocationFactory
from tests.factories.groups import PostFactory
from tests.factories.submissions import CallFactory, SubmissionFactory

pytestmark = pytest.mark.django_db
HEADS = [Role.DISTRICT_HEAD, Role.PROVINCE_HEAD]


@pytest.fixture
def call():
    clock.travel(date(2020, 5, 7))
    call = CallFactory()
    staff = PostFactory(role=Role.STAFF).user
    set_province_day(call, Province.objects.get(pk="27"), date(2020, 5, 25), by=staff)
    return call


def seen(user):
    return [(duty.detail, duty.due_on) for duty in duties(user)]


@pytest.mark.parametrize("role", HEADS)
@pytest.mark.parametrize(("day", "count"), [(25, 0), (26, 1), (29, 1), (30, 0)])
def test_head_sees_overdue_plans_with_their_officer_while_they_are_taken(call, role, day, count):
    row = SubmissionFactory(call=call)
    SubmissionFactory(call=call, stage=Stage.SENT)
    officer = PostFactory(role=Role.DISTRICT).user
    head = PostFactory(role=role).user
    clock.travel(date(2020, 5, day))

    line = (f"{row.group.name}: อยู่กับ{officer}", date(2020, 5, 25))
    assert seen(head) == [line] * count


def test_head_of_another_place_and_officers_see_none(call):
    SubmissionFactory(call=call)
    clock.travel(date(2020, 5, 26))
    others = [
        PostFactory(role=Role.DISTRICT_HEAD, district=District.objects.get(code="1101")).user,
        PostFactory(role=Role.PROVINCE_HEAD, province=Province.objects.get(code="11")).user,
        PostFactory(role=Role.PROVINCE).user,
    ]

    assert [seen(user) for user in others] == [[], [], []]


@pytest.mark.parametrize(("role", "count"), [(Role.DISTRICT_HEAD, 1), (Role.PROVINCE_HEAD, 3)])
def test_head_sees_what_is_overdue_after_the_allocation(role, count):
    clock.travel(date(2020, 7, 2))
    AllocationFactory()
    head = PostFactory(role=role).user
    clock.travel(date(2020, 9, 1))

    assert len(seen(head)) == count


@pytest.mark.parametrize("groups", [1, 3])
def test_heads_list_costs_the_same_whatever_the_number_of_plans(
    call, groups, django_assert_num_queries
):
    SubmissionFactory.create_batch(groups, call=call)
    head = PostFactory(role=Role.PROVINCE_HEAD).user
    clock.travel(date(2020, 5, 26))
    head.held  # noqa: B018 (once a request)

    with django_assert_num_queries(5):
        duties(head)
