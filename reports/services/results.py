"""Writing the result report: its text, its figures, its pictures and files."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db import transaction
from django.utils.translation import gettext as _

from budgets.models import Allocation
from groups.models import User
from reports import stages
from reports.models import Photo, ReportFigure, ReportFile, ResultReport
from reports.services.writing import StaleReportError, held_for_writing, keep
from reports.stages import ReportRefusedError
from selection_site.lib import clock, uploads

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_BYTES = 20 * 1024 * 1024
MOST_PHOTOS = 20
MOST_FILES = 20
PICTURES = frozenset({"picture"})
KINDS = frozenset({"pdf", "word", "excel", "picture"})

FIELDS = (
    "held_from", "held_until", "venue", "participants", "jobs", "income_before_baht",
    "income_after_baht", "new_members", "welfare", "outcome", "network", "problems", "remedies",
    "continuation", "bpm_recorded_on", "bpm_reference",
)  # fmt: skip
FIGURE_FIELDS = ("activity", "unit", "planned", "achieved")

# Names of columns with their values.
Values: TypeAlias = Mapping[str, Any]


@transaction.atomic
def save_result(
    allocation: Allocation, values: Values, figures: Sequence[Values], *, revision: int, by: User
) -> ResultReport:
    """Write the report of an approved allocation; the first save makes it.

    Its fields and figures become exactly what is given; what is not given is emptied. Amounts are
    whole baht. `revision` is that of the report when the writer opened it, 0 before the first save:
    StaleReportError when another saved since, unless both wrote the same. A second run with the
    same values changes nothing. Raises ReportRefusedError (post, stage) and ValidationError.
    """
    report = held_for_writing(ResultReport, allocation, by=by)
    before = None if report._state.adding else (_written(report), _rows(report))
    unwritten = ResultReport()
    for name in FIELDS:
        setattr(report, name, values.get(name, getattr(unwritten, name)))
    after = (_written(report), [{name: row[name] for name in FIGURE_FIELDS} for row in figures])
    if before == after:
        return report
    if before is not None and report.revision != revision:
        raise StaleReportError(ResultReport.objects.select_related("saved_by").get(pk=report.pk))
    keep(report, by=by)
    _replace(report, after[1])
    return report


def _written(report: ResultReport) -> list[object]:
    return [getattr(report, name) for name in FIELDS]


def _rows(report: ResultReport) -> list[Values]:
    return list(report.figures.values(*FIGURE_FIELDS))


def _replace(report: ResultReport, rows: Sequence[Values]) -> None:
    report.figures.all().delete()
    made = [ReportFigure(report=report, position=place, **row) for place, row in enumerate(rows, 1)]
    for figure in made:
        figure.full_clean(exclude=["report"], validate_unique=False)
    ReportFigure.objects.bulk_create(made)


def add_photo(
    report: ResultReport, uploaded: "UploadedFile[bytes]", *, caption: str, by: User
) -> Photo:
    """Add a picture of at most 20 MB: upright, without its position, with a small copy.

    At most 20 to a report. A report that was not saved yet is made. Raises `uploads.UploadError`
    and ReportRefusedError; nothing is kept then. A second run adds a second picture.
    """
    _check_writable(report, by)
    stored = uploads.store(uploaded, folder="photos", max_bytes=MOST_BYTES, kinds=PICTURES)
    small = str(PurePosixPath(stored.path).with_suffix(".small.jpg"))
    try:
        uploads.make_thumbnail(uploads.absolute(stored.path), uploads.absolute(small))
        return _add_photo(report, stored, small, caption=caption, by=by)
    except BaseException:
        uploads.remove(stored.path)
        uploads.remove(small)
        raise


def _check_writable(report: ResultReport, by: User) -> None:
    """Before a file is taken in; the row is asked again, locked, when it is written."""
    if not stages.is_writable(report, by):
        raise ReportRefusedError(stages.why_closed(report, "send", by))


@transaction.atomic
def _add_photo(
    report: ResultReport, stored: uploads.Stored, small: str, *, caption: str, by: User
) -> Photo:
    held = _begun(report, by=by)
    if held.photos.current().count() >= MOST_PHOTOS:
        raise ReportRefusedError(
            _("The report has %(most)s pictures already. Remove one, then add this one.")
            % {"most": MOST_PHOTOS}
        )
    return Photo.objects.create(
        report=held, caption=caption, thumbnail_path=small, uploaded_by=by, **stored._asdict()
    )


def _begun(report: ResultReport, *, by: User) -> ResultReport:
    held = held_for_writing(ResultReport, report.allocation, by=by)
    if held._state.adding:
        keep(held, by=by)
    return held


@transaction.atomic
def remove_photo(photo: Photo, *, by: User) -> None:
    """Take a picture out of the report; a second run changes nothing.

    Raises ReportRefusedError when the report may not be written.
    """
    held_for_writing(ResultReport, photo.report.allocation, by=by)
    Photo.objects.current().filter(pk=photo.pk).update(removed_at=clock.now())


def add_file(report: ResultReport, uploaded: "UploadedFile[bytes]", *, by: User) -> ReportFile:
    """Add a PDF, Word or Excel file or a picture of at most 20 MB; at most 20 to a report.

    Refusals and second run as in `add_photo`.
    """
    _check_writable(report, by)
    stored = uploads.store(uploaded, folder="report-files", max_bytes=MOST_BYTES, kinds=KINDS)
    try:
        return _add_file(report, stored, by=by)
    except BaseException:
        uploads.remove(stored.path)
        raise


@transaction.atomic
def _add_file(report: ResultReport, stored: uploads.Stored, *, by: User) -> ReportFile:
    held = _begun(report, by=by)
    if held.files.current().count() >= MOST_FILES:
        raise ReportRefusedError(
            _("The report has %(most)s files already. Remove one, then add this one.")
            % {"most": MOST_FILES}
        )
    return ReportFile.objects.create(report=held, uploaded_by=by, **stored._asdict())


@transaction.atomic
def remove_file(file: ReportFile, *, by: User) -> None:
    """Take a file out of the report; refusals and second run as in `remove_photo`."""
    held_for_writing(ResultReport, file.report.allocation, by=by)
    ReportFile.objects.current().filter(pk=file.pk).update(removed_at=clock.now())
