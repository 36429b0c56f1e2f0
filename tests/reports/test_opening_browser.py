from datetime import date
from time import monotonic, sleep

import pytest

from groups.enums import Role
from groups.models import Notice
from selection_site.lib import clock
from submissions import services
from tests.factories.groups import PostFactory
from tests.factories.submissions import CallFactory, SubmissionFactory


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_page_reached_by_the_link_of_a_mail_reports_it_and_cleans_its_address(new_page):
    clock.travel(date(2020, 5, 7))
    call = CallFactory()
    SubmissionFactory(call=call)
    officer = PostFactory(role=Role.DISTRICT).user
    clock.travel(date(2020, 5, 22))
    services.plan_reminders(call)
    notice = Notice.objects.get()
    page = new_page(officer)

    page.goto(f"{notice.path}?notice={notice.pk}")

    give_up = monotonic() + 60
    while Notice.objects.get().opened_at is None and monotonic() < give_up:
        sleep(0.05)
    opened = Notice.objects.get()
    assert (opened.opened_at is not None, opened.read_at is not None) == (True, True)
    assert page.url.endswith(notice.path)
