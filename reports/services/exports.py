"""Reports as files: ordered by staff, built by a worker, kept for download."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from groups.models import MOST_TRIES, User
from groups.services import make_file, record
from reports import rules
from reports.enums import ExportFormat, ExportKind
from reports.models import Export
from reports.printing import printed
from reports.selectors.exports import refusal
from reports.selectors.tables import NAMES, Table, table_of
from selection_site.lib import clock, dates, pdf, xlsx
from selection_site.lib.uploads import Stored
from submissions.models import Call


class ExportRefusedError(Exception):
    """A report cannot be ordered now; the message says why."""


@transaction.atomic
def order_export(call: Call, kind: ExportKind, file: ExportFormat, *, by: User) -> Export:
    """Order a report on a year as a file; a worker builds it from the figures of that moment.

    Raises ExportRefusedError for anybody but staff, for a ranking before its release, and while
    there is nothing to report. A second run while the first is still owed gives the first; one that
    was given up is left to its own button.
    """
    if not rules.may_export(by):
        raise ExportRefusedError(_("Only department staff order reports."))
    call = Call.objects.select_for_update().get(pk=call.pk)
    if sentence := refusal(call, kind):
        raise ExportRefusedError(sentence)
    same = Export.objects.filter(call=call, kind=kind, format=file, requested_by=by)
    if waiting := same.unbuilt().filter(tries__lt=MOST_TRIES).first():
        return waiting
    export = Export.objects.create(call=call, kind=kind, format=file, requested_by=by)
    detail = {"year": call.year, "kind": kind.value, "format": file.value}
    record("export_order", export, by=by, detail=detail)
    return export


def build_export(pk: int) -> bool:
    """Build the file of an order, as `groups.services.make_file` makes files."""
    suffix = Export.objects.filter(pk=pk).values_list("format", flat=True).first()
    return make_file(
        Export.objects.unbuilt(),
        pk,
        draw=_drawn,
        folder="exports",
        suffix=suffix or "",
        stamp=_stamp,
    )


def _drawn(export: Export) -> bytes:
    with override("th"):
        return BUILDERS[ExportFormat(export.format)](export)


def _stamp(export: Export, stored: Stored) -> bool:
    return Export.objects.unbuilt().settle(
        export.pk, path=stored.path, sha256=stored.sha256, built_at=clock.now()
    )


def workbook(export: Export) -> bytes:
    """The report as a workbook with typed cells and totals."""
    table = _table(export)
    name = NAMES[ExportKind(export.kind)]
    sheet = xlsx.Sheet(name, table.columns, table.rows, [*table.lines, _origin(export)])
    return xlsx.write([sheet])


def printout(export: Export) -> bytes:
    """The report as a PDF for the file: Thai digits, the head of the table on every sheet."""
    context = {"table": printed(_table(export), origin=_origin(export))}
    html = render_to_string("reports/pdf/table.html", context)
    return pdf.render(html, stylesheets=("report.css",))


BUILDERS: dict[ExportFormat, Callable[[Export], bytes]] = {
    ExportFormat.XLSX: workbook,
    ExportFormat.PDF: printout,
}


def _table(export: Export) -> Table[Any]:
    return table_of(export.call, ExportKind(export.kind), export.requested_by)


def _origin(export: Export) -> str:
    moment = dates.localized_datetime(clock.now())
    return f"ข้อมูล ณ วันที่ {moment} จัดทำตามคำสั่งของ {export.requested_by}"


def file_name(export: Export) -> str:
    """What the file is called when saved, in Thai; it needs the call."""
    return f"{NAMES[ExportKind(export.kind)]} {export.call.year} ({export.pk}).{export.format}"


def retry_export(export: Export, *, by: User) -> bool:
    """Owe a report again that was given up after five tries; False when it was not given up."""
    if not rules.may_export(by):
        raise ExportRefusedError(_("Only department staff have reports built again."))
    return bool(Export.objects.unbuilt().filter(pk=export.pk).owe_again())
