from celery import shared_task

from selection_site.lib import clock
from submissions import services
from submissions.models import Call


@shared_task(ignore_result=True)
def plan_reminders_due() -> None:
    """Sweep the years whose plans are being written."""
    for call in Call.objects.opened().filter(plans_due_on__gte=clock.today()):
        services.plan_reminders(call)
