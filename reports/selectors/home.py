"""The years as somebody's home shows them."""

from typing import NamedTuple

from django.db.models import Count, Q
from django.urls import reverse

from groups.enums import OVERSEEING_ROLES
from groups.models import User
from reports.selectors.year import YearStep, is_finished, year_steps
from submissions.enums import ARRIVED, Stage
from submissions.models import Call, Submission


class Year(NamedTuple):
    """A year on the home page: its steps, and the figures of those who oversee it."""

    call: Call
    steps: list[YearStep]
    finished: bool
    counts: dict[str, int]
    overview_url: str


def years(user: User) -> list[Year]:
    """The years this person may see, newest first; three queries a year, years are few."""
    shown = []
    for call in Call.objects.visible_to(user).opened():
        steps = year_steps(call)
        counts = _counts(call) if user.holds(*OVERSEEING_ROLES) else {}
        url = f"{reverse('submissions:overview')}?year={call.year}"
        shown.append(Year(call, steps, is_finished(steps), counts, url))
    return shown


def _counts(call: Call) -> dict[str, int]:
    stages = {"not_started": Stage.NOT_STARTED, "draft": Stage.DRAFT, "sent": Stage.SENT}
    return Submission.objects.filter(call=call).aggregate(
        all=Count("pk"),
        arrived=Count("pk", filter=Q(stage__in=ARRIVED)),
        **{name: Count("pk", filter=Q(stage=stage)) for name, stage in stages.items()},
    )


def own_submissions(user: User) -> list[Submission]:
    """A local officer's submissions in the years that are open, newest first; one query."""
    if user.holds(*OVERSEEING_ROLES):
        return []
    return list(Submission.objects.visible_to(user).for_list().order_by("-call__year", "pk"))
