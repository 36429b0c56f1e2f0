"""What is due after the allocation, who owes it, and which awards lack it."""

from collections.abc import Mapping
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from budgets.models import Allocation, AllocationQuerySet
from groups.enums import Hears, Role
from reports.enums import OPEN
from reports.models import FollowUp, ResultReport
from submissions.models import Call


class Duty(NamedTuple):
    """What is owed of an award, by whom, who leads them, and where it is done."""

    name: str
    title: Promise
    day: str
    roles: Mapping[Hears, tuple[Role, ...]]
    page: str
    list_page: str


PROVINCE = {
    Hears.OFFICER: (Role.PROVINCE,),
    Hears.HEAD: (Role.PROVINCE_HEAD,),
    Hears.DEPARTMENT: (Role.STAFF,),
}
PROVINCE_AND_DISTRICT = {
    Hears.OFFICER: (Role.DISTRICT, Role.PROVINCE),
    Hears.HEAD: (Role.DISTRICT_HEAD, Role.PROVINCE_HEAD),
    Hears.DEPARTMENT: (Role.STAFF,),
}
DUTIES = (
    Duty(
        "procurement",
        gettext_lazy("Procurement"),
        "procurement_due_on",
        PROVINCE_AND_DISTRICT,
        "budgets:detail",
        "budgets:year",
    ),
    Duty(
        "follow-up",
        gettext_lazy("Follow-up and clip"),
        "follow_up_due_on",
        PROVINCE,
        "reports:follow_up",
        "reports:results",
    ),
    Duty(
        "result",
        gettext_lazy("Result report"),
        "results_due_on",
        PROVINCE,
        "reports:result",
        "reports:results",
    ),
)


def undone(call: Call, duty: Duty, *, never_sent: bool) -> AllocationQuerySet:
    """The awards of which the duty is not done; one returned after its day was told so then."""
    approved = Allocation.objects.of_year(call).approved()
    if duty.name == "procurement":
        return approved.unprocured()
    kind = FollowUp if duty.name == "follow-up" else ResultReport
    done = kind.objects.filter(allocation=OuterRef("pk"))
    done = done.filter(sent_at__isnull=False) if never_sent else done.exclude(stage__in=OPEN)
    return approved.exclude(Exists(done))
