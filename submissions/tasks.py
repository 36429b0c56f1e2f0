from celery import shared_task

from selection_site.lib import clock
from submissions import services
from submissions.models import Attachment, Call, Clip
from submissions.models.files import ClipQuerySet

# Files looked through in one go; most take a second, and notices wait in the same worker.
AT_ONCE = 5


@shared_task(ignore_result=True)
def plan_reminders_due() -> None:
    """Sweep the years whose plans are taken, or were until lately."""
    for call in Call.objects.opened().filter(plans_closed_at=None):
        services.plan_reminders(call)


@shared_task(ignore_result=True)
def check_clips() -> None:
    """Sweep the clips that owe work, one at a time: a worker's other thread stays free.

    A clip that nobody can watch yet comes before one that is only heavy.
    """
    if Clip.objects.owing().filter(claimed_until__gte=clock.now()).exists():
        return
    if pk := _oldest(Clip.objects.unchecked()):
        services.check_clip(pk)
    elif pk := _oldest(Clip.objects.heavy()):
        services.lighten_clip(pk)


def _oldest(clips: ClipQuerySet) -> int | None:
    return clips.waiting().order_by("pk").values_list("pk", flat=True).first()


@shared_task(ignore_result=True)
def look_at_files() -> None:
    """Sweep the files nobody has looked through, one sweep at a time as with clips."""
    if Attachment.objects.unread().filter(claimed_until__gte=clock.now()).exists():
        return
    rows = Attachment.objects.unread().waiting().order_by("pk")
    for pk in rows.values_list("pk", flat=True)[:AT_ONCE]:
        services.look_at_file(pk)


@shared_task(ignore_result=True)
def make_receipts() -> None:
    """Sweep the receipts that are not printed yet."""
    services.make_receipts()


@shared_task(ignore_result=True)
def sweep_uploads() -> None:
    """Sweep the clips on their way in."""
    services.sweep_uploads()
