"""Links by which groups send their clips: the address of one, and the one behind an address."""

import base64
import uuid
from typing import NamedTuple

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from selection_site.lib import dates
from selection_site.lib.video.facts import length
from submissions.models import Submission, UploadLink

SIGNER = Signer(salt="submissions.upload_link", sep=".")


def link_token(link: UploadLink) -> str:
    """The key under our signature, in 66 signs that an address may hold.

    Nobody guesses the 256 bits of a signature, and a wrong one costs no query.
    """
    return SIGNER.sign(base64.urlsafe_b64encode(link.key.bytes).decode().rstrip("="))


def link_of(token: str) -> UploadLink | None:
    """The link that a token names, open or not; None for a token that we did not sign."""
    try:
        key = uuid.UUID(bytes=base64.urlsafe_b64decode(SIGNER.unsign(token) + "=="))
    except (BadSignature, ValueError):
        return None
    rows = UploadLink.objects.select_related("submission__call", "submission__group", "made_by")
    return rows.filter(pk=key).first()


def link_address(link: UploadLink) -> str:
    """The whole address, as a telephone needs it."""
    return settings.SITE_URL + reverse("by_link:clip", args=[link_token(link)])


class Links(NamedTuple):
    """The links of one submission: the open one with its address, and what became of the others.

    `message` is what the officer sends to the group, in Thai whatever language the page is in.
    """

    open: UploadLink | None
    address: str
    message: str
    earlier: list[UploadLink]


def upload_links(submission: Submission) -> Links:
    """The links of a submission, newest first; one query."""
    rows = UploadLink.objects.filter(submission=submission).select_related("made_by")
    links = list(rows)
    found = next((link for link in links if link.is_open), None)
    return Links(
        found,
        link_address(found) if found else "",
        message(submission, found) if found else "",
        [link for link in links if link is not found],
    )


def message(submission: Submission, link: UploadLink) -> str:
    """What goes with the address into a chat: what it is for, until when, and how."""
    with override("th"):
        words = _(
            "Clip of %(group)s: open this link on a telephone, choose the clip (at most "
            "%(length)s) and press send. Good until %(until)s."
        ) % {
            "group": submission.group,
            "length": length(submission.call.clip_seconds),
            "until": dates.localized_datetime(link.expires_at),
        }
    return f"{words}\n{link_address(link)}"
