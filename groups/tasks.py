from celery import shared_task

from groups import services
from groups.models import Digest, Notice
from groups.services import reminding


@shared_task(ignore_result=True)
def deliver_notices() -> None:
    """Sweep the unsent notices that go out each by itself."""
    for pk in Notice.objects.at_once().unsent().waiting().values_list("pk", flat=True)[:200]:
        services.deliver(pk)


@shared_task(ignore_result=True)
def deliver_digests() -> None:
    """Open the day's mails of reminders and sweep those unsent."""
    reminding.open_digests()
    for pk in Digest.objects.unsent().waiting().values_list("pk", flat=True)[:200]:
        reminding.deliver_digest(pk)
