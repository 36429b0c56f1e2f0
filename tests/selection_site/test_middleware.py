import pytest
from django.conf import settings
from django.test.client import FakePayload

from tests.factories.groups import PostFactory


def test_page_may_load_nothing_from_elsewhere(client):
    policy = client.get("/healthz").headers["Content-Security-Policy"]

    assert sorted(policy.split("; ")) == [
        "base-uri 'self'",
        "default-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "media-src 'self' blob:",
        "object-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
    ]


def test_page_keeps_out_of_search_engines_and_frames(client):
    headers = client.get("/healthz").headers

    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Permissions-Policy"] == "camera=(), microphone=(), geolocation=()"


@pytest.mark.parametrize(("cookie", "language"), [(None, "th"), ("en", "en"), ("xx", "th")])
def test_language_is_thai_unless_chosen(client, cookie, language):
    if cookie:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie

    response = client.get("/healthz", headers={"accept-language": "en-US,en"})

    assert response.headers["Content-Language"] == language


def test_switch_of_language_is_kept(client):
    response = client.post("/i18n/language/", {"language": "en", "next": "/healthz"})

    assert response.headers["Location"] == "/healthz"
    assert client.get("/healthz").headers["Content-Language"] == "en"


MEGABYTE = 1024 * 1024


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("size", "stranger", "officer"),
    [(MEGABYTE, 200, 405), (MEGABYTE + 1, 413, 405), (520 * MEGABYTE + 1, 413, 413)],
)
def test_body_that_no_form_of_ours_sends_is_not_read(client, size, stranger, officer):
    def send(path):
        body = FakePayload(b"")
        headers = {"CONTENT_LENGTH": size, "wsgi.input": body}
        return client.generic("POST", path, content_type="text/plain", **headers).status_code

    assert send("/accounts/login/") == stranger
    client.force_login(PostFactory().user)
    assert send("/submissions/1/") == officer


def test_part_of_a_page_reloads_the_page_when_the_login_has_ended(client):
    part = client.get("/submissions/clips/1/status/", headers={"HX-Request": "true"})
    page = client.get("/submissions/")

    assert (part.status_code, part.headers.get("HX-Refresh")) == (200, "true")
    assert (page.status_code, page.headers.get("HX-Refresh")) == (302, None)
