"""Saving score sheets and handing them in."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from groups.models import User
from groups.services import record
from scoring import rules, stages
from scoring.enums import RoundStage
from scoring.models import Assignment, Criterion, Mark, Sheet
from scoring.selectors import last_day
from scoring.stages import RoundRefusedError
from selection_site.lib import clock, dates, seal


class MarkError(RoundRefusedError):
    """A mark is missing, beyond its criterion or no whole number."""


class StaleSheetError(RoundRefusedError):
    """The sheet was saved elsewhere since this form was opened; `revision` is what it is now."""

    def __init__(self, sheet: Sheet) -> None:
        self.revision = sheet.revision
        super().__init__(
            _(
                "This sheet was saved elsewhere at %(moment)s, after you opened it here. What you "
                "typed is still below: save again to replace what was saved, or reload the page "
                "to see it."
            )
            % {"moment": dates.localized_datetime(sheet.saved_at)}
        )


@transaction.atomic
def save_sheet(
    assignment: Assignment,
    *,
    judge: User,
    marks: Mapping[int, Decimal],
    note: str,
    comment: str,
    revision: int,
) -> Sheet:
    """Keep a draft: whole points by criterion key, those left out count as not yet given.

    Only the member it was assigned to, while marking is open, up to the round's last day, before
    handing in: RoundRefusedError. StaleSheetError when `revision` is not the one now stored.
    """
    sheet = _locked(assignment, judge, revision)
    _write(sheet, _criteria(sheet), marks, note, comment)
    sheet.save()
    return sheet


@transaction.atomic
def hand_in(
    assignment: Assignment,
    *,
    judge: User,
    marks: Mapping[int, Decimal],
    note: str,
    comment: str,
    revision: int,
) -> Sheet:
    """Keep the sheet with its total and close it; every criterion needs a mark (MarkError).

    Refuses what `save_sheet` refuses; handing in twice is refused and changes nothing. The audit
    chain gets a digest of the marks, from which nobody learns them before they are shown.
    """
    sheet = _locked(assignment, judge, revision)
    criteria = _criteria(sheet)
    if missing := [criteria[pk].name for pk in criteria.keys() - marks.keys()]:
        raise MarkError(
            _("Points are missing for: %(criteria)s. A sheet is handed in complete.")
            % {"criteria": ", ".join(sorted(missing))}
        )
    _write(sheet, criteria, marks, note, comment)
    stages.hand_in(sheet, sum(marks.values(), Decimal(0)))
    sheet.save()
    digest = marks_digest(sheet, marks)
    record("hand_in_sheet", sheet, by=judge, detail={"assignment": assignment.pk, "marks": digest})
    return sheet


def marks_digest(sheet: Sheet, marks: Mapping[int, Decimal]) -> str:
    """What the audit chain holds of a sheet's marks: SHA-256 over them and the sheet's nonce."""
    points = [[criterion, points] for criterion, points in sorted(marks.items())]
    return seal.sha256_hex({"nonce": sheet.nonce, "marks": points, "total": sheet.total})


def _locked(assignment: Assignment, judge: User, revision: int) -> Sheet:
    """The sheet and its round, locked, so that no sheet comes in while marking is closed."""
    rows = Sheet.objects.select_for_update(of=("self", "assignment__round"))
    sheet = rows.select_related("assignment__round__call").get(assignment=assignment)
    if not rules.may_mark(judge, sheet):
        raise RoundRefusedError(_("This sheet belongs to another member."))
    if reason := why_fixed(sheet):
        raise RoundRefusedError(reason)
    if sheet.revision != revision:
        raise StaleSheetError(sheet)
    return sheet


def why_fixed(sheet: Sheet) -> str:
    """One sentence on why a sheet takes no marks now; empty when it does."""
    if sheet.handed_in_at:
        return _("You handed this sheet in at %(moment)s: it is not changed any more.") % {
            "moment": dates.localized_datetime(sheet.handed_in_at)
        }
    round_ = sheet.assignment.round
    if round_.stage != RoundStage.MARKING:
        return _("Marking of this round is closed: sheets are not changed any more.")
    if clock.today() > last_day(round_):
        return _("Sheets could be handed in up to and including %(day)s.") % {
            "day": dates.localized(last_day(round_))
        }
    return ""


def _criteria(sheet: Sheet) -> dict[int, Criterion]:
    return {criterion.pk: criterion for criterion in sheet.assignment.round.criteria.all()}


def _write(
    sheet: Sheet,
    criteria: Mapping[int, Criterion],
    marks: Mapping[int, Decimal],
    note: str,
    comment: str,
) -> None:
    for pk, points in marks.items():
        _check(criteria.get(pk), points)
    if sheet.revision:
        sheet.marks.exclude(criterion__in=marks).delete()
    Mark.objects.bulk_create(
        (Mark(sheet=sheet, criterion_id=pk, points=points) for pk, points in marks.items()),
        update_conflicts=True,
        unique_fields=["sheet", "criterion"],
        update_fields=["points"],
    )
    sheet.note, sheet.comment = note.strip(), comment.strip()
    sheet.revision += 1
    sheet.saved_at = clock.now()


def _check(criterion: Criterion | None, points: Decimal) -> None:
    if criterion is None:
        raise MarkError(_("This sheet has other criteria now: reload the page."))
    if not 0 <= points <= criterion.points or points % 1:
        raise MarkError(
            _("“%(criterion)s”: %(points)s does not fit. Give whole points from 0 to %(most)d.")
            % {"criterion": criterion.name, "points": points, "most": criterion.points}
        )
