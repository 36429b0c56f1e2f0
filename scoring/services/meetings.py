"""The committee's meetings: who came, what was voted, when it ended."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.enums import Role
from groups.models import User
from groups.services import record
from scoring import rules, stages
from scoring.enums import DECIDED, MotionResult, RoundStage
from scoring.models import Attendance, Meeting, Motion, Round
from scoring.selectors.meetings import Item, agenda_of, committee
from scoring.stages import RoundRefusedError
from selection_site.lib import clock, dates
from submissions.models import Call


class MeetingRefusedError(RoundRefusedError):
    """A meeting or a motion cannot be recorded like this."""


class Sitting(NamedTuple):
    """When and where a meeting is held, and who writes and checks its minutes."""

    held_on: date
    place: str
    began_at: time
    secretary: str
    checker: str = ""


class Votes(NamedTuple):
    """How the votes on a motion fell."""

    votes_for: int
    votes_against: int
    abstained: int = 0

    @property
    def result(self) -> MotionResult:
        if self.votes_for == self.votes_against:
            return MotionResult.EQUAL
        return MotionResult.CARRIED if self.votes_for > self.votes_against else MotionResult.LOST


@transaction.atomic
def open_meeting(
    round_: Round, sitting: Sitting, *, absent: Mapping[int, str], by: User
) -> Meeting:
    """Begin a meeting on a round with the committee of the year; it gets the year's next number.

    `absent` holds the reasons of those who did not come, by their key. Only the year's chair, from
    the end of marking on, one open meeting a round, not on a day to come: MeetingRefusedError.
    """
    call = Call.objects.select_for_update().get(pk=round_.call_id)
    round_ = stages.lock(round_)
    _may_meet(round_, by)
    if Meeting.objects.filter(round=round_, ended_at=None).exists():
        raise MeetingRefusedError(_("A meeting on this round is open already: end it first."))
    if sitting.held_on > clock.today():
        raise MeetingRefusedError(
            _("%(day)s lies in the future: record a meeting when it begins.")
            % {"day": dates.localized(sitting.held_on)}
        )
    if any(not reason.strip() for reason in absent.values()):
        raise MeetingRefusedError(_("Write for each absent member why they did not come."))
    last = Meeting.objects.filter(call=call).aggregate(last=Max("number"))["last"] or 0
    meeting = Meeting.objects.create(
        call=call, round=round_, number=last + 1, opened_by=by, **sitting._asdict()
    )
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting,
            member=post.user,
            is_chair=post.role == Role.CHAIR,
            is_present=post.user_id not in absent,
            reason=absent.get(post.user_id, "").strip(),
        )
        for post in committee(round_)
    )
    detail = {"number": meeting.number, "absent": sorted(absent)}
    record("open_meeting", meeting, by=by, detail=detail)
    return meeting


def _may_meet(round_: Round, by: User) -> None:
    if not rules.may_hold_meeting(by, round_):
        raise MeetingRefusedError(_("Only the chair of this year's committee holds meetings."))
    if round_.stage not in (RoundStage.MARKED, *DECIDED):
        raise MeetingRefusedError(
            _("The committee meets on a ranking, and there is none before marking is closed.")
        )


def _opened(meeting: Meeting, by: User) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("round__call", "call")
    found = rows.get(pk=meeting.pk)
    _may_meet(found.round, by)
    if found.ended_at:
        raise MeetingRefusedError(_("This meeting has ended: nothing more is recorded in it."))
    return found


@transaction.atomic
def record_motion(
    meeting: Meeting, *, rank: int | None, text: str, votes: Votes, by: User
) -> Motion:
    """Record what was put to the vote and how the votes fell; a second run records it again.

    `rank` is the tie it is about, 0 the line, None another matter. Only the year's chair, while the
    meeting is open: MeetingRefusedError, also for more votes than members who are present and not
    stepped out, and for a tie that is gone.
    """
    meeting = _opened(meeting, by)
    if not text.strip():
        raise MeetingRefusedError(_("Write what was put to the vote."))
    _check_votes(meeting, rank, votes)
    motion = Motion.objects.create(
        meeting=meeting,
        rank=rank,
        text=text.strip(),
        result=votes.result,
        recorded_by=by,
        **votes._asdict(),
    )
    detail = {"text": motion.text, "votes": list(votes), "rank": rank}
    record("record_motion", motion, by=by, detail=detail)
    return motion


def _check_votes(meeting: Meeting, rank: int | None, votes: Votes) -> None:
    item = _item(meeting, rank)
    if rank is not None and item is None:
        raise MeetingRefusedError(
            _("This item is not on the agenda any more: look at the ranking as it is now.")
        )
    may_vote = len(_voting(meeting, item))
    if sum(votes) <= may_vote:
        return
    said = ngettext(
        "%(votes)d votes are too many: %(members)d member who is present may vote on this item.",
        "%(votes)d votes are too many: %(members)d members who are present may vote on this item.",
        may_vote,
    ) % {"votes": sum(votes), "members": may_vote}
    if item and item.stepped_out:
        out = _("Stepped out: %(names)s.") % {"names": ", ".join(map(str, item.stepped_out))}
        said = f"{said} {out}"
    raise MeetingRefusedError(said)


def voters(meeting: Meeting, rank: int | None) -> Sequence[int]:
    """Who may vote on an item: the members present, without those who step out of it."""
    return _voting(meeting, _item(meeting, rank))


def _voting(meeting: Meeting, item: Item | None) -> Sequence[int]:
    present = meeting.attendances.filter(is_present=True).values_list("member", flat=True)
    out = {user.pk for user in item.stepped_out} if item else set()
    return [pk for pk in present if pk not in out]


def _item(meeting: Meeting, rank: int | None) -> Item | None:
    return next((item for item in agenda_of(meeting) if item.rank == rank), None)


@transaction.atomic
def end_meeting(meeting: Meeting, *, ended_at: time, by: User) -> Meeting:
    """End a meeting; from then on nothing is recorded in it. A second run is refused."""
    meeting = _opened(meeting, by)
    if ended_at < meeting.began_at:
        raise MeetingRefusedError(_("A meeting ends after it began: look at the time again."))
    meeting.ended_at = ended_at
    meeting.save(update_fields=["ended_at"])
    record("end_meeting", meeting, by=by, detail={"motions": meeting.motions.count()})
    return meeting
