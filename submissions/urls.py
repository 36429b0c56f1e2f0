from django.urls import path

from submissions.views import (
    board,
    by_link,
    calls,
    captions,
    clips,
    files,
    forwarding,
    links,
    overview,
    plans,
    roster,
    uploads,
)

app_name = "submissions"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("board.xlsx", board.workbook, name="board_file"),
    path("<int:pk>/", forwarding.detail, name="detail"),
    path("<int:pk>/plan/", plans.preview, name="preview"),
    path("<int:pk>/plan/<slug:section>/", plans.write, name="section"),
    path("<int:pk>/clip/", clips.clip, name="clip"),
    path("<int:pk>/clip/uploads/", uploads.uploads, name="uploads"),
    path("clips/uploads/<uuid:key>/", uploads.upload, name="upload"),
    path("<int:pk>/clip/links/", links.make, name="link_make"),
    path("clips/links/<uuid:key>/revoke/", links.revoke, name="link_revoke"),
    path("clips/<int:pk>/captions/", captions.save, name="captions"),
    path("clips/<int:pk>/captions/remove/", captions.remove, name="captions_remove"),
    path("<int:pk>/files/", files.files, name="files"),
    path("<int:pk>/send/", forwarding.send, name="send"),
    path("<int:pk>/return/", forwarding.send_back, name="return"),
    path("<int:pk>/forward/", forwarding.forward, name="forward"),
    path("<int:pk>/versions/<int:number>/", forwarding.version, name="version"),
    path("clips/<int:pk>/", clips.play, name="clip_file"),
    path("clips/<int:pk>/poster/", clips.poster, name="clip_poster"),
    path("clips/<int:pk>/parts/<slug:part>/", clips.part, name="clip_part"),
    path("clips/<int:pk>/status/", clips.status, name="clip_status"),
    path("clips/<int:pk>/retry/", clips.retry, name="clip_retry"),
    path("files/<int:pk>/", files.download, name="file"),
    path("files/<int:pk>/remove/", files.remove, name="file_remove"),
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

# Without a login, for whoever holds the link; selection_site.urls gives them a short address.
open_to_strangers = (
    [
        path("<str:token>/", by_link.clip, name="clip"),
        path("<str:token>/status/", by_link.status, name="status"),
        path("<str:token>/uploads/", by_link.uploads, name="uploads"),
        path("<str:token>/uploads/<uuid:key>/", by_link.upload, name="upload"),
    ],
    "by_link",
)
