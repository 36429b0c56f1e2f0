from decimal import Decimal

import pytest

from groups.enums import Role
from groups.models import District, Event, Notice
from scoring.enums import RoundStage
from scoring.services import RoundRefusedError, release
from submissions.models import Step, Submission
from tests.factories.groups import PostFactory
from tests.factories.scoring import RoundFactory, StandingFactory, arrived

pytestmark = pytest.mark.django_db


def closed(number=1, **options):
    return RoundFactory(stage=RoundStage.CLOSED, number=number, **options)


def standing(round_, outcome, **traits):
    return StandingFactory(round=round_, submission=arrived(round_, **traits), outcome=outcome)


def stages():
    return list(Submission.objects.order_by("pk").values_list("stage", flat=True))


@pytest.mark.parametrize(
    ("number", "outcomes", "expected"),
    [
        (1, ["kept", "not_kept"], ["finalist", "declined"]),
        (2, ["outstanding", "good"], ["outstanding", "good"]),
    ],
)
def test_release_moves_every_submission(director, number, outcomes, expected):
    round_ = closed(number)
    for outcome in outcomes:
        standing(round_, outcome)

    release(round_, by=director)

    assert stages() == expected
    round_.refresh_from_db()
    assert (round_.stage, round_.released_by) == ("released", director)
    assert {step.by for step in Step.objects.all()} == {director}
    event = Event.objects.get(verb="release_round")
    assert (event.user, event.detail) == (director, {"submissions": 2})


def test_release_tells_each_officer_of_their_own_groups(director, chair, member):
    round_ = closed()
    ours = standing(round_, "kept").submission
    there = District.objects.exclude(province="27").first()
    theirs = standing(round_, "not_kept", group__district=there).submission
    district = PostFactory(role=Role.DISTRICT).user
    province = PostFactory(role=Role.PROVINCE).user
    elsewhere = PostFactory(role=Role.DISTRICT, district=there).user
    PostFactory(role=Role.DISTRICT_HEAD)

    release(round_, by=director)

    told = {(notice.user, notice.key) for notice in Notice.objects.all()}
    assert told == {
        (district, f"2563:round-1:result:{ours.pk}"),
        (province, f"2563:round-1:result:{ours.pk}"),
        (elsewhere, f"2563:round-1:result:{theirs.pk}"),
        (chair, "2563:round-1:result"),
        (member, "2563:round-1:result"),
    }
    body = Notice.objects.get(user=elsewhere).body
    assert Decimal("81.25") == StandingFactory.score
    assert "81.25" not in body


def test_result_is_released_by_the_director_alone(staff, auditor, chair, member):
    round_ = closed()
    standing(round_, "kept")

    for user in (staff, auditor, chair, member):
        with pytest.raises(RoundRefusedError):
            release(round_, by=user)

    assert (stages(), Notice.objects.count()) == (["forwarded"], 0)


def test_nobody_releases_what_they_closed(chair, english):
    PostFactory(user=chair, role=Role.DIRECTOR)
    chair.__dict__.pop("held", None)
    round_ = closed(closed_by=chair)
    standing(round_, "kept")

    with pytest.raises(RoundRefusedError) as refusal:
        release(round_, by=chair)

    assert str(refusal.value) == (
        "You closed this round yourself: another person must release its result."
    )
    assert stages() == ["forwarded"]


@pytest.mark.parametrize("stage", [stage for stage in RoundStage if stage != "closed"])
def test_result_is_released_once_and_after_closing(director, stage):
    round_ = RoundFactory(stage=stage)
    standing(round_, "kept")

    with pytest.raises(RoundRefusedError):
        release(round_, by=director)

    assert (stages(), Notice.objects.count()) == (["forwarded"], 0)
