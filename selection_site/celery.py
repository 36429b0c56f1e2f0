"""The courier: which sweeps run, and how often.

The rows are the truth. A sweep looks for rows that owe work, so a lost message costs some
seconds, never the work; that is why no result is kept and stale sweeps are dropped.
"""

import os

from celery import Celery
from celery.signals import beat_embedded_init
from kombu.transport import TRANSPORT_ALIASES

from selection_site.orphans import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selection_site.settings.base")
TRANSPORT_ALIASES["filesystem"] = "selection_site.queue_of_files:Transport"

# Task: seconds between two sweeps.
SWEEPS: dict[str, float] = {
    "groups.tasks.deliver_notices": 5,
    "groups.tasks.deliver_digests": 5,
    "submissions.tasks.check_clips": 5,
    "submissions.tasks.look_at_files": 5,
    "submissions.tasks.make_receipts": 5,
    "submissions.tasks.sweep_uploads": 60,
    "submissions.tasks.plan_reminders_due": 900,
    "scoring.tasks.plan_reminders": 900,
    "scoring.tasks.make_minutes": 5,
    "reports.tasks.make_letters": 5,
    "reports.tasks.build_exports": 5,
    "reports.tasks.plan_reminders": 900,
    "reports.tasks.tell_of_refused_clips": 60,
}

app = Celery("selection_site")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    task: {"task": task, "schedule": seconds, "options": {"expires": seconds}}
    for task, seconds in SWEEPS.items()
}


@beat_embedded_init.connect
def end_beat_with_worker(**kwargs: object) -> None:
    """The clock that a worker carries is a process of its own and would outlive its kill."""
    end_with_parent()
