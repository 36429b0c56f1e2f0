from django.http import HttpRequest

from groups.models import User


class Request(HttpRequest):
    """A request of somebody who is logged in, as every page but the anonymous ones sees it."""

    user: User
