"""The captions of a clip: brought and taken away by whoever writes the plan."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups.requests import Request
from selection_site.lib.video import CaptionsError
from submissions import services, stages
from submissions.forms.uploads import CaptionsForm, ClipForm
from submissions.models import Clip
from submissions.stages import StepRefusedError
from submissions.views import clips


def _fetch(request: Request, pk: int) -> Clip:
    rows = Clip.objects.visible_to(request.user)
    related = rows.select_related(*(f"submission__{name}" for name in RELATED))
    return get_object_or_404(related, pk=pk)


RELATED = ("call", "group", "district", "province")


@require_POST
def save(request: Request, pk: int) -> HttpResponse:
    """Captions out of a file, or the clip's page with the reason why not."""
    clip = _fetch(request, pk)
    form = CaptionsForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.save_captions(clip, form.cleaned_data["captions"], by=request.user)
        except CaptionsError as error:
            form.add_error("captions", str(error))
        except StepRefusedError as error:
            return _refused(request, clip, error)
        else:
            messages.success(request, _("The clip has captions now. Play it to see them."))
            return redirect("submissions:clip", pk=clip.submission_id)
    if not stages.is_writable(clip.submission, request.user):
        return redirect("submissions:detail", pk=clip.submission_id)
    return clips.page(request, clip.submission, ClipForm(), captions=form, status=422)


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    clip = _fetch(request, pk)
    try:
        services.remove_captions(clip, by=request.user)
    except StepRefusedError as error:
        return _refused(request, clip, error)
    messages.success(request, _("The captions were removed."))
    return redirect("submissions:clip", pk=clip.submission_id)


def _refused(request: Request, clip: Clip, refusal: StepRefusedError) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect("submissions:clip", pk=clip.submission_id)
