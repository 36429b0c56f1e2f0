"""The pages of money, as each post meets them."""

from datetime import date

import pytest
from django.urls import reverse

from budgets import services
from budgets.enums import BatchStage, BuyingStep, EntryKind
from budgets.models import Allocation, Batch, Entry, Procurement
from groups.enums import Role
from selection_site.lib import clock
from tests.factories import budgets as make
from tests.factories.groups import PASSWORD, PostFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_july():
    clock.travel(date(2020, 7, 20))


@pytest.fixture
def call():
    call = make.small_call()
    make.released_result(call)
    return call


def login(client, user):
    client.force_login(user)
    return user


def form_of(procurement, **values):
    return {f"purchase-{procurement.pk}-{name}": value for name, value in values.items()}


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_number_of_queries(client, django_assert_num_queries, rows):
    login(client, make.auditor())
    first = make.AllocationFactory()
    make.AllocationFactory.create_batch(rows - 1, batch=first.batch)
    for allocation in Allocation.objects.all():
        make.walk(
            make.ProcurementFactory(allocation=allocation),
            BuyingStep.SPECIFIED,
            by=make.district_officer(),
        )

    with django_assert_num_queries(11):
        response = client.get(reverse("budgets:list"))

    assert len(response.context["lines"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_detail_asks_the_same_number_of_queries(client, django_assert_num_queries, rows):
    officer = login(client, make.district_officer())
    allocation = make.AllocationFactory()
    for _ in range(rows):
        make.walk(make.ProcurementFactory(allocation=allocation), BuyingStep.ORDERED, by=officer,
             amount=1_000)  # fmt: skip

    with django_assert_num_queries(12):
        response = client.get(reverse("budgets:detail", args=[allocation.pk]))

    assert len(response.context["cards"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_batch_asks_the_same_number_of_queries(client, django_assert_num_queries, rows):
    login(client, make.auditor())
    call = make.small_call(outstanding=rows)
    make.released_result(call)

    with django_assert_num_queries(11):
        response = client.get(reverse("budgets:batch", args=[call.year]))

    assert len(response.context["awards"]) == rows + 2


def test_list_shows_a_local_officer_the_own_allocation_alone(client):
    login(client, make.provincial_officer())
    own = make.AllocationFactory()
    make.allocation_elsewhere(batch=own.batch)

    response = client.get(reverse("budgets:year", args=[own.batch.call.year]))

    assert [line.allocation for line in response.context["lines"]] == [own]
    assert response.context["sums"].allocated == own.amount_satang


def test_list_says_so_when_nothing_is_allocated(client):
    login(client, make.provincial_officer())

    response = client.get(reverse("budgets:list"))

    assert (response.status_code, response.context["lines"]) == (200, [])


@pytest.mark.parametrize("role", [Role.MEMBER, Role.CHAIR, Role.ADMINISTRATOR])
def test_committee_and_administrator_see_no_money(client, role):
    allocation = make.AllocationFactory()
    login(client, PostFactory(role=role).user)

    response = client.get(reverse("budgets:detail", args=[allocation.pk]))

    assert response.status_code == 404


@pytest.mark.parametrize("name", ["detail", "begin"])
def test_allocation_of_another_place_is_not_there(client, name):
    allocation = make.allocation_elsewhere()
    login(client, make.district_officer())

    response = client.get(reverse(f"budgets:{name}", args=[allocation.pk]))

    assert response.status_code == 404


@pytest.mark.parametrize("name", ["amend", "record_step"])
def test_purchase_of_another_place_is_not_there(client, name):
    procurement = make.ProcurementFactory(allocation=make.allocation_elsewhere())
    login(client, make.provincial_officer())

    response = client.post(reverse(f"budgets:{name}", args=[procurement.pk]))

    assert response.status_code == 404


@pytest.mark.parametrize("role", set(Role) - {Role.STAFF, Role.DIRECTOR, Role.AUDITOR})
def test_proposal_is_there_only_for_those_who_oversee(client, call, role):
    login(client, PostFactory(role=role).user)

    response = client.get(reverse("budgets:batch", args=[call.year]))

    assert response.status_code == 404


def test_staff_propose_with_the_check_figure_before_them(client, call):
    login(client, make.staff())
    url = reverse("budgets:batch", args=[call.year])
    before = client.get(url).context

    response = client.post(reverse("budgets:propose", args=[call.year]))

    assert (before["check"].total_baht, before["may_propose"]) == (190_000, True)
    assert response.url == url
    assert Batch.objects.get().stage == BatchStage.PROPOSED
    assert client.get(url).context["may_propose"] is False


def test_director_is_asked_for_the_password_and_then_approves(client, call):
    batch = services.propose(call, by=make.staff())
    login(client, make.director())

    asked = client.post(reverse("budgets:approve", args=[batch.pk]))
    untouched = Batch.objects.get().stage
    client.post(asked.url, {"password": PASSWORD})

    call.refresh_from_db()
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert (untouched, Batch.objects.get().stage) == (BatchStage.PROPOSED, BatchStage.APPROVED)
    assert call.allocated_baht == 190_000


def test_director_returns_with_a_reason(client, call):
    batch = services.propose(call, by=make.staff())
    login(client, make.director())

    client.post(reverse("budgets:send_back", args=[batch.pk]), {"note": "ตรวจรายชื่ออีกครั้ง"})

    assert Batch.objects.get().note == "ตรวจรายชื่ออีกครั้ง"


def test_return_without_a_reason_is_shown_again(client, call):
    batch = services.propose(call, by=make.staff())
    login(client, make.director())

    response = client.post(reverse("budgets:send_back", args=[batch.pk]), {"note": " "})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["note"])
    assert Batch.objects.get().stage == BatchStage.PROPOSED


def test_staff_who_press_return_change_nothing(client, call):
    batch = services.propose(call, by=make.staff())
    login(client, make.staff())

    client.post(reverse("budgets:send_back", args=[batch.pk]), {"note": "ตรวจรายชื่ออีกครั้ง"})

    assert Batch.objects.get().stage == BatchStage.PROPOSED


def test_officer_begins_a_purchase(client):
    allocation = make.AllocationFactory()
    login(client, make.district_officer())
    url = reverse("budgets:begin", args=[allocation.pk])
    offered = client.get(url).context["form"].initial

    response = client.post(
        url,
        {"title": "ชั้นวางสินค้า", "buyer": "district", "seller": "", "egp_number": "๖๓๐๗๑๒๓๔๕๖๗"},
    )

    procurement = Procurement.objects.get()
    assert offered == {"buyer": "district"}
    assert (procurement.title, procurement.egp_number) == ("ชั้นวางสินค้า", "63071234567")
    assert response.url == reverse("budgets:detail", args=[allocation.pk])


@pytest.mark.parametrize("typed", ["6307x", "²³", "①"])
def test_begin_refuses_an_egp_number_with_letters_and_keeps_what_was_typed(client, typed):
    allocation = make.AllocationFactory()
    login(client, make.district_officer())

    response = client.post(
        reverse("budgets:begin", args=[allocation.pk]),
        {"title": "ชั้นวางสินค้า", "buyer": "district", "egp_number": typed},
    )

    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, ["egp_number"])
    assert form["title"].value() == "ชั้นวางสินค้า"
    assert Procurement.objects.count() == 0


def test_auditor_reads_but_finds_no_form(client):
    procurement = make.ProcurementFactory()
    login(client, make.auditor())

    page = client.get(reverse("budgets:detail", args=[procurement.allocation_id]))
    begin = client.get(reverse("budgets:begin", args=[procurement.allocation_id]))
    amend = client.get(reverse("budgets:amend", args=[procurement.pk]))

    assert [card.form for card in page.context["cards"]] == [None]
    assert (begin.status_code, amend.status_code) == (404, 404)


def test_officer_records_an_order_in_thai_digits_and_a_buddhist_year(client):
    procurement = make.ProcurementFactory()
    officer = login(client, make.district_officer())
    make.walk(procurement, BuyingStep.AWARDED, by=officer)

    response = client.post(
        reverse("budgets:record_step", args=[procurement.pk]),
        form_of(
            procurement,
            kind="ordered",
            done_on="๑๕/๗/๒๕๖๓",
            amount="๑๔,๐๐๐.๕๐",
            reference="สก ๐๐๑๙/ซ ๑๒",
        ),
    )

    entry = Entry.objects.get(kind=EntryKind.COMMITTED)
    assert response.url == reverse("budgets:detail", args=[procurement.allocation_id])
    assert (entry.amount_satang, entry.occurred_on) == (1_400_050, date(2020, 7, 15))
    assert entry.reference == "สก ๐๐๑๙/ซ ๑๒"


def test_refused_order_is_shown_again_with_what_was_typed(client):
    procurement = make.ProcurementFactory()
    officer = login(client, make.district_officer())
    make.walk(procurement, BuyingStep.AWARDED, by=officer)

    response = client.post(
        reverse("budgets:record_step", args=[procurement.pk]),
        form_of(procurement, kind="ordered", done_on="15/7/2563", amount="90,000.01"),
    )

    form = response.context["cards"][0].form
    assert response.status_code == 422
    assert form["amount"].value() == "90,000.01"
    assert Allocation.objects.get().committed_satang == 0


def test_stale_form_does_not_record_another_step(client):
    procurement = make.ProcurementFactory()
    officer = login(client, make.district_officer())
    posted = form_of(procurement, kind="specified", done_on="15/7/2563")
    client.post(reverse("budgets:record_step", args=[procurement.pk]), posted)

    again = client.post(reverse("budgets:record_step", args=[procurement.pk]), posted)

    assert again.status_code == 422
    assert list(procurement.steps.values_list("kind", "by")) == [("specified", officer.pk)]


def test_unknown_step_is_not_there(client):
    procurement = make.ProcurementFactory()
    login(client, make.district_officer())

    response = client.post(
        reverse("budgets:record_step", args=[procurement.pk]),
        form_of(procurement, kind="gift", done_on="15/7/2563"),
    )

    assert response.status_code == 404


def test_officer_corrects_a_purchase(client):
    procurement = make.ProcurementFactory(seller="")
    login(client, make.district_officer())

    client.post(
        reverse("budgets:amend", args=[procurement.pk]),
        {"title": "ชั้นวางไม้", "buyer": "province", "seller": "ร้านไม้งาม", "egp_number": ""},
    )

    procurement.refresh_from_db()
    assert (procurement.title, procurement.buyer, procurement.seller) == (
        "ชั้นวางไม้",
        "province",
        "ร้านไม้งาม",
    )


def test_staff_reverse_an_order_with_a_reason(client):
    procurement = make.ProcurementFactory()
    make.walk(procurement, BuyingStep.ORDERED, by=make.district_officer())
    entry = Entry.objects.get(kind=EntryKind.COMMITTED)
    login(client, make.staff())
    url = reverse("budgets:reverse", args=[entry.pk])
    shown = client.get(url).status_code

    client.post(url, {"reason": "จำนวนเงินผิด"})

    assert shown == 200
    assert Allocation.objects.get().committed_satang == 0
    assert client.get(reverse("budgets:detail", args=[entry.allocation_id])).status_code == 200


@pytest.mark.parametrize("role", set(Role) - {Role.STAFF})
def test_reversal_is_there_only_for_staff(client, role):
    make.walk(make.ProcurementFactory(), BuyingStep.ORDERED, by=make.district_officer())
    login(client, PostFactory(role=role).user)

    url = reverse("budgets:reverse", args=[Entry.objects.get(kind=EntryKind.COMMITTED).pk])

    assert client.post(url, {"reason": "จำนวนเงินผิด"}).status_code == 404
    assert Allocation.objects.get().committed_satang == 1_400_000


def test_reversal_of_an_allocation_is_not_there(client):
    make.AllocationFactory()
    login(client, make.staff())

    response = client.get(reverse("budgets:reverse", args=[Entry.objects.get().pk]))

    assert response.status_code == 404
