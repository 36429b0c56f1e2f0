from celery import shared_task

from reports import services


@shared_task(ignore_result=True)
def make_letters() -> None:
    """Sweep the letters that have no file yet, and the runs that are not bound."""
    services.make_letters()
