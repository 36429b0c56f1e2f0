"""What every page of somebody who is logged in shows in its head: menu, posts, notices."""

from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from groups.enums import (
    AUDITING_ROLES,
    DISTRICT_ROLES,
    JUDGE_ROLES,
    OVERSEEING_ROLES,
    PEOPLE_ROLES,
    PROVINCE_ROLES,
    Role,
)
from groups.models import Notice, User


class MenuItem(NamedTuple):
    label: str
    url: str
    current: bool


def page(request: HttpRequest) -> dict[str, object]:
    """Context for the page head; nothing for strangers and for pages without a session."""
    user: User | None = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "menu": menu(user, request.path),
        "posts": [str(post) for post in user.held],
        "notices_url": reverse("groups:notices"),
        "unread_notices": Notice.objects.visible_to(user).unread().count(),
    }


def menu(user: User, path: str) -> list[MenuItem]:
    """The places this person can go, by the posts held; the one they are in is marked."""
    local = (*DISTRICT_ROLES, *PROVINCE_ROLES)
    places = [
        (_("My tasks"), "reports:home", True),
        (_("Plans"), "submissions:overview", user.holds(*OVERSEEING_ROLES, *local)),
        (_("Calls"), "submissions:calls", user.holds(*OVERSEEING_ROLES)),
        (_("Scoring"), "scoring:years", user.holds(*OVERSEEING_ROLES, *JUDGE_ROLES)),
        (_("Money"), "budgets:list", user.holds(*OVERSEEING_ROLES, *local)),
        (_("Letters"), "reports:letter_years", user.holds(*OVERSEEING_ROLES, *PROVINCE_ROLES)),
        (_("Results"), "reports:result_years", user.holds(*OVERSEEING_ROLES, *local)),
        (_("Reports"), "reports:exports", user.holds(*OVERSEEING_ROLES)),
        (_("Audit"), "reports:audit", user.holds(*AUDITING_ROLES)),
        (_("People"), "groups:people", user.holds(*PEOPLE_ROLES)),
        (_("Letterhead"), "reports:agency", user.holds(Role.ADMINISTRATOR)),
    ]
    urls = [(label, reverse(name)) for label, name, allowed in places if allowed]
    here = max((url for _label, url in urls if path.startswith(url)), key=len, default="")
    return [MenuItem(label, url, url == here) for label, url in urls]
