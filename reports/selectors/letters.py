"""Letters as the page shows them: how many are made, which failed, who may take which."""

from typing import NamedTuple

from django.db.models import QuerySet

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
    def finished(self) -> bool:
        return self.bound

    @property
    def stuck(self) -> bool:
        """Whether nothing more happens by itself: somebody must look and press 'try again'."""
        waits = self.done + len(self.failed) < self.total
        return not waits and (bool(self.failed) or bool(self.binding_failed))


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
        binding_failed=run.last_error if gave_up else "",
    )


def years(user: User) -> list[Call]:
    """The years that have letters for this person to see, newest first."""
    seen = Letter.objects.visible_to(user).values("run__call")
    return list(Call.objects.filter(pk__in=seen).order_by("-year"))
