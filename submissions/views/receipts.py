"""Receipts of a plan, and the page on which a stranger checks one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from groups.requests import Request
from selection_site.lib import uploads
from selection_site.lib.limits import is_too_often
from submissions import rules, selectors, services, tasks
from submissions.forms.receipts import CodeForm
from submissions.letters import shown_code
from submissions.models import Receipt
from submissions.services import ReceiptRefusedError

CHECKS, WITHIN_SECONDS = 30, 600


def _fetch(request: Request, pk: int) -> Receipt:
    rows = Receipt.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("call", "version__submission"), pk=pk)


@require_safe
def receipt(request: Request, pk: int) -> HttpResponseBase:
    """The file of a receipt, for whoever may see the plan."""
    rows = Receipt.objects.visible_to(request.user).exclude(path="").select_related("call")
    found = get_object_or_404(rows, pk=pk)
    name = services.receipt_name(found)
    return uploads.serve(
        request, found.path, name=name, content_type="application/pdf", inline=True
    )


@require_safe
def status(request: Request, pk: int) -> HttpResponse:
    """How a receipt stands, as a part of a page; the page asks again while it is printed."""
    found = _fetch(request, pk)
    may_retry = rules.may_retry_receipt(request.user, found.version.submission)
    context = {"receipt": found, "may_retry": may_retry}
    return render(request, "submissions/_receipt.html", context)


@require_POST
def retry(request: Request, pk: int) -> HttpResponse:
    found = _fetch(request, pk)
    try:
        services.retry_receipt(found, by=request.user)
    except ReceiptRefusedError as error:
        messages.error(request, str(error))
    else:
        transaction.on_commit(tasks.make_receipts.delay, robust=True)
        messages.success(request, _("The receipt is being made again."))
    return redirect("submissions:detail", pk=found.version.submission_id)


@login_not_required
@require_safe
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Where a stranger types the code of a receipt."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("receipt_check", shown_code(form.cleaned_data["code"]))
    status = 422 if form.is_bound else 200
    return render(request, "submissions/check_receipt.html", {"form": form}, status=status)


@login_not_required
@require_safe
@never_cache
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Genuine or not, for whoever holds the paper; says nothing that the paper does not."""
    if is_too_often(request, "receipt", most=CHECKS, seconds=WITHIN_SECONDS):
        context = {"form": CodeForm(), "is_too_often": True}
        return render(request, "submissions/check_receipt.html", context, status=429)
    verdict = selectors.check_receipt(code)
    plain = selectors.plain_code(code)
    context = {
        "form": CodeForm(),
        "verdict": verdict,
        "code": shown_code(plain) if plain else code,
    }
    return render(request, "submissions/check_receipt.html", context)
