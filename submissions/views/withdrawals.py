"""Taking a group out of the year, putting another in its place, and taking that back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groups.requests import Request, posted
from submissions import rules, services, stages
from submissions.enums import WITHDRAWABLE, WithdrawalKind
from submissions.forms.extensions import ReasonForm
from submissions.forms.roster import GroupForm
from submissions.forms.withdrawals import WithdrawForm
from submissions.models import Submission, Withdrawal
from submissions.services import CallRefusedError
from submissions.stages import StepRefusedError
from submissions.views import pages


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Request, pk: int) -> HttpResponse:
    """The reason why a group leaves: staff carry it out, a provincial officer asks for it."""
    submission = pages.fetch(request, pk)
    carries_out = rules.may_withdraw(request.user, submission)
    if not (carries_out or rules.may_ask_withdrawal(request.user, submission)):
        raise Http404
    asked = submission.withdrawals.asked().select_related("asked_by").first()
    initial = {"kind": asked.kind, "reason": asked.reason} if asked and carries_out else {}
    form = WithdrawForm(posted(request), initial=initial)
    if form.is_valid():
        act = _carry_out if carries_out else _ask
        answer = act(request, submission, form)
        if answer is not None:
            return answer
    closed = submission.stage not in WITHDRAWABLE or submission.call.plans_closed_at is not None
    context = {
        "call": submission.call,
        "submission": submission,
        "form": form,
        "asked": asked,
        "carries_out": carries_out,
        "closed": stages.why_closed(submission, "withdraw", request.user) if closed else "",
        "dismissal": ReasonForm(prefix="dismiss"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "submissions/withdraw.html", context, status=status)


def _carry_out(request: Request, submission: Submission, form: WithdrawForm) -> HttpResponse | None:
    kind = WithdrawalKind(form.cleaned_data["kind"])
    try:
        services.withdraw(
            submission, kind=kind, reason=form.cleaned_data["reason"], by=request.user
        )
    except StepRefusedError as refusal:
        form.add_error(None, str(refusal))
        return None
    text = _("%(group)s no longer takes part; its offices are told.")
    messages.success(request, text % {"group": submission.group})
    if submission.takes_plans:
        return redirect("submissions:replace", submission.pk)
    return redirect("submissions:detail", submission.pk)


def _ask(request: Request, submission: Submission, form: WithdrawForm) -> HttpResponse | None:
    kind = WithdrawalKind(form.cleaned_data["kind"])
    try:
        services.ask_withdrawal(
            submission, kind=kind, reason=form.cleaned_data["reason"], by=request.user
        )
    except StepRefusedError as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, _("The department has your wish and a message about it."))
    return redirect("submissions:detail", submission.pk)


def _in_force(request: Request, pk: int) -> Withdrawal:
    submission = pages.fetch(request, pk)
    if not rules.may_withdraw(request.user, submission):
        raise Http404
    rows = Withdrawal.objects.in_force().select_related(
        "submission__call", "submission__group", "submission__province", "replacement__group"
    )
    return get_object_or_404(rows, submission=submission)


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: Request, pk: int) -> HttpResponse:
    """The second step: a group of the same province in the place of the one that left."""
    withdrawal = _in_force(request, pk)
    submission = withdrawal.submission
    if withdrawal.replacement_id:
        return redirect("submissions:detail", withdrawal.replacement_id)
    form = GroupForm(posted(request), province=submission.province)
    if form.is_valid():
        try:
            new = services.replace_group(withdrawal, by=request.user, **form.values)
        except CallRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            text = _("%(group)s takes the place; its district can begin to write.")
            messages.success(request, text % {"group": new.group})
            return redirect("submissions:detail", new.pk)
    context = {"call": submission.call, "submission": submission, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "submissions/replace.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def reinstate(request: Request, pk: int) -> HttpResponse:
    """Take a withdrawal back, with the reason."""
    withdrawal = _in_force(request, pk)
    form = ReasonForm(posted(request))
    if form.is_valid():
        try:
            services.reinstate(
                withdrawal.submission, reason=form.cleaned_data["reason"], by=request.user
            )
        except StepRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            text = _("%(group)s takes part again, where it was.")
            messages.success(request, text % {"group": withdrawal.submission.group})
            return redirect("submissions:detail", pk)
    context = {
        "call": withdrawal.submission.call,
        "submission": withdrawal.submission,
        "withdrawal": withdrawal,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "submissions/reinstate.html", context, status=status)


@require_POST
def dismiss(request: Request, pk: int) -> HttpResponse:
    """Turn down what a province asked for."""
    withdrawal = get_object_or_404(Withdrawal.objects.visible_to(request.user), pk=pk)
    form = ReasonForm(request.POST, prefix="dismiss")
    if not form.is_valid():
        messages.error(request, _("Write the reason: it is kept and told to the province."))
        return redirect("submissions:withdraw", withdrawal.submission_id)
    try:
        services.dismiss_withdrawal(withdrawal, reason=form.cleaned_data["reason"], by=request.user)
    except StepRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Turned down. The province is told the reason."))
    return redirect("submissions:detail", withdrawal.submission_id)
