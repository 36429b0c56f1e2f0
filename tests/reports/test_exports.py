"""Reports as files: what they hold, who orders them, and what becomes of an order."""

import hashlib
import io
import subprocess
from datetime import date, datetime, timedelta
from decimal import Decimal
from urllib.parse import quote

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from budgets import selectors as budgets
from budgets.enums import BatchStage, Grade
from groups.enums import Role
from groups.models import MOST_TRIES, Event
from reports import services, tasks
from reports.enums import ExportFormat, ExportKind
from reports.models import Export
from reports.selectors.exports import offers
from reports.selectors.tables import table_of
from reports.services import ExportRefusedError
from scoring.enums import Outcome, RoundNumber, RoundStage
from selection_site.lib import clock, uploads
from submissions.enums import Stage
from submissions.models import Step, Submission
from tests.factories import budgets as make
from tests.factories.budgets import AllocationFactory, BatchFactory
from tests.factories.groups import PostFactory, SavingsGroupFactory
from tests.factories.reports import ExportFactory
from tests.factories.scoring import RoundFactory, StandingFactory
from tests.factories.submissions import CallFactory, SubmissionFactory

pytestmark = pytest.mark.django_db

TODAY = date(2020, 8, 25)
FORMULA = '=HYPERLINK("http://x";"ก")'


@pytest.fixture(autouse=True)
def in_english_in_august():
    with translation.override("en"):
        clock.travel(TODAY)
        yield


@pytest.fixture
def client(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def staff():
    return make.staff()


@pytest.fixture
def spent():
    """Two awards of 90,000 and 50,000 baht, the first committed and partly paid."""
    first = AllocationFactory(rank=1, committed_satang=8_995_050, paid_satang=8_500_025)
    return first, AllocationFactory(batch=first.batch, grade=Grade.GOOD, rank=2)


def released(number=RoundNumber.FIRST, stage=RoundStage.RELEASED):
    """A round of two groups with the same score, put in order by a ruling."""
    round_ = RoundFactory(number=number, stage=stage)
    kept = Outcome.KEPT if number == RoundNumber.FIRST else Outcome.OUTSTANDING
    StandingFactory(round=round_, rank=1, tied=True, outcome=kept)
    StandingFactory(round=round_, rank=2, tied=True, outcome=Outcome.NOT_KEPT)
    return round_


def built(call, kind, file, by):
    export = services.order_export(call, kind, file, by=by)
    services.build_export(export.pk)
    export.refresh_from_db()
    return export


def sheet_of(export):
    from openpyxl import load_workbook

    data = uploads.absolute(export.path).read_bytes()
    return load_workbook(io.BytesIO(data)).active


def text_of(export):
    command = ["pdftotext", "-layout", str(uploads.absolute(export.path)), "-"]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode()


def refused(act, *args, **kwargs):
    with pytest.raises(ExportRefusedError) as refusal:
        act(*args, **kwargs)
    return str(refusal.value)


def test_allocation_workbook_has_typed_cells_totals_and_says_what_it_is(spent, staff):
    first = spent[0]

    sheet = sheet_of(built(first.batch.call, ExportKind.ALLOCATION, ExportFormat.XLSX, staff))

    rows = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in rows[:4]] == [
        "รายงานการจัดสรรและการใช้จ่ายงบประมาณ ปีงบประมาณ พ.ศ. 2563",
        "โครงการเสริมสร้างศักยภาพกิจกรรมเครือข่ายธุรกิจชุมชน กรมการพัฒนาชุมชน",
        "จัดสรรรวม 140,000 บาท (หนึ่งแสนสี่หมื่นบาทถ้วน)",
        f"ข้อมูล ณ วันที่ 25 ส.ค. 2563 09.00 น. จัดทำตามคำสั่งของ {staff}",
    ]
    assert rows[4][:4] == ("ลำดับ", "จังหวัด", "อำเภอ", "กลุ่มออมทรัพย์เพื่อการผลิต")
    assert rows[5][:4] == (1, "สระแก้ว", "อรัญประเทศ", first.submission.group.name)
    assert rows[5][5:10] == (90_000, 89_950.5, 85_000.25, 4_999.75, 94.44)
    assert rows[6][5:10] == (50_000, 0, 0, 50_000, 0)
    assert rows[7] == ("รวม", None, None, None, None, 140_000, 89_950.5, 85_000.25, 54_999.75,
                       None, None)  # fmt: skip
    assert sheet["F6"].number_format == "#,##0"
    assert sheet["G6"].number_format == "#,##0.00"


def test_workbook_prints_on_a4_with_its_head_on_every_page(spent, staff):
    sheet = sheet_of(built(spent[0].batch.call, ExportKind.ALLOCATION, ExportFormat.XLSX, staff))

    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A6", "$5:$5")
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.oddFooter.center.text == "หน้า &P / &N"


def test_workbook_holds_the_figures_of_the_page(spent, staff):
    call = spent[0].batch.call

    table = table_of(call, ExportKind.ALLOCATION, staff)

    rows = budgets.allocations(call, staff)
    totals = budgets.sums(rows)
    paid = next(column for column in table.columns if column.heading == "เบิกจ่าย (บาท)")
    assert [line.allocation for line in table.rows] == list(rows)
    assert sum(paid.value(line) for line in table.rows) == totals.paid


@pytest.mark.parametrize("name", [FORMULA, "+ธุรกิจ", "-1+1", "@SUM(A1)"])
def test_name_that_looks_like_a_formula_stays_text(staff, name):
    submission = SubmissionFactory(group=SavingsGroupFactory(name=name))

    sheet = sheet_of(built(submission.call, ExportKind.ROSTER, ExportFormat.XLSX, staff))

    cell = sheet["D6"]
    assert (cell.value, cell.data_type) == (name, "s")
    assert cell.quotePrefix


def test_allocation_pdf_speaks_thai_with_totals_and_page_numbers(spent, staff):
    text = text_of(built(spent[0].batch.call, ExportKind.ALLOCATION, ExportFormat.PDF, staff))

    words = " ".join(text.split())
    assert "จัดสรรรวม ๑๔๐,๐๐๐ บาท (หนึ่งแสนสี่หมื่นบาทถ้วน)" in words
    assert "รวม ๑๔๐,๐๐๐ ๘๙,๙๕๐.๕๐ ๘๕,๐๐๐.๒๕ ๕๔,๙๙๙.๗๕" in words
    assert "หน้า ๑ / ๑" in words


def test_long_pdf_repeats_the_head_of_its_table_on_every_sheet(staff):
    call = CallFactory()
    SubmissionFactory.create_batch(60, call=call)

    text = text_of(built(call, ExportKind.ROSTER, ExportFormat.PDF, staff))

    sheets = text.strip("\f").split("\f")
    assert len(sheets) > 1
    assert ["อยู่ที่" in "".join(sheet.split()) for sheet in sheets] == [True] * len(sheets)
    assert f"/ {'๐๑๒๓๔๕๖๗๘๙'[len(sheets)]}" in sheets[0]


def test_text_of_people_is_no_markup_in_the_pdf(staff):
    group = SavingsGroupFactory(name="กลุ่ม <b>หนา</b> & <img src='http://x/y.png'>")
    submission = SubmissionFactory(group=group)

    text = text_of(built(submission.call, ExportKind.ROSTER, ExportFormat.PDF, staff))

    assert "<b>หนา</b>&" in "".join(text.split())


@pytest.mark.parametrize("number", list(RoundNumber))
def test_ranking_holds_official_scores_and_no_mark_of_a_member(staff, number):
    round_ = released(number)
    kind = ExportKind.RANKING_1 if number == RoundNumber.FIRST else ExportKind.RANKING_2

    table = table_of(round_.call, kind, staff)

    headings = [column.heading for column in table.columns]
    assert headings[0] == "ลำดับ"
    assert headings[4:6] == ["คะแนน", "จำนวนใบให้คะแนน"]
    assert [[column.value(row) for column in table.columns[4:6]] for row in table.rows] == [
        [Decimal("81.25"), 1], [Decimal("81.25"), 1]
    ]  # fmt: skip
    assert table.columns[-1].value(table.rows[0]) == "ลำดับตามมติคณะกรรมการ"


@pytest.mark.parametrize("stage", [RoundStage.MARKING, RoundStage.MARKED, RoundStage.CLOSED])
def test_ranking_is_refused_before_its_release(staff, stage):
    round_ = RoundFactory(stage=stage)
    StandingFactory(round=round_)

    sentence = refused(
        services.order_export, round_.call, ExportKind.RANKING_1, ExportFormat.XLSX, by=staff
    )

    assert sentence == "Round 1 is not released yet: until then its result is nobody's."
    assert not Export.objects.exists()


def test_ranking_ordered_before_its_release_would_hold_nothing(staff):
    round_ = released(stage=RoundStage.CLOSED)

    assert list(table_of(round_.call, ExportKind.RANKING_1, staff).rows) == []


def test_roster_says_who_holds_each_plan_and_for_how_many_days(staff):
    clock.travel(date(2020, 5, 22))
    call = CallFactory(opened_at=datetime(2020, 5, 7, 9, tzinfo=clock.BANGKOK))
    untouched = SubmissionFactory(call=call)
    returned = SubmissionFactory(call=call, stage=Stage.DRAFT)
    Step.objects.create(
        submission=returned,
        name="return",
        source=Stage.SENT,
        target=Stage.DRAFT,
        by=staff,
        note="แก้งบ",
        at=clock.now() - timedelta(days=2),
    )
    arrived = SubmissionFactory(call=call, stage=Stage.FORWARDED)
    announced = SubmissionFactory(call=call, stage=Stage.DECLINED)

    with translation.override("th"):
        rows = table_of(call, ExportKind.ROSTER, staff).rows
        found = {row.submission: (row.holder, row.days) for row in rows}

    assert found == {
        untouched: ("สพอ.อรัญประเทศ", 15),
        returned: ("สพอ.อรัญประเทศ", 2),
        arrived: ("กรมฯ", 0),
        announced: ("ประกาศผลแล้ว", None),
    }


def test_roster_tells_what_is_late(staff):
    call = CallFactory()
    SubmissionFactory(call=call, stage=Stage.SENT)
    Submission.objects.update(sent_late=True)
    SubmissionFactory(call=call)

    sheet = sheet_of(built(call, ExportKind.ROSTER, ExportFormat.XLSX, staff))

    remarks = {row[4]: row[-1] for row in sheet.iter_rows(min_row=6, values_only=True)}
    assert sorted(remarks.values()) == ["ส่งเกินกำหนด", "เกินกำหนด ยังไม่ส่ง"]
    assert sheet["H6"].value == datetime(2020, 5, 29)  # noqa: DTZ001 - a cell holds a bare day


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("kind", "queries"),
    [(ExportKind.ALLOCATION, 4), (ExportKind.RANKING_2, 1), (ExportKind.ROSTER, 4)],
)
def test_tables_ask_the_same_number_of_questions_whatever_their_length(
    staff, django_assert_num_queries, kind, queries, rows
):
    round_ = RoundFactory(number=2, stage=RoundStage.RELEASED)
    batch = BatchFactory(call=round_.call)
    for rank in range(1, rows + 1):
        allocation = AllocationFactory(batch=batch, grade=Grade.GOOD)
        make.ProcurementFactory(allocation=allocation)
        StandingFactory(round=round_, submission=allocation.submission, rank=rank)
    assert staff.held  # asked once a request

    with django_assert_num_queries(queries):
        table = table_of(round_.call, kind, staff)
        _ = [[column.value(row) for column in table.columns] for row in table.rows]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.STAFF])
def test_no_other_post_orders_or_retries(client, role):
    submission = SubmissionFactory()
    export = ExportFactory(call=submission.call, tries=MOST_TRIES)
    user = PostFactory(role=role).user

    refused(services.order_export, submission.call, ExportKind.ROSTER, ExportFormat.PDF, by=user)
    refused(services.retry_export, export, by=user)
    client.force_login(user)
    answer = client.post(order_url(), {"kind": "roster", "format": "pdf"})

    assert answer.status_code == 404
    assert Export.objects.get().tries == MOST_TRIES


def order_url(year=2563):
    return reverse("reports:order_export", args=[year])


def test_order_is_recorded_once_while_it_is_owed(staff):
    call = SubmissionFactory().call

    first = services.order_export(call, ExportKind.ROSTER, ExportFormat.PDF, by=staff)
    second = services.order_export(call, ExportKind.ROSTER, ExportFormat.PDF, by=staff)

    assert first == second
    assert Event.objects.filter(verb="export_order").count() == 1


def test_new_order_after_the_file_is_made_reads_the_figures_anew(staff):
    call = SubmissionFactory().call

    first = built(call, ExportKind.ROSTER, ExportFormat.XLSX, staff)
    SubmissionFactory(call=call)
    second = built(call, ExportKind.ROSTER, ExportFormat.XLSX, staff)

    assert (sheet_of(first).max_row, sheet_of(second).max_row) == (6, 7)


def test_what_cannot_be_had_says_why(staff):
    call = AllocationFactory(batch=BatchFactory(stage=BatchStage.PROPOSED)).batch.call

    assert {offer.kind: offer.refusal for offer in offers(call)} == {
        ExportKind.ALLOCATION: "The allocation of this year is not approved yet.",
        ExportKind.RANKING_1: "Round 1 is not released yet: until then its result is nobody's.",
        ExportKind.RANKING_2: "Round 2 is not released yet: until then its result is nobody's.",
        ExportKind.ROSTER: "",
    }


def test_year_without_a_roster_has_no_report_on_it(staff):
    call = CallFactory()

    assert refused(
        services.order_export, call, ExportKind.ROSTER, ExportFormat.PDF, by=staff
    ) == "No group is on the roster of this year yet."  # fmt: skip


def test_file_is_stamped_with_its_digest(staff):
    before = clock.now()
    export = built(SubmissionFactory().call, ExportKind.ROSTER, ExportFormat.XLSX, staff)

    data = uploads.absolute(export.path).read_bytes()
    assert (export.sha256, export.tries) == (hashlib.sha256(data).hexdigest(), 1)
    assert before <= export.built_at <= clock.now()


def test_building_twice_makes_one_file(staff):
    export = built(SubmissionFactory().call, ExportKind.ROSTER, ExportFormat.XLSX, staff)

    assert services.build_export(export.pk) is False
    again = Export.objects.get()
    assert (again.path, again.tries) == (export.path, 1)


def test_order_that_another_worker_holds_is_left_alone(staff):
    export = ExportFactory(claimed_until=clock.now() + timedelta(minutes=1))

    assert services.build_export(export.pk) is False
    assert Export.objects.get().path == ""


def test_worker_that_died_loses_nothing(staff):
    call = SubmissionFactory().call
    ExportFactory(call=call, claimed_until=clock.now() - timedelta(minutes=1), tries=1)

    tasks.build_exports()

    assert Export.objects.exclude(path="").count() == 1


@pytest.fixture
def broken(monkeypatch):
    """The disk refuses, as a full one does."""

    def fail(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(uploads, "write_bytes", fail)


@pytest.mark.usefixtures("broken")
def test_failure_is_told_and_tried_five_times(staff):
    export = ExportFactory(call=SubmissionFactory().call)

    for _ in range(MOST_TRIES + 2):
        tasks.build_exports()

    export.refresh_from_db()
    assert (export.tries, export.path) == (MOST_TRIES, "")
    assert export.last_error == "[Errno 28] No space left on device"


def test_failed_export_is_tried_again_on_request(client, staff):
    export = ExportFactory(
        call=SubmissionFactory().call, tries=MOST_TRIES, last_error="No space left on device"
    )
    client.force_login(staff)

    page = client.get(reverse("reports:exports"))
    answer = client.post(reverse("reports:retry_export", args=[export.pk]))
    tasks.build_exports()

    assert "It failed (5 of 5 times): No space left on device" in page.text
    assert answer.url == reverse("reports:exports")
    export.refresh_from_db()
    assert (export.path != "", export.last_error) == (True, "")


def test_export_that_is_still_tried_is_not_begun_anew(staff):
    export = ExportFactory(tries=2)

    assert services.retry_export(export, by=staff) is False
    assert Export.objects.get().tries == 2


def test_page_offers_reports_and_lists_files_of_all_years(client, staff):
    older = CallFactory(year=2562)
    SubmissionFactory()
    ExportFactory(call=older, path="exports/aa/1.xlsx")
    waiting = ExportFactory()
    client.force_login(staff)

    page = client.get(reverse("reports:exports"))

    assert [tab.label for tab in page.context["tabs"]] == ["2563", "2562"]
    assert [row.export.call.year for row in page.context["rows"]] == [2563, 2562]
    assert [row.is_waiting for row in page.context["rows"]] == [True, False]
    assert f'hx-get="{reverse("reports:exports_progress")}' in page.text
    assert reverse("reports:export", args=[waiting.pk]) not in page.text


def test_progress_stops_asking_when_all_is_made(client, staff):
    ExportFactory(path="exports/aa/1.xlsx")
    client.force_login(staff)

    part = client.get(reverse("reports:exports_progress"))

    assert "hx-get" not in part.text
    assert "<html" not in part.text


def test_order_on_the_page_leads_back_to_its_year(client, staff):
    SubmissionFactory()
    client.force_login(staff)

    answer = client.post(order_url(), {"kind": "roster", "format": "xlsx"})

    assert answer.url == f"{reverse('reports:exports')}?year=2563"
    assert Export.objects.get().requested_by == staff


def test_order_that_is_refused_says_why(client, staff):
    SubmissionFactory()
    client.force_login(staff)

    page = client.post(order_url(), {"kind": "ranking_1", "format": "pdf"}, follow=True)

    assert [str(message) for message in page.context["messages"]] == [
        "Round 1 is not released yet: until then its result is nobody's."
    ]


@pytest.mark.parametrize("data", [{}, {"kind": "dossier", "format": "pdf"}, {"kind": "roster"}])
def test_order_of_no_report_is_not_found(client, staff, data):
    SubmissionFactory()
    client.force_login(staff)

    assert client.post(order_url(), data).status_code == 404
    assert not Export.objects.exists()


def test_file_goes_out_under_a_thai_name(client, staff):
    export = built(SubmissionFactory().call, ExportKind.ROSTER, ExportFormat.PDF, staff)
    client.force_login(PostFactory(role=Role.AUDITOR).user)

    answer = client.get(reverse("reports:export", args=[export.pk]))
    data = b"".join(answer)
    answer.close()

    name = quote(f"สถานะแผนธุรกิจ 2563 ({export.pk}).pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert data[:5] == b"%PDF-"


@pytest.mark.parametrize(
    "role", [Role.PROVINCE, Role.DISTRICT, Role.MEMBER, Role.CHAIR, Role.ADMINISTRATOR]
)
def test_reports_are_hidden_from_all_but_those_who_oversee(client, staff, role):
    export = built(SubmissionFactory().call, ExportKind.ROSTER, ExportFormat.XLSX, staff)
    client.force_login(PostFactory(role=role).user)

    addresses = [
        reverse("reports:exports"),
        reverse("reports:exports_progress"),
        reverse("reports:export", args=[export.pk]),
    ]
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]


def test_auditor_reads_the_files_and_has_no_button(client):
    SubmissionFactory()
    ExportFactory(path="exports/aa/1.xlsx")
    client.force_login(PostFactory(role=Role.AUDITOR).user)

    page = client.get(reverse("reports:exports"))

    assert page.status_code == 200
    assert order_url() not in page.text


def test_file_that_is_not_made_yet_is_not_found(client, staff):
    client.force_login(staff)

    answer = client.get(reverse("reports:export", args=[ExportFactory().pk]))

    assert answer.status_code == 404


@pytest.mark.parametrize("files", [1, 3])
def test_page_asks_the_same_number_of_questions_whatever_the_files(
    client, staff, django_assert_num_queries, files
):
    call = SubmissionFactory(call__plans_closed_at=clock.now()).call
    for number in range(files):
        ExportFactory(call=call, requested_by=staff, path=f"exports/aa/{number}.xlsx")
    client.force_login(staff)

    with django_assert_num_queries(12):
        client.get(reverse("reports:exports"))


def test_report_that_was_given_up_does_not_stand_in_the_way_of_a_new_order(staff):
    given_up = ExportFactory(call=SubmissionFactory().call, requested_by=staff, tries=MOST_TRIES)

    fresh = services.order_export(given_up.call, ExportKind.ROSTER, ExportFormat.XLSX, by=staff)

    assert services.build_export(fresh.pk) is True
