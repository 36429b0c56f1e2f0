from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path

from tests.components.gallery import gallery, upload

urlpatterns = [
    path("", login_not_required(gallery)),
    path("upload", login_not_required(upload)),
    path("taken", login_not_required(lambda request: render(request, "base.html"))),
    path("progress", login_not_required(lambda request: HttpResponse(status=204))),
    path("", include("selection_site.urls")),
]
