"""Queue, sheet, and the files behind it."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from groups.enums import Role
from scoring.enums import ConflictReason, RoundStage
from scoring.models import Sheet
from scoring.services import declare, save_sheet
from selection_site.lib import clock, uploads
from submissions.models import PlanVersion
from tests.factories.groups import PostFactory
from tests.factories.scoring import (
    ConflictFactory,
    CriterionFactory,
    DeclarationFactory,
    RoundFactory,
    arrived,
    sheet_for,
)
from tests.factories.submissions import AttachmentFactory, ClipFactory, VersionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]

FILES = ["clip", "poster", "attachment"]


@pytest.fixture
def round_():
    made = RoundFactory()
    CriterionFactory(round=made, position=1, name="แผน", points=60)
    CriterionFactory(round=made, position=2, name="คลิป", points=40)
    return made


def forwarded(round_):
    """A submission with the version that was forwarded: plan, clip, one file, all on disk."""
    submission = arrived(round_)
    film = uploads.write_bytes(b"a film", folder="clips", suffix="mp4").path
    still = uploads.write_bytes(b"a still", folder="clips", suffix="jpg").path
    clip = ClipFactory(submission=submission, playable_path=film, poster_path=still)
    version = VersionFactory(submission=submission, clip=clip)
    paper = uploads.write_bytes(b"%PDF-1.7", folder="attachments", suffix="pdf").path
    version.attachments.add(AttachmentFactory(submission=submission, path=paper))
    return submission


def sheet_of(round_, judge, total=None):
    DeclarationFactory(round=round_, judge=judge)
    return sheet_for(round_, judge, forwarded(round_), total)


def page(sheet):
    return reverse("scoring:sheet", args=[sheet.pk])


def file_page(name, sheet):
    if name != "attachment":
        return reverse(f"scoring:{name}", args=[sheet.pk])
    file = PlanVersion.objects.get(submission=sheet.assignment.submission).attachments.get()
    return reverse("scoring:attachment", args=[sheet.pk, file.pk])


def typed(sheet, act, *points, revision=0, **more):
    names = [f"points-{criterion.pk}" for criterion in sheet.assignment.round.criteria.all()]
    filled = dict(zip(names, points, strict=False))
    return {"act": act, "revision": revision, **filled, **more}


def points_of(sheet):
    return list(sheet.marks.order_by("criterion__position").values_list("points", flat=True))


def test_sheet_shows_the_forwarded_plan_beside_the_criteria(client, round_, member):
    sheet = sheet_of(round_, member)
    client.force_login(member)

    response = client.get(page(sheet))

    text = response.content.decode()
    assert [field.label for field in response.context["form"].points] == ["แผน", "คลิป"]
    assert "ร้านค้าของชุมชน สินค้าดี ราคาเป็นธรรม กำไรคืนสมาชิก" in text
    assert file_page("clip", sheet) in text
    assert file_page("attachment", sheet) in text


def test_sheet_shows_what_was_forwarded_and_not_what_the_rows_say_now(client, round_, member):
    sheet = sheet_of(round_, member)
    plan = sheet.assignment.submission.plan
    plan.vision = "เปลี่ยนภายหลัง"
    plan.save()
    client.force_login(member)

    assert "เปลี่ยนภายหลัง" not in client.get(page(sheet)).content.decode()


def test_draft_is_saved_and_shown_again(client, round_, member):
    sheet = sheet_of(round_, member)
    client.force_login(member)

    response = client.post(page(sheet), typed(sheet, "save", "๔๕", note="ดูคลิปอีกครั้ง"))

    assert response.url == page(sheet)
    assert points_of(sheet) == [45]
    shown = client.get(page(sheet)).context
    assert [field.value() for field in shown["form"].points] == ["45", None]
    assert shown["revision"] == 1


def test_handed_in_sheet_leads_to_the_next(client, round_, member):
    sheet = sheet_of(round_, member)
    following = sheet_for(round_, member, forwarded(round_))
    client.force_login(member)

    response = client.post(page(sheet), typed(sheet, "hand_in", "45", "30"))

    assert response.url == page(following)
    sheet.refresh_from_db()
    assert (sheet.stage, sheet.total) == ("handed_in", 75)


def test_last_sheet_leads_back_to_the_queue(client, round_, member):
    sheet = sheet_of(round_, member)
    client.force_login(member)

    response = client.post(page(sheet), typed(sheet, "hand_in", "45", "30"))

    assert response.url == reverse("scoring:queue", args=[round_.pk])


def test_save_and_next_goes_round_the_end_of_the_queue(client, round_, member):
    first = sheet_of(round_, member)
    last = sheet_for(round_, member, forwarded(round_))
    client.force_login(member)

    response = client.post(page(last), typed(last, "next", "45"))

    assert (response.url, points_of(last)) == (page(first), [45])


def test_incomplete_sheet_is_not_handed_in_and_keeps_what_was_typed(client, round_, member):
    sheet = sheet_of(round_, member)
    client.force_login(member)

    response = client.post(page(sheet), typed(sheet, "hand_in", "45", "", comment="แผนดี"))

    form = response.context["form"]
    assert response.status_code == 422
    assert list(form.errors.values()) == [["Give 0 to 40 points."]]
    assert [field.value() for field in form.points] == ["45", ""]
    assert form["comment"].value() == "แผนดี"
    assert points_of(sheet) == []


@pytest.mark.parametrize("points", ["61", "-1", "7.5", "มาก", "NaN", "1e1", "9" * 400])
@pytest.mark.parametrize("act", ["save", "hand_in", "next"])
def test_points_that_do_not_fit_are_shown_again(client, round_, member, points, act):
    sheet = sheet_of(round_, member)
    client.force_login(member)

    response = client.post(page(sheet), typed(sheet, act, points, "30"))

    assert response.status_code == 422
    assert len(response.context["form"].errors) == 1
    assert points_of(sheet) == []


def test_second_tab_is_told_and_may_save_again(client, round_, member):
    sheet = sheet_of(round_, member)
    client.force_login(member)
    client.post(page(sheet), typed(sheet, "save", "45"))

    refused = client.post(page(sheet), typed(sheet, "save", "10"))

    assert refused.status_code == 422
    assert (refused.context["revision"], points_of(sheet)) == (1, [45])
    assert [field.value() for field in refused.context["form"].points] == ["10", None]
    client.post(page(sheet), typed(sheet, "save", "10", revision=refused.context["revision"]))
    assert points_of(sheet) == [10]


def test_sheet_that_is_handed_in_is_read_and_not_written(client, round_, member):
    sheet = sheet_of(round_, member, "75")
    client.force_login(member)

    shown = client.get(page(sheet))
    refused = client.post(page(sheet), typed(sheet, "hand_in", "60", "40", revision=1))

    assert (shown.status_code, refused.status_code) == (200, 422)
    assert "form" not in shown.context
    assert refused.context["why_fixed"].startswith("You handed this sheet in at")
    sheet.refresh_from_db()
    assert sheet.total == 75


def test_sheet_after_the_last_day_is_read_and_not_written(client, round_, member):
    sheet = sheet_of(round_, member)
    client.force_login(member)
    clock.travel(date(2020, 7, 1))

    refused = client.post(page(sheet), typed(sheet, "save", "45"))

    assert (refused.status_code, points_of(sheet)) == (422, [])


def status_of(client, url):
    """The answer's status; it is read to its end, which closes its file."""
    response = client.get(url)
    b"".join(response)
    return response.status_code


def others():
    committee = (Role.MEMBER, Role.CHAIR)
    return [
        *(PostFactory(role=role).user for role in Role if role != Role.CHAIR),
        PostFactory(role=Role.CHAIR, user__first_name="ประธาน").user,
        *(PostFactory(role=role, year=2562).user for role in committee),
    ]


@pytest.mark.parametrize("name", ["sheet", *FILES])
def test_sheet_and_its_files_open_for_their_member_alone(client, round_, member, name):
    sheet = sheet_of(round_, member)
    url = page(sheet) if name == "sheet" else file_page(name, sheet)

    client.force_login(member)
    assert status_of(client, url) == 200
    for user in others():
        client.force_login(user)
        assert status_of(client, url) == 404


def test_files_come_as_they_were_kept_and_in_parts(client, round_, member):
    sheet = sheet_of(round_, member)
    client.force_login(member)

    answers = [client.get(file_page(name, sheet)) for name in FILES]
    part = client.get(file_page("clip", sheet), headers={"range": "bytes=2-5"})

    assert [b"".join(answer) for answer in answers] == [b"a film", b"a still", b"%PDF-1.7"]
    assert [answer["Content-Type"] for answer in answers] == [
        "video/mp4",
        "image/jpeg",
        "application/pdf",
    ]
    assert (part.status_code, b"".join(part)) == (206, b"film")


def test_member_sees_small_pictures_and_no_remark_about_national_numbers(client, round_, member):
    sheet = sheet_of(round_, member)
    small = uploads.write_bytes(b"small", folder="attachments", suffix="jpg").path
    file = PlanVersion.objects.get(submission=sheet.assignment.submission).attachments.get()
    file.reading, file.read_at, file.thumbnail_path = "whole", clock.now(), small
    file.numbers_found, file.numbers = 1, [["page", "2", "1-2345-xxxxx-xx-x"]]
    file.save()
    client.force_login(member)
    url = reverse("scoring:thumbnail", args=[sheet.pk, file.pk])

    shown = client.get(page(sheet)).content.decode()
    answer = client.get(url)

    assert (url in shown, "1-2345-xxxxx-xx-x" in shown) == (True, False)
    assert (b"".join(answer), "private" in answer["Cache-Control"]) == (b"small", True)
    client.force_login(PostFactory(role=Role.DISTRICT).user)
    assert client.get(url).status_code == 404


def test_file_of_another_group_does_not_open_through_ones_own_sheet(client, round_, member):
    own = sheet_of(round_, member)
    foreign = AttachmentFactory(submission=arrived(round_))
    client.force_login(member)

    url = reverse("scoring:attachment", args=[own.pk, foreign.pk])

    assert client.get(url).status_code == 404


def test_group_in_conflict_opens_by_no_address(client, round_, member, chair):
    submission, other = forwarded(round_), forwarded(round_)
    relative = (ConflictReason.RELATIVE, "")
    declare(round_, judge=member, conflicts={submission.pk: relative})
    declare(round_, judge=chair, conflicts={})
    client.force_login(member)

    opened = set()
    for sheet in Sheet.objects.select_related("assignment"):
        urls = [page(sheet), *(file_page(name, sheet) for name in FILES)]
        opened |= {sheet.assignment for url in urls if status_of(client, url) != 404}

    assert {(one.judge, one.submission) for one in opened} == {(member, other)}
    hidden = PlanVersion.objects.get(submission=submission)
    elsewhere = [
        ("submissions:detail", submission.pk),
        ("scoring:group", round_.pk, submission.pk),
    ]
    for name, *keys in elsewhere:
        assert client.get(reverse(name, args=keys)).status_code == 404
    own = Sheet.objects.get(assignment__judge=member)
    url = reverse("scoring:attachment", args=[own.pk, hidden.attachments.get().pk])
    assert client.get(url).status_code == 404


def test_queue_has_ones_own_order_and_counts(client, round_, member, chair):
    a, b, c = (
        sheet_of(round_, member, "75"),
        *(sheet_for(round_, member, arrived(round_)) for _ in range(2)),
    )
    sheet_for(round_, chair, b.assignment.submission, "99.5")
    save_sheet(b.assignment, judge=member, marks={}, note="", comment="", revision=0)
    client.force_login(member)

    response = client.get(reverse("scoring:queue", args=[round_.pk]))

    queue = response.context["queue"]
    assert queue.sheets == [a, b, c]
    assert (queue.done, queue.started, queue.untouched, queue.next) == (1, 1, 1, b)
    assert "99.5" not in response.content.decode()


def test_queue_is_there_for_the_committee_alone(client, round_, staff, auditor):
    url = reverse("scoring:queue", args=[round_.pk])

    for user in (staff, auditor, PostFactory(role=Role.MEMBER, year=2562).user):
        client.force_login(user)
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_queue_asks_the_same_number_of_questions(
    client, round_, member, rows, django_assert_num_queries
):
    DeclarationFactory(round=round_, judge=member)
    for _ in range(rows):
        sheet_for(round_, member, arrived(round_))
    client.force_login(member)

    with django_assert_num_queries(10):
        response = client.get(reverse("scoring:queue", args=[round_.pk]))

    assert len(response.context["queue"].sheets) == rows


def test_overseers_read_sheets_once_the_round_is_closed(client, member, auditor, chair):
    round_ = RoundFactory(stage=RoundStage.CLOSED)
    criterion = CriterionFactory(round=round_)
    sheet = sheet_of(round_, member, "75")
    sheet.marks.create(criterion=criterion, points=Decimal(75))
    Sheet.objects.filter(pk=sheet.pk).update(note="บันทึกที่ไม่มีใครอ่าน")
    group = reverse("scoring:group", args=[round_.pk, sheet.assignment.submission_id])

    client.force_login(auditor)
    listed = client.get(group).context["sheets"]
    read = client.get(page(sheet))

    assert (listed, read.context["rows"]) == ([sheet], [(criterion, Decimal(75))])
    assert "บันทึกที่ไม่มีใครอ่าน" not in read.content.decode()
    for user in (chair, member):
        client.force_login(user)
        assert client.get(group).status_code == 404


@pytest.mark.parametrize("stage", ["marking", "marked"])
def test_sheets_of_a_group_are_not_there_before_closing(client, member, auditor, stage):
    round_ = RoundFactory(stage=stage)
    sheet = sheet_of(round_, member, "75")
    client.force_login(auditor)

    url = reverse("scoring:group", args=[round_.pk, sheet.assignment.submission_id])

    assert client.get(url).status_code == 404


def test_conflict_declared_in_round_2_closes_the_sheet_of_round_1_too(client, round_, member):
    sheet = sheet_of(round_, member, "70")
    second = RoundFactory(call=round_.call, number=2)
    ConflictFactory(round=second, judge=member, submission=sheet.assignment.submission)
    client.force_login(member)

    urls = [page(sheet), *(file_page(name, sheet) for name in FILES)]

    assert [status_of(client, url) for url in urls] == [404, 404, 404, 404]
