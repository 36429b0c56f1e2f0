"""The pages on which the district writes the plan, and the preview of all of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from groups.requests import Request
from submissions import rules, selectors, services, stages
from submissions.enums import Section
from submissions.forms.plans import SectionForms
from submissions.models import Attachment, BusinessPlan, Submission
from submissions.selectors import Content, DocumentSection
from submissions.services import StalePlanError
from submissions.stages import StepRefusedError
from submissions.views import pages, remarks
from submissions.views.desk import desk as at_desk


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: Request, pk: int, section: str) -> HttpResponse:
    """One section: shown to whoever may write it now, saved with 'save' or 'save and next'."""
    submission = pages.fetch(request, pk)
    part = pages.part(section)
    plan = BusinessPlan.objects.filter(submission=submission).first()
    plan = plan or BusinessPlan(submission=submission)
    plan.submission = submission
    if request.method == "POST":
        typed = SectionForms(part, plan, request.POST)
        if typed.is_valid() and _saved(request, submission, part, typed):
            goes_on = "next" in request.POST or "confirm" in request.POST
            following = _following(part) if goes_on else part
            return pages.to_section(submission, following)
        return _page(request, submission, part, typed, status=422)
    if not stages.is_writable(submission, request.user):
        return redirect("submissions:preview", pk=pk)
    return _page(request, submission, part, SectionForms(part, plan))


def _following(part: Section) -> Section:
    sections = list(Section)
    return sections[sections.index(part) + 1]


def _saved(request: Request, submission: Submission, part: Section, typed: SectionForms) -> bool:
    """Save what was typed; what speaks against it becomes an error of the form."""
    try:
        services.save_section(
            submission,
            part,
            typed.values,
            known=typed.known,
            confirm="confirm" in request.POST,
            by=request.user,
        )
    except StalePlanError as error:
        typed.open_anew(error.plan, error.names)
        typed.form.add_error(None, str(error))
        return False
    except StepRefusedError as error:
        typed.form.add_error(None, str(error))
        return False
    except ValidationError as error:
        typed.form.add_error(None, error.messages)
        return False
    left = [entry for entry in selectors.missing(submission) if entry.section == part]
    messages.success(request, _saved_words(part, len(left)))
    return True


def _saved_words(part: Section, left: int) -> str:
    if not left:
        return _("“%(section)s” is saved and complete.") % {"section": part.label}
    return ngettext(
        "“%(section)s” is saved. %(left)s thing is left in it.",
        "“%(section)s” is saved. %(left)s things are left in it.",
        left,
    ) % {"section": part.label, "left": left}


def _page(
    request: Request, submission: Submission, part: Section, typed: SectionForms, status: int = 200
) -> HttpResponse:
    content = selectors.plan_content(submission)
    clip = selectors.current_clip(submission)
    files = Attachment.objects.current().filter(submission=submission).count()
    desk = at_desk(submission, request.user, content, clip, files, part)
    warned = [entry for entry in selectors.cautions(content) if entry.section == part]
    returned = remarks.pin(typed, remarks.entries(submission, content), content, part)
    context = {
        "call": submission.call,
        "submission": submission,
        "section": part,
        "typed": typed,
        "desk": desk,
        "left": desk.left_here,
        "confirm_year": selectors.taken_from(content, part),
        "has_prices": part == Section.PRODUCTION and bool(content["materials"]),
        "is_refused": status != 200,
        "warned": pages.left(submission, warned) if status == 200 else [],
        "returned": returned,
        "saved_now": _as_saved(content, part) if typed.is_stale else None,
        "gantt": selectors.gantt(content) if part == Section.ACTIVITIES else None,
        "reach": selectors.budget_reach(content) if part == Section.BUDGET else None,
    }
    return render(request, "submissions/section.html", context, status=status)


def _as_saved(content: Content, part: Section) -> DocumentSection:
    return next(each for each in selectors.plan_document(content) if each.key == part)


@require_safe
def preview(request: Request, pk: int) -> HttpResponse:
    """The plan as the province and the committee will read it, as it is written now."""
    submission = pages.fetch(request, pk)
    content = selectors.plan_content(submission)
    clip = selectors.current_clip(submission)
    files = list(Attachment.objects.current().filter(submission=submission).for_list())
    writes = stages.is_writable(submission, request.user)
    context = {
        "call": submission.call,
        "submission": submission,
        "document": selectors.plan_document(content),
        "left": pages.left(submission, selectors.missing_from(content, clip)),
        "warned": pages.left(
            submission, [*selectors.cautions(content), *selectors.file_cautions(files)]
        ),
        "desk": at_desk(submission, request.user, content, clip, len(files)) if writes else None,
        "is_open": stages.is_open(submission, "send", request.user),
        "clip": clip,
        "files": selectors.file_rows(files),
        "may_retry_file": rules.may_retry_file(request.user, submission),
    }
    return render(request, "submissions/preview.html", context)
