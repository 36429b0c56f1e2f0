"""Where a submission stands, what was sent, and the buttons that move it on."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groups.models import User
from groups.requests import Request
from submissions import rules, selectors, services, stages, tasks
from submissions.enums import WITHDRAWABLE, WRITABLE, Section, SectionState, Stage
from submissions.forms.uploads import ReturnForm
from submissions.models import Attachment, PlanVersion, Receipt, Submission, Withdrawal
from submissions.selectors import Content
from submissions.services import GateClosedError, IncompletePlanError
from submissions.stages import StepRefusedError
from submissions.views import now, pages, remarks
from submissions.views.desk import desk


@require_safe
def detail(request: Request, pk: int) -> HttpResponse:
    """Where it stands, what is to do now, what happened; the same page for every post."""
    return _page(request, pages.fetch(request, pk), ReturnForm())


def _page(
    request: Request, submission: Submission, form: ReturnForm, status: int = 200
) -> HttpResponse:
    user = request.user
    content = selectors.plan_content(submission)
    clip = selectors.current_clip(submission)
    files = Attachment.objects.current().filter(submission=submission).for_list()
    files_shown = selectors.file_rows(files)
    versions = list(submission.versions.select_related("clip", "frozen_by"))
    steps = stages.open_steps(submission, user)
    writes = stages.is_writable(submission, user)
    missing = selectors.missing_from(content, clip)
    is_draft = submission.stage == Stage.DRAFT
    returned = remarks.entries(submission, content, writes=writes) if is_draft else []
    checks = selectors.gate_checks(submission, versions[0]) if "forward" in steps else []
    states = selectors.states(content, clip, len(files_shown))
    context = {
        "submission": submission,
        "call": submission.call,
        "due_on": submission.province_due_on,
        "now": _now(submission, states, len(missing), returned)
        if writes
        else now.to_know(submission),
        "desk": desk(submission, user, content, clip, len(files_shown)) if writes else None,
        "offered_year": _offered_year(submission, user, content) if writes else None,
        "checks": checks,
        "stops": [check for check in checks if check.stops],
        "returned": returned,
        "history": selectors.history(submission),
        "clip": clip,
        "may_retry": rules.may_retry_clip(user, submission),
        "files": files_shown,
        "may_retry_file": rules.may_retry_file(user, submission),
        "versions": versions,
        "receipts": list(Receipt.objects.of(submission)),
        "may_retry_receipt": rules.may_retry_receipt(user, submission),
        "form": form,
        **_leaving(user, submission),
    }
    return render(request, "submissions/detail.html", context, status=status)


def _offered_year(submission: Submission, user: User, content: Content) -> int | None:
    """The year whose plan can be taken over into this one."""
    if not rules.may_take_over(user, submission):
        return None
    return selectors.offered_year(submission, user, content)


def _now(
    submission: Submission,
    states: dict[Section, SectionState],
    left: int,
    returned: list[remarks.Entry],
) -> now.Now:
    """The comments of a returned plan come first, as long as one is neither heeded nor answered."""
    waiting = [each for each in returned if not each.is_heeded]
    if waiting:
        return now.to_correct(len(waiting), waiting[0].url)
    return now.to_write(submission, states, left)


def _leaving(user: User, submission: Submission) -> dict[str, object]:
    """More days, leaving the year and coming back: what there is of it, and who may do what."""
    leaves = submission.call.is_before_round_1 and submission.stage in WITHDRAWABLE
    comes_back = submission.stage == Stage.WITHDRAWN and submission.takes_plans
    withdrawals = submission.withdrawals.running().select_related(
        "asked_by", "withdrawn_by", "replacement__group"
    )
    stands_in = Withdrawal.objects.filter(replacement=submission)
    withdrawal = withdrawals.first()
    may_withdraw = leaves and rules.may_withdraw(user, submission)
    may_bring_back = comes_back and rules.may_withdraw(user, submission)
    has_gone = may_bring_back and withdrawal and not withdrawal.replacement_id
    return {
        "withdrawal": withdrawal,
        # Somebody has to decide: that comes before all else of the page.
        "leaving_first": has_gone or (withdrawal and may_withdraw),
        "stands_in": stands_in.select_related("submission__group").first(),
        "may_withdraw": may_withdraw,
        "may_ask_withdrawal": leaves and rules.may_ask_withdrawal(user, submission),
        "may_bring_back": may_bring_back,
        "may_ask_days": submission.call.is_before_round_1
        and submission.stage in (*WRITABLE, Stage.SENT)
        and rules.may_ask_extension(user, submission.province_id),
    }


@require_safe
def version(request: Request, pk: int, number: int) -> HttpResponse:
    """A plan as it was sent; what is shown comes from the version alone."""
    submission = pages.fetch(request, pk)
    found = _version(submission, number)
    context = {
        "call": submission.call,
        "submission": submission,
        "version": found,
        "is_intact": selectors.digest_now(found) == found.sha256,
        "document": selectors.plan_document(found.content),
        "files": selectors.file_rows(selectors.version_files(found)),
        "may_retry_file": rules.may_retry_file(request.user, submission),
        "remarks": list(found.remarks.sent().for_list()),
        "may_retry": False,
        "receipts": list(Receipt.objects.of(submission).filter(version=found)),
        "may_retry_receipt": rules.may_retry_receipt(request.user, submission),
    }
    return render(request, "submissions/version.html", context)


def _version(submission: Submission, number: int) -> PlanVersion:
    rows = submission.versions.select_related("clip", "frozen_by")
    return get_object_or_404(rows, number=number)


@require_safe
def captions(request: Request, pk: int, number: int) -> HttpResponseBase:
    """The captions with which the plan was sent."""
    version = _version(pages.fetch(request, pk), number)
    return selectors.version_captions_response(request, version)


@require_POST
def send(request: Request, pk: int) -> HttpResponse:
    submission = pages.fetch(request, pk)
    try:
        sent = services.send(submission, by=request.user)
    except StepRefusedError as error:
        messages.error(request, str(error))
    except IncompletePlanError:
        messages.error(request, _("The plan was not sent: something is left to do. See below."))
        return redirect("submissions:preview", pk=pk)
    else:
        transaction.on_commit(tasks.make_receipts.delay, robust=True)
        messages.success(
            request,
            _("The plan was sent to the province as version %(number)s. Nothing more to do now.")
            % {"number": sent.number},
        )
    return redirect("submissions:detail", pk=pk)


@require_POST
def forward(request: Request, pk: int) -> HttpResponse:
    submission = pages.fetch(request, pk)
    try:
        services.forward(submission, by=request.user)
    except (StepRefusedError, GateClosedError) as error:
        messages.error(request, str(error))
    else:
        transaction.on_commit(tasks.make_receipts.delay, robust=True)
        messages.success(request, _("The plan was forwarded to the department."))
    return redirect("submissions:detail", pk=pk)


@require_POST
def send_back(request: Request, pk: int) -> HttpResponse:
    submission = pages.fetch(request, pk)
    latest = selectors.latest_version(submission)
    form = ReturnForm(request.POST, optional=bool(latest and latest.remarks.drafts().exists()))
    if not form.is_valid():
        return _page(request, submission, form, status=422)
    try:
        services.send_back(submission, by=request.user, note=form.cleaned_data["note"])
    except StepRefusedError as error:
        form.add_error(None, str(error))
        return _page(request, submission, form, status=422)
    messages.success(request, _("The plan was returned to the district with your reason."))
    return redirect("submissions:detail", pk=pk)
