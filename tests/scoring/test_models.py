"""Who sees which rounds, sheets and standings, with rows there that could leak."""

import pytest

from groups.enums import Role
from groups.models import District
from scoring.enums import RoundStage
from scoring.models import Round, Sheet, Standing
from tests.factories.groups import PostFactory, SavingsGroupFactory
from tests.factories.scoring import RoundFactory, StandingFactory, arrived, scored, sheet_for
from tests.factories.submissions import CallFactory

pytestmark = pytest.mark.django_db

OVERSEERS = {"staff", "director", "auditor"}


def roles_seeing(rows, year=2563):
    """The posts whose holders find something in what `rows` gives them."""
    judges = (Role.MEMBER, Role.CHAIR)
    users = {
        role: PostFactory(role=role, year=year if role in judges else None).user for role in Role
    }
    return {str(role) for role, user in users.items() if rows(user).exists()}


def test_rounds_are_seen_by_their_committee_and_overseers():
    RoundFactory()

    assert roles_seeing(Round.objects.visible_to) == {*OVERSEERS, "member", "chair"}


def test_rounds_are_not_seen_by_another_years_committee():
    RoundFactory()

    assert roles_seeing(Round.objects.visible_to, year=2562) == OVERSEERS


def test_rounds_of_a_call_in_preparation_are_seen_by_overseers_alone():
    RoundFactory(call=CallFactory(opened=False))

    assert roles_seeing(Round.objects.visible_to) == OVERSEERS


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("prepared", set()),
        ("marking", {*OVERSEERS, "chair"}),
        ("marked", {*OVERSEERS, "chair"}),
        ("closed", {*OVERSEERS, "chair"}),
        ("released", {*OVERSEERS, "chair"}),
    ],
)
def test_progress_is_seen_by_chair_and_overseers(stage, expected):
    RoundFactory(stage=RoundStage(stage))

    assert roles_seeing(Round.objects.completeness_visible_to) == expected


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("prepared", set()),
        ("marking", set()),
        ("marked", {"chair"}),
        ("closed", {*OVERSEERS, "chair"}),
        ("released", {*OVERSEERS, "chair"}),
    ],
)
def test_ranking_is_the_chairs_first_then_the_overseers(stage, expected):
    RoundFactory(stage=RoundStage(stage))

    assert roles_seeing(Round.objects.ranking_visible_to) == expected


@pytest.mark.parametrize("stage", RoundStage)
def test_ranking_and_progress_are_hidden_from_another_years_chair(stage):
    RoundFactory(stage=stage)
    stranger = PostFactory(role=Role.CHAIR, year=2562).user

    assert not Round.objects.ranking_visible_to(stranger).exists()
    assert not Round.objects.completeness_visible_to(stranger).exists()


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("marking", set()),
        ("marked", set()),
        ("closed", OVERSEERS),
        ("released", OVERSEERS),
    ],
)
def test_sheets_of_others_are_read_after_closing_by_overseers(stage, expected):
    scored(RoundFactory(stage=RoundStage(stage)), "70")

    assert roles_seeing(Sheet.objects.visible_to) == expected


def test_member_sees_own_sheets_and_no_others(member, chair):
    round_ = RoundFactory()
    submission = arrived(round_)
    own = sheet_for(round_, member, submission)
    sheet_for(round_, chair, submission)

    assert list(Sheet.objects.visible_to(member)) == [own]


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("closed", OVERSEERS),
        (
            "released",
            {
                *OVERSEERS,
                "member",
                "chair",
                "district",
                "district_head",
                "province",
                "province_head",
            },
        ),
    ],
)
def test_result_is_known_at_release_by_all_at_once(stage, expected):
    StandingFactory(round=RoundFactory(stage=RoundStage(stage)))

    assert roles_seeing(Standing.objects.visible_to) == expected


def test_province_learns_the_result_of_its_own_groups(member):
    round_ = RoundFactory(stage=RoundStage.RELEASED)
    there = SavingsGroupFactory(district=District.objects.exclude(province="27").first())
    ours = StandingFactory(round=round_)
    StandingFactory(round=round_, submission__group=there)

    officer = PostFactory(role=Role.PROVINCE).user

    assert list(Standing.objects.visible_to(officer)) == [ours]
    assert Standing.objects.visible_to(member).count() == 2
