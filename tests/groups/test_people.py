from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from groups import services
from groups.enums import Role
from groups.models import District, Event, Notice, Post, Province, User
from selection_site.lib import clock
from tests.factories.groups import ARANYAPRATHET, SA_KAEO, PostFactory, UserFactory

pytestmark = pytest.mark.django_db

NAMES = {"title": "นาง", "first_name": "มาลี", "last_name": "ศรีสุข", "phone": "037425057"}
OTHERS = [role for role in Role if role != Role.ADMINISTRATOR]


@pytest.fixture
def administrator():
    return PostFactory(role=Role.ADMINISTRATOR).user


@pytest.fixture
def sa_kaeo():
    return Province.objects.get(pk=SA_KAEO)


def verbs():
    return list(Event.objects.order_by("number").values_list("verb", flat=True))


# Inviting


def test_add_person_gives_the_first_post_and_owes_the_invitation(administrator, sa_kaeo):
    person = services.add_person(
        " Malee@Example.ORG ", NAMES, Role.PROVINCE, by=administrator, province=sa_kaeo
    )

    assert (str(person), person.email) == ("นางมาลี ศรีสุข", "malee@example.org")
    assert person.holds(Role.PROVINCE, province_id=SA_KAEO)
    assert person.has_usable_password() is False
    assert (Notice.objects.get().user, Notice.objects.get().invites) == (person, True)
    assert verbs() == ["add_person", "appoint", "invite"]


def test_add_person_twice_is_refused(administrator):
    services.add_person("malee@example.org", NAMES, Role.STAFF, by=administrator)

    with pytest.raises(ValidationError) as refusal:
        services.add_person("MALEE@example.org", NAMES, Role.STAFF, by=administrator)

    assert list(refusal.value.error_dict) == ["email"]
    assert (User.objects.count(), Notice.objects.count()) == (2, 1)


def test_add_person_with_a_post_that_cannot_be_takes_nobody_in(administrator):
    with pytest.raises(ValidationError):
        services.add_person("malee@example.org", NAMES, Role.PROVINCE, by=administrator)

    assert (User.objects.get(), Notice.objects.count(), Event.objects.count()) == (
        administrator, 0, 0,
    )  # fmt: skip


@pytest.mark.parametrize("role", OTHERS)
def test_people_are_managed_by_an_administrator_alone(role):
    by, post = PostFactory(role=role).user, PostFactory(role=Role.DIRECTOR)

    for verb in (
        lambda: services.add_person("malee@example.org", NAMES, Role.STAFF, by=by),
        lambda: services.appoint(post.user, Role.STAFF, by=by),
        lambda: services.end_post(post, by=by),
        lambda: services.invite(post.user, by=by),
        lambda: services.change_person(post.user, NAMES, by=by),
    ):
        with pytest.raises(services.PeopleRefusedError):
            verb()

    assert (User.objects.count(), Event.objects.count(), Notice.objects.count()) == (2, 0, 0)


def test_invite_twice_within_a_minute_sends_one_mail_and_later_a_fresh_one(administrator):
    person = UserFactory()
    with clock.at(date(2020, 5, 1)):
        services.invite(person, by=administrator)
        services.invite(person, by=administrator)
    assert Notice.objects.count() == 1

    with clock.at(date(2020, 5, 2)):
        services.invite(person, by=administrator)

    assert Notice.objects.count() == 2


# Changing


@pytest.mark.parametrize("by_self", [True, False])
def test_change_person_by_themselves_or_an_administrator(administrator, by_self):
    person = UserFactory(title="นาย", last_name="ศรีสุข")

    services.change_person(person, NAMES, by=person if by_self else administrator)

    person.refresh_from_db()
    assert str(person) == "นางมาลี ศรีสุข"
    assert Event.objects.get().detail == {"changed": ["first_name", "phone", "title"]}


def test_change_person_twice_writes_once():
    person = UserFactory()

    services.change_person(person, NAMES, by=person)
    services.change_person(person, NAMES, by=person)

    assert verbs() == ["change_person"]


def test_change_person_moves_the_name_in_the_order_of_lists():
    first, second = UserFactory(first_name="กมล"), UserFactory(first_name="ขวัญ")

    services.change_person(first, {"first_name": "เอก"}, by=first)

    assert list(User.objects.all()) == [second, first]


# Posts


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.DISTRICT, "district"),
        (Role.DISTRICT_HEAD, "district"),
        (Role.PROVINCE, "province"),
        (Role.PROVINCE_HEAD, "province"),
        (Role.MEMBER, "year"),
        (Role.CHAIR, "year"),
        (Role.STAFF, None),
        (Role.DIRECTOR, None),
        (Role.AUDITOR, None),
        (Role.ADMINISTRATOR, None),
    ],
)
def test_appoint_takes_exactly_the_scope_of_the_role(administrator, sa_kaeo, role, scope):
    person = UserFactory()
    scopes = {
        "district": District.objects.get(pk=ARANYAPRATHET),
        "province": sa_kaeo,
        "year": 2563,
    }
    right = {scope: scopes[scope]} if scope else {}
    for name in scopes.keys() - {scope}:
        with pytest.raises(ValidationError):
            services.appoint(person, role, by=administrator, **right, **{name: scopes[name]})
    if scope:
        with pytest.raises(ValidationError):
            services.appoint(person, role, by=administrator)

    post = services.appoint(person, role, by=administrator, **right)

    assert list(person.posts.all()) == [post]
    assert verbs() == ["appoint"]


def test_appoint_twice_is_refused(administrator):
    person = UserFactory()
    services.appoint(person, Role.STAFF, by=administrator)

    with pytest.raises(ValidationError):
        services.appoint(person, Role.STAFF, by=administrator)

    assert person.posts.count() == 1


def test_appoint_after_the_post_ended_begins_anew(administrator):
    post = PostFactory(role=Role.STAFF)
    services.end_post(post, by=administrator)

    services.appoint(post.user, Role.STAFF, by=administrator)

    assert post.user.posts.filter(ended_at=None).count() == 1
    assert post.user.posts.count() == 2


def test_appoint_a_second_chair_of_a_year_is_refused(administrator):
    PostFactory(role=Role.CHAIR, year=2563)
    person = UserFactory()

    with pytest.raises(ValidationError):
        services.appoint(person, Role.CHAIR, by=administrator, year=2563)
    services.appoint(person, Role.CHAIR, by=administrator, year=2564)

    assert person.posts.get().year == 2564


def test_appoint_oneself_is_refused(administrator):
    with pytest.raises(services.PeopleRefusedError):
        services.appoint(administrator, Role.DIRECTOR, by=administrator)

    assert administrator.posts.count() == 1


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.DISTRICT, {}),
        (Role.PROVINCE, {}),
        (Role.MEMBER, {}),
        (Role.STAFF, {"year": 2563}),
        (Role.STAFF, {"province_id": SA_KAEO}),
        (Role.PROVINCE, {"province_id": SA_KAEO, "district_id": ARANYAPRATHET}),
    ],
)
def test_database_refuses_a_post_of_wrong_scope(role, scope):
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(user=UserFactory(), role=role, **scope)


def test_database_refuses_a_post_held_twice_and_a_post_that_ends_before_it_began():
    post = PostFactory(role=Role.STAFF)

    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(user=post.user, role=Role.STAFF)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(ended_at=post.created_at - timedelta(seconds=1))


def test_end_post_takes_away_what_it_allowed_and_keeps_the_row(administrator):
    post = PostFactory(role=Role.STAFF)

    services.end_post(post, by=administrator)

    assert User.objects.get(pk=post.user_id).holds(Role.STAFF) is False
    assert Post.objects.get(pk=post.pk).ended_at is not None


def test_end_post_twice_ends_once(administrator):
    post = PostFactory(role=Role.STAFF)

    services.end_post(post, by=administrator)
    ended = Post.objects.get(pk=post.pk).ended_at
    services.end_post(post, by=administrator)

    assert Post.objects.get(pk=post.pk).ended_at == ended
    assert verbs() == ["end_post"]


def test_end_post_of_the_last_administrator_is_refused(administrator):
    post = administrator.posts.get()
    PostFactory(role=Role.ADMINISTRATOR, user=UserFactory(is_active=False))

    with pytest.raises(services.PeopleRefusedError):
        services.end_post(post, by=administrator)
    PostFactory(role=Role.ADMINISTRATOR)
    services.end_post(post, by=administrator)

    assert Post.objects.get(pk=post.pk).ended_at is not None


# What a person holds


def test_holds_asks_for_the_place_and_the_year_of_a_post():
    user = UserFactory()
    PostFactory(user=user, role=Role.PROVINCE)
    PostFactory(user=user, role=Role.MEMBER)
    PostFactory(user=user, role=Role.DIRECTOR, ended_at=clock.now() + timedelta(seconds=1))

    assert user.holds(Role.PROVINCE, province_id=SA_KAEO) is True
    assert user.holds(Role.PROVINCE, province_id="11") is False
    assert user.holds(Role.MEMBER, year=2563) is True
    assert user.holds(Role.MEMBER, year=2564) is False
    assert user.holds(Role.DIRECTOR) is False
    assert (user.provinces(Role.PROVINCE), user.years(Role.MEMBER)) == ([SA_KAEO], [2563])


def test_holds_costs_one_query_whatever_is_asked(django_assert_num_queries):
    user = PostFactory(role=Role.PROVINCE).user

    with django_assert_num_queries(1):
        assert [user.holds(role) for role in Role].count(True) == 1
        assert str(user.held[0]).endswith(str(user.held[0].province))


@pytest.mark.parametrize("role", Role)
def test_people_visible_to_administrator_and_auditor_only_themselves_to_others(role):
    user, other = PostFactory(role=role).user, UserFactory()

    visible = set(User.objects.visible_to(user))

    everybody = role in (Role.ADMINISTRATOR, Role.AUDITOR)
    assert visible == ({user, other} if everybody else {user})


# The command for the first administrator


def run_invite(*args):
    output = StringIO()
    call_command("invite", *args, stdout=output)
    return output.getvalue()


def test_invite_command_takes_in_the_first_administrator():
    said = run_invite("Malee@example.org", "--name", "มาลี ศรีสุข ณ อยุธยา")

    person = User.objects.get()
    assert (person.email, person.first_name, person.last_name) == (
        "malee@example.org", "มาลี", "ศรีสุข ณ อยุธยา",
    )  # fmt: skip
    assert person.holds(Role.ADMINISTRATOR)
    assert "Malee@example.org" in said
    assert Event.objects.order_by("number").first().user is None


def test_invite_command_twice_sends_a_fresh_link_and_nothing_more():
    with clock.at(date(2020, 5, 1)):
        run_invite("malee@example.org", "--name", "มาลี")
    with clock.at(date(2020, 5, 2)):
        run_invite("malee@example.org", "--name", "มาลี", "--role", "staff")

    person = User.objects.get()
    assert set(person.posts.values_list("role", flat=True)) == {"administrator", "staff"}
    assert Notice.objects.count() == 2


def test_invite_command_refuses_what_is_no_address():
    with pytest.raises(CommandError):
        run_invite("malee", "--name", "มาลี")

    assert User.objects.count() == 0
