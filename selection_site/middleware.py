from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.urls import reverse
from django_htmx.http import reswap, retarget
from django_htmx.middleware import HtmxDetails


def keep_out_of_search(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """No page of this site belongs into a search engine, nor may one use camera or position."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        return response

    return answer


MOST_OF_A_STRANGER = 1024 * 1024
# The largest clip, 500 MB, and what a form sends around it; nginx draws the same line.
MOST_OF_ANYBODY = 520 * 1024 * 1024
# A piece of a clip that a group sends by link: never filed on the disk, but read by the view that
# has found the link open, or not at all. Our pages send 8 MB at most.
MOST_OF_A_PIECE = 16 * 1024 * 1024
PIECE = "application/offset+octet-stream"


def keep_bodies_small(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse, unread, a body that no form here sends: the check against forged requests would file
    it on the disk before anybody asks who sent it.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        size = int(request.META.get("CONTENT_LENGTH") or 0)
        most = MOST_OF_ANYBODY
        if size > MOST_OF_A_STRANGER and not request.user.is_authenticated:
            most = MOST_OF_A_PIECE if request.content_type == PIECE else MOST_OF_A_STRANGER
        if size <= most:
            return get_response(request)
        return render(request, "400.html", status=413)

    return answer


def say_in_place_that_the_login_ended(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """A part of a page that asks for itself again brings no login page into the page it is of.

    A notice stands where the part stood, with a link to the login in another tab: to load the whole
    page anew would throw away what is typed elsewhere on it. The part asks no more.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        to_login = response.headers.get("Location", "").startswith(reverse(settings.LOGIN_URL))
        if to_login and "HX-Request" in request.headers:
            facts = {"page": HtmxDetails(request).current_url_abs_path or "/"}
            notice = render(request, "_site/login_ended.html", facts)
            return reswap(retarget(notice, "closest [hx-get]"), "outerHTML")
        return response

    return answer


class ChosenLanguageMiddleware(LocaleMiddleware):
    """Thai unless the person pressed the switch: the language of a browser is nobody's choice."""

    def process_request(self, request: HttpRequest) -> None:
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        super().process_request(request)
