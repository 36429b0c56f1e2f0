import random
from datetime import date

import pytest

from groups.enums import Role
from groups.models import District, Event, Province
from scoring.enums import ConflictReason, RoundStage
from scoring.models import Assignment, Conflict, Declaration, Sheet
from scoring.services import RoundRefusedError, declare
from selection_site.lib import clock
from tests.factories.groups import PostFactory, SavingsGroupFactory
from tests.factories.scoring import RoundFactory, arrived

pytestmark = pytest.mark.django_db

RELATIVE = (ConflictReason.RELATIVE, "พี่สาวเป็นเหรัญญิก")


def in_province(round_, code):
    district = District.objects.filter(province=code).first()
    return arrived(round_, group=SavingsGroupFactory(district=district))


def test_member_gets_every_group_that_is_not_in_conflict(member):
    round_ = RoundFactory()
    mine, *others = [arrived(round_) for _ in range(4)]

    declare(round_, judge=member, conflicts={mine.pk: RELATIVE})

    [conflict] = Conflict.objects.all()
    assert (conflict.submission, conflict.reason, conflict.note) == (mine, *RELATIVE)
    assigned = Assignment.objects.filter(round=round_, judge=member)
    assert {row.submission for row in assigned} == set(others)
    assert [row.position for row in assigned] == [1, 2, 3]
    assert Sheet.objects.filter(assignment__in=assigned, revision=0, stage="draft").count() == 3


def test_order_can_be_shuffled_again_from_the_seed(member, chair):
    round_ = RoundFactory()
    pks = sorted(arrived(round_).pk for _ in range(12))

    signed = [declare(round_, judge=judge, conflicts={}) for judge in (member, chair)]

    assigned = [
        list(round_.assignments.filter(judge=row.judge).values_list("submission", flat=True))
        for row in signed
    ]
    seeds = [row.seed for row in signed]
    assert assigned == [random.Random(seed).sample(pks, 12) for seed in seeds]  # noqa: S311  an order
    assert signed[0].seed != signed[1].seed


@pytest.mark.parametrize("role", [Role.PROVINCE, Role.PROVINCE_HEAD, Role.DISTRICT])
@pytest.mark.parametrize("is_over", [False, True])
def test_own_province_is_a_conflict_whatever_is_declared(member, role, is_over):
    round_ = RoundFactory()
    own, other = in_province(round_, "27"), in_province(round_, "30")
    now = clock.now()
    PostFactory(user=member, role=role, created_at=now, ended_at=now if is_over else None)

    declare(round_, judge=member, conflicts={})

    [conflict] = Conflict.objects.all()
    assert (conflict.submission, conflict.reason) == (own, "own_province")
    assert [row.submission for row in Assignment.objects.all()] == [other]


def test_post_of_another_person_is_no_conflict(member):
    round_ = RoundFactory()
    arrived(round_)
    PostFactory(role=Role.PROVINCE, province=Province.objects.get(code="27"))

    declare(round_, judge=member, conflicts={})

    assert Assignment.objects.count() == 1


def test_signing_twice_is_refused_and_changes_nothing(member):
    round_ = RoundFactory()
    submission = arrived(round_)
    declare(round_, judge=member, conflicts={})

    with pytest.raises(RoundRefusedError):
        declare(round_, judge=member, conflicts={submission.pk: RELATIVE})

    assert Declaration.objects.count() == 1
    assert Assignment.objects.count() == 1
    assert Conflict.objects.count() == 0


def test_others_than_this_years_committee_cannot_sign(staff, director, auditor):
    round_ = RoundFactory()
    of_last_year = PostFactory(role=Role.MEMBER, year=2562).user
    now = clock.now()
    retired = PostFactory(role=Role.MEMBER, created_at=now, ended_at=now).user

    for user in (staff, director, auditor, of_last_year, retired):
        with pytest.raises(RoundRefusedError):
            declare(round_, judge=user, conflicts={})

    assert Declaration.objects.count() == 0


@pytest.mark.parametrize("stage", [stage for stage in RoundStage if stage != "marking"])
def test_declaration_is_signed_while_marking_is_open(member, stage):
    with pytest.raises(RoundRefusedError):
        declare(RoundFactory(stage=stage), judge=member, conflicts={})


def test_declaration_is_signed_up_to_the_last_day(member, chair):
    round_ = RoundFactory()
    clock.travel(date(2020, 6, 30))
    declare(round_, judge=member, conflicts={})

    clock.travel(date(2020, 7, 1))
    with pytest.raises(RoundRefusedError):
        declare(round_, judge=chair, conflicts={})

    assert Declaration.objects.count() == 1


def test_another_reason_must_be_told(member, english):
    round_ = RoundFactory()
    submission = arrived(round_)

    with pytest.raises(RoundRefusedError) as refusal:
        declare(round_, judge=member, conflicts={submission.pk: (ConflictReason.OTHER, " ")})

    sentence = f"Write in a few words what the other reason is for {submission.group}."
    assert str(refusal.value) == sentence


def test_group_that_is_not_in_the_round_is_refused(member, english):
    elsewhere = arrived(RoundFactory(number=2))

    with pytest.raises(RoundRefusedError) as refusal:
        declare(RoundFactory(), judge=member, conflicts={elsewhere.pk: RELATIVE})

    assert str(refusal.value) == "The list of groups has changed: reload the page."


def test_declaration_is_told_to_the_audit_chain(member):
    round_ = RoundFactory()
    submission = arrived(round_)

    signed = declare(round_, judge=member, conflicts={submission.pk: RELATIVE})

    event = Event.objects.get()
    assert (event.verb, event.user) == ("declare", member)
    assert event.detail == {"conflicts": [[submission.pk, "relative"]], "seed": signed.seed}
