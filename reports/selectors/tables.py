"""What each report holds, once for the workbook and for print: words above, columns, rows.

In Thai alone, like all papers that leave the house; the caller makes Thai the active language.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Generic, TypeVar

from budgets import selectors as budgets
from groups.models import User
from reports.enums import ExportKind
from scoring.enums import RoundNumber, RoundStage, TieStep
from scoring.models import Standing
from selection_site.lib import dates, money
from selection_site.lib.xlsx import Column
from submissions.models import Call, Submission
from submissions.selectors import overview
from submissions.selectors.holding import Held, held, held_columns

T = TypeVar("T")

NAMES = {
    ExportKind.ALLOCATION: "จัดสรรงบประมาณ",
    ExportKind.RANKING_1: "ผลรอบแรก",
    ExportKind.RANKING_2: "ผลรอบสอง",
    ExportKind.ROSTER: "สถานะแผนธุรกิจ",
}
SELECTION = "การคัดเลือกกลุ่มออมทรัพย์เพื่อการผลิตดีเด่น กรมการพัฒนาชุมชน"
PROJECT = "โครงการเสริมสร้างศักยภาพกิจกรรมเครือข่ายธุรกิจชุมชน กรมการพัฒนาชุมชน"

# What puts a group before the next with its score, as the report notes it.
STEPS = {
    TieStep.MEDIAN: "ลำดับตามค่ามัธยฐาน",
    TieStep.MISSING: "ลำดับตามใบให้คะแนนที่ขาดน้อยกว่า",
    TieStep.VOTE: "ลำดับตามมติคณะกรรมการ",
    TieStep.LOT: "ลำดับตามการจับสลาก",
}


@dataclass(frozen=True)
class Table(Generic[T]):
    """A report as a table: lines above it, columns, rows; `wide` prints it across the sheet."""

    lines: Sequence[str]
    columns: Sequence[Column[T]]
    rows: Sequence[T]
    wide: bool = True


def table_of(call: Call, kind: ExportKind, user: User) -> Table[Any]:
    """The report on a year as far as `user` may see it; five queries at most."""
    return MAKERS[kind](call, user)


def _place(of: Callable[[T], Submission]) -> list[Column[T]]:
    """Where a group is and what it is called."""
    return [
        Column("จังหวัด", 18, lambda row: of(row).province.name),
        Column("อำเภอ", 18, lambda row: of(row).district.name),
        Column("กลุ่มออมทรัพย์เพื่อการผลิต", 44, lambda row: of(row).group.name),
    ]


def allocation_table(call: Call, user: User) -> Table[budgets.Line]:
    """What each group got, and how far its money has come; the same rows as the page of money."""
    rows = budgets.allocations(call, user)
    total = budgets.sums(rows)
    words = money.baht_text(total.allocated)
    return Table(
        lines=[
            f"รายงานการจัดสรรและการใช้จ่ายงบประมาณ ปีงบประมาณ พ.ศ. {call.year}",
            PROJECT,
            f"จัดสรรรวม {money.format_baht(total.allocated // 100)} บาท ({words})",
        ],
        columns=[
            Column("ลำดับ", 8, lambda line: line.allocation.rank, "whole"),
            *_place(lambda line: line.allocation.submission),
            Column("ระดับ", 10, lambda line: line.allocation.get_grade_display()),
            Column("จัดสรร (บาท)", 14, lambda line: line.allocation.amount_baht, "baht", total=True),
            Column(
                "ก่อหนี้ผูกพัน (บาท)",
                16,
                lambda line: line.allocation.committed_satang,
                "satang",
                total=True,
            ),
            Column(
                "เบิกจ่าย (บาท)", 16, lambda line: line.allocation.paid_satang, "satang", total=True
            ),
            Column("คงเหลือ (บาท)", 16, lambda line: _unpaid(line), "satang", total=True),
            Column("เบิกจ่ายร้อยละ", 10, lambda line: _percent(line), "decimal"),
            Column("สถานะ", 20, lambda line: line.spending.label),
        ],
        rows=budgets.lines(rows),
    )


def _unpaid(line: budgets.Line) -> money.Satang:
    return line.allocation.amount_satang - line.allocation.paid_satang


def _percent(line: budgets.Line) -> Decimal:
    paid = Fraction(line.allocation.paid_satang * 100, line.allocation.amount_satang)
    return money.round_half_up(paid)


def ranking_table(call: Call, user: User, number: RoundNumber) -> Table[Standing]:
    """The released order of a round: official scores alone, never what one member gave."""
    found = Standing.objects.visible_to(user).filter(
        round__call=call, round__number=number, round__stage=RoundStage.RELEASED
    )
    related = ("round", "submission__group", "submission__district", "submission__province")
    rows = list(
        found.select_related(*related).order_by(
            "rank", "position", "submission__province__sort_key"
        )
    )
    first = number == RoundNumber.FIRST
    title = "ผลการกลั่นกรองรอบแรก" if first else "ผลการคัดเลือกรอบสอง"
    return Table(
        lines=[
            f"{title} ปีงบประมาณ พ.ศ. {call.year}",
            SELECTION,
            _released(rows),
        ],
        columns=[
            Column("ลำดับ", 8, lambda row: row.rank, "whole"),
            *_place(lambda row: row.submission),
            Column("คะแนน", 10, lambda row: row.score, "decimal"),
            Column("จำนวนใบให้คะแนน", 10, lambda row: row.sheets, "whole"),
            Column("ผล" if first else "ระดับ", 16, lambda row: row.get_outcome_display()),
            Column("หมายเหตุ", 24, _note),
        ],
        rows=rows,
        wide=False,
    )


def _note(row: Standing) -> str:
    """By what it stands before the next one with its score."""
    if row.step == TieStep.CRITERION:
        return f"ลำดับตามคะแนนเกณฑ์ข้อ {row.step_criterion}"
    if row.step:
        return STEPS[TieStep(row.step)]
    # Results closed before steps were kept say only that the committee ruled.
    return STEPS[TieStep.VOTE] if row.tied and not row.position else ""


def _released(rows: Sequence[Standing]) -> str:
    count = f"จำนวน {len(rows)} แห่ง"
    moment = rows[0].round.released_at if rows else None
    return f"{count} ประกาศผลเมื่อ {dates.localized_datetime(moment)}" if moment else count


def roster_table(call: Call, user: User) -> Table[Held]:
    """Where every plan of the roster stands; the same rows as the page of plans."""
    found = overview.of_call(user, call)
    rows = held(call, found)
    return Table(
        lines=[
            f"สถานะการส่งแผนธุรกิจและคลิปวิดีโอ ปีงบประมาณ พ.ศ. {call.year}",
            PROJECT,
            _counted(overview.stage_counts(found), len(rows)),
        ],
        columns=held_columns(),
        rows=rows,
    )


def _counted(counts: Sequence[overview.StageCount], total: int) -> str:
    each = " · ".join(f"{entry.stage.label} {entry.groups}" for entry in counts)
    return f"ทั้งหมด {total} แห่ง: {each}" if each else "ยังไม่มีกลุ่มเป้าหมาย"


MAKERS: dict[ExportKind, Callable[[Call, User], Table[Any]]] = {
    ExportKind.ALLOCATION: allocation_table,
    ExportKind.RANKING_1: lambda call, user: ranking_table(call, user, RoundNumber.FIRST),
    ExportKind.RANKING_2: lambda call, user: ranking_table(call, user, RoundNumber.SECOND),
    ExportKind.ROSTER: roster_table,
}
