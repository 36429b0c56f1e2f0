"""The life of a result report or a follow-up: sent by the province, accepted or returned."""

from collections.abc import Callable
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from budgets.enums import BatchStage
from groups.models import User
from groups.services import record
from reports import rules
from reports.enums import OPEN, ReportStage
from reports.models.results import AnyReport
from selection_site.lib import clock


class ReportRefusedError(Exception):
    """A report cannot be written, sent, accepted or returned now; the message says why."""


class Edge(NamedTuple):
    sources: frozenset[ReportStage]
    target: ReportStage
    allowed: Callable[[User, AnyReport], bool]
    needs_note: bool = False


def _may_send(user: User, report: AnyReport) -> bool:
    return rules.may_report(user, report.allocation)


EDGES = {
    "send": Edge(frozenset(OPEN), ReportStage.SENT, _may_send),
    "accept": Edge(frozenset({ReportStage.SENT}), ReportStage.ACCEPTED, rules.may_accept_report),
    "return": Edge(
        frozenset({ReportStage.SENT}),
        ReportStage.RETURNED,
        rules.may_accept_report,
        needs_note=True,
    ),
}


def is_open(report: AnyReport, name: str, user: User) -> bool:
    """Whether `user` could take this step now; no day closes it, a late report is marked late."""
    edge = EDGES[name]
    return report.stage in edge.sources and edge.allowed(user, report) and _has_money(report)


def is_writable(report: AnyReport, user: User) -> bool:
    """Whether `user` could write it now, pictures, files and clip included."""
    return is_open(report, "send", user)


@transaction.atomic
def take(report: AnyReport, name: str, *, by: User, note: str = "") -> AnyReport:
    """Take one step and record it.

    The row is locked first, so of two people pressing at once one gets ReportRefusedError, as
    does whoever presses twice, without the post, or returns without a reason.
    """
    kind = type(report)
    rows = kind.objects.select_for_update(of=("self",)).for_list()
    held = rows.get(pk=report.pk)
    edge = EDGES[name]
    if not is_open(held, name, by):
        raise ReportRefusedError(why_closed(held, name, by))
    if edge.needs_note and not note.strip():
        raise ReportRefusedError(_("Write the reason: the province must know what to change."))
    _stamp(held, edge.target, by=by, note=note.strip())
    held.save()
    record(f"{kind._meta.model_name}_{name}", held, by=by, detail={"note": note.strip()})
    return held


def _stamp(report: AnyReport, target: ReportStage, *, by: User, note: str) -> None:
    now = clock.now()
    if target == ReportStage.SENT:
        # Lateness is of the first sending: being asked for a correction makes nobody late.
        report.sent_late = report.is_late
        report.sent_at, report.sent_by = now, by
        report.decided_at = report.decided_by = None
    else:
        report.decided_at, report.decided_by = now, by
        report.return_note = note
    report.stage = target


def why_closed(report: AnyReport, name: str, user: User) -> str:
    """One sentence on why a step is not open, in the officer's words."""
    if not _has_money(report):
        return _("The allocation is not approved yet: there is nothing to report on.")
    if not EDGES[name].allowed(user, report):
        if name == "send":
            return _("Only the provincial officer of this province writes and sends its reports.")
        return _("Only department staff who did not send the report accept or return it.")
    return _(
        "This report is at '%(stage)s' now. Somebody may have been quicker; reload the page."
    ) % {"stage": report.get_stage_display()}


def _has_money(report: AnyReport) -> bool:
    return report.allocation.batch.stage == BatchStage.APPROVED
