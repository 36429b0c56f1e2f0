"""Where an officer's clips come in piece by piece; to each person their own."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from groups.requests import Request
from submissions.models import Upload
from submissions.views import pages, pieces
from submissions.views.pieces import Sender


def uploads(request: Request, pk: int) -> HttpResponse:
    """The beginning of an upload of the plan's clip."""
    sender = Sender(request.user)
    return pieces.collection(
        request, lambda: pieces.begin(request, sender, pages.fetch(request, pk))
    )


def upload(request: Request, key: uuid.UUID) -> HttpResponse:
    """One upload: how far it is, its next piece, its end."""
    return pieces.single(request, lambda: Sender(request.user), lambda: _fetch(request, key))


def _fetch(request: Request, key: uuid.UUID) -> Upload:
    mine = Upload.objects.visible_to(request.user)
    rows = mine.select_related("submission__call", "submission__group", "clip", "link")
    return get_object_or_404(rows, pk=key)
