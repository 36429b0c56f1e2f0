"""Meeting mode: opening a meeting, motions and votes, the minutes, and the view for a projector."""

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups.requests import Request, posted
from scoring import rules, services, tasks
from scoring.enums import DECIDED, Outcome, RoundNumber, RoundStage
from scoring.forms.meetings import EndForm, MeetingForm, MotionForm
from scoring.models import Meeting, Minutes, Round
from scoring.selectors import order_of
from scoring.selectors.meetings import agenda, agenda_of, committee, meetings_of
from selection_site.lib import clock, uploads

ROWS_A_SLIDE = 20
MOST_SLIDES = 10
MEETS = (RoundStage.MARKED, *DECIDED)


def meetings(request: Request, pk: int) -> HttpResponse:
    """The meetings on a round; its chair opens one here."""
    rounds = Round.objects.visible_to(request.user).filter(stage__in=MEETS)
    round_ = get_object_or_404(rounds.select_related("call"), pk=pk)
    found = meetings_of(round_, request.user)
    may_meet = rules.may_hold_meeting(request.user, round_)
    if not found and not may_meet:
        raise Http404
    form = MeetingForm(
        posted(request), committee=committee(round_), initial={"held_on": clock.today()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            meeting = services.open_meeting(
                round_, form.sitting, absent=form.absent, by=request.user
            )
        except services.RoundRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The meeting is open."))
            return redirect("scoring:meeting", meeting.pk)
    context = {
        "call": round_.call,
        "round": round_,
        "meetings": found,
        "form": form,
        "may_open": may_meet and all(meeting.ended_at for meeting in found),
    }
    return render(request, "scoring/meetings.html", context, status=422 if form.errors else 200)


def _visible(request: Request, pk: int) -> Meeting:
    rows = Meeting.objects.visible_to(request.user).select_related("call", "round__call")
    return get_object_or_404(rows, pk=pk)


def meeting(request: Request, pk: int) -> HttpResponse:
    """A meeting: its agenda, who came, the motions, its minutes."""
    return _page(request, _visible(request, pk))


def _page(
    request: Request, found: Meeting, motion: MotionForm | None = None, end: EndForm | None = None
) -> HttpResponse:
    items = agenda_of(found)
    context = {
        "call": found.call,
        "round": found.round,
        "meeting": found,
        "items": items,
        "attendances": found.attendances.select_related("member"),
        "motions": found.motions.all(),
        "motion_form": motion or MotionForm(items=items),
        "end_form": end or EndForm(),
        "may_hold": rules.may_hold_meeting(request.user, found.round),
        **_drafts(found),
    }
    status = 422 if motion or end else 200
    return render(request, "scoring/meeting.html", context, status=status)


@require_POST
def motion(request: Request, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    form = MotionForm(request.POST, items=agenda_of(found))
    if form.is_valid():
        try:
            services.record_motion(
                found,
                rank=form.rank,
                text=form.cleaned_data["text"],
                votes=form.votes,
                by=request.user,
            )
        except services.RoundRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Motion and votes are recorded."))
            return redirect("scoring:meeting", pk)
    return _page(request, found, motion=form)


@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            services.end_meeting(found, ended_at=form.cleaned_data["ended_at"], by=request.user)
        except services.RoundRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The meeting has ended."))
            return redirect("scoring:meeting", pk)
    return _page(request, found, end=form)


@require_POST
def draft(request: Request, pk: int) -> HttpResponse:
    """Have a draft of the minutes made, or tried again where that failed."""
    found = _visible(request, pk)
    try:
        if not services.retry_minutes(found, by=request.user):
            services.order_minutes(found, by=request.user)
    except services.RoundRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        transaction.on_commit(tasks.make_minutes.delay, robust=True)
        messages.success(request, _("The draft of the minutes is being made."))
    return redirect("scoring:meeting", pk)


def minutes(request: Request, pk: int) -> HttpResponseBase:
    """The file of one draft."""
    rows = Minutes.objects.visible_to(request.user).exclude(path="")
    found = get_object_or_404(rows.select_related("meeting__call"), pk=pk)
    of = found.meeting
    return uploads.serve(
        request,
        found.path,
        name=f"รายงานการประชุม {of.number}-{of.call.year}.pdf",
        content_type="application/pdf",
        inline=True,
    )


def drafts(request: Request, pk: int) -> HttpResponse:
    """The part of the page that is asked for again until every draft is made."""
    found = _visible(request, pk)
    return render(request, "scoring/_drafts.html", {"meeting": found, **_drafts(found)})


def _drafts(meeting: Meeting) -> dict[str, object]:
    rows = list(meeting.minutes.all())
    return {"drafts": rows, "waits": any(not row.path and not row.last_error for row in rows)}


def projector(request: Request, pk: int) -> HttpResponse:
    """The ranking in large type, an item at a time; the arrow keys move through the agenda."""
    rounds = Round.objects.ranking_visible_to(request.user) | _of_meetings(request)
    round_ = get_object_or_404(rounds.select_related("call").distinct(), pk=pk)
    places = order_of(round_)
    listed = places[: ROWS_A_SLIDE * MOST_SLIDES]
    context = {
        "round": round_,
        "items": agenda(round_, places),
        "below": _("outside") if round_.number == RoundNumber.FIRST else Outcome.GOOD.label,
        "count": len(places),
        "slides": [listed[at : at + ROWS_A_SLIDE] for at in range(0, len(listed), ROWS_A_SLIDE)],
    }
    return render(request, "scoring/projector.html", context)


def _of_meetings(request: Request) -> QuerySet[Round]:
    """The committee sees what its meeting was shown once the result is released."""
    seen = Meeting.objects.visible_to(request.user)
    return Round.objects.filter(pk__in=seen.values("round"))
