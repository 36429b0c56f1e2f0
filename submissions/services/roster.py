"""Putting groups on the roster of a call, from a workbook or by hand, and taking them off."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from groups.models import District, SavingsGroup, User
from groups.services import record
from selection_site.lib import clock, dates, thai, uploads
from submissions.enums import Stage
from submissions.models import Call, RosterFile, Submission
from submissions.selectors.extensions import last_day_of, last_days
from submissions.services.calls import CallRefusedError, require_manager
from submissions.services.reminders import tell_of_opening
from submissions.services.roster_reading import Roster, RosterRow, keys_on_roster, read_roster

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MAX_BYTES = 5_000_000


def store_roster_file(call: Call, uploaded: "UploadedFile[bytes]", *, by: User) -> RosterFile:
    """Keep an uploaded workbook for the preview; nothing of it is on the roster yet.

    Raises CallRefusedError for whoever is not staff, UploadError for what is no workbook. The
    same file again answers with the row that is kept already.
    """
    require_manager(by)
    stored = uploads.store(
        uploaded, folder="rosters", max_bytes=MAX_BYTES, kinds=frozenset({"excel"})
    )
    known = call.roster_files.filter(sha256=stored.sha256).first()
    if known:
        uploads.remove(stored.path)
        return known
    return RosterFile.objects.create(
        call=call, path=stored.path, name=stored.name, sha256=stored.sha256, uploaded_by=by
    )


def read_stored_roster(roster_file: RosterFile) -> Roster:
    """What a kept workbook would do to its call's roster now."""
    with uploads.absolute(roster_file.path).open("rb") as file:
        return read_roster(file, roster_file.call)


def confirm_roster(roster_file: RosterFile, *, by: User) -> int:
    """Write a workbook's groups to the roster and say how many were added.

    All or nothing: with one problem left CallRefusedError is raised, as for whoever is not staff,
    when plans are no longer taken, and when an open call would get more groups than it invites.
    Groups on the roster already stay as they are, so a second run adds none and writes nothing.
    """
    require_manager(by)
    roster = read_stored_roster(roster_file)
    if roster.problems:
        raise CallRefusedError(
            _("Nothing was written: the workbook has cells to correct. Send it again corrected.")
        )
    with transaction.atomic():
        call = Call.objects.select_for_update().get(pk=roster_file.call_id)
        on_roster = keys_on_roster(call)
        new = [row for row in roster.rows if row.key not in on_roster]
        if new:
            _check_room(call, len(new), call.plans_due_on)
            _put_on(call, new)
            detail = {"file": roster_file.pk, "sha256": roster_file.sha256, "added": len(new)}
            record("confirm_roster", call, by=by, detail=detail)
        unconfirmed = RosterFile.objects.filter(pk=roster_file.pk, confirmed_at=None)
        unconfirmed.update(confirmed_at=clock.now())
    return len(new)


@transaction.atomic
def add_group(
    call: Call,
    *,
    by: User,
    name: str,
    district: District,
    subdistrict: str,
    village_number: int,
    village: str = "",
) -> Submission:
    """Put one group on the roster by hand.

    Raises CallRefusedError like `confirm_roster`. A group of this name in this village is taken
    as the same group, in this year and over the years; adding it again changes nothing.
    """
    require_manager(by)
    kept = Call.objects.select_for_update().get(pk=call.pk)
    row = RosterRow(
        number=0,
        district=district,
        subdistrict=thai.normalise(subdistrict),
        village_number=village_number,
        village=thai.normalise(village),
        name=thai.normalise(name),
        known=False,
    )
    on_roster = keys_on_roster(kept)
    if row.key not in on_roster:
        _check_room(kept, 1, last_day_of(kept, district.province_id))
        [submission] = _put_on(kept, [row])
        record("add_group", submission, by=by, detail={"group": row.name, "place": district.pk})
    return kept.submissions.get(
        group__district=district,
        group__subdistrict=row.subdistrict,
        group__village_number=village_number,
        group__name=row.name,
    )


@transaction.atomic
def remove_group(submission: Submission, *, by: User) -> None:
    """Take a group off the roster, as long as nothing was written for it.

    Raises CallRefusedError for whoever is not staff, once the plan was started, and once plans
    were due: who sent nothing is part of the year. The group itself stays for other years; a second
    run changes nothing.
    """
    require_manager(by)
    kept = Submission.objects.select_for_update(of=("self",)).filter(pk=submission.pk).first()
    if kept is None:
        return
    if kept.stage != Stage.NOT_STARTED:
        raise CallRefusedError(
            _("%(group)s has begun its plan (%(stage)s) and stays on the roster.")
            % {"group": kept.group, "stage": kept.get_stage_display()}
        )
    if kept.plans_are_over:
        raise CallRefusedError(
            _("Plans were due on %(day)s; that %(group)s sent none stays to be seen.")
            % {"day": dates.localized(kept.plans_due_on), "group": kept.group}
        )
    detail = {"submission": kept.pk, "group": kept.group.name, "place": kept.district_id}
    record("remove_group", kept.call, by=by, detail=detail)
    kept.delete()


def _check_room(call: Call, more: int, last_day: date) -> None:
    """Groups that left make room for others."""
    if call.is_past(last_day):
        raise CallRefusedError(
            _("Plans were due on %(day)s; a group added now could send nothing.")
            % {"day": dates.localized(last_day)}
        )
    count = call.submissions.taking_part().count() + more
    if call.is_open and count > call.places_invited:
        raise CallRefusedError(
            _(
                "The call is open for %(places)d groups and this would make %(count)d. "
                "Take a group that has not started off the roster first."
            )
            % {"places": call.places_invited, "count": count}
        )


def _put_on(call: Call, rows: list[RosterRow]) -> list[Submission]:
    """New groups have the days that their province was given."""
    given = last_days(call)
    submissions = [
        Submission(
            call=call,
            group=_group(row),
            district=row.district,
            province_id=row.district.province_id,
            extended_to=given.get(row.district.province_id),
        )
        for row in rows
    ]
    Submission.objects.bulk_create(submissions)
    if call.is_open:
        tell_of_opening(call, submissions)
    return submissions


def _group(row: RosterRow) -> SavingsGroup:
    group, _created = SavingsGroup.objects.get_or_create(
        district=row.district,
        subdistrict=row.subdistrict,
        village_number=row.village_number,
        name=row.name,
        defaults={"village": row.village},
    )
    return group
