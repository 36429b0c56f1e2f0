"""The days that single provinces have instead of the call's."""

from datetime import date

from django.db.models import F, Max, QuerySet

from groups.models import Province, User
from selection_site.lib import clock
from submissions.enums import WRITABLE, Stage
from submissions.models import Call, Extension


def last_day_of(call: Call, province: str) -> date:
    """The department's hard day for one province; one query."""
    longest = call.extensions.approved().filter(province=province).aggregate(day=Max("due_on"))
    return max(call.plans_due_on, longest["day"] or call.plans_due_on)


def last_days(call: Call) -> dict[str, date]:
    """The provinces with days of their own, and their last; one query."""
    given = call.extensions.approved().order_by().values_list("province").annotate(Max("due_on"))
    return {province: day for province, day in given if day > call.plans_due_on}


def still_coming(call: Call) -> list[tuple[Province, date]]:
    """The extended provinces from which a plan may still come today, and up to which day."""
    rows = call.submissions.filter(
        extended_to__gte=clock.today(), stage__in=[*WRITABLE, Stage.SENT]
    ).select_related("province")
    return sorted(
        {(row.province, row.extended_to) for row in rows if row.extended_to},
        key=lambda pair: pair[0].sort_key,
    )


def extensions(user: User, call: Call) -> QuerySet[Extension]:
    """What a person may see of them: undecided ones first, then the newest."""
    rows = Extension.objects.visible_to(user).filter(call=call).for_list()
    return rows.order_by(F("decided_at").desc(nulls_first=True), "-pk")
