"""More days for one province: asked for, proposed, and decided by another person."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from groups.enums import PROVINCE_ROLES
from groups.models import Province, User
from groups.selectors import posts_now
from groups.services import record
from selection_site.lib import clock, dates, thai
from submissions import rules
from submissions.enums import WRITABLE, Stage
from submissions.models import Call, Extension
from submissions.selectors.extensions import last_day_of
from submissions.services import telling


class ExtensionRefusedError(Exception):
    """More days were not open to this person, for this province, at this moment."""


@transaction.atomic
def ask_extension(
    call: Call, province: Province, due_on: date, *, reason: str, by: User
) -> Extension:
    """A provincial officer asks for more days; staff are told and propose or turn it down.

    Raises ExtensionRefusedError for another's province, without a reason, for a day outside the
    limits of `_check`, and while a wish or proposal for the province is undecided.
    """
    if not rules.may_ask_extension(by, province.pk):
        raise ExtensionRefusedError(_("Only the province's own officer may ask for more days."))
    kept = _hold(call)
    reason = _reason(reason)
    _check(kept, province, due_on)
    if kept.extensions.undecided().filter(province=province).exists():
        raise ExtensionRefusedError(_undecided(province))
    extension = Extension.objects.create(
        call=kept,
        province=province,
        due_on=due_on,
        instead_of=last_day_of(kept, province.pk),
        reason=reason,
        asked_by=by,
        asked_at=clock.now(),
    )
    record("extension_ask", extension, by=by, detail=_detail(extension))
    with override("th"):
        subject = _("%(province)s asks for more days") % {"province": province.name}
        body = _asks(extension)
    _tell_of(extension, telling.staff(), "asked", subject, body)
    return extension


@transaction.atomic
def propose_extension(
    call: Call, province: Province, due_on: date, *, reason: str, by: User
) -> Extension:
    """Staff propose more days for a province; directors are told.

    What the province asked for becomes the proposal, with the day and reason given here. Raises
    ExtensionRefusedError for whoever is not staff, without a reason, for a day outside the limits,
    and when another proposal for the province waits for the director.
    """
    if not rules.may_propose_extension(by):
        raise ExtensionRefusedError(_("Only the department's staff may propose more days."))
    kept = _hold(call)
    reason = _reason(reason)
    _check(kept, province, due_on)
    extension = kept.extensions.undecided().filter(province=province).first()
    if extension and extension.is_proposed:
        raise ExtensionRefusedError(_undecided(province))
    extension = extension or Extension(call=kept, province=province)
    extension.due_on, extension.reason = due_on, reason
    extension.instead_of = last_day_of(kept, province.pk)
    extension.proposed_by, extension.proposed_at = by, clock.now()
    extension.save()
    record("extension_propose", extension, by=by, detail=_detail(extension))
    with override("th"):
        subject = _("More days proposed for %(province)s") % {"province": province.name}
        body = _asks(extension)
    _tell_of(extension, telling.directors(), "proposed", subject, body)
    return extension


@transaction.atomic
def approve_extension(extension: Extension, *, by: User) -> Extension:
    """The director approves: every submission of the province gets the day, in one transaction.

    The province's own earlier day goes, so that what comes now is not marked late; it may set
    another. Raises ExtensionRefusedError for the proposer and whoever is not a director, when it
    is decided already, and when its day can no longer be given: round 1 is open, or no plan of
    the province is left to come.
    """
    kept = _hold(extension.call)
    held = _undecided_row(extension, by)
    if not held.is_proposed:
        raise ExtensionRefusedError(_("Staff have not proposed these days yet."))
    _check(kept, held.province, held.due_on)
    held.approved, held.decided_by, held.decided_at = True, by, clock.now()
    held.save()
    rows = kept.submissions.filter(province=held.province_id)
    rows.update(extended_to=held.due_on)
    own_day = kept.province_days.filter(province=held.province_id)
    detail = _detail(held) | {
        "submissions": sorted(rows.values_list("pk", flat=True)),
        "province_day": [day.due_on.isoformat() for day in own_day],
    }
    own_day.delete()
    record("extension_approve", held, by=by, detail=detail)
    with override("th"):
        facts = {"province": held.province.name, "day": dates.localized(held.due_on)}
        subject = _("%(province)s: plans are taken up to %(day)s") % facts
        body = (
            _(
                "The department takes the plans and clips of %(province)s up to and including "
                "%(day)s, by the clock of Bangkok. They must be forwarded by then."
            )
            % facts
        )
    people = [*telling.offices_of(rows), *telling.staff()]
    _tell_of(held, people, "approved", subject, body)
    return held


@transaction.atomic
def refuse_extension(extension: Extension, *, reason: str, by: User) -> Extension:
    """Refuse with a reason: the director what was proposed, staff what was only asked for.

    The province and staff are told. Raises ExtensionRefusedError for the wrong person, without a
    reason, and when it is decided already.
    """
    _hold(extension.call)
    held = _undecided_row(extension, by)
    held.refusal = _reason(reason)
    held.approved, held.decided_by, held.decided_at = False, by, clock.now()
    held.save()
    record("extension_refuse", held, by=by, detail=_detail(held) | {"refusal": held.refusal})
    with override("th"):
        facts = {"province": held.province.name, "reason": held.refusal}
        subject = _("%(province)s gets no more days") % facts
        body = _("More days for %(province)s were refused. Reason:\n\n%(reason)s") % facts
    people = [*posts_now(*PROVINCE_ROLES, provinces=[held.province_id]), *telling.staff()]
    _tell_of(held, people, "refused", subject, body)
    return held


def _hold(call: Call) -> Call:
    """The call's lock stands before opening round 1, moving days, and every extension of it."""
    return Call.objects.select_for_update().get(pk=call.pk)


def _undecided_row(extension: Extension, by: User) -> Extension:
    rows = Extension.objects.select_for_update(of=("self",)).for_list()
    held = rows.get(pk=extension.pk)
    decides = (
        rules.may_decide_extension(by, held)
        if held.proposed_by_id
        else rules.may_propose_extension(by)
    )
    if not decides:
        raise ExtensionRefusedError(_not_yours(held, by))
    if held.decided_at is not None:
        raise ExtensionRefusedError(
            _("%(who)s has decided on this already. Reload the page.") % {"who": held.decided_by}
        )
    return held


def _not_yours(extension: Extension, by: User) -> str:
    if by.pk == extension.proposed_by_id:
        return _("You proposed these days yourself: another person must decide on them.")
    return _("Your post does not let you take this step.")


def _check(call: Call, province: Province, due_on: date) -> None:
    """Later than the last day, before round 1 ends, not past, and of use to somebody."""
    last, ends = last_day_of(call, province.pk), call.first_round_ends_on
    facts = {
        "day": dates.localized(due_on),
        "last": dates.localized(last),
        "ends": dates.localized(ends),
        "province": province,
    }
    if not call.is_before_round_1:
        raise ExtensionRefusedError(
            _("Days are only given while the call is open and before round 1 is.")
        )
    if not last < due_on < ends:
        raise ExtensionRefusedError(
            _(
                "%(day)s cannot be: it must come after %(last)s, the last day now, "
                "and before %(ends)s, when round 1 ends."
            )
            % facts
        )
    if due_on < clock.today():
        raise ExtensionRefusedError(_("%(day)s has passed already.") % facts)
    waiting = call.submissions.filter(province=province, stage__in=[*WRITABLE, Stage.SENT])
    if not waiting.exists():
        raise ExtensionRefusedError(_("No plan of %(province)s is left to come.") % facts)


def _reason(text: str) -> str:
    reason = thai.normalise_lines(text).strip()
    if not reason:
        raise ExtensionRefusedError(_("Write the reason: it stays with the extension."))
    return reason


def _undecided(province: Province) -> str:
    return _("More days for %(province)s wait for a decision already.") % {"province": province}


def _detail(extension: Extension) -> dict[str, object]:
    return {
        "province": extension.province_id,
        "day": [extension.instead_of.isoformat(), extension.due_on.isoformat()],
        "reason": extension.reason,
    }


def _asks(extension: Extension) -> str:
    return _("Plans up to %(day)s instead of %(last)s. Reason:\n\n%(reason)s") % {
        "day": dates.localized(extension.due_on),
        "last": dates.localized(extension.instead_of),
        "reason": extension.reason,
    }


def _tell_of(
    extension: Extension, posts: telling.Posts, occasion: str, subject: str, body: str
) -> None:
    telling.tell(
        posts,
        key=f"extension:{extension.pk}:{occasion}",
        subject=subject,
        body=body,
        path=reverse("submissions:extensions", args=[extension.call.year]),
    )
