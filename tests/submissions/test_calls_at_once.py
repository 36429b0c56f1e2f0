"""Two people pressing in the same moment: one effect, in whatever order the database takes them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from groups.enums import Role
from groups.models import Event, Notice, Province, SavingsGroup
from selection_site.lib import clock
from submissions import services
from tests.at_once import at_once
from tests.factories.groups import SA_KAEO, PostFactory
from tests.factories.submissions import CallFactory, SubmissionFactory
from tests.submissions.workbooks import NONTHABURI, SANO_NOI, roster, uploaded

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def in_may(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    clock.travel(date(2020, 5, 10))


def test_roster_confirmed_at_once_is_written_once():
    staff = PostFactory(role=Role.STAFF).user
    call = CallFactory(opened=False)
    file = services.store_roster_file(call, uploaded(roster(SANO_NOI, NONTHABURI)), by=staff)
    assert staff.held

    added = at_once(*[lambda: services.confirm_roster(file, by=staff)] * 4)

    assert sorted(added) == [0, 0, 0, 2]
    assert (call.submissions.count(), SavingsGroup.objects.count()) == (2, 2)
    assert Event.objects.filter(verb="confirm_roster").count() == 1


def test_call_prepared_at_once_is_one_call():
    staff = PostFactory(role=Role.STAFF).user
    last = CallFactory()
    assert staff.held

    def prepare():
        try:
            return services.create_call(by=staff, **services.copy_of(last, 2564)).year
        except ValidationError as refusal:
            return list(refusal.error_dict)

    answers = at_once(prepare, prepare)

    assert sorted(answers, key=str) == [2564, ["year"]]


def test_call_opened_at_once_is_opened_once():
    staff = PostFactory(role=Role.STAFF).user
    PostFactory(role=Role.DISTRICT)
    call = CallFactory(opened=False)
    SubmissionFactory(call=call)
    assert staff.held

    opened = at_once(*[lambda: services.open_call(call, by=staff).opened_at] * 4)

    assert len(set(opened)) == 1
    assert (Event.objects.filter(verb="open_call").count(), Notice.objects.count()) == (1, 1)


def test_province_day_set_at_once_is_one_row():
    staff = PostFactory(role=Role.STAFF).user
    call = CallFactory()
    province = Province.objects.get(pk=SA_KAEO)
    assert staff.held

    def set_day():
        return services.set_province_day(call, province, date(2020, 5, 25), by=staff).pk

    days = at_once(set_day, set_day, set_day, set_day)

    assert set(days) == {call.province_days.get().pk}
    assert Event.objects.filter(verb="set_province_day").count() == 1


def test_reminders_planned_at_once_are_owed_once():
    PostFactory(role=Role.DISTRICT)
    call = CallFactory()
    SubmissionFactory(call=call)
    clock.travel(date(2020, 5, 29))

    at_once(*[lambda: services.plan_reminders(call)] * 4)

    assert Notice.objects.count() == 1
