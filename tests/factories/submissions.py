"""Calls and submissions, in every state that the constraints allow."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from selection_site.lib import clock
from submissions.enums import ARRIVED, Stage
from submissions.models import Call, Submission
from tests.factories.groups import SavingsGroupFactory


class CallFactory(DjangoModelFactory):
    """The call of the letter of May 2563, opened; `opened=False` leaves it in preparation."""

    class Meta:
        model = Call
        django_get_or_create = ("year",)

    class Params:
        opened = True

    year = 2563
    opens_on = date(2020, 5, 7)
    plans_due_on = date(2020, 5, 29)
    first_round_ends_on = date(2020, 6, 30)
    second_round_ends_on = date(2020, 6, 30)
    allocation_due_on = date(2020, 7, 31)
    procurement_due_on = date(2020, 7, 31)
    follow_up_due_on = date(2020, 8, 20)
    results_due_on = date(2020, 8, 31)

    @factory.lazy_attribute
    def opened_at(self):
        return clock.now() if self.opened else None


class SubmissionFactory(DjangoModelFactory):
    """A submission of a group in Aranyaprathet; `stage` brings the times that go with it."""

    class Meta:
        model = Submission

    call = factory.SubFactory(CallFactory)
    group = factory.SubFactory(SavingsGroupFactory)
    stage = Stage.NOT_STARTED

    @factory.lazy_attribute
    def district(self):
        return self.group.district

    @factory.lazy_attribute
    def province(self):
        return self.group.district.province

    @factory.lazy_attribute
    def started_at(self):
        return None if self.stage == Stage.NOT_STARTED else clock.now()

    @factory.lazy_attribute
    def sent_at(self):
        return None if self.stage in (Stage.NOT_STARTED, Stage.DRAFT) else clock.now()

    @factory.lazy_attribute
    def forwarded_at(self):
        return clock.now() if self.stage in ARRIVED else None
