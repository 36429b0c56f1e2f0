"""Comments that the province pins to places of a plan, and the district's answers to them."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from groups.models import User
from selection_site.lib import clock, thai
from submissions import stages
from submissions.models import PlanVersion, Remark, Step, Submission
from submissions.selectors import latest_version
from submissions.selectors.diff import path_now
from submissions.selectors.lines import PlanLine, place_of
from submissions.stages import StepRefusedError

MOST_TEXT = 2000


class Spot(NamedTuple):
    """A place of a plan: the section, and the path within it, empty for all of it."""

    section: str
    path: str = ""


@transaction.atomic
def keep_remarks(
    submission: Submission, said: Mapping[Spot, str], *, by: User, seen: Collection[int] = ()
) -> list[Remark]:
    """Collect comments on the version that was sent last; the district sees none of them yet.

    One comment a place: writing it again changes it. An empty text takes away the comment that
    stands there, if it is among `seen`, so that a page opened earlier takes nothing away that
    another officer wrote since. Raises StepRefusedError when the plan could not be returned now
    and for a place that the version does not have.
    """
    version = _hold(submission, by)
    drafts = {Spot(row.section, row.field): row for row in version.remarks.drafts()}
    kept = []
    for spot, text in said.items():
        words = thai.normalise_lines(text).strip()[:MOST_TEXT]
        draft = drafts.get(spot)
        if words:
            kept.append(_write(version, spot, words, draft, by))
        elif draft and draft.pk in seen:
            draft.delete()
    return kept


def _write(version: PlanVersion, spot: Spot, text: str, draft: Remark | None, by: User) -> Remark:
    if draft and draft.text == text:
        return draft
    place = _place(version, spot)
    remark = draft or Remark(version=version, section=spot.section, field=spot.path)
    remark.label, remark.shown = place.label, place.text
    remark.text, remark.made_by, remark.made_at = text, by, clock.now()
    remark.save()
    return remark


def _place(version: PlanVersion, spot: Spot) -> PlanLine:
    place = place_of(version.content, spot.section, spot.path)
    if place is None:
        raise StepRefusedError(
            _("The plan that was sent has no such place. Reload the page and comment again.")
        )
    return place


def send_remarks(version: PlanVersion, step: Step) -> int:
    """What was collected goes with the return; the caller holds the submission's lock."""
    return version.remarks.drafts().update(step=step)


@transaction.atomic
def accept_remark(remark: Remark, *, by: User) -> Remark:
    """The province is content with what became of a comment.

    Raises StepRefusedError when the plan could not be returned now, and when the comment was
    accepted or made again before.
    """
    held, _version = _unsettled(remark, by)
    held.accepted_by, held.accepted_at = by, clock.now()
    held.save(update_fields=["accepted_by", "accepted_at"])
    return held


@transaction.atomic
def repeat_remark(remark: Remark, *, text: str, by: User) -> Remark:
    """Make a comment again on the new version, in new words or the old ones; not sent yet.

    It is pinned to where its place is now, or to the section when its row is gone. Raises
    StepRefusedError like `accept_remark`.
    """
    held, version = _unsettled(remark, by)
    spot = _spot_now(held, version)
    words = thai.normalise_lines(text).strip()[:MOST_TEXT] or held.text
    draft = version.remarks.drafts().filter(section=spot.section, field=spot.path).first()
    if draft and draft.repeats_id:
        raise StepRefusedError(_("A comment stands at this place already: change that one."))
    repeated = _write(version, spot, words, draft, by)
    repeated.repeats = held
    repeated.save(update_fields=["repeats"])
    return repeated


@transaction.atomic
def reply_remark(remark: Remark, *, text: str, by: User) -> Remark:
    """The district answers a comment, while it may write the plan; empty takes the answer away.

    Raises StepRefusedError when the plan may not be written now, and for a comment that was not
    sent or is settled.
    """
    rows = Submission.objects.select_for_update(of=("self",)).select_related("call")
    submission = rows.get(versions=remark.version_id)
    if not stages.is_writable(submission, by):
        raise StepRefusedError(stages.why_not_writable(submission, by))
    held = Remark.objects.unsettled().filter(pk=remark.pk).first()
    if held is None:
        raise StepRefusedError(_("The province has settled this comment. Reload the page."))
    words = thai.normalise_lines(text).strip()[:MOST_TEXT]
    held.reply = words
    held.replied_by, held.replied_at = (by, clock.now()) if words else (None, None)
    held.save(update_fields=["reply", "replied_by", "replied_at"])
    return held


def _hold(submission: Submission, by: User) -> PlanVersion:
    """Lock the submission: nothing is collected while the plan is returned or forwarded."""
    rows = Submission.objects.select_for_update(of=("self",)).select_related("call")
    held = rows.get(pk=submission.pk)
    if not stages.is_open(held, "return", by):
        raise StepRefusedError(stages.why_closed(held, "return", by))
    version = latest_version(held)
    if version is None:
        raise StepRefusedError(_("Nothing was sent yet."))
    return version


def _unsettled(remark: Remark, by: User) -> tuple[Remark, PlanVersion]:
    newest = _hold(remark.version.submission, by)
    rows = Remark.objects.unsettled().select_related("version__submission")
    found = rows.filter(pk=remark.pk).first()
    if found is None:
        raise StepRefusedError(
            _("This comment was accepted or made again already. Reload the page.")
        )
    return found, newest


def _spot_now(remark: Remark, version: PlanVersion) -> Spot:
    path = path_now(remark.version.content, version.content, remark.section, remark.field)
    return Spot(remark.section, path or "")
