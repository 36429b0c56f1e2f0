"""In whose hands each plan of a year is, since when, and by when it must leave them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Max
from django.utils.translation import gettext as _

from selection_site.lib import clock
from selection_site.lib.xlsx import Column
from submissions.enums import ANNOUNCED, ARRIVED, WRITABLE, BoardState, Stage
from submissions.models import Call, Step, Submission
from submissions.models.submissions import SubmissionQuerySet
from submissions.selectors.overview import Line, lines


class Held(NamedTuple):
    """A submission, its day, in whose hands it is and since when."""

    number: int
    line: Line
    since: datetime | None

    @property
    def submission(self) -> Submission:
        return self.line.submission

    @property
    def holder(self) -> str:
        """The office, in the language of the page."""
        if self.submission.stage == Stage.WITHDRAWN:
            return _("No longer takes part")
        if self.submission.stage in ANNOUNCED:
            return _("Result announced")
        if self.submission.stage in ARRIVED:
            return _("The department")
        if self.submission.stage == Stage.SENT:
            return _("Provincial office %(place)s") % {"place": self.submission.province}
        return _("District office %(place)s") % {"place": self.submission.district}

    @property
    def is_decided(self) -> bool:
        """Whether a result has moved it on, be it only into round 2."""
        return self.submission.stage in (Stage.FINALIST, *ANNOUNCED)

    @property
    def since_on(self) -> date | None:
        """The day it came there; none before the call opened, and none after its result."""
        return None if self.submission.stage in ANNOUNCED else _day(self.since)

    @property
    def days(self) -> int | None:
        """Whole days in these hands, by the calendar of Bangkok."""
        return (clock.today() - self.since_on).days if self.since_on else None

    @property
    def due_on(self) -> date | None:
        """When it must leave these hands: the province's day, then the department's; then none."""
        if self.submission.stage in WRITABLE:
            return self.line.due_on
        return self.submission.plans_due_on if self.submission.stage == Stage.SENT else None

    @property
    def days_left(self) -> int | None:
        """Days to that day, less than 0 when late; none before the call opened."""
        if self.due_on is None or not self.submission.call.is_open:
            return None
        return (self.due_on - clock.today()).days

    @property
    def is_late(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def state(self) -> BoardState:
        if self.is_late:
            return BoardState.LATE
        if self.submission.stage in ARRIVED:
            return BoardState.ARRIVED
        return BoardState(self.submission.stage)

    @property
    def sent_on(self) -> date | None:
        return _day(self.submission.sent_at)

    @property
    def forwarded_on(self) -> date | None:
        return _day(self.submission.forwarded_at)

    @property
    def remark(self) -> str:
        """For the workbook, in Thai alone."""
        if self.submission.stage == Stage.WITHDRAWN:
            return "ถอนตัว"
        if self.submission.sent_late:
            return "ส่งเกินกำหนด"
        return "เกินกำหนด ยังไม่ส่ง" if self.is_late else ""


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(clock.BANGKOK).date() if moment else None


def held(call: Call, found: SubmissionQuerySet) -> list[Held]:
    """Those found of a year, numbered as they come; three queries, whatever their number."""
    steps = Step.objects.filter(submission__call=call).order_by()
    last_steps = dict(steps.values_list("submission").annotate(Max("at")))
    return [
        Held(number, line, _since(line.submission, call, last_steps))
        for number, line in enumerate(lines(call, found.for_list()), 1)
    ]


def _since(submission: Submission, call: Call, last_steps: dict[int, datetime]) -> datetime | None:
    """When it came into the hands it is in: results move it on, and it stays where it is."""
    if submission.stage in ARRIVED:
        return submission.forwarded_at
    return last_steps.get(submission.pk, call.opened_at)


def held_columns() -> Sequence[Column[Held]]:
    """What a workbook says of each; in Thai alone, and the caller makes Thai the language."""
    return [
        Column("ที่", 6, lambda row: row.number, "whole"),
        Column("จังหวัด", 18, lambda row: row.submission.province.name),
        Column("อำเภอ", 18, lambda row: row.submission.district.name),
        Column("กลุ่มออมทรัพย์เพื่อการผลิต", 44, lambda row: row.submission.group.name),
        Column("สถานะ", 18, lambda row: row.submission.get_stage_display()),
        Column("อยู่ที่", 20, lambda row: row.holder),
        Column("ค้างมาแล้ว (วัน)", 9, lambda row: row.days, "whole"),
        Column("กำหนดส่งจังหวัด", 14, lambda row: row.line.due_on, "date"),
        Column("เหลือเวลา (วัน)", 9, lambda row: row.days_left, "whole"),
        Column("ส่งจังหวัดเมื่อ", 14, lambda row: row.sent_on, "date"),
        Column("ส่งกรมฯ เมื่อ", 14, lambda row: row.forwarded_on, "date"),
        Column("หมายเหตุ", 18, lambda row: row.remark),
    ]
