"""The state of a year's submissions, as far as a person may see them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q

from groups.models import User
from selection_site.lib import clock, thai
from submissions.enums import WRITABLE, Stage
from submissions.models import Call, Submission
from submissions.models.submissions import SubmissionQuerySet


class StageCount(NamedTuple):
    stage: Stage
    groups: int


class Line(NamedTuple):
    """One submission with the day its province waits for it; `is_late` while it is not sent."""

    submission: Submission
    due_on: date
    is_late: bool


def of_call(user: User, call: Call) -> SubmissionQuerySet:
    """The submissions of a year that a person may see, by province."""
    return Submission.objects.visible_to(user).filter(call=call)


def narrowed(rows: SubmissionQuerySet, *, region: str = "", text: str = "") -> SubmissionQuerySet:
    """Those of a region in whose group, village, sub-district, district or province `text` is.

    Every word must be found somewhere; a word is found inside another, as Thai has no spaces.
    """
    if region:
        rows = rows.filter(province__region=region)
    for word in thai.search_key(text).split():
        rows = rows.filter(
            Q(group__search_key__contains=word)
            | Q(district__name__contains=word)
            | Q(district__name_en__icontains=word)
            | Q(province__name__contains=word)
            | Q(province__name_en__icontains=word)
        )
    return rows


def stage_counts(rows: SubmissionQuerySet) -> list[StageCount]:
    """How many stand at each stage, in the order of the year; stages without any are left out."""
    counted = rows.order_by().values_list("stage").annotate(Count("pk"))
    counts = dict(counted)
    return [StageCount(stage, counts[stage]) for stage in Stage if stage in counts]


def lines(call: Call, rows: Iterable[Submission]) -> Sequence[Line]:
    """The rows of a page with their days; one query, whatever their number."""
    own_days = dict(call.province_days.values_list("province", "due_on"))
    return [_line(call, row, own_days.get(row.province_id, row.plans_due_on)) for row in rows]


def _line(call: Call, row: Submission, due_on: date) -> Line:
    is_late = row.stage in WRITABLE and call.is_open and clock.today() > due_on
    return Line(row, due_on, is_late)
