"""Two administrators pressing in the same moment: one effect, and the other is told why not."""

import pytest
from django.core.exceptions import ValidationError

from groups import services
from groups.enums import Role
from groups.models import Event, Post, User
from tests.at_once import done_or_refused
from tests.factories.groups import PostFactory, UserFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*acts):
    return done_or_refused(*acts, refusals=(ValidationError, services.PeopleRefusedError))


@pytest.fixture
def administrator():
    user = PostFactory(role=Role.ADMINISTRATOR).user
    assert user.held
    return user


def test_person_taken_in_at_once_is_one_person(administrator):
    names = {"first_name": "มาลี"}

    def act():
        services.add_person("malee@example.org", names, Role.STAFF, by=administrator)

    assert at_once(act, act, act) == ["done", "refused", "refused"]
    assert User.objects.filter(email="malee@example.org").count() == 1
    assert Event.objects.filter(verb="add_person").count() == 1


def test_post_given_at_once_is_held_once(administrator):
    user = UserFactory()

    def act():
        services.appoint(user, Role.STAFF, by=administrator)

    assert at_once(act, act, act) == ["done", "refused", "refused"]
    assert user.posts.count() == 1


def test_of_two_chairs_appointed_at_once_one_is(administrator):
    acts = [
        lambda user=user: services.appoint(user, Role.CHAIR, by=administrator, year=2563)
        for user in (UserFactory(), UserFactory())
    ]

    assert at_once(*acts) == ["done", "refused"]
    assert Post.objects.filter(role=Role.CHAIR).count() == 1


def test_of_two_last_administrators_ending_each_other_one_stays(administrator):
    other = PostFactory(role=Role.ADMINISTRATOR).user
    assert other.held
    mine, theirs = administrator.posts.get(), other.posts.get()

    outcome = at_once(
        lambda: services.end_post(mine, by=other),
        lambda: services.end_post(theirs, by=administrator),
    )

    assert outcome == ["done", "refused"]
    assert Post.objects.filter(role=Role.ADMINISTRATOR, ended_at=None).count() == 1
