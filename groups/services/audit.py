"""The audit chain: every decision, mark, movement of money and letter is written here."""

from collections.abc import Mapping

from django.db import models, transaction

from groups.models import ChainHead, Event, User
from selection_site.lib import clock, seal


def subject_of(thing: models.Model) -> str:
    """How the chain names a row: app, model and key, such as 'submissions.submission:17'."""
    return f"{thing._meta.label_lower}:{thing.pk}"


@transaction.atomic
def record(
    verb: str,
    subject: models.Model,
    *,
    by: User | None,
    detail: Mapping[str, object] | None = None,
) -> Event:
    """Add an event to the chain, in the caller's transaction: undone with it, kept with it.

    The head's row is locked, so events of two transactions never get one number. `detail` holds
    what JSON holds; give amounts as integers and days as ISO text. Calling twice records twice.
    """
    head = ChainHead.objects.select_for_update().get(pk=1)
    event = Event(
        number=head.number + 1,
        at=clock.now(),
        user=by,
        verb=verb,
        subject=subject_of(subject),
        detail=dict(detail or {}),
    )
    event.seal = seal.chain(head.seal, payload(event))
    event.save()
    head.number, head.seal = event.number, event.seal
    head.save()
    return event


def payload(event: Event) -> dict[str, object]:
    """What an event's seal is computed from, besides the seal before it."""
    return {
        "number": event.number,
        "at": event.at.astimezone(clock.BANGKOK).isoformat(),
        "user": event.user_id,
        "verb": event.verb,
        "subject": event.subject,
        "detail": event.detail,
    }
