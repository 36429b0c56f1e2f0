from django.urls import path

from submissions.views import calls, overview, roster

app_name = "submissions"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("calls/", calls.calls, name="calls"),
    path("calls/new/", calls.create, name="call_create"),
    path("calls/<int:year>/", calls.call, name="call"),
    path("calls/<int:year>/change/", calls.change, name="call_change"),
    path("calls/<int:year>/open/", calls.open_, name="call_open"),
    path("calls/<int:year>/days/", calls.province_days, name="province_days"),
    path("calls/<int:year>/days/<str:code>/", calls.province_day, name="province_day"),
    path("calls/<int:year>/roster/", roster.roster, name="roster"),
    path("calls/<int:year>/roster/upload/", roster.upload, name="roster_upload"),
    path("calls/<int:year>/roster/files/<int:pk>/", roster.preview, name="roster_file"),
    path("calls/<int:year>/roster/files/<int:pk>/confirm/", roster.confirm, name="roster_confirm"),
    path("calls/<int:year>/roster/add/", roster.add, name="roster_add"),
    path("calls/<int:year>/roster/<int:pk>/remove/", roster.remove, name="roster_remove"),
    path("roster.xlsx", roster.template, name="roster_template"),
]
