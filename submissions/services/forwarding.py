"""The plan's way from the district to the province and the department, and back."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from groups.enums import Role
from groups.models import Notice, Post, User
from groups.selectors import posts_now
from groups.services import owe
from selection_site.lib import clock
from submissions import stages
from submissions.enums import ClipState, ReceiptKind
from submissions.models import PlanVersion, Remark, Submission
from submissions.selectors import gate_checks, latest_version
from submissions.services.plans import freeze
from submissions.services.receipts import issue_receipt
from submissions.services.remarks import send_remarks
from submissions.services.reminders import FORWARDING, PLANS, take_back_reminders
from submissions.stages import StepRefusedError


class GateClosedError(Exception):
    """The plan cannot be forwarded: something that must not be is wrong with it."""


class ClipNotReadyError(GateClosedError):
    """The plan cannot be forwarded: its clip cannot be played, and the committee must see it."""


@clock.still()
@transaction.atomic
def send(submission: Submission, *, by: User) -> PlanVersion:
    """Freeze the plan and send it to the province; its officers are told.

    A clip that is still being checked may be sent, a refused one not. Counts until the last
    second of its `plans_due_on` in Bangkok; what it waits for others after that makes no plan late.
    Raises StepRefusedError and
    IncompletePlanError; of two people sending at once one gets the first.
    """
    held = _hold(submission, "send", by=by)
    version = freeze(held, by=by)
    sent = stages.take(held.pk, "send", by=by)
    issue_receipt(sent, version, ReceiptKind.SENT, by=by)
    take_back_reminders(held, PLANS)
    with override("th"):
        subject = _("A business plan has arrived: %(group)s") % {"group": held.group}
        body = _(
            "%(district)s district has sent the business plan and clip of %(group)s. "
            "Please check them, then forward them to the department or return them with a reason."
        ) % {"district": held.district.name, "group": held.group}
    _tell(_province_officers(held), held, f"send:{version.number}", subject, body)
    return version


@transaction.atomic
def send_back(submission: Submission, *, by: User, note: str = "") -> Submission:
    """Return the plan to the district; its officers are told and may write again.

    The comments that were pinned to the version go with it. Raises StepRefusedError, also when
    there is neither a reason nor a comment, and for whoever presses second.
    """
    held = _hold(submission, "return", by=by)
    version = latest_version(held)
    remarks = list(version.remarks.drafts()) if version else []
    returned = stages.take(held.pk, "return", by=by, note=note, remarks=len(remarks))
    if version:
        send_remarks(version, held.steps.latest("pk"))
    with override("th"):
        subject = _("The plan was returned: %(group)s") % {"group": held.group}
        body = _(
            "The province has returned the business plan of %(group)s. Reason:\n\n%(reason)s\n\n"
            "Please correct it and send it again."
        ) % {"group": held.group, "reason": _reasons(note, remarks)}
    _tell(_district_officers(held), held, f"return:{held.versions.count()}", subject, body)
    return returned


@clock.still()
@transaction.atomic
def forward(submission: Submission, *, by: User) -> Submission:
    """Forward the plan, as it was sent, to the department; the district's officers are told.

    Raises ClipNotReadyError while the clip of that version cannot be played, GateClosedError for
    everything else that `gate_checks` finds must not be, and StepRefusedError; of two people
    forwarding at once one gets the latter.
    """
    held = _hold(submission, "forward", by=by)
    version = latest_version(held)
    if version is None or version.clip.state != ClipState.PLAYABLE:
        raise ClipNotReadyError(_why_not_ready(version))
    if stops := [check for check in gate_checks(held, version) if check.stops]:
        raise GateClosedError(" ".join(f"{check.title}: {check.finding}" for check in stops))
    forwarded = stages.take(held.pk, "forward", by=by)
    issue_receipt(forwarded, version, ReceiptKind.FORWARDED, by=by)
    take_back_reminders(held, PLANS, FORWARDING)
    with override("th"):
        subject = _("The plan was forwarded to the department: %(group)s") % {"group": held.group}
        body = _(
            "The province has checked the business plan and clip of %(group)s and forwarded them "
            "to the department. There is nothing more to do until the result is announced."
        ) % {"group": held.group}
    _tell(_district_officers(held), held, f"forward:{version.number}", subject, body)
    return forwarded


def _hold(submission: Submission, step: str, *, by: User) -> Submission:
    """Lock the submission and make sure of the step before any work is done for it."""
    rows = Submission.objects.select_for_update(of=("self",)).for_list()
    held = rows.get(pk=submission.pk)
    if not stages.is_open(held, step, by):
        raise StepRefusedError(stages.why_closed(held, step, by))
    return held


def _reasons(note: str, remarks: list[Remark]) -> str:
    """The note, then each comment with its place, as a message says them."""
    said = [note.strip(), *(f"– {row.section_label}, {row.label}: {row.text}" for row in remarks)]
    return "\n".join(filter(None, said))


def _why_not_ready(version: PlanVersion | None) -> str:
    if version is not None and version.clip.state == ClipState.REFUSED:
        return _(
            "The clip was refused: %(reason)s Return the plan to the district with this reason."
        ) % {"reason": version.clip.refusal}
    return _("The clip is still being checked. Wait until it can be played, then forward the plan.")


def _province_officers(submission: Submission) -> Iterable[Post]:
    return posts_now(Role.PROVINCE, provinces=[submission.province_id])


def _district_officers(submission: Submission) -> Iterable[Post]:
    return posts_now(Role.DISTRICT, districts=[submission.district_id])


def _tell(
    posts: Iterable[Post], submission: Submission, occasion: str, subject: str, body: str
) -> None:
    path = reverse("submissions:detail", args=[submission.pk])
    key = f"submission:{submission.pk}:{occasion}"
    owe(
        Notice(user_id=post.user_id, key=key, subject=subject, body=body, path=path)
        for post in posts
    )
