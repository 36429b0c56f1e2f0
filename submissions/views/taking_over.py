"""The button that begins a plan with what seldom changes in the last one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from groups.requests import Request
from submissions import services
from submissions.enums import Section
from submissions.services import TakingOverRefusedError
from submissions.stages import StepRefusedError
from submissions.views import pages


@require_POST
def take_over(request: Request, pk: int) -> HttpResponse:
    """Take over, then open the first part that waits to be confirmed."""
    submission = pages.fetch(request, pk)
    try:
        plan = services.take_over(submission, by=request.user)
    except (StepRefusedError, TakingOverRefusedError) as error:
        messages.error(request, str(error))
        return redirect("submissions:detail", pk=pk)
    words = ngettext(
        "Taken over from the plan of %(year)s: %(count)s part waits to be confirmed.",
        "Taken over from the plan of %(year)s: %(count)s parts wait to be confirmed.",
        len(plan.to_confirm),
    )
    facts = {"year": plan.taken_from_year, "count": len(plan.to_confirm)}
    messages.success(request, words % facts)
    return pages.to_section(submission, Section(plan.to_confirm[0]))
