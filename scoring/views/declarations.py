"""The first page of a round for a member: conflicts of interest, over the whole list."""

from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from groups.requests import Request, posted
from scoring import rules, services
from scoring.enums import ConflictReason
from scoring.forms import ConflictForm, StatementForm
from scoring.models import Round
from scoring.selectors import (
    Known,
    declaration_of,
    declared_before,
    known_conflicts,
    last_day,
    submissions_in,
    waits_for_draw,
)
from submissions.models import Submission


class Row(NamedTuple):
    """A group of the list; a conflict that is known already has no form."""

    submission: Submission
    form: ConflictForm | None
    known: Known | None


def declare(request: Request, pk: int) -> HttpResponse:
    rounds = Round.objects.visible_to(request.user).select_related("call")
    round_ = get_object_or_404(rounds, pk=pk)
    if not rules.may_judge(request.user, round_):
        raise Http404
    if declaration_of(round_, request.user):
        return redirect("scoring:queue", round_.pk)
    rows = _rows(request, round_)
    statement = StatementForm(posted(request))
    if _all_valid(rows, statement):
        try:
            signed = services.declare(round_, judge=request.user, conflicts=_conflicts(rows))
        except services.RoundRefusedError as refusal:
            statement.add_error(None, str(refusal))
        else:
            messages.success(request, _signed_words(round_))
            return redirect("scoring:queue", signed.round_id)
    context = {
        "call": round_.call,
        "round": round_,
        "ends_on": last_day(round_),
        "rows": rows,
        "forms": [statement, *(row.form for row in rows if row.form)],
        "statement": statement,
        "why_not": services.why_not_now(round_, request.user),
    }
    status = 422 if statement.is_bound else 200
    return render(request, "scoring/declare.html", context, status=status)


def _signed_words(round_: Round) -> str:
    if waits_for_draw(round_):
        return _("Your declaration is signed. You get a message when the groups are shared out.")
    return _("Your declaration is signed. These are your sheets.")


def _rows(request: Request, round_: Round) -> list[Row]:
    """The whole list; what was declared in earlier years is ticked, to be confirmed or changed."""
    submissions = list(submissions_in(round_))
    known = known_conflicts(round_, [request.user], submissions)
    before = declared_before(round_, request.user, submissions)
    data = posted(request)
    return [
        Row(submission, None, found)
        if (found := known.get((request.user.pk, submission.pk)))
        else Row(
            submission,
            ConflictForm(data, submission=submission, before=before.get(submission.pk)),
            None,
        )
        for submission in submissions
    ]


def _all_valid(rows: list[Row], statement: StatementForm) -> bool:
    """Checks every form, so that every error is shown at once."""
    checks = [statement.is_valid(), *(row.form.is_valid() for row in rows if row.form)]
    return all(checks)


def _conflicts(rows: list[Row]) -> services.Conflicts:
    return {
        row.submission.pk: (ConflictReason(row.form.cleaned_data["reason"]), row.form.words)
        for row in rows
        if row.form and row.form.cleaned_data["is_conflict"]
    }
