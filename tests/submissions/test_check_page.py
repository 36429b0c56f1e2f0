"""The page on which a stranger learns whether a receipt is genuine, and nothing else."""

from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse
from redis.exceptions import ConnectionError as RedisGoneError

from groups.enums import Role
from selection_site.lib import clock, thai
from submissions import services
from submissions.letters import shown_code
from submissions.models import Attachment, PlanVersion, Receipt
from submissions.selectors import check_receipt, plain_code
from submissions.views import receipts as views
from tests.factories.groups import PostFactory
from tests.factories.submissions import AttachmentFactory, ClipFactory, PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_time():
    clock.travel(date(2020, 5, 20))


@pytest.fixture
def receipt():
    submission = PlanFactory().submission
    ClipFactory(submission=submission)
    AttachmentFactory(submission=submission)
    services.send(submission, by=PostFactory(role=Role.DISTRICT).user)
    return Receipt.objects.get()


def page(client, code):
    return client.get(reverse("receipt_check", args=[code]))


def test_code_on_the_paper_is_genuine(client, receipt):
    response = page(client, shown_code(receipt.code))

    verdict = response.context["verdict"]
    digest = f"{receipt.sha256[:8]} {receipt.sha256[8:16]}"
    assert response.status_code == 200
    assert verdict == (True, "2563/ส-0001", digest, False)


def test_page_tells_no_name_and_no_place(client, receipt):
    shown = page(client, receipt.code).content.decode()

    group = receipt.version.content["group"]
    secrets = [group["name"], group["subdistrict"], group["district"], group["province"]]
    secrets += [str(receipt.issued_by), receipt.version.clip.name, receipt.sha256]
    assert [word for word in secrets if word in shown] == []


@pytest.mark.parametrize("code", ["0000-0000-0000", "x", "U" * 12, "ก", "0" * 500])
def test_other_code_is_not_genuine(client, receipt, code):
    response = page(client, code)

    assert (response.status_code, response.context["verdict"].is_genuine) == (200, False)


def test_code_is_read_however_it_is_typed(receipt):
    Receipt.objects.update(code="7K2M01XA40TB")
    typed = [
        "7k2m-01xa-40tb",
        " 7K2M 01XA 40TB ",
        "7k2mOlxa4otb",
        thai.to_thai_digits("7K2M01XA40TB"),
    ]

    assert [check_receipt(code).is_genuine for code in typed] == [True] * 4
    assert plain_code(plain_code("7k2m-olxa-4otb")) == "7K2M01XA40TB"


def test_plan_changed_behind_our_back_makes_it_not_genuine(receipt):
    version = receipt.version
    version.content["plan"]["vision"] = "ของคนอื่น"
    PlanVersion.objects.filter(pk=version.pk).update(content=version.content)

    assert check_receipt(receipt.code) == (False, "", "", False)


def test_file_changed_behind_our_back_makes_it_not_genuine(receipt):
    Attachment.objects.update(sha256="f" * 64)

    assert check_receipt(receipt.code).is_genuine is False


def test_digest_changed_together_with_the_plan_makes_it_not_genuine(receipt):
    PlanVersion.objects.update(sha256="0" * 64)

    assert check_receipt(receipt.code).is_genuine is False


def test_receipt_of_a_plan_sent_again_is_genuine_and_replaced(receipt):
    submission = receipt.version.submission
    services.send_back(submission, by=PostFactory(role=Role.PROVINCE).user, note="แก้ไข")
    services.send(submission, by=PostFactory(role=Role.DISTRICT).user)

    newer = Receipt.objects.get(number=2)
    assert check_receipt(receipt.code)[::3] == (True, True)
    assert check_receipt(newer.code)[::3] == (True, False)


def test_typed_code_leads_to_its_page(client):
    response = client.get(reverse("receipt_ask"), {"code": "7k2m 01xa 40tb"})

    assert response.headers["Location"] == reverse("receipt_check", args=["7K2M-01XA-40TB"])


@pytest.mark.parametrize("code", ["", "7K2M", "7K2M-01XA-40TU"])
def test_code_that_cannot_be_one_is_asked_for_again(client, code):
    response = client.get(reverse("receipt_ask"), {"code": code})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["code"])


def test_one_address_checks_so_many_and_no_more(client, receipt, monkeypatch):
    monkeypatch.setattr(views, "CHECKS", 2)

    answers = [page(client, receipt.code).status_code for _ in range(3)]
    other = client.get(reverse("receipt_check", args=[receipt.code]), REMOTE_ADDR="10.0.0.9")

    assert (answers, other.status_code) == ([200, 200, 429], 200)


@pytest.mark.parametrize("trouble", [RedisGoneError, OSError])
def test_page_answers_when_the_cache_is_away(client, receipt, monkeypatch, trouble):
    def gone(*args, **kwargs):
        raise trouble

    monkeypatch.setattr(cache, "add", gone)

    assert page(client, receipt.code).context["verdict"].is_genuine is True


def test_page_is_never_kept_by_a_browser(client, receipt):
    assert "no-store" in page(client, receipt.code).headers["Cache-Control"]


def test_page_costs_few_queries(client, receipt, django_assert_num_queries):
    with django_assert_num_queries(3):
        page(client, receipt.code)
