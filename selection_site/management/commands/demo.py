from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError

from groups.models import Event, User
from groups.services import record
from selection_site.lib import clock, dates
from selection_site.management.year import demonstration
from selection_site.management.year.people import DOMAIN
from submissions.models import Call

PASSWORD = "sano-noi-2563"  # noqa: S105 (of made-up people in demonstration data)
LOADED = "load_demonstration"

LOGINS = (
    ("district2706", "district officer, Aranyaprathet"),
    ("districthead2706", "district head, Aranyaprathet"),
    ("province27", "provincial officer, Sa Kaeo"),
    ("provincehead27", "provincial head, Sa Kaeo"),
    ("member1", "committee member (member1 to member6)"),
    ("chair", "chair of the committee"),
    ("staff", "department staff"),
    ("director", "director"),
    ("auditor", "auditor"),
    ("administrator", "administrator"),
)


class Command(BaseCommand):
    """Loads three made-up years, once, and prints the logins."""

    help = (
        "Load the demonstration data into an empty system: FY2563 finished, last year in scoring, "
        "the current year open for plans. Does nothing when they are loaded."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--groups", type=int, default=76, help="groups on each roster")

    def handle(self, *args: Any, **options: Any) -> None:
        if not Event.objects.filter(verb=LOADED).exists():
            self.load(options["groups"])
        self.print_logins()

    def load(self, groups: int) -> None:
        if Call.objects.exists():
            raise CommandError(
                "There are years already that are no complete demonstration data; nothing was "
                f"changed. If an earlier loading was cut off, remove {settings.SELECTION_DATA} "
                "and start again."
            )
        mail = settings.EMAIL_BACKEND
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        try:
            with TemporaryDirectory() as folder:
                self.load_years(groups, Path(folder))
        finally:
            settings.EMAIL_BACKEND = mail
            clock.come_back()
        User.objects.filter(email__endswith=f"@{DOMAIN}").update(password=make_password(PASSWORD))
        record(LOADED, Call.objects.latest("year"), by=None)

    def load_years(self, groups: int, folder: Path) -> None:
        year = dates.fiscal_year(clock.today())
        years = (
            (2563, "finished, as in the official letter", demonstration.finished),
            (year - 1, "in the middle of round 1", demonstration.being_marked),
            (year, "open for plans", demonstration.being_written),
        )
        for number, what, load in years:
            self.stdout.write(f"Loading the fiscal year {number}: {what} ...")
            self.stdout.flush()
            clock.come_back()
            load(number, groups, folder)

    def print_logins(self) -> None:
        self.stdout.write(f"\nDemonstration logins, all with the password {PASSWORD}\n")
        for login, post in LOGINS:
            self.stdout.write(f"  {login + '@' + DOMAIN:<34} {post}")
        self.stdout.write("")
