import json
import tempfile
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from selection_site.lib import clock
from selection_site.management.year.days import of_the_letter
from selection_site.management.year.people import department
from selection_site.management.year.places import roster
from selection_site.management.year.setting import Counts, Setting
from selection_site.management.year.walk import REFUSALS, STAGES, summary, walk
from submissions.models import Call


class Command(BaseCommand):
    """Runs one whole programme year through the services that the pages call."""

    help = (
        "Walk one programme year from the call to the last report in the configured database, "
        "through the same services as the pages, on the year's own days. Changes nothing and "
        "exits 1 if the year exists."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, default=2563, help="fiscal year (B.E.)")
        parser.add_argument("--groups", type=int, default=76, help="groups on the roster")
        parser.add_argument("--judges", type=int, default=7, help="the chair and the members")
        parser.add_argument("--until", choices=STAGES, default="done", help="the last stage")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        check(options)
        # A rehearsal writes to nobody, whatever mail server is configured.
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        began = time.monotonic()
        try:
            with tempfile.TemporaryDirectory() as folder:
                self.walk(options, Path(folder))
        except (*REFUSALS, ValidationError) as refusal:
            raise CommandError(f"{type(refusal).__name__}: {refusal}") from refusal
        finally:
            clock.come_back()
        if options["until"] == "done":
            seconds = round(time.monotonic() - began, 1)
            self.tell("done", {**summary(options["year"]), "seconds": seconds}, options["json"])

    def walk(self, options: dict[str, Any], folder: Path) -> None:
        year = options["year"]
        setting = Setting(
            year=year,
            days=of_the_letter(year),
            cast=department(year, judges=options["judges"]),
            places=roster(options["groups"], year=year),
            folder=folder,
        )
        before = time.monotonic()
        for stage, counts in walk(setting, until=options["until"]):
            now = time.monotonic()
            self.tell(stage, {**counts, "seconds": round(now - before, 1)}, options["json"])
            before = now

    def tell(self, stage: str, counts: Counts | dict[str, Any], as_json: bool) -> None:
        if as_json:
            line = json.dumps({"stage": stage, **counts})
        else:
            told = ", ".join(f"{name} {value}" for name, value in counts.items())
            line = f"{stage:<12} {told}"
        self.stdout.write(line)
        self.stdout.flush()


def check(options: dict[str, Any]) -> None:
    """Refuse before anything is written: a year that exists, numbers that make no year."""
    year = options["year"]
    if not 2500 <= year <= 2600:
        raise CommandError(f"--year {year}: give a fiscal year of the Buddhist era, such as 2563.")
    if not 4 <= options["groups"] <= 1000:
        raise CommandError(f"--groups {options['groups']}: give 4 to 1000.")
    if not 1 <= options["judges"] <= 60:
        raise CommandError(f"--judges {options['judges']}: give 1 to 60, the chair included.")
    if Call.objects.filter(year=year).exists():
        raise CommandError(f"The year {year} exists already; nothing was changed.")
