"""What each report holds, once for the workbook and for print: words above, columns, rows.

In Thai alone, like all papers that leave the house; the caller makes Thai the active language.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import Max

from budgets import selectors as budgets
from groups.models import User
from reports.enums import ExportKind
from scoring.enums import RoundNumber, RoundStage
from scoring.models import Standing
from selection_site.lib import clock, dates, money
from selection_site.lib.xlsx import Column
from submissions.enums import ARRIVED, AWARDED, Stage
from submissions.models import Call, Step, Submission
from submissions.selectors import overview

T = TypeVar("T")

ANNOUNCED = (Stage.DECLINED, *AWARDED)
NAMES = {
    ExportKind.ALLOCATION: "จัดสรรงบประมาณ",
    ExportKind.RANKING_1: "ผลรอบแรก",
    ExportKind.RANKING_2: "ผลรอบสอง",
    ExportKind.ROSTER: "สถานะแผนธุรกิจ",
}
SELECTION = "การคัดเลือกกลุ่มออมทรัพย์เพื่อการผลิตดีเด่น กรมการพัฒนาชุมชน"
PROJECT = "โครงการเสริมสร้างศักยภาพกิจกรรมเครือข่ายธุรกิจชุมชน กรมการพัฒนาชุมชน"


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
            Column("จัดซื้อจัดจ้าง", 20, lambda line: line.spending.label),
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
    rows = list(found.select_related(*related).order_by("rank", "submission__province__sort_key"))
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
            Column("หมายเหตุ", 24, lambda row: "ลำดับตามมติคณะกรรมการ" if row.tied else ""),
        ],
        rows=rows,
        wide=False,
    )


def _released(rows: Sequence[Standing]) -> str:
    count = f"จำนวน {len(rows)} แห่ง"
    moment = rows[0].round.released_at if rows else None
    return f"{count} ประกาศผลเมื่อ {dates.localized_datetime(moment)}" if moment else count


class Held(NamedTuple):
    """A submission, its day, in whose hands it is and since when."""

    number: int
    line: overview.Line
    since: datetime | None

    @property
    def submission(self) -> Submission:
        return self.line.submission

    @property
    def holder(self) -> str:
        if self.submission.stage in ANNOUNCED:
            return "ประกาศผลแล้ว"
        if self.submission.stage in ARRIVED:
            return "กรมฯ"
        if self.submission.stage == Stage.SENT:
            return f"สพจ.{self.submission.province.name}"
        return f"สพอ.{self.submission.district.name}"

    @property
    def days(self) -> int | None:
        """Whole days in these hands, by the calendar of Bangkok; none before the call opened.

        After its result nobody waits for anybody any more.
        """
        if self.since is None or self.submission.stage in ANNOUNCED:
            return None
        return (clock.today() - self.since.astimezone(clock.BANGKOK).date()).days

    @property
    def sent_on(self) -> date | None:
        return _day(self.submission.sent_at)

    @property
    def forwarded_on(self) -> date | None:
        return _day(self.submission.forwarded_at)


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(clock.BANGKOK).date() if moment else None


def roster_table(call: Call, user: User) -> Table[Held]:
    """Where every plan of the roster stands; the same rows as the page of plans."""
    found = overview.of_call(user, call)
    lines = overview.lines(call, found.for_list())
    last_steps = dict(
        Step.objects.filter(submission__call=call)
        .order_by()
        .values_list("submission")
        .annotate(Max("at"))
    )
    rows = [
        Held(number, line, _since(line.submission, call, last_steps))
        for number, line in enumerate(lines, 1)
    ]
    return Table(
        lines=[
            f"สถานะการส่งแผนธุรกิจและคลิปวิดีโอ ปีงบประมาณ พ.ศ. {call.year}",
            PROJECT,
            _counted(overview.stage_counts(found), len(rows)),
        ],
        columns=[
            Column("ที่", 6, lambda row: row.number, "whole"),
            *_place(lambda row: row.submission),
            Column("สถานะ", 18, lambda row: row.submission.get_stage_display()),
            Column("อยู่ที่", 20, lambda row: row.holder),
            Column("ค้างมาแล้ว (วัน)", 9, lambda row: row.days, "whole"),
            Column("กำหนดส่งจังหวัด", 14, lambda row: row.line.due_on, "date"),
            Column("ส่งจังหวัดเมื่อ", 14, lambda row: row.sent_on, "date"),
            Column("ส่งกรมฯ เมื่อ", 14, lambda row: row.forwarded_on, "date"),
            Column("หมายเหตุ", 18, lambda row: _remark(row)),
        ],
        rows=rows,
    )


def _since(submission: Submission, call: Call, last_steps: dict[int, datetime]) -> datetime | None:
    """When it came into the hands it is in: results move it on, and it stays where it is."""
    if submission.stage in ARRIVED:
        return submission.forwarded_at
    return last_steps.get(submission.pk, call.opened_at)


def _remark(row: Held) -> str:
    if row.submission.sent_late:
        return "ส่งเกินกำหนด"
    return "เกินกำหนด ยังไม่ส่ง" if row.line.is_late else ""


def _counted(counts: Sequence[overview.StageCount], total: int) -> str:
    each = " · ".join(f"{entry.stage.label} {entry.groups}" for entry in counts)
    return f"ทั้งหมด {total} แห่ง: {each}" if each else "ยังไม่มีกลุ่มเป้าหมาย"


MAKERS: dict[ExportKind, Callable[[Call, User], Table[Any]]] = {
    ExportKind.ALLOCATION: allocation_table,
    ExportKind.RANKING_1: lambda call, user: ranking_table(call, user, RoundNumber.FIRST),
    ExportKind.RANKING_2: lambda call, user: ranking_table(call, user, RoundNumber.SECOND),
    ExportKind.ROSTER: roster_table,
}
