"""Drafts of the minutes: worded in one transaction, made into a PDF by a worker afterwards."""

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from groups.models import User
from groups.services import make_file, record
from scoring import letters, rules
from scoring.letters import Facts, MinutesText
from scoring.models import Conflict, Meeting, Minutes
from scoring.selectors import ladder_of, order_of, rules_of
from scoring.services.meetings import MeetingRefusedError
from selection_site.lib import clock
from selection_site.lib.pdf import Press
from selection_site.lib.uploads import Stored

SHEETS = ("minutes.css",)


@transaction.atomic
def order_minutes(meeting: Meeting, *, by: User) -> Minutes:
    """Word a draft of the minutes as things stand now; its PDF is made afterwards.

    Only the year's chair: MeetingRefusedError. Each run words a new draft, earlier ones stay.
    """
    if not rules.may_hold_meeting(by, meeting.round):
        raise MeetingRefusedError(_("Only the chair of this year's committee has minutes made."))
    meeting = Meeting.objects.select_related("call", "round__call").get(pk=meeting.pk)
    with override("th"):
        content = letters.minutes(facts_of(meeting))
    row = Minutes.objects.create(meeting=meeting, content=content, ordered_by=by)
    record("order_minutes", row, by=by, detail={"meeting": meeting.pk})
    return row


def facts_of(meeting: Meeting) -> Facts:
    """Everything the minutes are written from; the same number of queries for any meeting."""
    round_ = meeting.round
    conflicts: dict[int, tuple[User, list[str]]] = {}
    rows = Conflict.objects.filter(round=round_).select_related(
        "judge", "submission__group", "submission__province"
    )
    for row in rows.order_by("judge", "submission__province__sort_key"):
        conflicts.setdefault(row.judge_id, (row.judge, []))[1].append(letters.named(row.submission))
    rulings = round_.rulings.filter(replaced_at=None).order_by("rank")
    return Facts(
        meeting=meeting,
        attendances=list(meeting.attendances.select_related("member")),
        motions=list(meeting.motions.all()),
        places=order_of(round_),
        rulings=list(
            rulings.prefetch_related("places__submission__group", "places__submission__province")
        ),
        ladder=ladder_of(round_),
        rules=rules_of(round_),
        stepped_out=list(conflicts.values()),
        questions=list(
            round_.conflict_questions.exclude(ruled_at=None).select_related(
                "judge", "submission__group", "submission__province"
            )
        ),
    )


def make_minutes() -> int:
    """Make every draft that is owed; says how many. A second run finds nothing left to do."""
    owed = list(Minutes.objects.unmade().waiting().values_list("pk", flat=True))
    if not owed:
        return 0
    press = Press(SHEETS)
    return sum(make_draft(pk, press=press) for pk in owed)


def make_draft(pk: int, *, press: Press) -> bool:
    """Print one draft, as `groups.services.make_file` makes files."""
    return make_file(
        Minutes.objects.unmade(),
        pk,
        draw=lambda row: press.render(page_of(row.content)),
        folder="minutes",
        suffix="pdf",
        stamp=_stamp,
    )


def _stamp(row: Minutes, stored: Stored) -> bool:
    return Minutes.objects.unmade().settle(
        row.pk, path=stored.path, sha256=stored.sha256, made_at=clock.now()
    )


def page_of(content: MinutesText) -> str:
    """The minutes as the page of HTML that is printed; a draft says so across each sheet."""
    return render_to_string("scoring/letters/minutes.html", {"minutes": content})


@transaction.atomic
def retry_minutes(meeting: Meeting, *, by: User) -> int:
    """Owe again what was given up after five tries; says how much. A second run finds nothing."""
    if not rules.may_hold_meeting(by, meeting.round):
        raise MeetingRefusedError(_("Only the chair of this year's committee has minutes made."))
    return Minutes.objects.unmade().filter(meeting=meeting).owe_again()
