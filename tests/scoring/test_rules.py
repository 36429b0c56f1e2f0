"""The grid of verbs and posts, as the committee's secretary would read it."""

import pytest

from groups.enums import Role
from groups.models import User
from scoring import rules
from scoring.enums import RoundStage
from tests.factories.groups import PostFactory
from tests.factories.scoring import AssignmentFactory, RoundFactory, SheetFactory

pytestmark = pytest.mark.django_db

GRID = {
    "may_set_criteria": {"staff"},
    "may_open_round": {"staff"},
    "may_share_out": {"staff"},
    "may_judge": {"member", "chair"},
    "may_ask_about_conflict": {"staff", "member", "chair"},
    "may_close_marking": {"chair"},
    "may_settle_tie": {"chair"},
    "may_close_round": {"chair"},
    "may_reopen": {"chair", "director"},
    "may_propose_replacement": {"staff"},
    "may_hold_meeting": {"chair"},
    "may_release": {"director"},
}


WITHOUT_A_ROUND = ("may_set_criteria", "may_propose_replacement", "may_share_out")


def may(verb, user, round_):
    rule = getattr(rules, verb)
    return rule(user) if verb in WITHOUT_A_ROUND else rule(user, round_)


@pytest.mark.parametrize("verb", GRID)
def test_verb_is_open_to_its_posts_and_no_others(verb):
    round_ = RoundFactory(stage=RoundStage.CLOSED)

    allowed = {role for role in Role if may(verb, PostFactory(role=role).user, round_)}

    assert allowed == GRID[verb]


@pytest.mark.parametrize("verb", GRID)
def test_committee_of_another_year_may_nothing(verb):
    round_ = RoundFactory(stage=RoundStage.CLOSED)

    for role in (Role.MEMBER, Role.CHAIR):
        assert not may(verb, PostFactory(role=role, year=2562).user, round_)


def test_every_rule_but_that_of_ones_own_sheet_is_in_the_grid():
    named = {name for name in vars(rules) if name.startswith("may_")}

    assert named - set(GRID) == {
        "may_mark",
        "may_decide_replacement",
        "may_rule_on_conflict",
        "may_remind_judges",
    }


def test_sheet_is_marked_by_its_own_member_alone():
    sheet = SheetFactory()
    assignment = sheet.assignment
    others = [PostFactory(role=role).user for role in Role]

    assert rules.may_mark(assignment.judge, sheet)
    assert [user for user in others if rules.may_mark(user, sheet)] == []


def test_member_whose_post_ended_marks_no_more(in_june):
    sheet = SheetFactory(assignment=AssignmentFactory())
    judge = sheet.assignment.judge
    post = judge.posts.get()
    post.ended_at = post.created_at
    post.save()

    assert not rules.may_mark(User.objects.get(pk=judge.pk), sheet)


def test_director_who_closed_the_round_as_chair_does_not_release_it():
    user = PostFactory(role=Role.DIRECTOR).user
    own = RoundFactory(stage=RoundStage.CLOSED, closed_by=user)
    another = RoundFactory(stage=RoundStage.CLOSED, number=2)

    assert not rules.may_release(user, own)
    assert rules.may_release(user, another)
