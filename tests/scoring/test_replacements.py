"""A group withdraws after a release: who moves up, who decides, and until when."""

from decimal import Decimal

import pytest

from budgets.services import BatchRefusedError, approve, propose
from groups.enums import Role
from groups.models import District, Event, Notice
from scoring.enums import Outcome, RoundStage, SelectionMode
from scoring.models import Replacement, SelectionRules, Standing
from scoring.selectors import submissions_in
from scoring.services import (
    ReplacementError,
    approve_replacement,
    propose_replacement,
    return_replacement,
)
from submissions.models import Call, Submission
from tests.factories.groups import PostFactory
from tests.factories.scoring import RoundFactory, StandingFactory
from tests.factories.submissions import SubmissionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    return RoundFactory(stage=RoundStage.RELEASED, places=2)


def held(round_, stage, outcome, rank, **options):
    """A submission at a stage, with its standing in a released round."""
    submission = SubmissionFactory(call=round_.call, stage=stage, **options)
    score = Decimal(90 - rank)
    StandingFactory(
        round=round_, submission=submission, outcome=outcome, rank=rank, position=rank, score=score
    )
    return submission


@pytest.fixture
def finalists(first):
    return [held(first, "finalist", "kept", rank) for rank in (1, 2)]


@pytest.fixture
def reserves(first):
    return [held(first, "declined", "not_kept", rank) for rank in (4, 3)][::-1]


@pytest.fixture
def graded(first):
    """After round 2: one outstanding, one good."""
    second = RoundFactory(stage=RoundStage.RELEASED, number=2, places=1)
    return [
        held(second, "outstanding", "outstanding", 1),
        held(second, "good", "good", 2),
    ]


def stages(*submissions):
    found = dict(Submission.objects.values_list("pk", "stage"))
    return [found[submission.pk] for submission in submissions]


def replaced(submission, staff, director):
    row = propose_replacement(submission, reason="สมาชิกมีมติถอนตัว", by=staff)
    return approve_replacement(row, by=director)


def test_first_reserve_takes_the_place_of_a_finalist(finalists, reserves, staff, director):
    row = propose_replacement(finalists[0], reason="ถอนตัว", by=staff)
    assert stages(*finalists, *reserves) == ["finalist", "finalist", "declined", "declined"]

    approve_replacement(row, by=director)

    assert stages(*finalists, *reserves) == ["given_up", "finalist", "finalist", "declined"]
    outcomes = dict(Standing.objects.values_list("submission", "outcome"))
    assert [outcomes[one.pk] for one in (*finalists, *reserves)] == [
        "withdrawn",
        "kept",
        "kept",
        "not_kept",
    ]
    row.refresh_from_db()
    assert (row.promoted, row.raised, row.outcome) == (reserves[0], None, Outcome.KEPT)
    assert [event.verb for event in Event.objects.order_by("number")] == [
        "replacement_propose",
        "step_give_up",
        "step_promote_finalist",
        "replacement_approve",
    ]


def test_best_of_the_good_and_the_first_reserve_move_up(graded, reserves, staff, director):
    row = replaced(graded[0], staff, director)

    assert stages(*graded, *reserves) == ["given_up", "outstanding", "good", "declined"]
    assert (row.raised, row.promoted) == (graded[1], reserves[0])
    last = Standing.objects.get(round__number=2, submission=reserves[0])
    assert (last.outcome, last.rank, last.score, last.seat) == (
        "good",
        3,
        Decimal("87.00"),
        "reserve",
    )


def test_with_a_quota_the_own_cluster_comes_first(first, finalists, staff, director):
    cluster = finalists[0].province.cluster
    near = District.objects.filter(province__cluster=cluster).last()
    elsewhere = District.objects.exclude(province__cluster=cluster).first()
    better = held(first, "declined", "not_kept", 3, group__district=elsewhere)
    own = held(first, "declined", "not_kept", 4, group__district=near)
    SelectionRules.objects.create(call=first.call, mode=SelectionMode.CLUSTER)

    row = replaced(finalists[0], staff, director)

    assert (row.promoted, stages(better)) == (own, ["declined"])


def test_place_stays_empty_where_nobody_is_left(finalists, staff, director):
    row = replaced(finalists[1], staff, director)

    assert (row.promoted, stages(*finalists)) == (None, ["finalist", "given_up"])


def test_officers_of_all_who_move_have_a_message(finalists, reserves, staff, director):
    officer = PostFactory(role=Role.DISTRICT).user

    row = replaced(finalists[0], staff, director)

    keys = set(Notice.objects.filter(user=officer).values_list("key", flat=True))
    assert keys == {
        f"replacement:{row.pk}:{finalists[0].pk}",
        f"replacement:{row.pk}:{reserves[0].pk}",
    }
    assert Notice.objects.filter(user=director, key=f"replacement:{row.pk}:proposed").exists()


def test_withdrawal_is_proposed_by_staff_alone(finalists, director, auditor, chair, member):
    for user in (director, auditor, chair, member):
        with pytest.raises(ReplacementError):
            propose_replacement(finalists[0], reason="ถอนตัว", by=user)

    assert Replacement.objects.count() == 0


def test_withdrawal_is_decided_by_the_director_and_not_by_its_proposer(
    finalists, reserves, staff, auditor, chair
):
    row = propose_replacement(finalists[0], reason="ถอนตัว", by=staff)
    PostFactory(user=staff, role=Role.DIRECTOR)
    staff.__dict__.pop("held", None)

    for user in (staff, auditor, chair):
        for decide in (
            lambda: approve_replacement(row, by=user),  # noqa: B023 (called at once)
            lambda: return_replacement(row, note="ยังไม่ครบ", by=user),  # noqa: B023
        ):
            with pytest.raises(ReplacementError):
                decide()

    assert stages(finalists[0]) == ["finalist"]


def test_withdrawal_is_decided_once(finalists, reserves, staff, director):
    row = replaced(finalists[0], staff, director)

    with pytest.raises(ReplacementError):
        approve_replacement(row, by=director)
    with pytest.raises(ReplacementError):
        propose_replacement(finalists[0], reason="ถอนตัว", by=staff)

    assert stages(*reserves) == ["finalist", "declined"]


def test_returned_withdrawal_moves_nothing_and_may_be_proposed_anew(
    finalists, reserves, staff, director
):
    row = propose_replacement(finalists[0], reason="ถอนตัว", by=staff)
    with pytest.raises(ReplacementError):
        propose_replacement(finalists[0], reason="ถอนตัว", by=staff)

    with pytest.raises(ReplacementError):
        return_replacement(row, note=" ", by=director)
    return_replacement(row, note="ขอหนังสือจากกลุ่ม", by=director)

    assert stages(*finalists, *reserves) == ["finalist", "finalist", "declined", "declined"]
    propose_replacement(finalists[0], reason="แนบหนังสือแล้ว", by=staff)
    assert Replacement.objects.count() == 2


def test_nobody_moves_once_money_is_allocated(graded, reserves, staff, director, english):
    row = propose_replacement(graded[1], reason="ถอนตัว", by=staff)
    Call.objects.update(allocated_baht=90_000)

    for act in (
        lambda: approve_replacement(row, by=director),
        lambda: propose_replacement(graded[0], reason="ถอนตัว", by=staff),
    ):
        with pytest.raises(ReplacementError) as refusal:
            act()
        assert str(refusal.value) == (
            "The money of 2563 is allocated already: its ledger must be corrected, nobody moves "
            "up in the result."
        )

    assert stages(*graded, *reserves) == ["outstanding", "good", "declined", "declined"]


@pytest.mark.parametrize("stage", ["marking", "marked", "closed"])
def test_nobody_moves_while_round_2_is_judged(finalists, staff, stage):
    RoundFactory(stage=RoundStage(stage), number=2)

    with pytest.raises(ReplacementError):
        propose_replacement(finalists[0], reason="ถอนตัว", by=staff)

    assert Replacement.objects.count() == 0


@pytest.mark.parametrize("stage", ["draft", "forwarded", "declined", "given_up"])
def test_group_without_a_place_gives_none_up(first, staff, stage):
    submission = SubmissionFactory(call=first.call, stage=stage)

    with pytest.raises(ReplacementError):
        propose_replacement(submission, reason="ถอนตัว", by=staff)


def test_withdrawal_needs_its_reason(finalists, staff):
    with pytest.raises(ReplacementError):
        propose_replacement(finalists[0], reason="  ", by=staff)


def test_allocation_proposed_before_the_withdrawal_is_not_approved(
    graded, reserves, staff, director, english
):
    call = graded[0].call
    Call.objects.filter(pk=call.pk).update(finalists=2, outstanding_places=1, good_places=1)
    call.refresh_from_db()
    batch = propose(call, by=staff)
    replaced(graded[1], staff, director)

    with pytest.raises(BatchRefusedError) as refusal:
        approve(batch, by=director)

    assert str(refusal.value) == (
        "The result has changed since this allocation was proposed, because a group withdrew. "
        "Return it, and have it proposed anew."
    )
    assert Call.objects.get().allocated_baht == 0


def test_reserve_that_moved_up_before_round_2_is_judged_in_it(
    first, finalists, reserves, staff, director
):
    second = RoundFactory(stage=RoundStage.PREPARED, number=2)
    replaced(finalists[0], staff, director)

    assert set(submissions_in(second)) == {finalists[1], reserves[0]}
