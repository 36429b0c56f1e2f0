"""The pages of letters: ordered by staff, taken by staff and by their own province."""

import hashlib
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from budgets.enums import Grade
from groups.enums import Role
from groups.models.owed import MOST_TRIES
from reports import services, tasks
from reports.models import Letter, LetterRun
from selection_site.lib import clock
from tests.factories import budgets as make
from tests.factories.groups import PostFactory
from tests.factories.reports import letterhead
from tests.factories.submissions import CallFactory

pytestmark = pytest.mark.django_db

DATED = date(2020, 7, 3)


@pytest.fixture(autouse=True)
def in_english_in_july():
    with translation.override("en"):
        clock.travel(DATED)
        yield


@pytest.fixture
def call():
    letterhead()
    allocation = make.AllocationFactory()
    make.allocation_elsewhere(batch=allocation.batch, grade=Grade.GOOD)
    return allocation.batch.call


@pytest.fixture
def made(call):
    services.order_letters(call, dated_on=DATED, by=make.staff())
    tasks.make_letters()
    return call


def url(name, *args):
    return reverse(f"reports:{name}", args=args)


def take(client, address):
    """The answer to a download, read to its end as a browser does."""
    response = client.get(address)
    if response.streaming:
        response.taken = b"".join(response)
        response.close()
    return response


@pytest.mark.parametrize("rows", [1, 3])
def test_letters_ask_the_same_number_of_queries(client, django_assert_num_queries, rows):
    letterhead()
    first = make.AllocationFactory()
    make.AllocationFactory.create_batch(rows - 1, batch=first.batch)
    services.order_letters(first.batch.call, dated_on=DATED, by=make.staff())
    client.force_login(make.auditor())

    with django_assert_num_queries(11):
        response = client.get(url("letters", 2563))

    assert len(response.context["letters"]) == rows


def test_staff_order_letters_dated_in_a_buddhist_year(client, call):
    client.force_login(make.staff())
    before = client.get(url("letters", 2563)).context

    response = client.post(url("order_letters", 2563), {"dated_on": "๓ ก.ค. ๒๕๖๓"})

    assert (before["waiting"], before["missing"]) == (2, [])
    assert response.url == url("letters", 2563)
    assert LetterRun.objects.get().dated_on == DATED


def test_order_on_a_day_to_come_is_shown_again_with_the_reason(client, call):
    client.force_login(make.staff())

    response = client.post(url("order_letters", 2563), {"dated_on": "4/7/2563"})

    form = response.context["form"]
    assert response.status_code == 422
    assert form["dated_on"].value() == "4/7/2563"
    assert (
        form.non_field_errors()
        == ["4 กรกฎาคม 2563 lies in the future: a letter is dated 3 กรกฎาคม 2563 at the latest."]
        or len(form.non_field_errors()) == 1
    )
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("role", set(Role) - {Role.STAFF})
@pytest.mark.parametrize("name", ["order_letters", "retry_letters", "letter_preview"])
def test_acts_on_letters_are_there_for_staff_alone(client, call, role, name):
    client.force_login(PostFactory(role=role).user)
    ask = client.get if name == "letter_preview" else client.post

    assert ask(url(name, 2563)).status_code == 404


def test_preview_prints_a_sample_and_numbers_nothing(client, call):
    client.force_login(make.staff())

    response = client.get(url("letter_preview", 2563))

    assert response.content.startswith(b"%PDF-1.7")
    assert Letter.objects.count() == 0


def test_preview_is_not_there_before_the_approval(client):
    CallFactory()
    client.force_login(make.staff())

    assert client.get(url("letter_preview", 2563)).status_code == 404


def test_staff_take_letters_singly_joint_and_as_a_parcel(client, made):
    client.force_login(make.staff())
    letter = Letter.objects.get(province="27")

    single = take(client, url("letter", letter.pk))
    joint = take(client, url("letters_joint", 2563))
    parcel = take(client, url("letters_archive", 2563))

    names = [answer["Content-Disposition"] for answer in (single, joint, parcel)]
    assert [answer["Content-Type"] for answer in (single, joint, parcel)] == [
        "application/pdf",
        "application/pdf",
        "application/zip",
    ]
    assert names[0].startswith("inline; filename*=utf-8''2563-0001%20")
    assert names[2].startswith("attachment;")
    assert hashlib.sha256(single.taken).hexdigest() == letter.sha256


def test_province_takes_its_own_letter_and_no_other(client, made):
    client.force_login(make.provincial_officer())
    own, other = Letter.objects.get(province="27"), Letter.objects.exclude(province="27").get()

    page = client.get(url("letter_years"))
    answers = [
        take(client, address).status_code
        for address in (
            url("letter", own.pk),
            url("letter", other.pk),
            url("letters_joint", 2563),
            url("letters_archive", 2563),
        )
    ]

    assert list(page.context["letters"]) == [own]
    assert answers == [200, 404, 404, 404]


@pytest.mark.parametrize("role", [Role.DISTRICT, Role.MEMBER, Role.CHAIR, Role.ADMINISTRATOR])
def test_letters_are_not_there_for_others(client, made, role):
    client.force_login(PostFactory(role=role).user)

    assert client.get(url("letters", 2563)).status_code == 404
    assert client.get(url("letter", Letter.objects.first().pk)).status_code == 404


def test_progress_asks_again_until_everything_is_bound(client, call):
    services.order_letters(call, dated_on=DATED, by=make.staff())
    client.force_login(make.auditor())
    address = url("letters_progress", 2563)
    before = client.get(address)

    tasks.make_letters()
    after = client.get(address)

    assert f'hx-get="{address}"' in before.content.decode()
    assert "hx-get" not in after.content.decode()
    assert (before.context["progress"].done, after.context["progress"].bound) == (0, True)


def test_failed_letters_wait_for_staff_to_try_again(client, call):
    services.order_letters(call, dated_on=DATED, by=make.staff())
    Letter.objects.update(tries=MOST_TRIES, last_error="no room")
    client.force_login(make.staff())
    stuck = client.get(url("letters", 2563)).context["progress"]

    client.post(url("retry_letters", 2563))

    assert (stuck.moves, len(stuck.failed)) == (False, 2)
    assert list(Letter.objects.values_list("tries", flat=True)) == [0, 0]


def test_page_before_the_approval_leads_to_the_allocation(client):
    CallFactory()
    client.force_login(make.staff())

    response = client.get(url("letters", 2563))

    assert response.context["waiting"] == 0
    assert reverse("budgets:batch", args=[2563]) in response.content.decode()
