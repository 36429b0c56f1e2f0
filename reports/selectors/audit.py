"""The audit chain as the auditor reads it."""

from django.db.models import Q, QuerySet

from groups.models import Event, User
from reports.selectors.acts import verbs_like


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
