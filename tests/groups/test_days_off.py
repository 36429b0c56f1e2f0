from datetime import date

import pytest
from django.urls import reverse

from groups import services
from groups.enums import Role
from groups.models import DayOff, Event
from selection_site.lib import clock
from submissions.selectors.calls import call_days
from tests.factories.groups import PostFactory
from tests.factories.submissions import CallFactory

pytestmark = pytest.mark.django_db
TUESDAY = date(2020, 5, 26)


@pytest.fixture(autouse=True)
def in_may():
    clock.travel(date(2020, 5, 7))


@pytest.fixture
def staff(client):
    user = PostFactory(role=Role.STAFF).user
    client.force_login(user)
    return user


def test_day_off_is_added_in_thai_digits_recorded_and_taken_away(client, staff):
    page = reverse("groups:days_off")
    client.post(page, {"day": "๒๖ พ.ค. ๒๕๖๓", "name": "วันหยุดพิเศษ"})
    row = DayOff.objects.get()
    added = (row.day, row.name, row.added_by)

    client.post(reverse("groups:day_off_remove", args=[row.pk]))
    again = client.post(reverse("groups:day_off_remove", args=[row.pk]))

    assert added == (TUESDAY, "วันหยุดพิเศษ", staff)
    assert (DayOff.objects.count(), again.status_code) == (0, 302)
    verbs = Event.objects.order_by("number").values_list("verb", flat=True)
    assert list(verbs) == ["add_day_off", "remove_day_off"]


@pytest.mark.parametrize(
    ("day", "why"),
    [("30/05/2563", "วันเสาร์"), ("03/06/2563", "วันเฉลิมพระชนมพรรษา"), ("26/05/2563", "อยู่แล้ว")],
)
def test_day_that_is_off_already_is_refused_and_keeps_what_was_typed(client, staff, day, why):
    services.add_day_off(TUESDAY, "วันหยุดพิเศษ", by=staff)

    answer = client.post(reverse("groups:days_off"), {"day": day, "name": "ซ้ำ"})

    [sentence] = answer.context["form"].errors["day"]
    assert (answer.status_code, why in sentence) == (422, True)
    assert answer.context["form"]["name"].value() == "ซ้ำ"
    assert DayOff.objects.count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.STAFF])
def test_nobody_but_staff_sets_days_off(client, role):
    user = PostFactory(role=role).user
    client.force_login(user)

    answer = client.get(reverse("groups:days_off"))

    assert answer.status_code == 404
    with pytest.raises(services.DayOffRefusedError):
        services.add_day_off(TUESDAY, "วันหยุด", by=user)
    with pytest.raises(services.DayOffRefusedError):
        services.remove_day_off(1, by=user)


def test_added_day_off_is_marked_on_the_call(staff):
    call = CallFactory(plans_due_on=TUESDAY)
    services.add_day_off(TUESDAY, "วันหยุดพิเศษ", by=staff)

    days = {line.day: line.off for line in call_days(call)}

    assert days[TUESDAY] == "วันหยุดพิเศษ"
