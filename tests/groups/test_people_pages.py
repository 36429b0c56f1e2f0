import pytest
from django.urls import reverse

from groups import services
from groups.enums import Role
from groups.models import Notice, Post, User
from selection_site.lib import clock
from tests.factories.groups import ARANYAPRATHET, SA_KAEO, PostFactory, UserFactory

pytestmark = pytest.mark.django_db

MALEE = {
    "email": "Malee@Example.org",
    "title": "นาง",
    "first_name": " มาลี ",
    "last_name": "ศรีสุข",
    "phone": "๐๓๗-๔๒๕-๐๕๗ ต่อ ๑๒",
}


def url(name, *args, **query):
    return reverse(f"groups:{name}", args=args, query=query or None)


@pytest.fixture
def administrator(client):
    user = PostFactory(role=Role.ADMINISTRATOR).user
    client.force_login(user)
    return user


def levels(response):
    return [message.level_tag for message in response.context["messages"]]


# Inviting


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.DISTRICT, {"district": ARANYAPRATHET}),
        (Role.PROVINCE, {"province": SA_KAEO}),
        (Role.CHAIR, {"year": "๒๕๖๓"}),
        (Role.STAFF, {}),
    ],
)
def test_invite_asks_for_what_the_post_needs_and_takes_the_person_in(
    client, administrator, role, scope
):
    form = client.get(url("invite", role=role)).context["post"]
    assert list(form.fields) == list(scope)

    response = client.post(url("invite", role=role), MALEE | scope)

    person = User.objects.get(email="malee@example.org")
    assert response.url == url("person", person.pk)
    assert (str(person), person.phone) == ("นางมาลี ศรีสุข", "037425057 ต่อ 12")
    post = person.posts.get()
    assert (post.role, post.district_id, post.province_id, post.year) == (
        role,
        scope.get("district"),
        scope.get("province"),
        2563 if "year" in scope else None,
    )
    assert Notice.objects.get().user == person


def test_invite_first_asks_for_the_post_alone(client, administrator):
    assert b'name="email"' not in client.get(url("invite")).content
    assert b'name="email"' not in client.get(url("invite", role="king")).content


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"email": "malee"}, "email"),
        ({"email": "taken@example.org"}, "email"),
        ({"first_name": " "}, "first_name"),
        ({"phone": "12345678901234567890"}, "phone"),
    ],
)
def test_invite_is_refused_at_the_field_and_keeps_what_was_typed(
    client, administrator, changed, field
):
    UserFactory(email="taken@example.org")

    response = client.post(url("invite", role="staff"), MALEE | changed)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert response.context["form"]["last_name"].value() == "ศรีสุข"
    assert User.objects.count() == 2


def test_invite_a_second_chair_is_refused_on_top(client, administrator):
    PostFactory(role=Role.CHAIR)

    response = client.post(url("invite", role="chair"), MALEE | {"year": "2563"})

    assert (response.status_code, len(response.context["form"].non_field_errors())) == (422, 1)
    assert User.objects.filter(email="malee@example.org").count() == 0


def test_reinvite_owes_a_fresh_link(client, administrator):
    person = UserFactory()

    response = client.post(url("reinvite", person.pk), follow=True)

    assert levels(response) == ["success"]
    assert response.context["invitation"] == Notice.objects.get(user=person)


def test_person_page_says_why_the_invitation_did_not_arrive(client, administrator):
    person = UserFactory()
    services.invite(person, by=None)
    Notice.objects.update(tries=5, last_error="550 no such user")

    assert b"550 no such user" in client.get(url("person", person.pk)).content


# Posts


def test_give_and_end_a_post(client, administrator):
    person = UserFactory()

    client.post(url("give_post", person.pk, role="province"), {"province": SA_KAEO})
    post = person.posts.get()
    assert (post.role, post.ended_at) == (Role.PROVINCE, None)
    assert url("end_post", post.pk) in client.get(url("person", person.pk)).content.decode()
    client.post(url("end_post", post.pk))

    assert Post.objects.get(pk=post.pk).ended_at is not None
    assert url("end_post", post.pk) not in client.get(url("person", person.pk)).content.decode()


@pytest.mark.parametrize(
    ("role", "typed", "field"),
    [
        ("province", {"province": ""}, "province"),
        ("province", {"province": "10"}, "province"),
        ("district", {"district": "9999"}, "district"),
        ("member", {"year": "2020"}, "year"),
        ("staff", {}, "__all__"),
    ],
)
def test_give_post_is_refused_where_it_is_wrong(client, administrator, role, typed, field):
    person = PostFactory(role=Role.STAFF).user

    response = client.post(url("give_post", person.pk, role=role), typed)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert person.posts.count() == 1


def test_give_post_to_oneself_and_end_the_last_administrator_are_refused(client, administrator):
    own = administrator.posts.get()

    response = client.post(url("give_post", administrator.pk, role="director"), {})
    ended = client.post(url("end_post", own.pk), follow=True)

    assert (response.status_code, levels(ended)) == (422, ["error"])
    assert list(administrator.posts.filter(ended_at=None)) == [own]


def test_change_of_name_and_telephone(client, administrator):
    person = UserFactory(email="old@example.org")

    client.post(url("change", person.pk), MALEE)

    person.refresh_from_db()
    assert (str(person), person.email) == ("นางมาลี ศรีสุข", "old@example.org")


# The list


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"สมศักดิ์", "มาลี", "ผู้ดูแล"}),
        ({"q": "มาลี"}, {"มาลี"}),
        ({"q": "ศรีสุข มาลี"}, {"มาลี"}),
        ({"q": "SOMSAK@"}, {"สมศักดิ์"}),
        ({"q": "สระแก้ว"}, {"มาลี", "สมศักดิ์"}),
        ({"q": "sa kaeo"}, {"มาลี"}),
        ({"q": "อรัญประเทศ"}, {"สมศักดิ์"}),
        ({"role": "province"}, {"มาลี"}),
        ({"role": "province", "q": "สมศักดิ์"}, set()),
        ({"role": "king"}, {"สมศักดิ์", "มาลี", "ผู้ดูแล"}),
        ({"q": "ผู้อำนวยการ"}, set()),
    ],
)
def test_people_are_found_by_name_address_place_and_post(client, administrator, query, found):
    User.objects.filter(pk=administrator.pk).update(first_name="ผู้ดูแล", last_name="")
    somsak = UserFactory(first_name="สมศักดิ์", email="somsak@example.org")
    malee = UserFactory(first_name="มาลี", last_name="ศรีสุข", email="m@example.org")
    PostFactory(role=Role.DISTRICT, user=somsak)
    PostFactory(role=Role.PROVINCE, user=malee)
    services.end_post(PostFactory(role=Role.DIRECTOR, user=somsak), by=administrator)

    response = client.get(url("people"), query)

    assert {person.first_name for person in response.context["page"]} == found


def test_people_shows_the_posts_held_now(client, administrator):
    person = PostFactory(role=Role.AUDITOR).user
    services.end_post(PostFactory(role=Role.DIRECTOR, user=person), by=administrator)

    page = client.get(url("people"), {"role": "auditor"}).context["page"]

    assert [post.role for post in page.object_list[0].posts.all()] == [Role.AUDITOR]


@pytest.mark.parametrize("count", [1, 3])
def test_people_cost_the_same_for_one_row_and_for_three(
    client, administrator, count, django_assert_num_queries
):
    for role in (Role.DISTRICT, Role.PROVINCE, Role.MEMBER)[: count - 1]:
        PostFactory(role=role)

    with django_assert_num_queries(7):
        assert len(client.get(url("people")).context["page"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_person_costs_the_same_for_one_post_and_for_three(
    client, administrator, count, django_assert_num_queries
):
    person = UserFactory()
    for role in (Role.DISTRICT, Role.PROVINCE, Role.MEMBER)[:count]:
        PostFactory(user=person, role=role)

    with django_assert_num_queries(7):
        client.get(url("person", person.pk))


# Who may


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_people_are_read_by_the_auditor_and_changed_by_nobody_else(client, role):
    client.force_login(PostFactory(role=role).user)
    other = PostFactory(role=Role.DIRECTOR, user=UserFactory(first_name="คนอื่น"))
    reads = 200 if role == Role.AUDITOR else 404

    assert client.get(url("people")).status_code == reads
    assert client.get(url("person", other.user_id)).status_code == reads
    statuses = [
        client.post(url("invite", role="staff"), MALEE).status_code,
        client.post(url("change", other.user_id), MALEE).status_code,
        client.post(url("give_post", other.user_id, role="staff")).status_code,
        client.post(url("end_post", other.pk)).status_code,
        client.post(url("reinvite", other.user_id)).status_code,
    ]

    assert statuses == [404] * 5
    assert (User.objects.count(), Post.objects.filter(ended_at=None).count()) == (2, 2)
    assert Notice.objects.count() == 0


def test_people_offers_an_auditor_nothing_to_change(client):
    user = PostFactory(role=Role.AUDITOR).user
    client.force_login(user)

    pages = [client.get(url("people")), client.get(url("person", user.pk))]

    assert [page.content.decode().count("data-confirm") for page in pages] == [0, 0]
    assert url("invite") not in pages[0].content.decode()


# One's own


@pytest.mark.parametrize("role", Role)
def test_profile_changes_ones_own_name(client, role):
    user = PostFactory(role=role).user
    client.force_login(user)

    response = client.post(url("profile"), MALEE, follow=True)

    user.refresh_from_db()
    assert (str(user), levels(response)) == ("นางมาลี ศรีสุข", ["success"])
    assert str(user.posts.get()) in response.content.decode()


def test_profile_refuses_at_the_field(client):
    client.force_login(PostFactory().user)

    response = client.post(url("profile"), MALEE | {"phone": "หนึ่งสองสาม"})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["phone"])


def notice(user, key, **fields):
    values = {"subject": f"เรื่อง {key}", "body": "บรรทัดแรก\nบรรทัดสอง"}
    return Notice.objects.create(user=user, key=key, created_at=clock.now(), **values | fields)


def test_notices_are_ones_own_the_newest_first(client):
    user = PostFactory().user
    client.force_login(user)
    rows = [notice(user, key) for key in "ab"]
    notice(UserFactory(), "c")

    response = client.get(url("notices"))

    assert list(response.context["page"]) == rows[::-1]
    assert Notice.objects.unread().count() == 3


def test_notice_is_opened_by_pressing_and_leads_to_its_page(client):
    user = PostFactory().user
    client.force_login(user)
    row = notice(user, "a", path="/submissions/?year=2563")
    plain = notice(user, "b")
    assert client.get(url("open_notice", row.pk)).status_code == 405

    assert client.post(url("open_notice", row.pk)).url == "/submissions/?year=2563"
    assert client.post(url("open_notice", plain.pk)).url == url("notices")

    assert Notice.objects.unread().count() == 0


def test_notice_of_somebody_else_is_not_there(client):
    client.force_login(PostFactory().user)
    row = notice(UserFactory(), "a")

    assert client.post(url("open_notice", row.pk)).status_code == 404
    assert Notice.objects.unread().get() == row


def test_notices_are_all_marked_read_at_once_and_the_button_goes(client):
    user = PostFactory().user
    client.force_login(user)
    for key in "ab":
        notice(user, key)
    foreign = notice(UserFactory(), "c")
    assert url("read_notices") in client.get(url("notices")).content.decode()

    response = client.post(url("read_notices"), follow=True)

    assert url("read_notices") not in response.content.decode()
    assert Notice.objects.unread().get() == foreign


def test_notice_text_is_shown_as_text(client):
    user = PostFactory().user
    client.force_login(user)
    notice(user, "a", body="<b>ด่วน</b>")

    assert b"&lt;b&gt;" in client.get(url("notices")).content


@pytest.mark.parametrize("count", [1, 3])
def test_notices_cost_the_same_for_one_row_and_for_three(client, count, django_assert_num_queries):
    user = PostFactory().user
    client.force_login(user)
    for key in "abc"[:count]:
        notice(user, key, path="/")

    with django_assert_num_queries(7):
        assert len(client.get(url("notices")).context["page"]) == count
