from typing import TypeVar

from django.utils.translation import gettext as _

from budgets.models import Allocation
from groups.models import User
from reports import stages
from reports.models import FollowUp, ResultReport
from reports.models.results import AnyReport
from reports.stages import ReportRefusedError
from selection_site.lib import clock, dates

R = TypeVar("R", ResultReport, FollowUp)

# Set by us, never typed.
POINTERS = ("allocation", "saved_by", "sent_by", "decided_by", "clip")


class StaleReportError(Exception):
    """Somebody saved the report after the writer had opened it; `report` is what they saved."""

    def __init__(self, report: AnyReport) -> None:
        super().__init__(report)
        self.report = report

    def __str__(self) -> str:
        return _(
            "%(who)s saved this report at %(when)s, after you had opened this page. "
            "Nothing you typed is lost: compare it with what is saved, then save again."
        ) % {"who": self.report.saved_by, "when": dates.localized_datetime(self.report.saved_at)}


def held(kind: type[R], allocation: Allocation) -> R:
    """The report of an allocation, whose row is locked until the caller's transaction ends.

    A new one that is not saved yet when nothing was written; two people who begin at once get in
    line at the allocation's row.
    """
    rows = Allocation.objects.select_for_update(of=("self",)).for_list()
    locked = rows.get(pk=allocation.pk)
    report = kind.objects.filter(allocation=locked).select_related("saved_by", "sent_by").first()
    report = report or kind(allocation=locked)
    report.allocation = locked
    return report


def held_for_writing(kind: type[R], allocation: Allocation, *, by: User) -> R:
    """The same, for its province alone and while it is not with the department.

    Raises ReportRefusedError otherwise.
    """
    report = held(kind, allocation)
    if not stages.is_writable(report, by):
        raise ReportRefusedError(stages.why_closed(report, "send", by))
    return report


def keep(report: AnyReport, *, by: User) -> None:
    """Count a save, note whose it was, and write the row; ValidationError for wrong values."""
    report.revision += 1
    report.saved_at, report.saved_by = clock.now(), by
    report.full_clean(exclude=POINTERS, validate_unique=False)
    report.save()
