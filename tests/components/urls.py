"""The gallery, and the parts of the site that every page leads to."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.i18n import set_language

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
    path("i18n/language/", login_not_required(set_language), name="set_language"),
    path("accounts/", include("allauth.urls")),
]
