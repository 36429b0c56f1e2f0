"""Where an open page saves what is typed, answer by answer, and says that it is still open."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groups.requests import Request
from selection_site.lib import clock, dates
from submissions import selectors, services
from submissions.enums import Section
from submissions.forms.autosave import TypedAnswer, has_answer, refused, shown_answer
from submissions.models import BusinessPlan, Submission
from submissions.selectors import digest
from submissions.services import StalePlanError
from submissions.stages import StepRefusedError
from submissions.views import pages
from submissions.views.desk import desk_now, fresh


@require_POST
def answer(request: Request, pk: int, section: str) -> HttpResponse:
    """Save one answer, or say why not: 422 not readable, 409 another changed it, 403 not now.

    With `check` nothing is saved; the page only learns what its text amounts to.
    """
    submission = pages.fetch(request, pk)
    part = pages.part(section)
    name = request.POST.get("answer", "")
    if not has_answer(part, name):
        raise Http404
    if _is_another(request):
        return _somebody_else()
    typed = TypedAnswer(submission, part, name, request.POST)
    if typed.errors:
        return JsonResponse({"errors": typed.errors}, status=422)
    if "check" in request.POST:
        return JsonResponse({"known": digest(typed.values[name])})
    return _save(request, submission, part, name, typed)


def _save(
    request: Request, submission: Submission, part: Section, name: str, typed: TypedAnswer
) -> HttpResponse:
    base = request.POST.get("base", "")
    try:
        plan = services.save_answer(submission, part, typed.values, base=base, by=request.user)
    except StalePlanError as error:
        return _choose(request, part, name, error)
    except StepRefusedError as error:
        return JsonResponse({"said": str(error)}, status=403)
    except ValidationError as error:
        return JsonResponse({"errors": refused(error, name)}, status=422)
    html = fresh(desk_now(submission, request.user, part))
    return JsonResponse({"said": _saved_at(plan), "known": _known(plan, part, name), "html": html})


def _known(plan: BusinessPlan, part: Section, name: str) -> str:
    return digest(selectors.answers(plan, selectors.PARTS[part])[name])


def _saved_at(plan: BusinessPlan) -> str:
    """By the server's clock, in Bangkok; with its day if that is not today."""
    moment = plan.saved_at.astimezone(clock.BANGKOK)
    is_today = moment.date() == clock.today()
    when = dates.localized_time(moment) if is_today else dates.localized_datetime(moment)
    return _("Saved %(when)s") % {"when": when}


def _choose(request: Request, part: Section, name: str, error: StalePlanError) -> HttpResponse:
    words = _("%(who)s saved something else here at %(when)s. Nothing was overwritten.")
    if error.by == request.user:
        words = _(
            "You saved something else here at %(when)s, on another page or device. "
            "Nothing was overwritten."
        )
    said = words % {"who": error.by, "when": dates.localized_datetime(error.at)}
    known, now = _known(error.plan, part, name), shown_answer(part, name, error.plan)
    return JsonResponse({"said": said, "known": known, "now": now}, status=409)


def _is_another(request: Request) -> bool:
    """Whether the page was opened by somebody who has logged out in this browser since."""
    return request.POST.get("writer") != str(request.user.pk)


def _somebody_else() -> HttpResponse:
    return JsonResponse(
        {"said": _("Somebody else is logged in now in this browser, so nothing is saved.")},
        status=401,
    )


@require_POST
def writers(request: Request, pk: int) -> HttpResponse:
    """Note that the page is open, and answer with what has changed around it meanwhile."""
    submission = pages.fetch(request, pk)
    section = request.POST.get("section", "")
    if section not in Section.values:
        raise Http404
    if _is_another(request):
        return _somebody_else()
    try:
        services.note_writer(submission, Section(section), by=request.user)
    except StepRefusedError as error:
        return JsonResponse({"said": str(error)}, status=403)
    return JsonResponse({"html": fresh(desk_now(submission, request.user, Section(section)))})


@require_safe
def back(request: Request) -> HttpResponse:
    """Where a login leads that was asked for by a page which is still open in another tab."""
    return render(request, "submissions/back.html")
