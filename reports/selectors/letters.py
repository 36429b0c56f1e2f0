"""Letters as the page shows them: how many are made, which failed, who may take which."""

from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from budgets.models import Allocation
from groups.enums import OVERSEEING_ROLES
from groups.models import MOST_TRIES, User
from reports.models import Letter, LetterRun
from submissions.models import Call


class Progress(NamedTuple):
    """How far the job has come: letters made of all, then the two files that hold them all."""

    done: int
    total: int
    failed: list[Letter]
    bound: bool
    binding_failed: str

    @property
    def made(self) -> bool:
        return self.done == self.total

    @property
    def moves(self) -> bool:
        """Whether something is still being made; when not, and not bound, somebody must look."""
        waits = self.done + len(self.failed) < self.total
        return waits or (self.made and not self.bound and not self.binding_failed)


def letters(call: Call, user: User) -> QuerySet[Letter]:
    """The year's letters that `user` may see, by number."""
    rows = Letter.objects.visible_to(user).filter(run__call=call)
    return rows.select_related("province", "allocation__submission__group", "run__call")


def run_of(call: Call, user: User) -> LetterRun | None:
    """The year's order of letters, for those who see the whole of it."""
    rows = LetterRun.objects.visible_to(user).select_related("call", "requested_by")
    return rows.filter(call=call).first()


def progress(run: LetterRun) -> Progress:
    """Where the job of making the letters stands; one query."""
    rows = list(run.letters.select_related("province"))
    failed = [row for row in rows if not row.path and row.tries >= MOST_TRIES]
    gave_up = not run.joint_path and run.tries >= MOST_TRIES
    return Progress(
        done=sum(bool(row.path) for row in rows),
        total=len(rows),
        failed=failed,
        bound=bool(run.joint_path),
        binding_failed=(run.last_error or _("it was broken off each time")) if gave_up else "",
    )


def to_write(call: Call) -> int:
    """How many letters the approved allocation of the year asks for; 0 before the approval."""
    return Allocation.objects.of_year(call).approved().count()


def years(user: User) -> list[Call]:
    """The years whose letters this person may see, newest first: for a province those with one,
    for those who oversee every year that was opened."""
    calls = Call.objects.opened().order_by("-year")
    if not user.holds(*OVERSEEING_ROLES):
        calls = calls.filter(pk__in=Letter.objects.visible_to(user).values("run__call"))
    return list(calls)
