from celery import shared_task

from scoring import services
from scoring.enums import RoundStage
from submissions.models import Call


@shared_task(ignore_result=True)
def plan_reminders() -> None:
    """Owe what is due in the calls whose rounds are being marked."""
    for call in Call.objects.filter(rounds__stage=RoundStage.MARKING).distinct():
        services.plan_reminders(call)


@shared_task(ignore_result=True)
def make_minutes() -> None:
    """Sweep the drafts of minutes that have no file yet."""
    services.make_minutes()
