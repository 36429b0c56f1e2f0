"""What everybody has: their own details, and the messages owed to them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from groups import services
from groups.forms import NamesForm
from groups.models import Notice
from groups.requests import Request, posted
from groups.views.people import initial_names

A_PAGE = 20


def profile(request: Request) -> HttpResponse:
    """Own name and telephone, and where password and two-step login are changed."""
    form = NamesForm(posted(request), initial=initial_names(request.user))
    if form.is_valid():
        services.change_person(request.user, form.names, by=request.user)
        messages.success(request, _("The changes are saved."))
        return redirect("groups:profile")
    status = 422 if form.is_bound else 200
    context = {"form": form, "held": request.user.held}
    return render(request, "groups/profile.html", context, status=status)


def notices(request: Request) -> HttpResponse:
    """Messages to this person, the newest first."""
    rows = Notice.objects.visible_to(request.user)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "has_unread": rows.unread().exists()}
    return render(request, "groups/notices.html", context)


@require_POST
def open_notice(request: Request, pk: int) -> HttpResponse:
    """Mark a message read and go where it leads; one without a page stays in the list."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    services.mark_opened(request.user, pk)
    return redirect(notice.path or "groups:notices")


@require_POST
def opened(request: Request, pk: int) -> HttpResponse:
    """The page reports that this person came to it by the link of a mail; says nothing back."""
    services.mark_opened(request.user, pk)
    return HttpResponse(status=204)


@require_POST
def read_notices(request: Request) -> HttpResponse:
    """Mark every message of this person read."""
    count = services.mark_read(request.user)
    text = ngettext(
        "%(count)d message is marked read.", "%(count)d messages are marked read.", count
    )
    messages.success(request, text % {"count": count})
    return redirect("groups:notices")
