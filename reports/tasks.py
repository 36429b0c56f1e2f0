from celery import shared_task

from reports import services
from reports.models import Export


@shared_task(ignore_result=True)
def make_letters() -> None:
    """Sweep the letters that have no file yet, and the runs that are not bound."""
    services.make_letters()


@shared_task(ignore_result=True)
def build_exports() -> None:
    """Sweep the reports that were ordered and have no file yet."""
    for pk in Export.objects.unbuilt().waiting().values_list("pk", flat=True):
        services.build_export(pk)
