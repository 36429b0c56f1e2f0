"""The frame around every page, and the pages of login and errors."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from tests.factories.groups import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

LATIN = re.compile(r"[A-Za-z]{3,}")
# Words that stay as they are in a Thai page.
NAMES = {"English"}
STRANGERS_PAGES = [
    "account_login", "account_signup", "account_inactive", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key_done",
    "account_email_verification_sent",
]  # fmt: skip
PERSONS_PAGES = ["account_logout", "account_change_password", "account_reauthenticate", "mfa_index"]


@pytest.fixture(autouse=True)
def gallery_urls(settings):
    settings.ROOT_URLCONF = "tests.components.urls"


@pytest.fixture
def person(client):
    user = UserFactory()
    client.force_login(user)
    return user


def visible_text(response):
    page = re.sub(r"(?s)<head>.*?</head>|<svg.*?</svg>", " ", response.content.decode())
    return re.sub(r"<[^>]+>", " ", page)


def english_words(response):
    return set(LATIN.findall(visible_text(response))) - NAMES


@pytest.mark.parametrize("name", STRANGERS_PAGES)
def test_stranger_sees_our_frame(client, name):
    response = client.get(reverse(name))

    assert response.status_code == 200
    assert response.content.decode().count("<h1>") == 1
    assert 'class="card entrance"' in response.content.decode()


@pytest.mark.parametrize("name", PERSONS_PAGES)
def test_person_sees_our_frame(client, person, name):
    response = client.get(reverse(name))

    assert response.status_code == 200
    assert response.content.decode().count("<h1>") == 1
    assert str(person) in visible_text(response)


@pytest.mark.parametrize("name", STRANGERS_PAGES)
def test_strangers_page_is_thai_throughout(client, name):
    assert english_words(client.get(reverse(name))) == set()


@pytest.mark.parametrize("name", PERSONS_PAGES)
def test_persons_page_is_thai_throughout(client, person, name):
    assert english_words(client.get(reverse(name))) == set()


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("account_login", {"login": "nobody", "password": "x"}),
        ("account_login", {"login": "", "password": ""}),
        ("account_change_password", {"oldpassword": "x", "password1": "1", "password2": "2"}),
        ("account_reauthenticate", {"password": "x"}),
        ("account_reset_password", {"email": "x"}),
    ],
)
def test_refusal_is_thai_throughout(client, person, name, typed):
    if name == "account_login":
        client.logout()

    assert english_words(client.post(reverse(name), typed)) - {"somchai", "cdd"} == set()


def test_reset_link_that_is_spent_says_what_to_do(client):
    response = client.get(reverse("account_reset_password_from_key", args=["abc", "def"]))

    assert reverse("account_reset_password") in response.content.decode()


def test_reset_by_mail_ends_with_a_new_password(client):
    user = UserFactory(email="wichai@example.org")

    client.post(reverse("account_reset_password"), {"email": "wichai@example.org"})
    link = re.search(r"https?://\S+", mail.outbox[0].body)[0]
    form = client.get(link, follow=True)
    new = "another-long-password"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})

    user.refresh_from_db()
    assert user.check_password(new)


def test_wrong_password_keeps_the_address(client):
    response = client.post(reverse("account_login"), {"login": "a@example.org", "password": "no"})

    assert 'value="a@example.org"' in response.content.decode()
    assert "data-error-summary" in response.content.decode()


def next_figures(secret):
    """Taken now, and still when the present half minute ends before they are sent."""
    *_, counter = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture
def two_steps(client, person):
    """A person who has just turned on the second step; its secret."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert secret in visible_text(page)

    page = client.post(reverse("mfa_activate_totp"), {"code": next_figures(secret)}, follow=True)

    assert page.request["PATH_INFO"] == reverse("mfa_view_recovery_codes")
    return secret


@pytest.mark.parametrize(
    "name",
    ["mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"],
)
def test_pages_of_the_second_step_are_ours_and_thai(client, two_steps, name):
    response = client.get(reverse(name))

    codes = set(LATIN.findall(" ".join(response.context.get("unused_codes", []))))
    assert response.content.decode().count("<h1>") == 1
    assert english_words(response) - codes == set()


def test_second_step_is_asked_for_at_the_login(client, person, two_steps):
    client.logout()
    cache.clear()

    page = client.post(
        reverse("account_login"), {"login": person.email, "password": PASSWORD}, follow=True
    )
    assert page.request["PATH_INFO"] == reverse("mfa_authenticate")
    assert english_words(page) == set()

    codes = Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES)
    code = codes.wrap().get_unused_codes()[0]
    page = client.post(reverse("mfa_authenticate"), {"code": code}, follow=True)
    assert page.context["user"].is_authenticated


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_page_needs_no_context(name):
    page = render_to_string(f"{name}.html")

    assert page.count("<h1>") == 1
    assert 'href="/"' in page


def test_unknown_address_answers_in_our_frame(client):
    response = client.get("/nothing")

    assert response.status_code == 404
    assert '<a class="skip" href="#main">' in response.content.decode()


def test_form_without_its_token_is_refused_in_our_words():
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"))

    assert response.status_code == 403
    assert "403_csrf.html" in [template.name for template in response.templates]


def test_language_switch_stays_on_the_page(client):
    login = reverse("account_login")

    response = client.post(reverse("set_language"), {"language": "en", "next": login}, follow=True)

    assert response.request["PATH_INFO"] == login
    assert '<html lang="en">' in response.content.decode()
    assert 'value="th" lang="th"' in response.content.decode()


def test_frame_shows_menu_posts_and_unread_notices(client):
    text = visible_text(client.get("/"))

    shown = ["งานของฉัน", "พัฒนากรอำเภออรัญประเทศ จังหวัดสระแก้ว", "นายวิชัย แก้วมณี"]
    assert [words in text for words in shown] == [True] * 3


def test_title_repeats_the_heading(client):
    page = client.get("/").content.decode()

    assert " ".join(re.search(r"(?s)<title>(.*?)</title>", page)[1].split()).startswith(
        "แผนธุรกิจชุมชน – "
    )


def test_page_without_menu_or_year_stands(client):
    page = client.get("/taken").content.decode()

    assert 'class="menu"' not in page
    assert 'class="stepper"' not in page
