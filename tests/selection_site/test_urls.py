import pytest

from groups.models import User
from tests.factories.groups import UserFactory


def test_healthz_answers_without_a_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok")
    assert response.headers["Content-Type"] == "text/plain"


@pytest.mark.django_db
def test_nobody_signs_up(client):
    words = {"password1": "a-long-enough-password", "password2": "a-long-enough-password"}

    response = client.post("/accounts/signup/", {"email": "stranger@example.org", **words})

    assert "account/signup_closed.html" in [template.name for template in response.templates]
    assert not User.objects.exists()


@pytest.mark.django_db
def test_own_address_is_not_changed_by_oneself(client):
    client.force_login(UserFactory())

    response = client.post("/accounts/email/", {"action_add": "", "email": "other@example.org"})

    assert response.headers["Location"] == "/"
    assert not User.objects.filter(email="other@example.org").exists()
