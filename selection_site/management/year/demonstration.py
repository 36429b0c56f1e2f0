"""The three demonstration years: one finished, one being marked, one open for plans."""

from datetime import timedelta
from pathlib import Path

from groups.models import User
from groups.services import mark_read
from selection_site.lib import clock
from selection_site.management.year import days, judging, opening, sending
from selection_site.management.year.people import department
from selection_site.management.year.places import roster
from selection_site.management.year.setting import Setting, deliver_notices, go_to
from selection_site.management.year.walk import walk
from submissions.enums import Section
from submissions.models import Submission
from submissions.services import forward, save_section

JUDGES = 7
# Shares of the open year's groups that came this far.
FORWARDED, SENT, DRAFTED = 0.3, 0.5, 0.75


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
    for act in (opening.open_year, opening.read_roster_in):
        act(setting)
    # The first group is Aranyaprathet's: left in draft, so that its officer has something to do.
    first, *others = setting.submissions
    come = len(others)
    arrived, sent = others[: int(come * FORWARDED)], others[: int(come * SENT)]
    sending.write_some(setting, sent, until=today - timedelta(days=4))
    go_to(today - timedelta(days=3), hour=11)
    sending.send_some(setting, sent)
    go_to(today - timedelta(days=2), hour=11)
    for row in arrived:
        forward(row, by=setting.cast.provincial[row.province_id])
    go_to(today - timedelta(days=1), hour=15)
    for row in (first, *others[int(come * SENT) : int(come * DRAFTED)]):
        _begin_plan(setting, row)
    deliver_notices()


def _setting(year: int, year_days: days.Days, groups: int, folder: Path) -> Setting:
    return Setting(
        year, year_days, department(year, judges=JUDGES), roster(groups, year=year), folder
    )


def _begin_plan(setting: Setting, submission: Submission) -> None:
    """Write the first sections of a plan and leave the rest."""
    values = setting.plan_of(submission)
    by = setting.cast.district[submission.district_id]
    for section in (Section.GROUP, Section.FINANCES, Section.BUSINESSES):
        save_section(submission, section, values, by=by)
