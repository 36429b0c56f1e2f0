"""What a result report or a follow-up still lacks."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from reports.models import FollowUp, ReportFigure, ResultReport
from reports.models.results import AnyReport
from selection_site.lib import clock, dates
from submissions.enums import ClipKind, ClipState
from submissions.models import Clip
from submissions.selectors import current_clip

REQUIRED = ("held_from", "held_until", "outcome")
PAST_DAYS = ("held_until", "bpm_recorded_on")


def label(name: str, model: type[ResultReport] | type[ReportFigure] = ResultReport) -> str:
    """What the field is called on the page, in its language, beginning with a capital."""
    text = str(getattr(model._meta.get_field(name), "verbose_name", name))
    return text[:1].upper() + text[1:]


class Missing(NamedTuple):
    """One thing to do before sending, and the field where it is done."""

    field: str
    sentence: str


def clip_of(follow_up: FollowUp) -> Clip | None:
    """The clip it was sent with; before that the group's newest follow-up clip."""
    if follow_up.is_open or follow_up.clip is None:
        return current_clip(follow_up.allocation.submission, ClipKind.FOLLOW_UP)
    return follow_up.clip


def missing(report: AnyReport) -> list[Missing]:
    """What stops the report from being sent; at most two queries."""
    if isinstance(report, FollowUp):
        return list(_of_follow_up(report))
    return list(_of_result(report))


def _of_follow_up(follow_up: FollowUp) -> Iterator[Missing]:
    if not follow_up.summary:
        yield Missing("summary", _("Write what the group did since it got the money."))
    clip = clip_of(follow_up)
    if clip is None:
        yield Missing("clip", _("The follow-up clip has not been uploaded yet."))
    elif clip.state == ClipState.REFUSED:
        sentence = _("The clip was refused: %(reason)s") % {"reason": clip.refusal}
        yield Missing("clip", sentence)


def _of_result(report: ResultReport) -> Iterator[Missing]:
    if report._state.adding or not report.figures.exists():
        yield Missing("figures", _("Write at least one line of what was planned and achieved."))
    for name in REQUIRED:
        if not getattr(report, name):
            yield Missing(name, _("“%(name)s” is still empty.") % {"name": label(name)})
    for name in PAST_DAYS:
        day = getattr(report, name)
        if day is not None and day > clock.today():
            facts = {"name": label(name), "day": dates.localized(day)}
            yield Missing(name, _("“%(name)s” lies in the future: %(day)s.") % facts)
    if report._state.adding or not report.photos.current().exists():
        yield Missing("photos", _("Add at least one picture of the activity."))
