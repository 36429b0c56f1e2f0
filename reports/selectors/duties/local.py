"""What district and provincial officers have to do."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.models import Allocation
from groups.enums import Role
from groups.models import User
from reports.enums import OPEN, ReportStage
from reports.selectors.duties.duty import Duty
from submissions.enums import WRITABLE, Stage
from submissions.models import ProvinceDay, Submission


def of_districts(user: User) -> Iterator[Duty]:
    """Plans to write and send while they are taken; two queries."""
    own = Submission.objects.visible_to(user).filter(
        district__in=user.districts(Role.DISTRICT), stage__in=WRITABLE
    )
    waiting = [s for s in own.for_list() if s.takes_plans]
    days = {
        (day.call_id, day.province_id): day.due_on
        for day in ProvinceDay.objects.filter(call__in={s.call_id for s in waiting})
    }
    for submission in waiting:
        started = submission.stage == Stage.DRAFT
        title = _("Finish and send the plan") if started else _("Write the plan")
        yield Duty(
            title,
            reverse("submissions:detail", args=[submission.pk]),
            days.get((submission.call_id, submission.province_id), submission.plans_due_on),
            submission.group.name,
        )


def of_provinces(user: User) -> Iterator[Duty]:
    """Plans that wait at the province, then the reports on what became of the money."""
    provinces = user.provinces(Role.PROVINCE)
    sent = Submission.objects.visible_to(user).filter(province__in=provinces, stage=Stage.SENT)
    for submission in sent.for_list():
        if submission.takes_plans:
            yield Duty(
                _("Check the plan and forward it"),
                reverse("submissions:detail", args=[submission.pk]),
                submission.plans_due_on,
                submission.group.name,
            )
    yield from _reports(user, provinces)


def _reports(user: User, provinces: list[str]) -> Iterator[Duty]:
    owed = (
        Allocation.objects.visible_to(user)
        .filter(submission__province__in=provinces)
        .select_related("follow_up", "result_report")
    )
    for allocation in owed.for_list():
        call, group = allocation.submission.call, allocation.submission.group.name
        if _open(getattr(allocation, "follow_up", None)):
            yield Duty(
                _("Send the follow-up report and clip"),
                reverse("reports:follow_up", args=[allocation.pk]),
                call.follow_up_due_on,
                group,
            )
        if _open(getattr(allocation, "result_report", None)):
            yield Duty(
                _("Send the result report"),
                reverse("reports:result", args=[allocation.pk]),
                call.results_due_on,
                group,
            )


def _open(report: object) -> bool:
    """Whether it is still to be written and sent; one that nobody began is."""
    return getattr(report, "stage", ReportStage.DRAFT) in OPEN


def of_buyers(user: User) -> Iterator[Duty]:
    """Awards of the person's area with nothing bought, or a purchase not finished."""
    places = Q(submission__province__in=user.provinces(Role.PROVINCE)) | Q(
        submission__district__in=user.districts(Role.DISTRICT)
    )
    for allocation in Allocation.objects.visible_to(user).filter(places).unprocured().for_list():
        yield Duty(
            _("Record the procurement"),
            reverse("budgets:detail", args=[allocation.pk]),
            allocation.submission.call.procurement_due_on,
            allocation.submission.group.name,
        )
