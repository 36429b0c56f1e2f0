from django.urls import path

from scoring.views import closing, conflicts, criteria, declarations, home, sharing, sheets

app_name = "scoring"
urlpatterns = [
    path("", home.home, name="years"),
    path("<int:year>/", home.home, name="home"),
    path("<int:year>/prepare/", home.prepare, name="prepare"),
    path("<int:year>/copy/", criteria.copy, name="copy"),
    path("rounds/<int:pk>/criteria/", criteria.criteria, name="criteria"),
    path("rounds/<int:pk>/open/", home.open_, name="open"),
    path("rounds/<int:pk>/declare/", declarations.declare, name="declare"),
    path("rounds/<int:pk>/sharing/", sharing.sharing, name="sharing"),
    path("rounds/<int:pk>/sharing/set/", sharing.set_, name="sharing_set"),
    path("rounds/<int:pk>/sharing/draw/", sharing.draw, name="draw"),
    path("rounds/<int:pk>/sharing/undo/", sharing.undo, name="draw_undo"),
    path("rounds/<int:pk>/conflicts/", conflicts.conflicts, name="conflicts"),
    path("conflicts/<int:pk>/rule/", conflicts.rule, name="conflict_rule"),
    path("sheets/<int:pk>/step-out/", conflicts.step_out, name="step_out"),
    path("rounds/<int:pk>/queue/", sheets.own_queue, name="queue"),
    path("rounds/<int:pk>/progress/", closing.progress, name="progress"),
    path("rounds/<int:pk>/close-marking/", closing.close_marking, name="close_marking"),
    path("rounds/<int:pk>/ranking/", closing.ranking, name="ranking"),
    path("rounds/<int:pk>/settle/", closing.settle, name="settle"),
    path("rounds/<int:pk>/close/", closing.close, name="close"),
    path("rounds/<int:pk>/release/", closing.release, name="release"),
    path("rounds/<int:pk>/result/", closing.result, name="result"),
    path("rounds/<int:pk>/groups/<int:submission>/", sheets.of_group, name="group"),
    path("sheets/<int:pk>/", sheets.sheet, name="sheet"),
    path("sheets/<int:pk>/clip/", sheets.clip, name="clip"),
    path("sheets/<int:pk>/poster/", sheets.poster, name="poster"),
    path("sheets/<int:pk>/files/<int:file>/", sheets.attachment, name="attachment"),
]
