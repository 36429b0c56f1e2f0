from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.generic.base import RedirectView
from django.views.i18n import set_language

from submissions.urls import open_to_strangers
from submissions.views import receipts


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; says nothing about database or broker."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("i18n/language/", login_not_required(set_language), name="set_language"),
    # The address is the login, given with the invitation; the library's page would let people
    # change their own without anybody having seen the new one work.
    path("accounts/email/", RedirectView.as_view(url="/"), name="account_email"),
    path("accounts/", include("allauth.urls")),
    # Short, because it is printed on receipts and typed into telephones.
    path("check/", receipts.ask, name="receipt_ask"),
    path("check/<str:code>/", receipts.check, name="receipt_check"),
    path("groups/", include("groups.urls")),
    path("submissions/", include("submissions.urls")),
    path("u/", include(open_to_strangers)),
    path("scoring/", include("scoring.urls")),
    path("budgets/", include("budgets.urls")),
    path("", include("reports.urls")),
]
