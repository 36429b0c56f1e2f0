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


def test_part_of_a_page_says_that_the_login_has_ended_and_leaves_the_rest(client):
    here = {"HX-Request": "true", "HX-Current-URL": "http://testserver/scoring/meetings/1/?a=ก"}

    part = client.get("/submissions/clips/1/status/", headers=here)
    page = client.get("/submissions/")

    html = part.content.decode()
    said = {name: value for name, value in part.headers.items() if name.startswith(("HX-", "Loc"))}
    assert part.status_code == 200
    assert said == {"HX-Retarget": "closest [hx-get]", "HX-Reswap": "outerHTML"}
    assert 'href="/accounts/login/?next=/scoring/meetings/1/%3Fa%3D%E0%B8%81"' in html
    assert ("<form" in html, "<html" in html) == (False, False)
    assert page.status_code == 302


def test_page_elsewhere_is_not_where_the_login_leads_back_to(client):
    there = {"HX-Request": "true", "HX-Current-URL": "https://elsewhere.example/"}

    part = client.get("/submissions/clips/1/status/", headers=there)

    assert 'href="/accounts/login/?next=/"' in part.content.decode()
