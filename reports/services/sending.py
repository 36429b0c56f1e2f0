"""A report's way from the province to the department, and back."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from groups.enums import Role
from groups.models import Notice, User
from groups.selectors import posts_now
from groups.services import owe
from reports import stages
from reports.models import FollowUp, ResultReport
from reports.models.results import AnyReport
from reports.selectors.results import Missing, clip_of, missing
from reports.services.writing import held
from reports.stages import ReportRefusedError
from submissions.enums import ClipState


class IncompleteReportError(Exception):
    """The report cannot be sent yet; `missing` says what is left."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(missing)
        self.missing = missing

    def __str__(self) -> str:
        return " ".join(remark.sentence for remark in self.missing)


@transaction.atomic
def send_report(report: AnyReport, *, by: User) -> AnyReport:
    """Send a result report or a follow-up to the department; its staff are told.

    After its day it is taken and marked late. A follow-up keeps the clip it is sent with. Raises
    ReportRefusedError and IncompleteReportError; of two people sending at once one gets the first.
    """
    mine = _held(report, "send", by=by)
    if found := missing(mine):
        raise IncompleteReportError(found)
    if isinstance(mine, FollowUp):
        mine.clip = clip_of(mine)
        mine.save(update_fields=["clip"])
    sent = stages.take(mine, "send", by=by)
    with override("th"):
        subject = _("%(what)s has arrived: %(group)s")
        body = _("%(province)s has sent it. Please read it, then accept it or return it.")
        _tell_staff(sent, subject, body)
    return sent


@transaction.atomic
def accept(report: AnyReport, *, by: User) -> AnyReport:
    """Accept a report that was sent; the provincial officers are told.

    Raises ReportRefusedError, also while the clip of a follow-up cannot be played; a second run
    is refused and changes nothing.
    """
    mine = _held(report, "accept", by=by)
    if isinstance(mine, FollowUp) and mine.clip and mine.clip.state != ClipState.PLAYABLE:
        raise ReportRefusedError(_why_not_playable(mine))
    accepted = stages.take(mine, "accept", by=by)
    with override("th"):
        subject = _("%(what)s was accepted: %(group)s")
        body = _("The department has accepted it. There is nothing more to do here.")
        _tell_province(accepted, subject, body)
    return accepted


@transaction.atomic
def send_back(report: AnyReport, *, note: str, by: User) -> AnyReport:
    """Return a report to the province with the reason; its officers are told and may write again.

    Raises ReportRefusedError, also without a reason and for whoever presses second.
    """
    mine = _held(report, "return", by=by)
    returned = stages.take(mine, "return", by=by, note=note)
    with override("th"):
        subject = _("%(what)s was returned: %(group)s")
        body = _("The department asks for a correction:\n\n%(note)s\n\nPlease send it again.")
        _tell_province(returned, subject, body)
    return returned


def _held(report: AnyReport, step: str, *, by: User) -> AnyReport:
    """The report as it is now, in line behind whoever writes or decides on it at this moment.

    ReportRefusedError unless the step is open, also for a report that nobody has begun.
    """
    mine: AnyReport
    if isinstance(report, FollowUp):
        mine = held(FollowUp, report.allocation)
    else:
        mine = held(ResultReport, report.allocation)
    if not stages.is_open(mine, step, by):
        raise ReportRefusedError(stages.why_closed(mine, step, by))
    return mine


def _why_not_playable(follow_up: FollowUp) -> str:
    if follow_up.clip and follow_up.clip.state == ClipState.REFUSED:
        return _("The clip was refused: %(reason)s Return the follow-up with this reason.") % {
            "reason": follow_up.clip.refusal
        }
    return _("The clip is still being checked. Wait until it can be played, then accept.")


def _tell_staff(report: AnyReport, subject: str, body: str) -> None:
    people = posts_now(Role.STAFF).values_list("user", flat=True).distinct()
    _tell(report, people, subject, body)


def _tell_province(report: AnyReport, subject: str, body: str) -> None:
    province = report.allocation.submission.province_id
    people = posts_now(Role.PROVINCE, provinces={province}).values_list("user", flat=True)
    _tell(report, people, subject, body)


def _tell(report: AnyReport, people: Iterable[int], subject: str, body: str) -> None:
    """Owe each of the people one message for this step; `moment` tells it from an earlier one."""
    submission = report.allocation.submission
    facts = {
        "what": report._meta.verbose_name,
        "group": submission.group.name,
        "province": submission.province.name,
        "note": report.return_note,
    }
    moment = report.decided_at or report.sent_at
    kind = "follow_up" if isinstance(report, FollowUp) else "result"
    owe(
        Notice(
            user_id=person,
            key=f"{kind}:{report.pk}:{report.stage}:{moment}",
            subject=subject % facts,
            body=body % facts,
            path=reverse(f"reports:{kind}", args=[report.allocation_id]),
        )
        for person in people
    )
