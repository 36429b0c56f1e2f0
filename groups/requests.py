from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from groups.models import User


class Request(HttpRequest):
    """A request of somebody who is logged in, as every page but the anonymous ones sees it."""

    user: User


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form, None when the page is only looked at: binds a form or not."""
    return request.POST if request.method == "POST" else None


def only(predicate: Callable[[User], bool]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """For whom `predicate` does not hold the page is not there: 404."""

    def guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answer(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if not predicate(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return answer

    return guarded
