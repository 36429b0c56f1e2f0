"""The pages of result reports: the list of a year, the report, its pictures and files."""

from datetime import date

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from budgets.enums import BatchStage, Grade
from groups.enums import Role
from reports import services
from reports.enums import ReportStage
from reports.models import Photo, ReportFile, ResultReport
from selection_site.lib import clock
from tests.factories import budgets as make
from tests.factories.budgets import AllocationFactory, BatchFactory, allocation_elsewhere
from tests.factories.groups import PostFactory
from tests.factories.reports import (
    FollowUpFactory,
    PhotoFactory,
    ReportFileFactory,
    ResultReportFactory,
    complete_report,
    officer_elsewhere,
    picture,
)

pytestmark = pytest.mark.django_db

TODAY = date(2020, 8, 25)


@pytest.fixture(autouse=True)
def in_august():
    clock.travel(TODAY)


@pytest.fixture
def client(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def officer():
    return make.provincial_officer()


def url(name, *args):
    return reverse(f"reports:{name}", args=args)


def typed(revision=0, rows=(), **changed):
    """The form of the writing page as a browser sends it."""
    figures = {}
    for place, row in enumerate(rows):
        names = ("activity", "unit", "planned", "achieved")
        figures |= {
            f"figures-{place}-{name}": value for name, value in zip(names, row, strict=True)
        }
    return {
        "revision": str(revision),
        "figures-TOTAL_FORMS": str(len(rows)),
        "figures-INITIAL_FORMS": "0",
        **figures,
        **changed,
    }


def test_list_shows_both_reports_of_every_award(client):
    report = complete_report(stage=ReportStage.SENT)
    FollowUpFactory(allocation=report.allocation, stage=ReportStage.ACCEPTED)
    AllocationFactory(batch=report.allocation.batch, grade=Grade.GOOD)
    client.force_login(make.staff())

    page = client.get(url("results", 2563))

    lines = page.context["lines"]
    assert [(line.follow_up.label, line.result.label) for line in lines] == [
        ("Accepted", "Sent to the department"),
        ("Not started", "Not started"),
    ]
    assert page.context["sums"]._asdict() == {
        "awards": 2, "followed_up": 1, "recorded": 0, "to_read": 1, "late": 1
    }  # fmt: skip


@pytest.mark.parametrize(
    ("show", "groups"),
    [("", 3), ("open", 2), ("sent", 1), ("late", 1), ("done", 1), ("nonsense", 3)],
)
def test_tabs_narrow_the_list(client, show, groups):
    sent = complete_report(stage=ReportStage.SENT)
    FollowUpFactory(allocation=sent.allocation, stage=ReportStage.DRAFT)
    batch = sent.allocation.batch
    done = complete_report(allocation__batch=batch, stage=ReportStage.ACCEPTED)
    FollowUpFactory(allocation=done.allocation, stage=ReportStage.ACCEPTED)
    returned = complete_report(allocation__batch=batch, stage=ReportStage.RETURNED)
    FollowUpFactory(allocation=returned.allocation, stage=ReportStage.ACCEPTED)
    client.force_login(make.staff())

    page = client.get(url("results", 2563), {"show": show})

    assert len(page.context["lines"]) == groups


def test_search_finds_a_province_inside_a_word(client):
    here = AllocationFactory()
    there = allocation_elsewhere(batch=here.batch, grade=Grade.GOOD)
    client.force_login(make.staff())

    page = client.get(url("results", 2563), {"q": "ริน"})

    assert [line.allocation for line in page.context["lines"]] == [there]


def test_officer_sees_the_awards_of_the_own_province_alone(client, officer):
    here = AllocationFactory()
    allocation_elsewhere(batch=here.batch, grade=Grade.GOOD)
    client.force_login(officer)

    page = client.get(url("result_years"))

    assert [line.allocation for line in page.context["lines"]] == [here]


def test_list_without_an_award_says_when_reports_begin(client, officer):
    client.force_login(officer)

    page = client.get(url("result_years"))

    assert "Reports begin when the director has approved the allocation of a year." in page.text


@pytest.mark.parametrize("awards", [1, 3])
def test_list_asks_the_same_number_of_questions_whatever_its_length(
    client, django_assert_num_queries, awards
):
    batch = BatchFactory()
    for _ in range(awards):
        report = complete_report(allocation__batch=batch, allocation__grade=Grade.GOOD)
        FollowUpFactory(allocation=report.allocation, stage=ReportStage.SENT)
    client.force_login(make.staff())

    with django_assert_num_queries(9):
        client.get(url("results", 2563))


@pytest.mark.parametrize("photos", [1, 3])
def test_report_asks_the_same_number_of_questions_whatever_its_pictures(
    client, django_assert_num_queries, photos
):
    report = complete_report(stage=ReportStage.SENT)
    PhotoFactory.create_batch(photos - 1, report=report)
    ReportFileFactory.create_batch(photos, report=report)
    client.force_login(make.staff())

    with django_assert_num_queries(12):
        client.get(url("result", report.allocation_id))


def test_award_that_is_only_proposed_has_no_pages(client):
    proposed = AllocationFactory(batch=BatchFactory(stage=BatchStage.PROPOSED))
    client.force_login(make.staff())

    assert client.get(url("result", proposed.pk)).status_code == 404
    assert client.get(url("follow_up", proposed.pk)).status_code == 404


@pytest.mark.parametrize(
    "name", ["result", "result_write", "result_pictures", "result_files", "follow_up"]
)
def test_pages_are_hidden_from_another_province_and_from_the_committee(client, name):
    report = complete_report()

    for user in (officer_elsewhere(), PostFactory(role=Role.MEMBER).user):
        client.force_login(user)
        assert client.get(url(name, report.allocation_id)).status_code == 404


def test_pictures_and_files_are_hidden_from_another_province(client):
    report = complete_report()
    photo, file = report.photos.get(), ReportFileFactory(report=report)
    client.force_login(officer_elsewhere())

    assert client.get(url("photo", photo.pk)).status_code == 404
    assert client.get(url("thumbnail", photo.pk)).status_code == 404
    assert client.get(url("report_file", file.pk)).status_code == 404
    assert client.post(url("photo_remove", photo.pk)).status_code == 404
    assert client.post(url("report_file_remove", file.pk)).status_code == 404
    assert (Photo.objects.current().count(), ReportFile.objects.current().count()) == (1, 1)


@pytest.mark.parametrize("role", [Role.DISTRICT, Role.DISTRICT_HEAD, Role.PROVINCE_HEAD])
def test_those_who_only_read_get_no_button_and_change_nothing(client, role):
    report = complete_report()
    allocation = report.allocation_id
    client.force_login(PostFactory(role=role).user)

    page = client.get(url("result", allocation))
    client.post(url("result_write", allocation), typed(1, outcome="อีกแบบ"))
    client.post(url("result_send", allocation))

    assert report.outcome in page.text
    for name in ("result_write", "result_pictures", "result_send", "result_accept"):
        assert url(name, allocation) not in page.text
    report.refresh_from_db()
    assert (report.stage, report.outcome) == (ReportStage.DRAFT, "ร้านค้าชุมชนขายดีขึ้น")


def test_page_tells_the_officer_what_is_left_and_where(client, officer):
    allocation = AllocationFactory()
    client.force_login(officer)

    page = client.get(url("result", allocation.pk))

    write = url("result_write", allocation.pk)
    assert [entry.url for entry in page.context["left"]] == [
        f"{write}#id_figures-0-activity",
        f"{write}#id_held_from",
        f"{write}#id_held_until",
        f"{write}#id_outcome",
        f"{url('result_pictures', allocation.pk)}#id_chosen",
    ]
    assert url("result_send", allocation.pk) not in page.text


def test_report_is_written_with_thai_digits_and_buddhist_years(client, officer):
    allocation = AllocationFactory()
    client.force_login(officer)
    form = typed(
        rows=[("ประชุมเครือข่าย", "ครั้ง", "๓", "๒.๕")],
        held_from="๓ ส.ค. ๒๕๖๓",
        held_until="5/8/2563",
        income_after_baht="๙๖,๐๐๐",
        outcome="ขายดีขึ้น",
    )

    answer = client.post(url("result_write", allocation.pk), form)

    report = ResultReport.objects.get()
    assert answer.url == url("result", allocation.pk)
    assert (report.held_from, report.held_until) == (date(2020, 8, 3), date(2020, 8, 5))
    assert report.income_after_baht == 96_000
    assert [(float(row.planned), float(row.achieved)) for row in report.figures.all()] == [(3, 2.5)]


def test_mistakes_are_named_and_nothing_typed_is_lost(client, officer):
    allocation = AllocationFactory()
    client.force_login(officer)
    form = typed(
        rows=[("ประชุม", "ครั้ง", "-1", "สอง")],
        held_from="31/2/2563",
        participants="หลายคน",
        outcome="ขายดีขึ้น",
    )

    page = client.post(url("result_write", allocation.pk), form)

    assert page.status_code == 422
    assert page.context["typed"].form.errors == {
        "held_from": ["“31/2/2563” is not in the calendar. Check the day and the month."],
        "participants": ["“หลายคน” is not a whole number. Write digits, for example 25."],
    }
    assert page.context["typed"].figures.errors == [
        {
            "planned": ["-1 is too little. Write 0.01 or more."],
            "achieved": [
                "“สอง” is not a number. Write digits with two decimals at most, for example 2.5."
            ],
        }
    ]
    assert "ขายดีขึ้น" in page.text
    assert not ResultReport.objects.exists()


def test_leap_day_of_2567_is_a_day(client, officer):
    allocation = AllocationFactory()
    client.force_login(officer)

    client.post(url("result_write", allocation.pk), typed(held_from="29 กุมภาพันธ์ 2567"))

    assert ResultReport.objects.get().held_from == date(2024, 2, 29)


def test_days_in_the_wrong_order_are_named_at_the_field(client, officer):
    allocation = AllocationFactory()
    client.force_login(officer)
    form = typed(held_from="5/8/2563", held_until="3/8/2563")

    page = client.post(url("result_write", allocation.pk), form)

    assert page.context["typed"].form.errors == {
        "held_until": [
            "3 August 2020 is before the activity began, on 5 August 2020: check both days."
        ]
    }


def test_stale_page_shows_what_is_saved_and_can_be_saved_over_it(client, officer):
    report = complete_report(revision=4)
    address = url("result_write", report.allocation_id)
    client.force_login(officer)
    form = typed(3, held_from="3/8/2563", held_until="5/8/2563", outcome="ของฉัน")

    page = client.post(address, form)
    newer = page.context["typed"].form["revision"].value()
    again = client.post(address, {**form, "revision": newer})

    assert page.status_code == 422
    assert "ร้านค้าชุมชนขายดีขึ้น" in page.text
    assert "ของฉัน" in page.text
    assert again.status_code == 302
    assert ResultReport.objects.get().outcome == "ของฉัน"


def test_several_pictures_are_added_at_once_and_the_bad_one_is_named(client, officer):
    allocation = AllocationFactory()
    client.force_login(officer)
    bad = SimpleUploadedFile("ข้อความ.jpg", b"text", "image/jpeg")
    form = {"chosen": [picture("หนึ่ง.jpg"), bad, picture("สอง.jpg")], "caption": "ตรวจรับ"}

    page = client.post(url("result_pictures", allocation.pk), form)

    assert page.status_code == 422
    assert [photo.name for photo in page.context["photos"]] == ["หนึ่ง.jpg", "สอง.jpg"]
    assert list(page.context["form"].errors) == ["chosen"]
    assert "ข้อความ.jpg" in page.text


def test_picture_goes_out_as_it_is_kept_and_its_small_copy_too(client, officer):
    report = ResultReportFactory()
    photo = services.add_photo(report, picture(), caption="ตรวจรับ", by=officer)
    client.force_login(make.staff())

    for name in ("photo", "thumbnail"):
        answer = client.get(url(name, photo.pk))
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert b"".join(answer)[:3] == b"\xff\xd8\xff"
        answer.close()


def test_removed_picture_is_gone_from_the_page_and_its_address(client, officer):
    photo = PhotoFactory()
    client.force_login(officer)

    answer = client.post(url("photo_remove", photo.pk))

    assert answer.url == url("result_pictures", photo.report.allocation_id)
    assert client.get(url("photo", photo.pk)).status_code == 404
    assert client.get(url("thumbnail", photo.pk)).status_code == 404


def test_files_are_added_removed_and_given_out(client, officer):
    allocation = AllocationFactory()
    client.force_login(officer)
    address = url("result_files", allocation.pk)

    client.post(address, {"chosen": [picture("ทะเบียน.jpg")]})
    file = ReportFile.objects.get()
    answer = client.get(url("report_file", file.pk))
    answer.close()
    removed = client.post(url("report_file_remove", file.pk))

    assert answer.status_code == 200
    assert removed.url == address
    assert client.get(url("report_file", file.pk)).status_code == 404


def test_sending_what_is_incomplete_changes_nothing_and_says_why(client, officer):
    report = ResultReportFactory()
    client.force_login(officer)

    page = client.post(url("result_send", report.allocation_id), follow=True)

    assert [str(message) for message in page.context["messages"]] == [
        "Write at least one line of what was planned and achieved. "
        "Add at least one picture of the activity."
    ]
    report.refresh_from_db()
    assert report.stage == ReportStage.DRAFT


def test_report_is_sent_returned_sent_again_and_accepted(client, officer):
    report, staff = complete_report(), make.staff()
    pk = report.allocation_id

    client.force_login(officer)
    client.post(url("result_send", pk))
    client.force_login(staff)
    client.post(url("result_return", pk), {"note": "ขอภาพวันตรวจรับ"})
    client.force_login(officer)
    page = client.get(url("result", pk))
    client.post(url("result_send", pk))
    client.force_login(staff)
    client.post(url("result_accept", pk))

    assert "ขอภาพวันตรวจรับ" in page.text
    report.refresh_from_db()
    assert (report.stage, report.decided_by) == (ReportStage.ACCEPTED, staff)


def test_return_without_a_reason_shows_the_page_again(client):
    report = complete_report(stage=ReportStage.SENT)
    client.force_login(make.staff())

    page = client.post(url("result_return", report.allocation_id), {"note": " "})

    assert page.status_code == 422
    assert page.context["form"].errors == {
        "note": ["Write the reason: the province must know what to change."]
    }


def test_refusals_of_a_second_press_are_told(client):
    report = complete_report(stage=ReportStage.ACCEPTED)
    client.force_login(make.staff())

    for name, data in (("result_accept", {}), ("result_return", {"note": "ช้าไป"})):
        page = client.post(url(name, report.allocation_id), data, follow=True)
        assert [str(message) for message in page.context["messages"]] == [
            "This report is at 'Accepted' now. Somebody may have been quicker; reload the page."
        ]


@pytest.mark.parametrize("kind", ["result", "follow_up"])
def test_report_that_nobody_has_begun_is_not_decided_on(client, kind):
    allocation = AllocationFactory()
    client.force_login(make.staff())

    for step, data in (("accept", {}), ("return", {"note": "ช้าไป"}), ("send", {})):
        page = client.post(url(f"{kind}_{step}", allocation.pk), data, follow=True)
        assert len(page.context["messages"]) == 1

    assert client.get(url(kind, allocation.pk)).context["state"].label == "Not started"


@pytest.mark.parametrize("name", ["result_write", "result_pictures", "result_files"])
def test_writing_pages_of_a_sent_report_lead_to_the_report(client, officer, name):
    report = complete_report(stage=ReportStage.SENT)
    client.force_login(officer)

    answer = client.get(url(name, report.allocation_id))

    assert answer.url == url("result", report.allocation_id)


@pytest.mark.parametrize("name", ["result_send", "result_accept", "result_return"])
def test_steps_are_not_taken_by_looking(client, officer, name):
    report = complete_report()
    client.force_login(officer)

    assert client.get(url(name, report.allocation_id)).status_code == 405
