import time

import pytest
from celery.contrib.testing.worker import start_worker
from django.core import mail

from groups import services, tasks
from groups.models import Notice
from selection_site.celery import SWEEPS, app
from tests.factories.groups import UserFactory


def test_sweep_is_dropped_when_the_next_one_is_due():
    lasting = {name: entry["options"]["expires"] for name, entry in app.conf.beat_schedule.items()}

    assert lasting == SWEEPS


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_worker_takes_its_messages_from_redis():
    user = UserFactory()
    services.owe([Notice(user=user, key="2563:plans-due", subject="ใกล้ครบกำหนด", body="…")])

    with start_worker(app, pool="threads", perform_ping_check=False) as worker:
        tasks.deliver_notices.delay()
        worker.ensure_started()
        deadline = time.monotonic() + 60
        while not mail.outbox and time.monotonic() < deadline:
            time.sleep(0.05)

    assert [message.subject for message in mail.outbox] == ["ใกล้ครบกำหนด"]
