"""What every act of a walked year needs: the call, its days, the people, a source of chance."""

import random
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from os import cpu_count
from pathlib import Path
from typing import Any, TypeAlias

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from groups.models import Digest, Notice
from groups.selectors import days_off
from groups.services import deliver, reminding
from selection_site.lib import clock, workdays
from selection_site.management.year.clips import Film, drawn
from selection_site.management.year.days import Days
from selection_site.management.year.people import Cast
from selection_site.management.year.places import Place
from selection_site.management.year.plans import plan_values
from submissions.enums import ClipKind
from submissions.models import Attachment, Call, Submission
from submissions.services import check_clip, lighten_clip, look_at_file, plan_reminders, upload_clip

Counts: TypeAlias = dict[str, int]


@dataclass
class Setting:
    """A year while it is walked through; `folder` is scratch space for what is drawn."""

    year: int
    days: Days
    cast: Cast
    places: list[Place]
    folder: Path
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.year)  # noqa: S311 (made-up acts, no secret)

    @property
    def call(self) -> Call:
        return Call.objects.get(year=self.year)

    @property
    def submissions(self) -> list[Submission]:
        """In the order of the roster; the number in this list is the group's number."""
        return list(Submission.objects.filter(call__year=self.year).for_list().order_by("pk"))

    def number(self, submission: Submission) -> int:
        """The group's place on the roster, from 0: its plan and its clip are made from it."""
        return self._numbers[submission.pk]

    def plan_of(self, submission: Submission) -> dict[str, Any]:
        """The values of the group's plan, its finances as of a month before the call opened."""
        as_of = self.days.opens_on - timedelta(days=30)
        return plan_values(self.number(submission), self.year, as_of=as_of)

    @cached_property
    def _numbers(self) -> dict[int, int]:
        return {submission.pk: number for number, submission in enumerate(self.submissions)}


def go_to(day: date, *, hour: int = 9, minute: int = 0) -> None:
    """Set the clock of this process; `rehearse` lives the year day by day."""
    clock.travel(datetime.combine(day, time(hour, minute), tzinfo=clock.BANGKOK))


def upload_clips(
    setting: Setting, submissions: list[Submission], kind: ClipKind, subtitle: str
) -> None:
    """Draw a clip for each submission, upload it as its officer would, and have it checked.

    The first is heavy and gets its copy for thin lines at once; the worker's sweep makes those of
    the others when the pages are served.
    """
    films = [
        Film(s.group.name, subtitle, setting.number(s), is_fine=place == 0)
        for place, s in enumerate(submissions)
    ]
    clips = []
    for submission, path in zip(submissions, drawn(films, setting.folder), strict=True):
        file = SimpleUploadedFile("คลิปวิดีโอ.mp4", path.read_bytes(), "video/mp4")
        by = setting.cast.district[submission.district_id]
        if kind == ClipKind.FOLLOW_UP:
            by = setting.cast.provincial[submission.province_id]
        clips.append(upload_clip(submission, file, kind=kind, by=by).pk)
    check_clips(clips)
    for pk in clips[:1]:
        lighten_clip(pk)


def check_clips(pks: Iterable[int]) -> None:
    """Do the worker's part: each check is a child process, so as many as there are cores."""
    with ThreadPoolExecutor(cpu_count()) as pool:
        list(pool.map(_check, pks))


def look_at_files() -> None:
    """Do the worker's part for the files of the plans."""
    for pk in Attachment.objects.unread().waiting().values_list("pk", flat=True):
        look_at_file(pk)


def _check(pk: int) -> None:
    try:
        check_clip(pk)
    finally:
        connection.close()


def deliver_notices() -> int:
    """Do the worker's other part: send what is owed, and say how many messages that were.

    Reminders go out as one mail a person, and at this hour only if it is one of theirs.
    """
    pks = list(Notice.objects.at_once().unsent().waiting().values_list("pk", flat=True))
    sent = sum(deliver(pk) for pk in pks)
    reminding.open_digests()
    digests = list(Digest.objects.unsent().waiting().values_list("pk", flat=True))
    return sent + sum(reminding.deliver_digest(pk) for pk in digests)


def remind_daily(setting: Setting, first: date, last: date) -> int:
    """Live the mornings of these working days, when reminders go out; says how many were owed."""
    added, count, day = days_off(), 0, first
    while day <= last:
        if workdays.is_working(day, added):
            go_to(day, hour=8)
            count += plan_reminders(setting.call)
            deliver_notices()
        day += timedelta(days=1)
    return count
