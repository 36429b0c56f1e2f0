from django.urls import path

from reports.views import (
    agency,
    calendar,
    evidence,
    exports,
    home,
    letters,
    reminders,
    results,
    writing,
)

app_name = "reports"
urlpatterns = [
    path("", home.home, name="home"),
    path("audit/", home.audit, name="audit"),
    path("letters/", letters.letters, name="letter_years"),
    path("letters/<int:year>/", letters.letters, name="letters"),
    path("letters/<int:year>/progress/", letters.progress, name="letters_progress"),
    path("letters/<int:year>/preview/", letters.preview, name="letter_preview"),
    path("letters/<int:year>/order/", letters.order, name="order_letters"),
    path("letters/<int:year>/retry/", letters.retry, name="retry_letters"),
    path("letters/<int:year>/joint/", letters.joint, name="letters_joint"),
    path("letters/<int:year>/archive/", letters.archive, name="letters_archive"),
    path("letters/files/<int:pk>/", letters.letter, name="letter"),
    path("agency/", agency.agency, name="agency"),
    path("agency/emblem/", agency.emblem, name="emblem"),
    path("agency/emblem/set/", agency.set_emblem, name="set_emblem"),
    path("agency/emblem/remove/", agency.remove_emblem, name="remove_emblem"),
    path("results/", results.overview, name="result_years"),
    path("results/<int:year>/", results.overview, name="results"),
    path("results/awards/<int:pk>/result/", results.result, name="result"),
    path("results/awards/<int:pk>/result/write/", writing.result, name="result_write"),
    path("results/awards/<int:pk>/result/pictures/", evidence.pictures, name="result_pictures"),
    path("results/awards/<int:pk>/result/files/", evidence.files, name="result_files"),
    path("results/awards/<int:pk>/follow-up/", results.follow_up, name="follow_up"),
    path("results/awards/<int:pk>/follow-up/write/", writing.follow_up, name="follow_up_write"),
    *[
        path(f"results/awards/<int:pk>/{page}/{step}/", view, {"kind": kind}, f"{kind}_{step}")
        for kind, page in (("result", "result"), ("follow_up", "follow-up"))
        for step, view in (
            ("send", results.send),
            ("accept", results.accept),
            ("return", results.send_back),
        )
    ],
    path("results/pictures/<int:pk>/", evidence.photo, name="photo"),
    path("results/pictures/<int:pk>/small/", evidence.thumbnail, name="thumbnail"),
    path("results/pictures/<int:pk>/remove/", evidence.remove_photo, name="photo_remove"),
    path("results/files/<int:pk>/", evidence.file, name="report_file"),
    path("results/files/<int:pk>/remove/", evidence.remove_file, name="report_file_remove"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/days.ics", calendar.download, name="calendar_file"),
    path("calendar/revoke/", calendar.revoke, name="calendar_revoke"),
    path("calendar/<str:token>.ics", calendar.feed, name="calendar_feed"),
    path("reminders/", reminders.record, name="reminder_years"),
    path("reminders/<int:year>/", reminders.record, name="reminders"),
    path("reminders/<int:year>/<slug:duty>/", reminders.remind, name="remind"),
    path("reminders/mails/<int:pk>/retry/", reminders.retry, name="retry_reminder"),
    path("exports/", exports.exports, name="exports"),
    path("exports/progress/", exports.progress, name="exports_progress"),
    path("exports/<int:year>/order/", exports.order, name="order_export"),
    path("exports/files/<int:pk>/", exports.export, name="export"),
    path("exports/files/<int:pk>/retry/", exports.retry, name="retry_export"),
]
