"""Sharing the groups of a round out among its members, and undoing it."""

import random
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from groups.models import User
from groups.services import record
from scoring import rules, stages
from scoring.enums import RoundStage
from scoring.models import Assignment, Declaration, Draw, LoadLimit, Round, Sharing, Sheet
from scoring.selectors.sharing import (
    NoPanelsError,
    Panel,
    Preview,
    committee_of,
    drawn,
    is_begun,
    preview,
)
from scoring.services import notices
from scoring.stages import RoundRefusedError
from selection_site.lib import clock


class OtherPanelsError(RoundRefusedError):
    """Since the preview a conflict or a member came: the panels would be others now."""


@transaction.atomic
def set_sharing(
    round_: Round, *, each: int | None, most: int, limits: Mapping[int, int], by: User
) -> Sharing | None:
    """Declare how groups are shared out: `each` members a group, or everybody (None).

    `most` is the largest number of groups for a member, `limits` another one for some members, by
    their keys. Only staff, before marking opens: members sign their declaration knowing it. Again
    with the same values it changes nothing. RoundRefusedError otherwise.
    """
    round_ = stages.lock(round_)
    if not rules.may_share_out(by):
        raise RoundRefusedError(_("Only the department's staff may do this."))
    if round_.stage != RoundStage.PREPARED:
        raise RoundRefusedError(
            _("How groups are shared out is fixed since marking opened: it is part of the rules.")
        )
    before = Sharing.objects.filter(round=round_).first()
    if _is_same(before, each, most, limits):
        return before
    told = {"each": each, "most": most, "limits": sorted(limits.items())}
    if before:
        before.limits.all().delete()
        before.delete()
    record("set_sharing", round_, by=by, detail=told if each else {"each": None})
    if each is None:
        return None
    made = Sharing.objects.create(round=round_, each=each, most=most, set_by=by)
    LoadLimit.objects.bulk_create(
        LoadLimit(sharing=made, judge_id=judge, most=limit) for judge, limit in limits.items()
    )
    return made


def _is_same(
    before: Sharing | None, each: int | None, most: int, limits: Mapping[int, int]
) -> bool:
    if before is None or each is None:
        return before is None and each is None
    own = dict(before.limits.values_list("judge", "most"))
    return (before.each, before.most, own) == (each, most, dict(limits))


@transaction.atomic
def draw(round_: Round, *, seed: int, sha256: str, by: User) -> Draw:
    """Give every member the sheets that the preview of `seed` showed, and tell them.

    `sha256` is the digest of that preview: OtherPanelsError when the panels would be others now,
    because somebody declared or stepped out since. Only staff, while marking is open and no draw
    is in force; a second run is refused and changes nothing.
    """
    round_ = stages.lock(round_)
    if reason := why_no_draw(round_, by):
        raise RoundRefusedError(reason)
    try:
        found = preview(committee_of(round_), round_.sharing, seed=seed)
    except NoPanelsError as error:
        raise OtherPanelsError(str(error)) from error
    if found.sha256 != sha256:
        raise OtherPanelsError(
            _("Somebody has declared or stepped out since: look at the new panels, then draw.")
        )
    made = _write(round_, found, by)
    record(
        "draw_panels",
        round_,
        by=by,
        detail={"draw": made.pk, "seed": seed, "panels": sha256, "sheets": made.sheets},
    )
    notices.tell_of_draw(made, [load.judge for load in found.loads if load.groups])
    return made


def why_no_draw(round_: Round, by: User) -> str:
    """One sentence on why groups cannot be shared out now; empty when nothing is in the way."""
    if not rules.may_share_out(by):
        return _("Only the department's staff may do this.")
    if not Sharing.objects.filter(round=round_).exists():
        return _("Everybody judges everything in this round: there is nothing to share out.")
    if not round_.is_marking:
        return _("Groups are shared out while marking is open: it is at '%(stage)s' now.") % {
            "stage": round_.get_stage_display()
        }
    if drawn(round_):
        return _("The groups have been shared out already.")
    return ""


def _write(round_: Round, found: Preview, by: User) -> Draw:
    made = Draw.objects.create(
        round=round_,
        seed=found.seed,
        each=round_.sharing.each,
        sheets=found.sheets,
        sha256=found.sha256,
        drawn_by=by,
        drawn_at=clock.now(),
    )
    for declaration in round_.declarations.select_related("judge"):
        assign(declaration, _groups_of(declaration.judge, found.panels))
    return made


def _groups_of(judge: User, panels: Sequence[Panel]) -> list[int]:
    return sorted(panel.submission.pk for panel in panels if judge in panel.judges)


def assign(signed: Declaration, pks: list[int]) -> None:
    """One sheet for each, in the order that anyone can shuffle again from the seed."""
    order = random.Random(signed.seed).sample(pks, len(pks))  # noqa: S311  an order, not a secret
    assigned = Assignment.objects.bulk_create(
        Assignment(round=signed.round, judge=signed.judge, submission_id=pk, position=position)
        for position, pk in enumerate(order, 1)
    )
    Sheet.objects.bulk_create(Sheet(assignment=assignment) for assignment in assigned)


@transaction.atomic
def undo_draw(round_: Round, *, by: User) -> Draw:
    """Take back the draw in force, in one step: until the first mark nothing is lost by it.

    Only staff, while marking is open and no sheet has been touched: RoundRefusedError. A second
    run finds no draw and is refused.
    """
    round_ = stages.lock(round_)
    if reason := why_no_undo(round_, by):
        raise RoundRefusedError(reason)
    kept = Draw.objects.get(round=round_, undone_at=None)
    Sheet.objects.filter(assignment__round=round_).delete()
    Assignment.objects.filter(round=round_).delete()
    kept.undone_by, kept.undone_at = by, clock.now()
    kept.save(update_fields=["undone_by", "undone_at"])
    record("undo_draw", round_, by=by, detail={"draw": kept.pk, "panels": kept.sha256})
    return kept


def why_no_undo(round_: Round, by: User) -> str:
    """One sentence on why the draw cannot be taken back; empty when it can."""
    if not rules.may_share_out(by):
        return _("Only the department's staff may do this.")
    if drawn(round_) is None:
        return _("No draw is in force.")
    if not round_.is_marking:
        return _("Marking of this round is closed: the draw stands.")
    if is_begun(round_):
        return _("A member has begun to mark: the draw stands.")
    return ""
