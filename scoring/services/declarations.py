"""A member's first step in a round: declaring conflicts of interest over the whole list."""

import secrets
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from groups.models import User
from groups.services import record
from scoring import rules, stages
from scoring.enums import ConflictReason
from scoring.models import Conflict, Declaration, Round, Sharing
from scoring.selectors import (
    declaration_of,
    known_conflicts,
    last_day,
    short_panels,
    submissions_in,
)
from scoring.services.sharing import assign
from scoring.stages import RoundRefusedError
from selection_site.lib import clock, dates

SEED_BITS = 63  # what a big integer column holds

# For each submission: why the member must not judge it, and a note.
Conflicts = Mapping[int, tuple[ConflictReason, str]]


@transaction.atomic
def declare(round_: Round, *, judge: User, conflicts: Conflicts) -> Declaration:
    """Sign the declaration, and be assigned all that is not in conflict, in an order of one's own.

    What is known from posts, from the plans' history and from the other round is a conflict
    whatever is declared. The order is shuffled with a seed that the declaration keeps. Where the
    groups are shared out, sheets come with the draw; who signs after it takes the place of those
    who stepped out since. Only members of the year, while marking is
    open, up to its last day: RoundRefusedError. Signing twice is refused and changes nothing.
    """
    round_ = stages.lock(round_)
    if reason_against := why_not_now(round_, judge):
        raise RoundRefusedError(reason_against)
    submissions = {submission.pk: submission for submission in submissions_in(round_)}
    if conflicts.keys() - submissions.keys():
        raise RoundRefusedError(_("The list of groups has changed: reload the page."))
    for pk, (reason, note) in conflicts.items():
        if reason == ConflictReason.OTHER and not note.strip():
            raise RoundRefusedError(
                _("Write in a few words what the other reason is for %(group)s.")
                % {"group": submissions[pk].group}
            )
    known = known_conflicts(round_, [judge], list(submissions.values()))
    enforced = {pk: (found.reason, "") for (_judge, pk), found in known.items()}
    return _sign(round_, judge, sorted(submissions), {**conflicts, **enforced})


def why_not_now(round_: Round, judge: User) -> str:
    """One sentence on why this person cannot sign now; empty when nothing is in the way."""
    if not rules.may_judge(judge, round_):
        return _("Only members of this year's committee judge.")
    if not round_.is_marking:
        return _("Declarations are signed while marking is open: it is at '%(stage)s' now.") % {
            "stage": round_.get_stage_display()
        }
    if clock.today() > last_day(round_):
        return _("Sheets could be handed in up to and including %(day)s.") % {
            "day": dates.localized(last_day(round_))
        }
    if signed := declaration_of(round_, judge):
        return _("You signed this declaration at %(moment)s already.") % {
            "moment": dates.localized_datetime(signed.signed_at)
        }
    return ""


def _sign(round_: Round, judge: User, pks: list[int], conflicts: Conflicts) -> Declaration:
    now = clock.now()
    signed = Declaration.objects.create(
        round=round_, judge=judge, seed=secrets.randbits(SEED_BITS), signed_at=now
    )
    Conflict.objects.bulk_create(
        (
            Conflict(
                round=round_,
                judge=judge,
                submission_id=pk,
                reason=reason,
                note=note.strip(),
                declared_at=now,
            )
            for pk, (reason, note) in sorted(conflicts.items())
        ),
        ignore_conflicts=True,  # one that was ruled before the declaration stands as it is
    )
    assign(signed, _given(signed, pks, conflicts))
    record(
        "declare",
        round_,
        by=judge,
        detail={
            "conflicts": [[pk, str(reason)] for pk, (reason, _note) in sorted(conflicts.items())],
            "seed": signed.seed,
        },
    )
    return signed


def _given(signed: Declaration, pks: list[int], conflicts: Conflicts) -> list[int]:
    """What the member judges: everything, or where groups are shared out what the draw lacks."""
    sharing = Sharing.objects.filter(round=signed.round_id).first()
    open_to = short_panels(signed.round) if sharing else pks
    given = [pk for pk in open_to if pk not in conflicts]
    if sharing is None:
        return given
    own = sharing.limits.filter(judge=signed.judge_id).first()
    return given[: own.most if own else sharing.most]
