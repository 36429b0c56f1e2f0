from celery import shared_task

from budgets.enums import BatchStage
from reports import services
from reports.models import Export
from submissions.models import Call


@shared_task(ignore_result=True)
def make_letters() -> None:
    """Sweep the letters that have no file yet, and the runs that are not bound."""
    services.make_letters()


@shared_task(ignore_result=True)
def build_exports() -> None:
    """Sweep the reports that were ordered and have no file yet."""
    for pk in Export.objects.unbuilt().waiting().values_list("pk", flat=True):
        services.build_export(pk)


@shared_task(ignore_result=True)
def plan_reminders() -> None:
    """Owe what is due in the years whose money is out."""
    for call in Call.objects.filter(batches__stage=BatchStage.APPROVED).distinct():
        services.plan_reminders(call)


@shared_task(ignore_result=True)
def tell_of_refused_clips() -> None:
    """Sweep the follow-up clips that turned out to be no video."""
    services.tell_of_refused_clips()
