"""The three demonstration years: one finished, one being marked, one open for plans."""

from datetime import timedelta
from pathlib import Path

from groups.models import Notice, User
from groups.services import mark_opened, mark_read
from selection_site.lib import clock
from selection_site.management.year import days, judging, opening, sending
from selection_site.management.year.people import department
from selection_site.management.year.places import Place, roster
from selection_site.management.year.setting import Setting, deliver_notices, go_to, remind_daily
from selection_site.management.year.walk import walk
from submissions.enums import Section
from submissions.models import Submission
from submissions.services import (
    Spot,
    ask_extension,
    forward,
    keep_remarks,
    make_receipts,
    propose_extension,
    save_section,
    send_back,
    take_over,
)

JUDGES = 7
# Shares of the open year's groups that came this far.
FORWARDED, SENT, DRAFTED = 0.3, 0.5, 0.75
# Share of the reminders whose page was opened.
OPENED = 0.7


def finished(year: int, groups: int, folder: Path) -> None:
    """A whole year on the days of the official letter, its messages read long ago."""
    for _act in walk(_setting(year, days.of_the_letter(year), groups, folder)):
        pass
    for user in User.objects.all():
        mark_read(user)


def being_marked(year: int, groups: int, folder: Path) -> None:
    """A year whose round 1 is half marked today; one member has not declared yet."""
    today = clock.today()
    setting = _setting(year, days.being_marked(), groups, folder)
    for _act in walk(setting, until="forwarded"):
        pass
    judging.mark_partly(setting, until=today)
    deliver_notices()


def being_written(year: int, groups: int, folder: Path) -> None:
    """A year whose plans are due in a few days: forwarded, sent, drafted and untouched ones."""
    today = clock.today()
    setting = _setting(year, days.being_written(), groups, folder)
    setting.places = _some_again(setting.places, roster(groups, year=year - 1))
    for act in (opening.open_year, opening.read_roster_in):
        act(setting)
    remind_daily(setting, setting.days.opens_on, today - timedelta(days=4))
    # The first group is Aranyaprathet's: left in draft, so that its officer has something to do.
    first, *others = setting.submissions
    come = len(others)
    arrived, sent = others[: int(come * FORWARDED)], others[: int(come * SENT)]
    sending.write_some(setting, sent, until=today - timedelta(days=4))
    go_to(today - timedelta(days=3), hour=11)
    sending.send_some(setting, sent)
    remind_daily(setting, today - timedelta(days=2), today - timedelta(days=2))
    go_to(today - timedelta(days=2), hour=11)
    for row in arrived:
        forward(row, by=setting.cast.provincial[row.province_id])
    make_receipts()
    remind_daily(setting, today - timedelta(days=1), today - timedelta(days=1))
    open_some(setting)
    go_to(today - timedelta(days=1), hour=15)
    take_over(first, by=setting.cast.district[first.district_id])
    for row in (first, *others[int(come * SENT) : int(come * DRAFTED)]):
        _begin_plan(setting, row)
    go_to(today - timedelta(days=1), hour=16)
    waiting = [row for row in sent if row not in arrived]
    for row in waiting[:1]:
        _return_with_comments(setting, row)
    for row in others[int(come * DRAFTED) :][:1]:
        _ask_for_days(setting, row)
    deliver_notices()


def _some_again(places: list[Place], last_year: list[Place]) -> list[Place]:
    """The first group, and those whose plan nobody begins, took part in the year before too."""
    begun = 1 + int((len(places) - 1) * DRAFTED)
    return [*last_year[:1], *places[1:begun], *last_year[begun:]]


def open_some(setting: Setting) -> None:
    """Most who were reminded come to the page some hours later, some never do."""
    mailed = Notice.objects.reminders().filter(year=setting.year)
    for notice in mailed.select_related("user").order_by("pk"):
        if notice.sent_at and setting.chance.random() < OPENED:
            with clock.at(notice.sent_at + timedelta(minutes=setting.chance.randrange(5, 400))):
                mark_opened(notice.user, notice.pk)


def _setting(year: int, year_days: days.Days, groups: int, folder: Path) -> Setting:
    return Setting(
        year, year_days, department(year, judges=JUDGES), roster(groups, year=year), folder
    )


def _return_with_comments(setting: Setting, submission: Submission) -> None:
    """The province pins two comments and returns the plan."""
    by = setting.cast.provincial[submission.province_id]
    said = {
        Spot("marketing", "channels"): "ขอให้ระบุตลาดหรือคู่ค้าที่ตกลงกันแล้ว พร้อมจำนวนที่จะส่งต่อเดือน",
        Spot(
            "budget", "budget_lines-0-unit_price_satang"
        ): "ราคาสูงกว่าท้องตลาด ขอใบเสนอราคาอย่างน้อย 2 ร้าน",
    }
    keep_remarks(submission, said, by=by)
    send_back(submission, note="ภาพรวมดี ขอให้แก้ตามความเห็นรายช่อง", by=by)


def _ask_for_days(setting: Setting, submission: Submission) -> None:
    """A flooded province asks for four more days, staff propose them; the director's turn."""
    call, by = setting.call, setting.cast.provincial[submission.province_id]
    day = call.plans_due_on + timedelta(days=4)
    reason = "น้ำท่วมเส้นทางเข้าหมู่บ้านและไฟฟ้าดับ 3 วัน คณะกรรมการกลุ่มประชุมไม่ได้"
    ask_extension(call, submission.province, day, reason=reason, by=by)
    propose_extension(call, submission.province, day, reason=reason, by=setting.cast.staff)


def _begin_plan(setting: Setting, submission: Submission) -> None:
    """Write the first sections of a plan and leave the rest."""
    values = setting.plan_of(submission)
    by = setting.cast.district[submission.district_id]
    for section in (Section.GROUP, Section.FINANCES, Section.BUSINESSES):
        save_section(submission, section, values, confirm=True, by=by)
