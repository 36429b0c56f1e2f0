"""The audit chain as the auditor reads it."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Q, QuerySet

from groups.models import Event, User
from groups.services import subject_of
from reports.selectors.acts import verbs_like
from scoring.models import Round
from submissions.models import Submission


class Told(NamedTuple):
    """An event, and what it is about by its name where the number alone tells nobody anything."""

    event: Event
    name: str


def told(found: Sequence[Event]) -> list[Told]:
    """Events with the names of the rounds and submissions among them; two queries at most."""
    keys = [event.subject.partition(":")[2] for event in found]
    numbers = [key for key in keys if key.isdecimal()]
    rounds = Round.objects.select_related("call").filter(pk__in=numbers)
    submissions = Submission.objects.select_related("group", "call").filter(pk__in=numbers)
    names = {subject_of(row): str(row) for row in (*rounds, *submissions)}
    return [Told(event, names.get(event.subject, "")) for event in found]


def events(user: User, *, search: str = "") -> QuerySet[Event]:
    """Events, newest first; `search` finds what was done, of what, or by whose address.

    Their details are not read: some name an order before whoever audits may see the ranking.
    """
    found = Event.objects.visible_to(user).select_related("user").defer("detail")
    if search:
        found = found.filter(
            Q(verb__icontains=search)
            | Q(verb__in=verbs_like(search))
            | Q(subject__icontains=search)
            | Q(user__email__icontains=search)
            | Q(user__first_name__icontains=search)
        )
    return found
