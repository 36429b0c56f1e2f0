"""Groups that leave the year before round 1, and those that stand in for them."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from groups.models import User
from groups.services import record
from selection_site.lib import clock, dates, thai
from submissions import rules, stages
from submissions.enums import WITHDRAWABLE, Stage, WithdrawalKind
from submissions.models import Call, Submission, Withdrawal
from submissions.services import telling
from submissions.services.calls import CallRefusedError
from submissions.services.reminders import FORWARDING, PLANS, take_back_reminders
from submissions.services.roster import add_group
from submissions.stages import StepRefusedError


@transaction.atomic
def ask_withdrawal(
    submission: Submission, *, kind: WithdrawalKind, reason: str, by: User
) -> Withdrawal:
    """A provincial officer asks for a group to be taken out; staff are told.

    Raises StepRefusedError for another's province, once round 1 is open, without a reason, and
    when it is asked for already.
    """
    held = _hold(submission)
    if not rules.may_ask_withdrawal(by, held):
        raise StepRefusedError(_("Your post does not let you take this step."))
    if held.stage not in WITHDRAWABLE or held.call.plans_closed_at is not None:
        raise StepRefusedError(stages.why_closed(held, "withdraw", by))
    if held.withdrawals.running().exists():
        raise StepRefusedError(_("This was asked for already; staff have it on their list."))
    withdrawal = Withdrawal.objects.create(
        submission=held, kind=kind, reason=_reason(reason), asked_by=by, asked_at=clock.now()
    )
    record("withdrawal_ask", withdrawal, by=by, detail=_detail(withdrawal))
    with override("th"):
        subject = _("A group asks to leave: %(group)s") % {"group": held.group}
        body = _told(withdrawal)
    path = reverse("submissions:withdraw", args=[held.pk])
    key = f"withdrawal:{withdrawal.pk}:asked"
    telling.tell(telling.staff(), key=key, subject=subject, body=body, path=path)
    return withdrawal


@transaction.atomic
def withdraw(submission: Submission, *, kind: WithdrawalKind, reason: str, by: User) -> Withdrawal:
    """Staff take a group out of the year; its district and province are told.

    What the province asked for is carried out with the reason given here. The plan stays as it
    is, with nobody to write, forward or judge it. Raises StepRefusedError for whoever is not
    staff, once round 1 is open, without a reason, and the second time.
    """
    held = _hold(submission)
    reason = _reason(reason)
    stages.take(held.pk, "withdraw", by=by, note=reason)
    asked = held.withdrawals.running().first()
    withdrawal = asked or Withdrawal(submission=held)
    withdrawal.kind, withdrawal.reason = kind, reason
    withdrawal.withdrawn_by, withdrawal.withdrawn_at = by, clock.now()
    withdrawal.save()
    take_back_reminders(held, PLANS, FORWARDING)
    record("withdrawal_carry_out", withdrawal, by=by, detail=_detail(withdrawal))
    with override("th"):
        subject = _("The group no longer takes part: %(group)s") % {"group": held.group}
        body = _told(withdrawal)
    _tell_offices(withdrawal, "withdrawn", subject, body)
    return withdrawal


@transaction.atomic
def replace_group(withdrawal: Withdrawal, *, by: User, **group: Any) -> Submission:
    """Put another group of the same province on the roster in place of one that left.

    `group` is what `add_group` takes. It begins with an empty plan and has the days of its
    province; its offices are told. Raises CallRefusedError for whoever is not staff, for a group
    of another province or one that is on the roster already, when a replacement was named before,
    and when plans are no longer taken.
    """
    call = Call.objects.select_for_update().get(pk=withdrawal.submission.call_id)
    held = Withdrawal.objects.select_for_update(of=("self",)).get(pk=withdrawal.pk)
    left = held.submission
    if held.withdrawn_at is None or held.ended_at is not None:
        raise CallRefusedError(_("The group takes part: there is no place to fill."))
    if held.replacement_id is not None:
        raise CallRefusedError(
            _("%(group)s stands in for it already.") % {"group": held.replacement}
        )
    if group["district"].province_id != left.province_id:
        raise CallRefusedError(
            _("Only a group of %(province)s can stand in for it.") % {"province": left.province}
        )
    before = set(call.submissions.values_list("pk", flat=True))
    new = add_group(call, by=by, **group)
    if new.pk in before:
        raise CallRefusedError(
            _("%(group)s is on the roster already: name another group.") % {"group": new.group}
        )
    held.replacement = new
    held.save(update_fields=["replacement"])
    record("withdrawal_replace", held, by=by, detail={"left": left.pk, "instead": new.pk})
    if call.is_open:
        _tell_of_replacement(held, new)
    return new


def _tell_of_replacement(withdrawal: Withdrawal, new: Submission) -> None:
    """Who was told of the opening long ago hears that there is a plan to write after all."""
    with override("th"):
        facts = {
            "group": new.group,
            "left": withdrawal.submission.group,
            "first": dates.localized(new.call.opens_on),
            "last": dates.localized(new.plans_due_on),
        }
        subject = _("%(group)s takes the place of %(left)s") % facts
        body = (
            _(
                "%(group)s takes part instead of %(left)s. Its plan and clip can be written from "
                "%(first)s and must be forwarded to the department by %(last)s."
            )
            % facts
        )
    telling.tell(
        telling.offices_of([new]),
        key=f"withdrawal:{withdrawal.pk}:replaced:{new.pk}",
        subject=subject,
        body=body,
        path=telling.page_of(new),
    )


@transaction.atomic
def reinstate(submission: Submission, *, reason: str, by: User) -> Withdrawal:
    """Staff take a withdrawal back: the group is where it was when it left, its offices are told.

    Raises StepRefusedError for whoever is not staff, once plans are no longer taken, without a
    reason, while another group stands in for it, and the second time.
    """
    held = _hold(submission)
    reason = _reason(reason)
    if held.stage != Stage.WITHDRAWN:
        raise StepRefusedError(_("The group takes part: there is nothing to take back."))
    withdrawal = held.withdrawals.in_force().select_related("replacement__group").get()
    if withdrawal.replacement is not None:
        raise StepRefusedError(
            _("%(group)s stands in for it: take that group off the roster first.")
            % {"group": withdrawal.replacement.group}
        )
    stages.take(held.pk, stages.reinstating(held), by=by, note=reason)
    _end(withdrawal, reason, by)
    record("withdrawal_take_back", withdrawal, by=by, detail=_detail(withdrawal))
    with override("th"):
        subject = _("The group takes part again: %(group)s") % {"group": held.group}
        body = _("The withdrawal was taken back. Reason:\n\n%(reason)s") % {"reason": reason}
    _tell_offices(withdrawal, "taken-back", subject, body)
    return withdrawal


@transaction.atomic
def dismiss_withdrawal(withdrawal: Withdrawal, *, reason: str, by: User) -> Withdrawal:
    """Staff turn down a wish to leave; the province is told why.

    Raises StepRefusedError for whoever is not staff, without a reason, and when it was carried
    out or turned down before.
    """
    held = _hold(withdrawal.submission)
    if not rules.may_withdraw(by, held):
        raise StepRefusedError(_("Your post does not let you take this step."))
    reason = _reason(reason)
    asked = held.withdrawals.asked().filter(pk=withdrawal.pk).first()
    if asked is None:
        raise StepRefusedError(_("Somebody has decided on this already. Reload the page."))
    _end(asked, reason, by)
    record("withdrawal_dismiss", asked, by=by, detail=_detail(asked))
    with override("th"):
        subject = _("The group stays in the year: %(group)s") % {"group": held.group}
        body = _("The department turned the wish down. Reason:\n\n%(reason)s") % {"reason": reason}
    _tell_offices(asked, "dismissed", subject, body)
    return asked


def _hold(submission: Submission) -> Submission:
    rows = Submission.objects.select_for_update(of=("self",)).for_list()
    return rows.get(pk=submission.pk)


def _end(withdrawal: Withdrawal, reason: str, by: User) -> None:
    withdrawal.ended_by, withdrawal.ended_at, withdrawal.ended_reason = by, clock.now(), reason
    withdrawal.save()


def _reason(text: str) -> str:
    reason = thai.normalise_lines(text).strip()
    if not reason:
        raise StepRefusedError(_("Write the reason: it stays with the submission."))
    return reason


def _detail(withdrawal: Withdrawal) -> dict[str, object]:
    return {
        "submission": withdrawal.submission_id,
        "kind": str(withdrawal.kind),
        "reason": withdrawal.ended_reason or withdrawal.reason,
    }


def _told(withdrawal: Withdrawal) -> str:
    submission = withdrawal.submission
    return _("%(group)s, %(district)s district, %(province)s. %(kind)s:\n\n%(reason)s") % {
        "group": submission.group,
        "district": submission.district.name,
        "province": submission.province.name,
        "kind": WithdrawalKind(withdrawal.kind).label,
        "reason": withdrawal.reason,
    }


def _tell_offices(withdrawal: Withdrawal, occasion: str, subject: str, body: str) -> None:
    telling.tell(
        telling.offices_of([withdrawal.submission]),
        key=f"withdrawal:{withdrawal.pk}:{occasion}",
        subject=subject,
        body=body,
        path=telling.page_of(withdrawal.submission),
    )
