"""The gallery in front of the site that its frame leads to."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path

from tests.components import gallery


def saved(request):
    """What a form of the gallery sent, shown as it came."""
    return HttpResponse(repr(sorted(request.POST.lists())), content_type="text/plain")


urlpatterns = [
    path("", login_not_required(gallery.gallery)),
    path("saved", login_not_required(saved)),
    path("upload", login_not_required(gallery.upload)),
    path("broken-upload", login_not_required(lambda request: HttpResponse(status=413))),
    path("taken", login_not_required(lambda request: render(request, "base.html"))),
    path("progress", login_not_required(gallery.progress)),
    path("", include("selection_site.urls")),
]
