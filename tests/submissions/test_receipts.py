"""Receipts: issued once with the act, numbered without gap, printed as they are worded."""

import io
import subprocess
from datetime import datetime

import pypdf
import pytest
from django.urls import reverse
from django.utils import translation

from groups.enums import Role
from groups.models import District, Event
from groups.models.owed import MOST_TRIES
from groups.services import owed_files
from selection_site.lib import clock, thai, uploads
from selection_site.lib.pdf import Press
from submissions import services
from submissions.enums import ReceiptKind, Stage
from submissions.models import Receipt, ReceiptRegister
from submissions.selectors import CODE_SIGNS
from submissions.services import ReceiptRefusedError, issue_receipt, make_receipts
from submissions.services import receipts as work
from tests.factories.groups import PostFactory
from tests.factories.submissions import (
    AttachmentFactory,
    ClipFactory,
    PlanFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_time():
    clock.travel(datetime(2020, 5, 25, 16, 30, 5, tzinfo=clock.BANGKOK))


@pytest.fixture
def district():
    return PostFactory(role=Role.DISTRICT).user


@pytest.fixture
def province():
    return PostFactory(role=Role.PROVINCE).user


@pytest.fixture(scope="module")
def press():
    return Press(stylesheets=("receipt.css",))


def ready(name="กลุ่มออมทรัพย์เพื่อการผลิตบ้านโสนน้อย"):
    """A draft with nothing missing, and one file."""
    submission = PlanFactory(submission__group__name=name).submission
    ClipFactory(submission=submission)
    AttachmentFactory(submission=submission, kind="minutes")
    return submission


def sent(by, **kwargs):
    submission = ready(**kwargs)
    services.send(submission, by=by)
    return submission


def squeezed(text):
    """Without white space: a printed line may end anywhere between two words."""
    return "".join(text.split())


def read(path):
    command = ["pdftotext", "-raw", str(uploads.absolute(path)), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_sending_and_forwarding_give_a_receipt_each(district, province):
    submission = sent(district)
    services.forward(submission, by=province)

    rows = Receipt.objects.order_by("pk").values_list("kind", "number", "issued_by", "sha256")
    digest = submission.versions.get().sha256
    assert list(rows) == [
        ("sent", 1, district.pk, digest),
        ("forwarded", 1, province.pk, digest),
    ]
    assert [str(receipt) for receipt in Receipt.objects.order_by("pk")] == [
        "2563/ส-0001",
        "2563/ก-0001",
    ]


def test_receipt_carries_the_time_of_the_act(district):
    submission = sent(district)

    submission.refresh_from_db()
    assert Receipt.objects.get().issued_at == submission.sent_at


def test_receipt_is_written_into_the_chain_without_its_code(district):
    sent(district)

    receipt = Receipt.objects.get()
    assert Event.objects.get(verb="receipt").detail == {
        "number": "2563/ส-0001",
        "version": receipt.version_id,
        "sha256": receipt.version.sha256,
    }


def test_plan_sent_again_gets_the_next_number_and_keeps_the_first_receipt(district, province):
    submission = sent(district)
    services.send_back(submission, by=province, note="เพิ่มใบเสนอราคา")
    services.send(submission, by=district)

    rows = Receipt.objects.order_by("pk").values_list("version__number", "number")
    assert list(rows) == [(1, 1), (2, 2)]


def test_receipt_issued_twice_is_one(district):
    submission = sent(district)
    version = submission.versions.get()

    again = issue_receipt(submission, version, ReceiptKind.SENT, by=district)

    assert Receipt.objects.get() == again
    assert ReceiptRegister.objects.get().last_number == 1


def test_act_that_is_undone_leaves_no_gap(district, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    with monkeypatch.context() as broken_chain:
        broken_chain.setattr(work, "record", broken)
        with pytest.raises(RuntimeError):
            sent(district)
    assert Receipt.objects.count() == 0

    sent(district, name="กลุ่มออมทรัพย์บ้านอื่น")
    assert Receipt.objects.get().number == 1


def test_code_is_long_and_of_signs_that_nobody_misreads():
    codes = {work.new_code() for _ in range(200)}

    assert (len(codes), {len(code) for code in codes}) == (200, {12})
    assert {sign for code in codes for sign in code} - set(CODE_SIGNS) == set()


def test_wording_says_who_what_and_when(district):
    with translation.override("en"):
        sent(district)

    slip = Receipt.objects.get().content
    receipt = Receipt.objects.get()
    facts = {fact["label"]: fact["text"] for fact in slip["facts"]}
    assert (slip["number"], slip["title"]) == ("๒๕๖๓/ส-๐๐๐๑", "ใบรับแผนธุรกิจและคลิปวิดีโอ")
    assert facts["กลุ่ม"] == "กลุ่มออมทรัพย์เพื่อการผลิตบ้านโสนน้อย"
    assert facts["ส่งโดย"] == thai.to_thai_digits(f"{district} สำนักงานพัฒนาชุมชนอำเภออรัญประเทศ")
    assert facts["ส่งถึง"] == "สำนักงานพัฒนาชุมชนจังหวัดสระแก้ว"
    assert facts["ได้รับเมื่อ"] == "๒๕ พฤษภาคม ๒๕๖๓ เวลา ๑๖.๓๐.๐๕ น."
    assert [paper["kind"] for paper in slip["papers"]] == ["คลิปวิดีโอของแผน", "รายงานการประชุมสมาชิก"]
    assert "".join(slip["sha256"]) == receipt.version.sha256
    assert slip["address"] == (
        f"http://127.0.0.1:8000/check/{receipt.code[:4]}-{receipt.code[4:8]}-{receipt.code[8:]}/"
    )


def test_receipts_are_printed_and_read_back_word_for_word(district):
    sent(district)

    assert make_receipts() == 1

    receipt = Receipt.objects.get()
    text = squeezed(read(receipt.path))
    slip = receipt.content
    said = [
        slip[part] for part in ("department", "project", "year", "number", "title", "code", "page")
    ]
    said += [fact[part] for fact in slip["facts"] for part in ("label", "text")]
    said += [paper[part] for paper in slip["papers"] for part in ("name", "kind", "size")]
    said += ["".join(paper["sha256"]) for paper in slip["papers"]]
    said += ["".join(slip["sha256"])]
    assert [line for line in said if squeezed(line) not in text] == []
    assert (receipt.made_at is None, receipt.last_error) == (False, "")


def test_printed_receipt_is_tagged_and_on_one_sheet(district):
    sent(district)
    make_receipts()

    data = uploads.absolute(Receipt.objects.get().path).read_bytes()
    document = pypdf.PdfReader(io.BytesIO(data))

    root = document.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("th", True)
    assert len(document.pages) == 1


def test_printing_twice_prints_once(district):
    sent(district)
    make_receipts()
    first = Receipt.objects.get().path

    assert make_receipts() == 0
    assert Receipt.objects.get().path == first


def test_receipt_of_a_killed_worker_is_printed_by_the_next(district, press):
    sent(district)
    receipt = Receipt.objects.get()
    assert Receipt.objects.claim(receipt.pk, lease=owed_files.LEASE)

    assert make_receipts() == 0
    clock.travel(clock.now() + 2 * owed_files.LEASE)
    assert make_receipts() == 1


def test_receipt_that_fails_says_why_and_is_given_up_after_five_tries(
    client, district, monkeypatch
):
    sent(district)
    with monkeypatch.context() as broken:
        broken.setattr(work, "page_of", lambda content: "<img src='https://example.org/x.png'>")
        for _ in range(MOST_TRIES + 1):
            make_receipts()
    receipt = Receipt.objects.get()
    assert (receipt.tries, receipt.path, bool(receipt.last_error)) == (MOST_TRIES, "", True)
    assert receipt.is_given_up

    client.force_login(district)
    client.post(reverse("submissions:receipt_retry", args=[receipt.pk]))

    assert make_receipts() == 1


def test_two_workers_leave_one_file(district, press):
    sent(district)
    receipt = Receipt.objects.get()
    stored = [uploads.write_bytes(b"%PDF-", folder="receipts", suffix="pdf") for _ in range(2)]

    assert [work._stamp(receipt, each) for each in stored] == [True, False]
    assert Receipt.objects.get().path == stored[0].path


@pytest.mark.parametrize("role", [Role.DISTRICT_HEAD, Role.PROVINCE_HEAD, Role.DIRECTOR])
def test_retry_is_refused_to_those_who_only_read(district, role):
    sent(district)

    with pytest.raises(ReceiptRefusedError):
        services.retry_receipt(Receipt.objects.get(), by=PostFactory(role=role).user)


def test_receipt_is_read_by_those_who_see_the_plan_and_nobody_else(client, district):
    sent(district)
    make_receipts()
    url = reverse("submissions:receipt", args=[Receipt.objects.get().pk])
    answers = {}
    for role, place in (
        (Role.DISTRICT, {}),
        (Role.PROVINCE, {}),
        (Role.AUDITOR, {}),
        (Role.MEMBER, {}),
        (Role.DISTRICT_HEAD, {"district": District.objects.get(code="2701")}),
    ):
        client.force_login(PostFactory(role=role, **place).user)
        response = client.get(url)
        answers[role] = response.status_code
        response.close()

    assert list(answers.values()) == [200, 200, 200, 404, 404]


def test_receipt_is_saved_under_its_number(client, district):
    sent(district)
    make_receipts()
    client.force_login(district)

    response = client.get(reverse("submissions:receipt", args=[Receipt.objects.get().pk]))

    response.close()
    assert response.headers["Content-Type"] == "application/pdf"
    assert "2563-%E0%B8%AA-0001.pdf" in response.headers["Content-Disposition"]


def test_page_asks_again_until_the_receipt_is_printed(client, district):
    submission = sent(district)
    client.force_login(district)
    page = reverse("submissions:detail", args=[submission.pk])
    status = reverse("submissions:receipt_status", args=[Receipt.objects.get().pk])

    before = client.get(page).content.decode()
    make_receipts()
    after = client.get(status).content.decode()

    assert (f'hx-get="{status}"' in before, "hx-get" in after) == (True, False)
    assert reverse("submissions:receipt", args=[Receipt.objects.get().pk]) in after


def test_version_shows_its_own_receipts(client, district, province):
    submission = sent(district)
    services.send_back(submission, by=province, note="เพิ่มใบเสนอราคา")
    services.send(submission, by=district)
    client.force_login(district)

    shown = [
        [
            str(receipt)
            for receipt in client.get(
                reverse("submissions:version", args=[submission.pk, number])
            ).context["receipts"]
        ]
        for number in (1, 2)
    ]

    assert shown == [["2563/ส-0001"], ["2563/ส-0002"]]


def test_versions_of_before_have_no_receipt_and_their_page_stands(client, district):
    version = VersionFactory(submission__stage=Stage.SENT)
    client.force_login(district)

    response = client.get(reverse("submissions:detail", args=[version.submission_id]))

    assert (response.status_code, response.context["receipts"]) == (200, [])


def test_receipt_of_the_last_second_is_of_that_day(district, stop_clock):
    stop_clock(datetime(2020, 5, 29, 23, 59, 59, tzinfo=clock.BANGKOK))

    sent(district)

    day, _time, hour = Receipt.objects.get().content["facts"][4]["text"].partition(" เวลา ")
    assert (day, hour[:5]) == ("๒๙ พฤษภาคม ๒๕๖๓", "๒๓.๕๙")
