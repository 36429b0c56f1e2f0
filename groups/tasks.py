from celery import shared_task

from groups import services
from groups.models import Notice


@shared_task(ignore_result=True)
def deliver_notices() -> None:
    """Sweep the unsent notices."""
    for pk in Notice.objects.unsent().waiting().values_list("pk", flat=True)[:200]:
        services.deliver(pk)
