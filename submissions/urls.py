from django.urls import path

from submissions.views import overview

app_name = "submissions"
urlpatterns = [
    path("", overview.overview, name="overview"),
]
