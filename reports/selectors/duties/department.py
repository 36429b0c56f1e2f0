"""What the department's staff, its director and the administrator have to do."""

from collections.abc import Iterator

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budgets.enums import BatchStage
from budgets.models import Batch
from groups.enums import Role
from groups.models import User
from reports.enums import ReportStage
from reports.models import Agency, FollowUp, ResultReport
from reports.selectors.duties.duty import Duty
from scoring.enums import ReplacementStage, RoundNumber, RoundStage
from scoring.models import Draw, Replacement, Round
from scoring.selectors import last_day
from selection_site.lib import clock
from submissions.models import Call, Extension, Withdrawal
from submissions.selectors.extensions import still_coming


def of_staff(user: User) -> Iterator[Duty]:
    """The next act of the department in each year that is not over."""
    if not user.holds(Role.STAFF):
        return
    for call in Call.objects.order_by("year").prefetch_related("rounds", "batches", "letter_run"):
        if not call.is_open:
            yield Duty(
                _("Prepare and open the call"),
                reverse("submissions:call", args=[call.year]),
                call.opens_on,
                str(call),
            )
            continue
        yield from _rounds_to_open(call)
        yield from _money_to_move(call)
    yield from _groups_to_share()
    yield from _wishes()
    yield from _reports_to_read()


def _groups_to_share() -> Iterator[Duty]:
    """Rounds in which members have declared and wait for their sheets."""
    drawn = Draw.objects.filter(undone_at=None).values("round")
    waiting = Round.objects.filter(stage=RoundStage.MARKING, sharing__isnull=False)
    for round_ in waiting.exclude(pk__in=drawn).select_related("call"):
        yield Duty(
            _("Share the groups out"),
            reverse("scoring:sharing", args=[round_.pk]),
            last_day(round_),
            str(round_),
        )


def _wishes() -> Iterator[Duty]:
    """What provinces ask of the department: more days, or a group to be taken out."""
    for extension in Extension.objects.asked().filter(call__plans_closed_at=None).for_list():
        yield Duty(
            _("A province asks for more days"),
            reverse("submissions:extensions", args=[extension.call.year]),
            extension.instead_of,
            str(extension.province),
        )
    asked = Withdrawal.objects.asked().filter(submission__call__plans_closed_at=None)
    for withdrawal in asked.select_related("submission__group", "submission__call"):
        yield Duty(
            _("A province asks for a group to be taken out"),
            reverse("submissions:withdraw", args=[withdrawal.submission_id]),
            withdrawal.submission.plans_due_on,
            withdrawal.submission.group.name,
        )


def _rounds_to_open(call: Call) -> Iterator[Duty]:
    rounds = {round_.number: round_ for round_ in call.rounds.all()}
    first, second = rounds.get(RoundNumber.FIRST), rounds.get(RoundNumber.SECOND)
    if first is None or second is None:
        yield Duty(
            _("Set the criteria of both rounds"),
            reverse("scoring:home", args=[call.year]),
            call.plans_due_on,
            str(call),
        )
    elif first.stage == RoundStage.PREPARED and call.plans_are_over and not still_coming(call):
        yield _to_open(first)
    elif first.stage == RoundStage.RELEASED and second.stage == RoundStage.PREPARED:
        yield _to_open(second)


def _to_open(round_: Round) -> Duty:
    return Duty(
        _("Open the marking"),
        reverse("scoring:home", args=[round_.call.year]),
        last_day(round_),
        str(round_),
    )


def _money_to_move(call: Call) -> Iterator[Duty]:
    released = any(
        round_.number == RoundNumber.SECOND and round_.stage == RoundStage.RELEASED
        for round_ in call.rounds.all()
    )
    alive = [batch for batch in call.batches.all() if batch.stage != BatchStage.RETURNED]
    if released and not alive:
        yield Duty(
            _("Propose the allocation"),
            reverse("budgets:batch", args=[call.year]),
            call.allocation_due_on,
            str(call),
        )
    approved = any(batch.stage == BatchStage.APPROVED for batch in alive)
    if approved and not hasattr(call, "letter_run"):
        yield Duty(
            _("Make the award letters"),
            reverse("reports:letters", args=[call.year]),
            call.allocation_due_on,
            str(call),
        )


def _reports_to_read() -> Iterator[Duty]:
    yield from _to_read(FollowUp.objects.filter(stage=ReportStage.SENT), _("Follow-ups to read"))
    yield from _to_read(
        ResultReport.objects.filter(stage=ReportStage.SENT), _("Result reports to read")
    )


def _to_read(sent: QuerySet[FollowUp] | QuerySet[ResultReport], title: str) -> Iterator[Duty]:
    by_year = sent.values_list("allocation__batch__call__year").annotate(Count("pk"))
    for year, count in by_year.order_by("allocation__batch__call__year"):
        yield Duty(
            title,
            reverse("reports:results", args=[year]),
            None,
            _("%(year)s: %(n)d wait to be accepted or returned") % {"year": year, "n": count},
        )


def of_directors(user: User) -> Iterator[Duty]:
    """Days to decide on, results to release and allocations to approve."""
    if not user.holds(Role.DIRECTOR):
        return
    yield from _extensions(user)
    for round_ in Round.objects.filter(stage=RoundStage.CLOSED).select_related("call"):
        yield Duty(
            _("Release the result"), reverse("scoring:ranking", args=[round_.pk]), None, str(round_)
        )
    waiting = Replacement.objects.filter(stage=ReplacementStage.PROPOSED)
    for row in waiting.exclude(proposed_by=user).select_related("round__call", "submission__group"):
        yield Duty(
            _("Decide on a withdrawal"),
            reverse("scoring:replacements", args=[row.round.call.year]),
            None,
            str(row.submission.group),
        )
    for batch in Batch.objects.filter(stage=BatchStage.PROPOSED).select_related("call"):
        yield Duty(
            _("Approve the allocation"),
            reverse("budgets:batch", args=[batch.call.year]),
            batch.call.allocation_due_on,
            str(batch.call),
        )


def _extensions(user: User) -> Iterator[Duty]:
    """Those that another person proposed; one entry a year."""
    waiting = Extension.objects.proposed().exclude(proposed_by=user)
    waiting = waiting.filter(call__plans_closed_at=None, due_on__gte=clock.today())
    by_year = waiting.order_by("call__year").values_list("call__year")
    for year, count, first in by_year.annotate(Count("pk"), Min("instead_of")):
        title = ngettext("%(n)d extension to decide", "%(n)d extensions to decide", count)
        yield Duty(
            title % {"n": count},
            reverse("submissions:extensions", args=[year]),
            first,
            _("More days for single provinces, %(year)s") % {"year": year},
        )


def of_administrators(user: User) -> Iterator[Duty]:
    """A letterhead without a signer."""
    if user.holds(Role.ADMINISTRATOR) and not Agency.objects.exclude(signer="").exists():
        yield Duty(_("Fill in the letterhead"), reverse("reports:agency"))
