"""Plans and clips: written in the districts, sent to the provinces, forwarded in time."""

from datetime import date, timedelta

from selection_site.management.year.setting import (
    Counts,
    Setting,
    deliver_notices,
    go_to,
    remind_daily,
    upload_clips,
)
from submissions.enums import ClipKind, ClipState, Stage
from submissions.models import Clip, Submission
from submissions.services import forward, make_receipts, send, write_plan

SUBTITLE = "ผลการดำเนินงานที่ผ่านมา และแผนในอนาคต"
LATE_SHARE = 0.06


def write_plans(setting: Setting) -> Counts:
    """Every district writes its plan, uploads its clip and sends both; a few after the day."""
    rows = setting.submissions
    write_some(setting, rows, until=setting.days.province_due_on - timedelta(days=2))
    reminders = remind_daily(
        setting, setting.days.opens_on, setting.days.province_due_on - timedelta(days=3)
    )
    late = [row for row in rows if setting.chance.random() < LATE_SHARE]
    go_to(setting.days.province_due_on - timedelta(days=1), hour=14)
    send_some(setting, [row for row in rows if row not in late])
    go_to(setting.days.province_due_on + timedelta(days=1), hour=16)
    send_some(setting, late)
    sent = Submission.objects.filter(call__year=setting.year, stage=Stage.SENT)
    return {
        "submitted": sent.count(),
        "late": sent.filter(sent_late=True).count(),
        "clips": Clip.objects.filter(
            submission__call__year=setting.year, state=ClipState.PLAYABLE
        ).count(),
        "receipts": make_receipts(),
        "reminders": reminders,
        "notices": deliver_notices(),
    }


def write_some(setting: Setting, rows: list[Submission], *, until: date) -> None:
    """Write the plans of these submissions and upload their clips, spread over the days."""
    span = max(1, (until - setting.days.opens_on).days)
    for row in rows:
        go_to(setting.days.opens_on + timedelta(days=setting.number(row) % span), hour=10)
        write_plan(row, setting.plan_of(row), by=setting.cast.district[row.district_id])
    upload_clips(setting, rows, ClipKind.PLAN, SUBTITLE)


def send_some(setting: Setting, rows: list[Submission]) -> None:
    for row in rows:
        send(row, by=setting.cast.district[row.district_id])


def forward_plans(setting: Setting) -> Counts:
    """Every province forwards what it checked, the day before the department's day."""
    go_to(setting.days.plans_due_on - timedelta(days=1), hour=11)
    rows = [row for row in setting.submissions if row.stage == Stage.SENT]
    for row in rows:
        forward(row, by=setting.cast.provincial[row.province_id])
    arrived = Submission.objects.filter(call__year=setting.year).arrived()
    return {
        "forwarded": arrived.count(),
        "receipts": make_receipts(),
        "notices": deliver_notices(),
    }
