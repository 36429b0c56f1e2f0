from django.urls import path

from groups.views import days_off, own, people

app_name = "groups"
urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/change/", people.change, name="change"),
    path("people/<int:pk>/posts/new/", people.give_post, name="give_post"),
    path("people/<int:pk>/invite/", people.reinvite, name="reinvite"),
    path("posts/<int:pk>/end/", people.end_post, name="end_post"),
    path("me/", own.profile, name="profile"),
    path("days-off/", days_off.days_off, name="days_off"),
    path("days-off/<int:pk>/remove/", days_off.remove, name="day_off_remove"),
    path("notices/", own.notices, name="notices"),
    path("notices/read/", own.read_notices, name="read_notices"),
    path("notices/<int:pk>/", own.open_notice, name="open_notice"),
    path("notices/<int:pk>/opened/", own.opened, name="notice_opened"),
]
