"""The result report: written and sent by its province, accepted or returned by the department."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image

from budgets.enums import BatchStage
from groups.enums import Role
from groups.models import Event, Notice
from reports import services
from reports.enums import ReportStage
from reports.models import FollowUp, Photo, ReportFigure, ReportFile, ResultReport
from reports.selectors.reading import figures_of, history_of, money_of, parts_of
from reports.services import IncompleteReportError, ReportRefusedError, StaleReportError
from reports.services.results import MOST_FILES, MOST_PHOTOS
from selection_site.lib import clock, uploads
from tests.at_once import at_once
from tests.factories import budgets as make
from tests.factories.budgets import AllocationFactory, BatchFactory
from tests.factories.groups import PostFactory
from tests.factories.reports import (
    FigureFactory,
    PhotoFactory,
    ReportFileFactory,
    ResultReportFactory,
    complete_report,
    officer_elsewhere,
    picture,
)

pytestmark = pytest.mark.django_db

IN_TIME = date(2020, 8, 25)
LATE = date(2020, 9, 1)
VALUES = {
    "held_from": date(2020, 8, 3),
    "held_until": date(2020, 8, 5),
    "venue": "ที่ทำการกลุ่ม",
    "jobs": 6,
    "income_before_baht": 80_000,
    "income_after_baht": 96_000,
    "outcome": "ขายดีขึ้น",
}
FIGURES = [
    {"activity": "ประชุมเครือข่าย", "unit": "ครั้ง", "planned": Decimal(3), "achieved": Decimal(4)},
    {"activity": "ผู้เข้าร่วม", "unit": "คน", "planned": Decimal(40), "achieved": Decimal("38.5")},
]


@pytest.fixture(autouse=True)
def in_english_in_august():
    with translation.override("en"):
        clock.travel(IN_TIME)
        yield


@pytest.fixture
def officer():
    return make.provincial_officer()


@pytest.fixture
def allocation():
    return AllocationFactory()


def save(allocation, by, revision=0, figures=FIGURES, **changed):
    values = {**VALUES, **changed}
    return services.save_result(allocation, values, figures, revision=revision, by=by)


def refused(act, *args, **kwargs):
    with pytest.raises(ReportRefusedError) as refusal:
        act(*args, **kwargs)
    return str(refusal.value)


def test_first_save_makes_the_report(allocation, officer):
    report = save(allocation, officer)

    assert (report.stage, report.revision, report.saved_by) == (ReportStage.DRAFT, 1, officer)
    assert {name: getattr(report, name) for name in VALUES} == VALUES
    assert list(report.figures.values("activity", "unit", "planned", "achieved")) == FIGURES


def test_saving_the_same_again_changes_nothing(allocation, officer):
    save(allocation, officer)
    rows = list(ReportFigure.objects.values_list("pk", flat=True))

    report = save(allocation, officer, revision=0)

    assert report.revision == 1
    assert list(ReportFigure.objects.values_list("pk", flat=True)) == rows


def test_what_is_not_given_any_more_is_emptied(allocation, officer):
    save(allocation, officer)

    report = services.save_result(allocation, {}, FIGURES[:1], revision=1, by=officer)

    assert (report.venue, report.jobs, report.held_from) == ("", None, None)
    assert report.figures.count() == 1


def test_saving_over_another_persons_words_is_refused_with_who_and_when(allocation, officer):
    colleague = PostFactory(role=Role.PROVINCE).user
    save(allocation, colleague)

    with pytest.raises(StaleReportError) as refusal:
        save(allocation, officer, outcome="อีกแบบหนึ่ง")

    assert str(refusal.value) == (
        f"{colleague} saved this report at 25 Aug 2020, 09:00, after you had opened this page. "
        "Nothing you typed is lost: compare it with what is saved, then save again."
    )
    assert ResultReport.objects.get().outcome == "ขายดีขึ้น"


def test_activity_that_ends_before_it_begins_is_refused(allocation, officer):
    with pytest.raises(ValidationError) as refusal:
        save(allocation, officer, held_until=date(2020, 8, 1))

    assert refusal.value.messages == ["The activity ends before it begins: check both days."]
    assert not ResultReport.objects.exists()


def test_figure_that_plans_nothing_is_refused_and_nothing_is_kept(allocation, officer):
    figures = [{**FIGURES[0], "planned": Decimal(0)}]

    with pytest.raises(ValidationError):
        save(allocation, officer, figures=figures)

    assert not ResultReport.objects.exists()


@pytest.mark.parametrize(
    "role", [role for role in Role if role != Role.PROVINCE], ids=lambda role: role.value
)
def test_no_other_post_writes(allocation, role):
    assert refused(save, allocation, PostFactory(role=role).user) == (
        "Only the provincial officer of this province writes and sends its reports."
    )
    assert not ResultReport.objects.exists()


def test_officer_of_another_province_writes_nothing(allocation):
    refused(save, allocation, officer_elsewhere())

    assert not ResultReport.objects.exists()


def test_nothing_is_written_before_the_allocation_is_approved(officer):
    proposed = AllocationFactory(batch=BatchFactory(stage=BatchStage.PROPOSED))

    assert refused(save, proposed, officer) == (
        "The allocation is not approved yet: there is nothing to report on."
    )


@pytest.mark.parametrize("stage", [ReportStage.SENT, ReportStage.ACCEPTED])
def test_report_with_the_department_is_not_written(officer, stage):
    report = ResultReportFactory(stage=stage)

    sentence = refused(save, report.allocation, officer, revision=1)

    assert sentence == (
        f"This report is at '{stage.label}' now. Somebody may have been quicker; reload the page."
    )


def test_returned_report_is_written_again(officer):
    report = ResultReportFactory(stage=ReportStage.RETURNED)

    assert save(report.allocation, officer, revision=1).revision == 2


def test_picture_is_turned_upright_without_its_place_and_gets_a_small_copy(allocation, officer):
    report = save(allocation, officer)

    photo = services.add_photo(report, picture(size=(640, 480)), caption="ตรวจรับ", by=officer)

    with Image.open(uploads.absolute(photo.path)) as kept:
        assert kept.size == (480, 640)
        assert dict(kept.getexif()) == {}
    with Image.open(uploads.absolute(photo.thumbnail_path)) as small:
        assert small.size == (240, 320)
    assert (photo.caption, photo.name, photo.uploaded_by) == ("ตรวจรับ", "ภาพกิจกรรม.jpg", officer)


def test_picture_may_come_before_anything_is_written(allocation, officer):
    unsaved = ResultReport(allocation=allocation)

    services.add_photo(unsaved, picture(), caption="ประชุม", by=officer)

    report = ResultReport.objects.get()
    assert (report.photos.count(), report.saved_by) == (1, officer)


def test_what_is_no_picture_is_refused_and_nothing_is_kept(allocation, officer):
    report = save(allocation, officer)
    text = SimpleUploadedFile("รายงาน.jpg", b"this is text", "image/jpeg")

    with pytest.raises(uploads.UploadError):
        services.add_photo(report, text, caption="ประชุม", by=officer)

    assert not Photo.objects.exists()


def test_one_picture_too_many_is_refused_and_its_file_goes(allocation, officer):
    report = save(allocation, officer)
    PhotoFactory.create_batch(MOST_PHOTOS, report=report)
    before = kept_files()

    sentence = refused(services.add_photo, report, picture(), caption="ประชุม", by=officer)

    assert sentence == "The report has 20 pictures already. Remove one, then add this one."
    assert kept_files() == before


def kept_files():
    folder = uploads.absolute("photos/x").parent
    return sorted(path.name for path in folder.rglob("*.jpg"))


def test_removed_picture_is_not_counted_and_cannot_be_opened(allocation, officer):
    report = save(allocation, officer)
    photo = PhotoFactory(report=report)

    services.remove_photo(photo, by=officer)
    first = Photo.objects.get().removed_at
    services.remove_photo(photo, by=officer)

    assert list(Photo.objects.visible_to(officer).current()) == []
    assert Photo.objects.get().removed_at == first


def test_pictures_and_files_stay_as_they_are_after_sending(officer):
    report = complete_report(stage=ReportStage.SENT)
    file = ReportFileFactory(report=report)

    refused(services.add_photo, report, picture(), caption="ประชุม", by=officer)
    refused(services.remove_photo, report.photos.get(), by=officer)
    refused(services.add_file, report, picture(), by=officer)
    refused(services.remove_file, file, by=officer)

    assert (report.photos.current().count(), report.files.current().count()) == (1, 1)


def test_file_is_added_and_removed(allocation, officer):
    report = save(allocation, officer)

    file = services.add_file(report, picture("ทะเบียน.jpg"), by=officer)
    services.remove_file(file, by=officer)

    assert list(ReportFile.objects.current()) == []


def test_one_file_too_many_is_refused(allocation, officer):
    report = save(allocation, officer)
    ReportFileFactory.create_batch(MOST_FILES, report=report)

    assert refused(services.add_file, report, picture(), by=officer) == (
        "The report has 20 files already. Remove one, then add this one."
    )


def test_empty_report_says_all_that_is_missing(allocation, officer):
    report = services.save_result(allocation, {"venue": "วัด"}, [], revision=0, by=officer)

    with pytest.raises(IncompleteReportError) as refusal:
        services.send_report(report, by=officer)

    assert [(entry.field, entry.sentence) for entry in refusal.value.missing] == [
        ("figures", "Write at least one line of what was planned and achieved."),
        ("held_from", "“Activity began on” is still empty."),
        ("held_until", "“Activity ended on” is still empty."),
        ("outcome", "“Results” is still empty."),
        ("photos", "Add at least one picture of the activity."),
    ]
    assert ResultReport.objects.get().stage == ReportStage.DRAFT


def test_activity_that_is_still_to_come_is_not_reported(officer):
    report = complete_report(held_until=date(2020, 8, 26), bpm_recorded_on=date(2020, 8, 27))

    with pytest.raises(IncompleteReportError) as refusal:
        services.send_report(report, by=officer)

    assert str(refusal.value) == (
        "“Activity ended on” lies in the future: 26 August 2020. "
        "“Recorded in BPM on” lies in the future: 27 August 2020."
    )


def test_sending_stamps_the_report_and_tells_staff(officer):
    report = complete_report()
    staff = make.staff()

    sent = services.send_report(report, by=officer)

    assert (sent.stage, sent.sent_by, sent.sent_late) == (ReportStage.SENT, officer, False)
    notice = Notice.objects.get()
    assert (notice.user, notice.path) == (
        staff,
        f"/results/awards/{report.allocation_id}/result/",
    )
    assert Event.objects.filter(verb="resultreport_send").count() == 1


def test_sending_twice_has_one_effect(officer):
    report = complete_report()
    make.staff()

    services.send_report(report, by=officer)
    refused(services.send_report, report, by=officer)

    assert Notice.objects.count() == 1
    assert Event.objects.filter(verb="resultreport_send").count() == 1


def test_report_sent_after_its_day_is_taken_and_marked_late(officer):
    clock.travel(LATE)

    sent = services.send_report(complete_report(), by=officer)

    assert (sent.stage, sent.sent_late) == (ReportStage.SENT, True)


def test_report_counts_as_in_time_until_the_last_second_in_bangkok(officer, stop_clock):
    stop_clock(datetime(2020, 8, 31, 23, 59, 59, tzinfo=clock.BANGKOK))

    assert services.send_report(complete_report(), by=officer).sent_late is False


def test_correction_after_the_day_makes_nobody_late(officer):
    report = services.send_report(complete_report(), by=officer)
    services.send_back(report, note="ขอภาพวันตรวจรับ", by=make.staff())
    clock.travel(LATE)

    again = services.send_report(report, by=officer)

    assert (again.stage, again.sent_late) == (ReportStage.SENT, False)


def test_accepting_tells_the_province(officer):
    report = complete_report(stage=ReportStage.SENT)
    staff = make.staff()

    accepted = services.accept(report, by=staff)

    assert (accepted.stage, accepted.decided_by) == (ReportStage.ACCEPTED, staff)
    assert list(Notice.objects.values_list("user", flat=True)) == [officer.pk]


def test_accepting_twice_or_returning_what_is_accepted_has_one_effect(officer):
    report = complete_report(stage=ReportStage.SENT)
    services.accept(report, by=make.staff())

    refused(services.accept, report, by=make.staff())
    refused(services.send_back, report, note="ช้าไป", by=make.staff())

    assert ResultReport.objects.get().stage == ReportStage.ACCEPTED
    assert Notice.objects.count() == 1


def test_returning_keeps_the_reason_and_tells_it(officer):
    report = complete_report(stage=ReportStage.SENT)

    returned = services.send_back(report, note="  ขอภาพวันตรวจรับ ", by=make.staff())

    assert (returned.stage, returned.return_note) == (ReportStage.RETURNED, "ขอภาพวันตรวจรับ")
    assert "ขอภาพวันตรวจรับ" in Notice.objects.get(user=officer).body


def test_returning_without_a_reason_is_refused():
    report = complete_report(stage=ReportStage.SENT)

    assert refused(services.send_back, report, note=" ", by=make.staff()) == (
        "Write the reason: the province must know what to change."
    )


@pytest.mark.parametrize("role", [role for role in Role if role != Role.STAFF])
def test_no_other_post_accepts_or_returns(role):
    report = complete_report(stage=ReportStage.SENT)
    user = PostFactory(role=role).user

    refused(services.accept, report, by=user)
    refused(services.send_back, report, note="เหตุผล", by=user)

    assert ResultReport.objects.get().stage == ReportStage.SENT


def test_nobody_accepts_what_they_sent(officer):
    PostFactory(user=officer, role=Role.STAFF)
    report = services.send_report(complete_report(), by=officer)

    assert refused(services.accept, report, by=officer) == (
        "Only department staff who did not send the report accept or return it."
    )


def test_draft_is_not_accepted():
    refused(services.accept, complete_report(), by=make.staff())

    assert ResultReport.objects.get().stage == ReportStage.DRAFT


def test_figures_are_read_with_the_percentage_reached():
    report = ResultReportFactory()
    FigureFactory(report=report, planned=Decimal(3), achieved=Decimal("3.5"))

    assert [(line.planned, line.achieved, line.percent) for line in figures_of(report)] == [
        ("3", "3.5", "117")
    ]


def test_text_is_read_in_the_words_of_the_page():
    report = ResultReportFactory(income_after_baht=96_000, new_members=1_200)

    said = {name: value for part in parts_of(report) for name, value in part.rows}

    assert said["Activity began on"] == "3 August 2020"
    assert said["Sales a month after"] == "96,000 baht"
    assert said["New members"] == "1,200"
    assert said["Problems and obstacles"] == ""


def test_money_beside_the_report_is_that_of_the_award(allocation):
    allocation.committed_satang, allocation.paid_satang = 8_990_000, 8_550_000

    money = money_of(allocation)

    assert (money.allocated, money.committed, money.paid, money.left, money.percent) == (
        9_000_000, 8_990_000, 8_550_000, 450_000, Decimal("95.00")
    )  # fmt: skip


def test_history_keeps_every_return_with_its_reason(officer):
    staff = make.staff()
    report = services.send_report(complete_report(), by=officer)
    services.send_back(report, note="ขอภาพ", by=staff)
    services.send_report(report, by=officer)

    assert [(step.what, step.who, step.note) for step in history_of(report)] == [
        ("Sent to the department", str(officer), ""),
        ("Returned for correction", str(staff), "ขอภาพ"),
        ("Sent to the department", str(officer), ""),
    ]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_officers_who_begin_at_once_make_one_report():
    allocation, first = AllocationFactory(), make.provincial_officer()
    second = make.provincial_officer()

    outcomes = at_once(
        lambda: save(allocation, first, outcome="ของคนแรก"),
        lambda: save(allocation, second, outcome="ของคนที่สอง"),
        refusals=StaleReportError,
    )

    assert outcomes.count("refused") == 1
    assert ResultReport.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_accepting_and_returning_at_once_has_one_effect():
    report = complete_report(stage=ReportStage.SENT)
    staff, colleague = make.staff(), make.staff()

    outcomes = at_once(
        lambda: services.accept(report, by=staff),
        lambda: services.send_back(report, note="ขอภาพ", by=colleague),
        refusals=ReportRefusedError,
    )

    assert outcomes.count("refused") == 1
    assert Event.objects.filter(verb__startswith="resultreport").count() == 1


def test_first_save_overwrites_nobody_whatever_the_form_says(allocation, officer):
    report = services.save_result(allocation, VALUES, [], revision=7, by=officer)
    follow_up = services.save_follow_up(allocation, "ซื้อชั้นวางสินค้าแล้ว", revision=7, by=officer)

    assert (report.revision, follow_up.revision) == (1, 1)


@pytest.mark.parametrize("kind", [ResultReport, FollowUp])
def test_report_that_nobody_began_is_neither_accepted_nor_returned(kind):
    report = kind(allocation=AllocationFactory())

    refused(services.accept, report, by=make.staff())
    refused(services.send_back, report, note="ขอภาพ", by=make.staff())

    assert kind.objects.count() == 0
