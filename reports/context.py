"""What every page of somebody who is logged in shows in its head: menu, posts, notices."""

from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from groups.enums import DISTRICT_ROLES, PROVINCE_ROLES
from groups.models import Notice, User
from groups.rules import oversees, sees_events, sees_people
from reports import rules
from scoring.rules import sees_rounds


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
        "calendar_url": reverse("reports:calendar"),
        "notices_url": reverse("groups:notices"),
        "unread_notices": Notice.objects.visible_to(user).unread().count(),
    }


def menu(user: User, path: str) -> list[MenuItem]:
    """The places this person can go, by the posts held; the one they are in is marked."""
    sees_plans = oversees(user) or user.holds(*DISTRICT_ROLES, *PROVINCE_ROLES)
    places = [
        (_("My tasks"), "reports:home", True),
        (_("Plans"), "submissions:overview", sees_plans),
        (_("Calls"), "submissions:calls", oversees(user)),
        (_("Scoring"), "scoring:years", sees_rounds(user)),
        (_("Money"), "budgets:list", sees_plans),
        (_("Letters"), "reports:letter_years", rules.sees_letters(user)),
        (_("Results"), "reports:result_years", sees_plans),
        (_("Reports"), "reports:exports", oversees(user)),
        (_("Reminders"), "reports:reminder_years", oversees(user)),
        (_("Audit"), "reports:audit", sees_events(user)),
        (_("People"), "groups:people", sees_people(user)),
        (_("Letterhead"), "reports:agency", rules.may_set_agency(user)),
    ]
    urls = [(label, reverse(name)) for label, name, allowed in places if allowed]
    here = max((url for _label, url in urls if path.startswith(url)), key=len, default="")
    return [MenuItem(label, url, url == here) for label, url in urls]
