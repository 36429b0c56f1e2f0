"""The officer's side of links by which a group sends its clip."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups.requests import Request
from submissions import services
from submissions.forms.uploads import LinkForm
from submissions.models import UploadLink
from submissions.services.links import MOST_DAYS
from submissions.stages import StepRefusedError
from submissions.views import pages


@require_POST
def make(request: Request, pk: int) -> HttpResponse:
    """Make a link for the group; the clip's page shows it."""
    submission = pages.fetch(request, pk)
    form = LinkForm(request.POST)
    days = form.cleaned_data["days"] if form.is_valid() else MOST_DAYS
    try:
        services.make_link(submission, days=days, by=request.user)
    except StepRefusedError as error:
        messages.error(request, str(error))
    return redirect("submissions:clip", pk=pk)


@require_POST
def revoke(request: Request, key: uuid.UUID) -> HttpResponse:
    """End a link before its time."""
    links = UploadLink.objects.visible_to(request.user)
    link = get_object_or_404(links.select_related("submission__call"), pk=key)
    try:
        services.revoke_link(link, by=request.user)
    except StepRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The link takes no clip any more."))
    return redirect("submissions:clip", pk=link.submission_id)
