"""Proposing the year's allocation, approving it, returning it."""

from functools import partial

import pytest
from django.urls import reverse

from budgets import services
from budgets.enums import BatchStage, EntryKind, Grade
from budgets.models import Allocation, Batch, Entry
from budgets.services import BatchRefusedError
from groups.enums import Role
from groups.models import Event, Notice
from scoring.enums import Outcome
from scoring.models import Round, Standing
from submissions.enums import Stage
from tests.at_once import at_once
from tests.factories import budgets as make
from tests.factories.groups import PostFactory
from tests.factories.submissions import CallFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    call = make.small_call()
    make.released_result(call)
    return call


def test_propose_copies_grade_rank_and_amount_from_the_result(call):
    batch = services.propose(call, by=make.staff())

    rows = list(batch.allocations.values_list("grade", "rank", "amount_baht"))
    assert batch.total_baht == 190_000
    assert rows == [("outstanding", 1, 90_000), ("good", 2, 50_000), ("good", 3, 50_000)]


def test_propose_of_the_letters_year_comes_to_the_check_figure():
    call = CallFactory()
    make.released_result(call)

    batch = services.propose(call, by=make.staff())

    counts = [batch.allocations.filter(grade=grade).count() for grade in Grade]
    assert (batch.total_baht, counts) == (2_520_000, [18, 18])


def test_propose_tells_the_director(call):
    director = make.director()

    batch = services.propose(call, by=make.staff())

    notice = Notice.objects.get()
    assert (notice.user, notice.key) == (director, f"allocation-proposed:{batch.pk}")


@pytest.mark.parametrize("role", set(Role) - {Role.STAFF})
def test_propose_is_refused_to_other_posts(call, role):
    with pytest.raises(BatchRefusedError):
        services.propose(call, by=PostFactory(role=role).user)

    assert Batch.objects.count() == 0


def test_propose_is_refused_before_round_2_is_released():
    call = make.small_call()
    make.released_result(call)
    Round.objects.update(stage="closed", released_at=None, released_by=None)

    with pytest.raises(BatchRefusedError, match="not released"):
        services.propose(call, by=make.staff())

    assert Batch.objects.count() == 0


def test_propose_is_refused_for_more_groups_than_places(call):
    Standing.objects.filter(rank=2).update(outcome=Outcome.OUTSTANDING)

    with pytest.raises(BatchRefusedError) as refusal:
        services.propose(call, by=make.staff())

    assert str(refusal.value) == (
        "The result has 2 groups 'Outstanding', but the call has 1 places. "
        "The amounts add up to 230,000 baht instead of 190,000 baht."
    )


def test_place_without_a_group_stays_empty_and_the_others_get_theirs(client, call):
    """Fewer plans came than there are places, or nobody was left to move up."""
    Standing.objects.filter(rank=3).update(outcome=Outcome.WITHDRAWN)
    client.cookies["django_language"] = "en"
    client.force_login(make.staff())

    shown = client.get(reverse("budgets:batch", args=[call.year]))
    batch = services.propose(call, by=make.staff())

    assert (shown.context["may_propose"], shown.context["empty"]) == (
        True,
        ["The result has 1 group 'Good' for 2 places: 50,000 baht are not allocated."],
    )
    assert (batch.total_baht, batch.allocations.count()) == (140_000, 2)


def test_propose_twice_is_one_proposal(call):
    services.propose(call, by=make.staff())

    with pytest.raises(BatchRefusedError, match="proposed already"):
        services.propose(call, by=make.staff())

    assert (Batch.objects.count(), Allocation.objects.count()) == (1, 3)


def test_approve_moves_the_money_with_one_entry_each(call):
    batch = services.propose(call, by=make.staff())

    services.approve(batch, by=make.director())

    call.refresh_from_db()
    entries = Entry.objects.order_by("pk").values_list("kind", "amount_satang")
    assert call.allocated_baht == 190_000
    assert list(entries) == [
        (EntryKind.ALLOCATED, 9_000_000),
        (EntryKind.ALLOCATED, 5_000_000),
        (EntryKind.ALLOCATED, 5_000_000),
    ]


def test_approve_writes_the_decision_and_each_movement_into_the_chain(call):
    batch = services.propose(call, by=make.staff())

    services.approve(batch, by=make.director())

    verbs = Event.objects.order_by("number").values_list("verb", flat=True)
    assert list(verbs) == ["allocation_propose", "allocation_approve", *["money_allocated"] * 3]


def test_approve_tells_the_officers_of_each_group_once(call):
    district, province = make.district_officer(), make.provincial_officer()
    PostFactory(role=Role.PROVINCE_HEAD)
    batch = services.propose(call, by=make.staff())

    services.approve(batch, by=make.director())

    told = Notice.objects.filter(key__startswith="allocated:")
    assert sorted(told.values_list("user", flat=True)) == sorted([district.pk, province.pk] * 3)


@pytest.mark.parametrize("role", set(Role) - {Role.DIRECTOR})
def test_approve_is_refused_to_other_posts(call, role):
    batch = services.propose(call, by=make.staff())

    with pytest.raises(BatchRefusedError, match="Only the director"):
        services.approve(batch, by=PostFactory(role=role).user)

    assert Entry.objects.count() == 0


def test_approve_is_refused_to_who_proposed(call):
    both = make.staff()
    PostFactory(role=Role.DIRECTOR, user=both)
    batch = services.propose(call, by=both)

    with pytest.raises(BatchRefusedError, match="another person"):
        services.approve(batch, by=both)

    assert Entry.objects.count() == 0


def test_approve_twice_moves_the_money_once(call):
    batch = services.propose(call, by=make.staff())
    services.approve(batch, by=make.director())

    with pytest.raises(BatchRefusedError, match="already"):
        services.approve(batch, by=make.director())

    call.refresh_from_db()
    assert (call.allocated_baht, Entry.objects.count()) == (190_000, 3)


def test_return_needs_a_reason(call):
    batch = services.propose(call, by=make.staff())

    with pytest.raises(BatchRefusedError, match="reason"):
        services.send_back(batch, by=make.director(), note=" ")

    batch.refresh_from_db()
    assert batch.stage == BatchStage.PROPOSED


def test_return_allocates_nothing_and_tells_who_proposed(call):
    staff = make.staff()
    batch = services.propose(call, by=staff)

    services.send_back(batch, by=make.director(), note="ตรวจรายชื่ออีกครั้ง")

    notice = Notice.objects.get(user=staff)
    assert (Entry.objects.count(), notice.key) == (0, f"allocation-returned:{batch.pk}")


def test_returned_allocation_can_be_proposed_anew(call):
    batch = services.propose(call, by=make.staff())
    services.send_back(batch, by=make.director(), note="ตรวจรายชื่ออีกครั้ง")

    again = services.propose(call, by=make.staff())

    assert (again.stage, again.allocations.count()) == (BatchStage.PROPOSED, 3)


def test_returned_allocation_cannot_be_approved(call):
    batch = services.propose(call, by=make.staff())
    services.send_back(batch, by=make.director(), note="ตรวจรายชื่ออีกครั้ง")

    with pytest.raises(BatchRefusedError, match="already"):
        services.approve(batch, by=make.director())

    assert Entry.objects.count() == 0


def test_local_officer_sees_an_allocation_only_once_approved_and_only_the_own():
    own = make.AllocationFactory()
    make.allocation_elsewhere(batch=own.batch)
    make.AllocationFactory(batch=make.BatchFactory(call=CallFactory(year=2564), stage="proposed"))

    for user in (make.district_officer(), make.provincial_officer()):
        assert list(Allocation.objects.visible_to(user)) == [own]


def test_finalist_without_a_grade_gets_nothing(call):
    standing = Standing.objects.get(rank=1)
    SubmissionFactory(call=call, stage=Stage.FINALIST)

    batch = services.propose(call, by=make.staff())

    assert batch.allocations.get(rank=1).submission == standing.submission
    assert batch.allocations.count() == 3


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_approve_at_once_moves_the_money_once():
    call = make.small_call()
    make.released_result(call)
    batch = services.propose(call, by=make.staff())
    directors = [make.director(), make.director()]

    def press(user):
        services.approve(batch, by=user)
        return "approved"

    outcomes = at_once(*[partial(press, user) for user in directors], refusals=BatchRefusedError)

    call.refresh_from_db()
    assert sorted(outcomes) == ["approved", "refused"]
    assert (call.allocated_baht, Entry.objects.count()) == (190_000, 3)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_propose_at_once_is_one_proposal():
    call = make.small_call()
    make.released_result(call)
    people = [make.staff(), make.staff()]

    def press(user):
        services.propose(call, by=user)
        return "proposed"

    outcomes = at_once(*[partial(press, user) for user in people], refusals=BatchRefusedError)

    assert sorted(outcomes) == ["proposed", "refused"]
    assert Batch.objects.count() == 1
