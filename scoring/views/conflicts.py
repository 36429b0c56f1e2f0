"""Conflicts of interest of a round: who stepped out of what, questions, rulings."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups.models import User
from groups.requests import Request, posted
from scoring import rules, services
from scoring.enums import ConflictReason
from scoring.forms.declaration import ConflictRulingForm, QuestionForm, StepOutForm
from scoring.models import ConflictQuestion, Round, Sheet
from scoring.selectors import judges_of, submissions_in
from scoring.services.conflicts import UNDECIDED
from submissions.models import Submission


def _fetch(request: Request, pk: int) -> Round:
    rounds = Round.objects.visible_to(request.user).select_related("call")
    return get_object_or_404(rounds, pk=pk)


def conflicts(request: Request, pk: int) -> HttpResponse:
    """All that is known of conflicts; a member sees what they asked themselves."""
    round_ = _fetch(request, pk)
    sees_all = rules.sees_conflicts(request.user, round_)
    may_ask = rules.may_ask_about_conflict(request.user, round_)
    if not (sees_all or may_ask):
        raise Http404
    form = None
    if may_ask and round_.stage in UNDECIDED:
        judges, submissions = list(judges_of(round_)), list(submissions_in(round_))
        form = QuestionForm(posted(request), judges=judges, submissions=submissions)
        if form.is_valid() and _asked(request, round_, form, judges, submissions):
            return redirect("scoring:conflicts", pk)
    return _page(request, round_, form)


def _asked(
    request: Request,
    round_: Round,
    form: QuestionForm,
    judges: list[User],
    submissions: list[Submission],
) -> bool:
    chosen = form.cleaned_data
    try:
        services.ask_about_conflict(
            round_,
            next(row for row in submissions if row.pk == chosen["submission"]),
            judge=next(judge for judge in judges if judge.pk == chosen["judge"]),
            reason=ConflictReason(chosen["reason"]),
            note=chosen["note"],
            by=request.user,
        )
    except services.RoundRefusedError as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as error:
        form.add_error(None, error.messages)
    else:
        messages.success(request, _("The question is asked. The round waits for the ruling."))
        return True
    return False


def _page(
    request: Request,
    round_: Round,
    form: QuestionForm | None,
    ruling: ConflictRulingForm | None = None,
) -> HttpResponse:
    sees_all = rules.sees_conflicts(request.user, round_)
    questions = ConflictQuestion.objects.filter(round=round_).select_related(
        "round__call", "judge", "asked_by", "ruled_by", "submission__group", "submission__province"
    )
    if not sees_all:
        questions = questions.filter(asked_by=request.user)
    questions = questions.order_by(F("ruled_at").asc(nulls_first=True), "asked_at", "pk")
    rows = [(question, _ruling_form(request, question, ruling)) for question in questions]
    declared = round_.conflicts.select_related(
        "judge", "submission__group", "submission__province"
    ).order_by("judge__sort_key", "submission__province__sort_key")
    signed = round_.declarations.select_related("judge").order_by("judge__sort_key")
    context = {
        "call": round_.call,
        "round": round_,
        "form": form,
        "questions": rows,
        "sees_all": sees_all,
        "declared": declared if sees_all else [],
        "signed": signed if sees_all else [],
    }
    refused = (form and form.is_bound) or ruling
    return render(request, "scoring/conflicts.html", context, status=422 if refused else 200)


def _ruling_form(
    request: Request, question: ConflictQuestion, typed: ConflictRulingForm | None
) -> ConflictRulingForm | None:
    if typed and typed.question.pk == question.pk:
        return typed
    may_rule = question.is_open and rules.may_rule_on_conflict(request.user, question)
    return ConflictRulingForm(question=question) if may_rule else None


@require_POST
def rule(request: Request, pk: int) -> HttpResponse:
    """Rule on a question; a refused ruling is shown again as typed."""
    rows = ConflictQuestion.objects.select_related("round__call", "judge", "submission__group")
    question: ConflictQuestion = get_object_or_404(rows, pk=pk)
    round_ = _fetch(request, question.round_id)
    if not rules.may_rule_on_conflict(request.user, question):
        raise Http404
    form = ConflictRulingForm(request.POST, question=question)
    if form.is_valid():
        try:
            services.rule_on_conflict(
                question,
                upheld=form.cleaned_data["upheld"],
                ruling=form.cleaned_data["ruling"],
                by=request.user,
            )
        except services.RoundRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The ruling is recorded."))
            return redirect("scoring:conflicts", round_.pk)
    return _page(request, round_, None, form)


def step_out(request: Request, pk: int) -> HttpResponse:
    """A member finds that a group must not be judged after all."""
    rows = Sheet.objects.visible_to(request.user).select_related(
        "assignment__round__call",
        "assignment__submission__group",
        "assignment__submission__province",
        "assignment__submission__district",
    )
    sheet = get_object_or_404(rows, pk=pk)
    if not rules.may_mark(request.user, sheet):
        raise Http404
    assignment = sheet.assignment
    form = StepOutForm(posted(request))
    if form.is_valid():
        try:
            services.step_out(
                assignment.round,
                assignment.submission,
                judge=request.user,
                reason=ConflictReason(form.cleaned_data["reason"]),
                note=form.cleaned_data["note"],
            )
        except services.RoundRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            text = _("You stepped out of judging %(group)s. Its sheet does not count.")
            messages.success(request, text % {"group": assignment.submission.group})
            return redirect("scoring:queue", assignment.round_id)
    context = {
        "call": assignment.round.call,
        "round": assignment.round,
        "sheet": sheet,
        "submission": assignment.submission,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "scoring/step_out.html", context, status=status)
