"""Saving score sheets, handing them in, and changing them afterwards for a reason."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from groups.models import User
from groups.services import record
from scoring import rules, stages
from scoring.enums import EvidenceKind
from scoring.models import Assignment, Criterion, Evidence, Mark, Sheet, SheetVersion
from scoring.selectors import Marks, last_day, total_of
from scoring.selectors.conflicts import newly_known
from scoring.stages import RoundRefusedError
from selection_site.lib import clock, dates, seal

MOST_SECONDS = 2 * 60 * 60  # between two saves; a page that was left open is no work


class MarkError(RoundRefusedError):
    """A mark is missing, beyond its criterion's scale or between two steps."""


class StaleSheetError(RoundRefusedError):
    """The sheet was saved elsewhere since this form was opened; `revision` is what it is now."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.revision = sheet.revision
        super().__init__(
            _(
                "This sheet was saved elsewhere at %(moment)s, after you opened it here. Nothing "
                "is lost: compare what differs and choose which to keep."
            )
            % {"moment": dates.localized_datetime(sheet.saved_at)}
        )


class HandedInError(RoundRefusedError):
    """The sheet is handed in: it changes by a new version with a reason, or not at all."""


class Cited(NamedTuple):
    """A place on which the mark of a criterion rests: seconds into the clip, or a section."""

    criterion: int
    kind: EvidenceKind
    place: str


@transaction.atomic
def save_sheet(
    assignment: Assignment,
    *,
    judge: User,
    marks: Marks,
    note: str,
    comment: str,
    revision: int,
    evidence: Iterable[Cited] = (),
    seconds: int = 0,
) -> Sheet:
    """Keep a draft: marks by criterion key, None for 'cannot judge', those left out not yet given.

    `seconds` is the time at work since the last save. Only the member it was assigned to, while
    marking is open, up to the round's last day: RoundRefusedError; HandedInError after handing in.
    StaleSheetError when `revision` is not the one now stored.
    """
    sheet = _locked(assignment, judge)
    if sheet.is_handed_in:
        raise HandedInError(handed_in_already(sheet))
    _check_revision(sheet, revision)
    _write(sheet, _criteria(sheet), marks, note, comment, evidence, seconds)
    sheet.save()
    return sheet


@transaction.atomic
def hand_in(
    assignment: Assignment,
    *,
    judge: User,
    marks: Marks,
    note: str,
    comment: str,
    revision: int,
    evidence: Iterable[Cited] = (),
    seconds: int = 0,
    reason: str = "",
) -> Sheet:
    """Close the sheet with its total and keep this version of it for ever; the newest counts.

    Every criterion needs a mark or 'cannot judge', and one that counts a mark: MarkError. A sheet
    that is in already changes with a `reason` only (HandedInError), and only if something differs.
    Refuses what `save_sheet` refuses. The audit chain gets a digest of the version, from which
    nobody learns the marks before they are shown.
    """
    sheet = _locked(assignment, judge)
    reason = reason.strip()
    if sheet.is_handed_in and not reason:
        raise HandedInError(handed_in_already(sheet))
    _check_revision(sheet, revision)
    criteria = _criteria(sheet)
    total = _whole(criteria, marks)
    evidence = sorted(set(evidence))
    before = sheet.versions.first()
    content = _content(criteria, marks, comment, evidence)
    _check_difference(before, content)
    verb = "change_sheet" if sheet.is_handed_in else "hand_in_sheet"
    _write(sheet, criteria, marks, note, comment, evidence, seconds)
    stages.hand_in(sheet, total)
    sheet.save()
    version = _keep_version(sheet, total, before, content, reason)
    detail = {"assignment": assignment.pk, "version": version.number, "marks": version.sha256}
    record(verb, sheet, by=judge, detail=detail)
    return sheet


def _check_difference(before: SheetVersion | None, content: dict[str, object]) -> None:
    """A version that says what the one before says would only hide it."""
    if before and before.content == content:
        raise HandedInError(
            _("Nothing differs from what you handed in at %(moment)s: no new version was made.")
            % {"moment": dates.localized_datetime(before.handed_in_at)}
        )


def _keep_version(
    sheet: Sheet,
    total: Decimal,
    before: SheetVersion | None,
    content: dict[str, object],
    reason: str,
) -> SheetVersion:
    """Append the version; a sheet handed in before versions were kept begins with this one."""
    version = SheetVersion(
        sheet=sheet,
        number=before.number + 1 if before else 1,
        total=total,
        reason=reason if before else "",
        content=content,
        handed_in_at=sheet.handed_in_at or clock.now(),
        nonce=sheet.nonce,
    )
    version.sha256 = sheet_digest(version)
    version.save(force_insert=True)
    return version


def sheet_digest(version: SheetVersion) -> str:
    """What the audit chain holds of a version: SHA-256 over all it says and the sheet's nonce."""
    return seal.sha256_hex(
        {
            "sheet": version.sheet_id,
            "version": version.number,
            "total": version.total,
            "reason": version.reason,
            "content": version.content,
            "nonce": version.nonce,
        }
    )


def _content(
    criteria: Mapping[int, Criterion], marks: Marks, comment: str, evidence: Iterable[Cited]
) -> dict[str, object]:
    """What a version keeps, as JSON: the private note stays with the member."""
    points = [
        [pk, None if (mark := marks[pk]) is None else f"{mark.normalize():f}"]
        for pk in criteria
        if pk in marks
    ]
    places = [[pk, str(kind), place] for pk, kind, place in evidence]
    return {"marks": points, "comment": comment.strip(), "evidence": places}


def _whole(criteria: Mapping[int, Criterion], marks: Marks) -> Decimal:
    """The total of a sheet on which nothing is left open."""
    for pk, mark in marks.items():
        _check(criteria.get(pk), mark)
    if missing := [criterion.name for pk, criterion in criteria.items() if pk not in marks]:
        raise MarkError(
            _("Points are missing for: %(criteria)s. A sheet is handed in complete.")
            % {"criteria": ", ".join(missing)}
        )
    total = total_of(criteria.values(), marks)
    if total is None:
        raise MarkError(
            _(
                "No criterion that counts has a mark, so there is no total: judge at least one, "
                "or tell the chair that you cannot judge this group."
            )
        )
    return total


def _locked(assignment: Assignment, judge: User) -> Sheet:
    """The sheet and its round, locked, so that no sheet comes in while marking is closed."""
    rows = Sheet.objects.select_for_update(of=("self", "assignment__round"))
    sheet = rows.select_related(
        "assignment__round__call", "assignment__judge", "assignment__submission"
    ).get(assignment=assignment)
    if not rules.may_mark(judge, sheet):
        raise RoundRefusedError(_("This sheet belongs to another member."))
    if reason := why_fixed(sheet):
        raise RoundRefusedError(reason)
    if not Sheet.objects.in_force().filter(pk=sheet.pk).exists():
        raise RoundRefusedError(
            _("You do not judge this group: the conflict of interest has closed the sheet.")
        )
    if known := newly_known(sheet):
        raise RoundRefusedError(known.why_closed)
    return sheet


def _check_revision(sheet: Sheet, revision: int) -> None:
    if sheet.revision != revision:
        raise StaleSheetError(sheet)


def why_fixed(sheet: Sheet) -> str:
    """One sentence on why a sheet takes no marks now; empty when it does, or takes a change."""
    round_ = sheet.assignment.round
    if not round_.is_marking:
        return _("Marking of this round is closed: sheets are not changed any more.")
    if clock.today() > last_day(round_):
        return _("Sheets could be handed in up to and including %(day)s.") % {
            "day": dates.localized(last_day(round_))
        }
    return ""


def handed_in_already(sheet: Sheet) -> str:
    """The sentence for one who saves a sheet that is in; how it can still be changed."""
    moment = dates.localized_datetime(sheet.handed_in_at) if sheet.handed_in_at else ""
    return _(
        "You handed this sheet in at %(moment)s. To change it, write a reason and hand it in again."
    ) % {"moment": moment}


def _criteria(sheet: Sheet) -> dict[int, Criterion]:
    return {criterion.pk: criterion for criterion in sheet.assignment.round.criteria.all()}


def _write(
    sheet: Sheet,
    criteria: Mapping[int, Criterion],
    marks: Marks,
    note: str,
    comment: str,
    evidence: Iterable[Cited],
    seconds: int,
) -> None:
    for pk, points in marks.items():
        _check(criteria.get(pk), points)
    if sheet.revision:
        sheet.marks.exclude(criterion__in=marks).delete()
    Mark.objects.bulk_create(
        (
            Mark(sheet=sheet, criterion_id=pk, points=points, cannot_judge=points is None)
            for pk, points in marks.items()
        ),
        update_conflicts=True,
        unique_fields=["sheet", "criterion"],
        update_fields=["points", "cannot_judge"],
    )
    _cite(sheet, criteria, evidence)
    sheet.note, sheet.comment = note.strip(), comment.strip()
    sheet.revision += 1
    now = clock.now()
    elapsed = max(0, int((now - sheet.saved_at).total_seconds()))
    sheet.seconds += max(0, min(seconds, elapsed, MOST_SECONDS))
    sheet.saved_at = now


def _cite(sheet: Sheet, criteria: Mapping[int, Criterion], evidence: Iterable[Cited]) -> None:
    rows = []
    for pk, kind, place in sorted(set(evidence)):
        if pk not in criteria:
            raise MarkError(_("This sheet has other criteria now: reload the page."))
        is_clip = kind == EvidenceKind.CLIP
        rows.append(
            Evidence(
                sheet=sheet,
                criterion_id=pk,
                kind=kind,
                seconds=int(place) if is_clip else None,
                section="" if is_clip else place,
            )
        )
    if sheet.revision:
        sheet.evidence.all().delete()
    Evidence.objects.bulk_create(rows)


def _check(criterion: Criterion | None, points: Decimal | None) -> None:
    if criterion is None:
        raise MarkError(_("This sheet has other criteria now: reload the page."))
    if points is None:
        if not criterion.allows_cannot_judge:
            raise MarkError(
                _("“%(criterion)s” must be judged: give it a mark.") % {"criterion": criterion.name}
            )
        return
    if 0 <= points <= criterion.scale and not points % criterion.step:
        return
    if criterion.halves:
        text = _("“%(criterion)s”: %(points)s does not fit. Give half points from 0 to %(most)d.")
    else:
        text = _("“%(criterion)s”: %(points)s does not fit. Give whole points from 0 to %(most)d.")
    raise MarkError(text % {"criterion": criterion.name, "points": points, "most": criterion.scale})
