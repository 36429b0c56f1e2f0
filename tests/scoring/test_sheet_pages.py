"""Queue, sheet, and the files behind it."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from groups.enums import Role
from groups.models import Province
from scoring import services
from scoring.enums import ConflictReason, EvidenceKind, RoundStage
from scoring.models import ConflictQuestion, Sheet
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

PARTS = ["small", "strip", "captions"]
FILES = ["clip", "poster", "attachment", *PARTS]


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
    parts = {
        f"{name}_path": uploads.write_bytes(name.encode(), folder="clips", suffix=suffix).path
        for name, suffix in zip(PARTS, ["mp4", "jpg", "vtt"], strict=True)
    }
    clip = ClipFactory(submission=submission, playable_path=film, poster_path=still, **parts)
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
    if name in PARTS:
        return reverse("scoring:clip_part", args=[sheet.pk, name])
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
    assert [name for name in FILES if file_page(name, sheet) not in text] == []


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


def test_sheet_sent_again_after_handing_in_is_kept_on_the_page_and_asks_why(client, round_, member):
    sheet = sheet_of(round_, member, "75")
    client.force_login(member)

    shown = client.get(page(sheet))
    refused = client.post(page(sheet), typed(sheet, "hand_in", "60", "40", revision=1))

    assert (shown.status_code, refused.status_code) == (200, 422)
    assert "form" not in shown.context
    form = refused.context["form"]
    assert list(form.errors) == ["reason"]
    assert [field.value() for field in form.points] == ["60", "40"]
    sheet.refresh_from_db()
    assert (sheet.total, sheet.versions.count()) == (75, 0)


def change_page(sheet):
    return reverse("scoring:change", args=[sheet.pk])


def test_change_with_a_reason_leads_to_the_receipt_of_a_new_version(client, round_, member):
    sheet = sheet_of(round_, member)
    client.force_login(member)
    client.post(page(sheet), typed(sheet, "hand_in", "45", "30"))

    filled = client.get(change_page(sheet)).context["form"]
    again = typed(sheet, "hand_in", "50", "30", revision=1, reason="ดูคลิปอีกครั้ง")
    response = client.post(change_page(sheet), again)

    assert [field.value() for field in filled.points] == ["45", "30"]
    assert response.url == reverse("scoring:receipt", args=[sheet.pk])
    receipt = client.get(response.url)
    assert receipt.context["newest"].number == 2
    newest = sheet.versions.first()
    assert newest.receipt in receipt.content.decode()
    listed = client.get(reverse("scoring:versions", args=[sheet.pk])).context["versions"]
    assert [(row.version.number, row.rows) for row in listed] == [
        (2, [("แผน", "50"), ("คลิป", "30")]),
        (1, [("แผน", "45"), ("คลิป", "30")]),
    ]


def test_change_without_a_reason_keeps_what_was_typed(client, round_, member):
    sheet = sheet_of(round_, member)
    client.force_login(member)
    client.post(page(sheet), typed(sheet, "hand_in", "45", "30"))

    refused = client.post(change_page(sheet), typed(sheet, "hand_in", "50", "30", revision=1))

    form = refused.context["form"]
    assert refused.status_code == 422
    assert form.errors["reason"] == ["Write why you change a sheet that was handed in."]
    assert [field.value() for field in form.points] == ["50", "30"]
    assert points_of(sheet) == [45, 30]


def test_evidence_on_a_receipt_leads_to_its_place_on_the_sheet(client, round_, member):
    sheet = sheet_of(round_, member)
    client.force_login(member)
    evidence = {f"evidence-{round_.criteria.first().pk}": ["clip:134", "plan:aims"]}
    client.post(page(sheet), typed(sheet, "hand_in", "45", "30", **evidence))

    receipt = client.get(reverse("scoring:receipt", args=[sheet.pk])).content.decode()

    places = re.findall(r'href="([^"]*#(?:clip|aims))"', receipt)
    assert places == [f"{page(sheet)}#clip", f"{page(sheet)}#aims"]


def test_draft_has_no_change_no_receipt_and_no_version(client, round_, member):
    sheet = sheet_of(round_, member)
    client.force_login(member)

    assert client.get(change_page(sheet)).status_code == 404
    assert client.get(reverse("scoring:receipt", args=[sheet.pk])).status_code == 404
    versions = client.get(reverse("scoring:versions", args=[sheet.pk]))
    assert versions.context["versions"] == []


def test_what_was_sent_too_late_is_shown_to_be_copied(client, round_, member):
    sheet = sheet_of(round_, member)
    client.force_login(member)
    clock.travel(date(2020, 7, 1))

    refused = client.post(page(sheet), typed(sheet, "hand_in", "45", "30", comment="แผนดี"))

    assert refused.status_code == 422
    assert refused.context["typed"] == [
        ("แผน", "45"),
        ("คลิป", "30"),
        ("Comment to the group", "แผนดี"),
    ]
    assert points_of(sheet) == []


def auto(client, sheet, *points, revision=0, **more):
    """What the page posts by itself while it is filled in."""
    response = client.post(page(sheet), typed(sheet, "auto", *points, revision=revision, **more))
    return response.status_code, response.json()


def test_page_saves_by_itself(client, round_, member):
    sheet = sheet_of(round_, member)
    client.force_login(member)
    evidence = {f"evidence-{round_.criteria.first().pk}": ["clip:134", "plan:aims", "clip:134"]}

    status, answer = auto(client, sheet, "45", note="ดูอีกครั้ง", **evidence)

    assert (status, answer["revision"], answer["saved"][:6]) == (200, 1, "Saved ")
    assert points_of(sheet) == [45]
    assert [row.place for row in sheet.evidence.all()] == ["134", "aims"]
    form = client.get(page(sheet)).context["form"]
    assert [place.label for place in form.parts()[0].places] == ["2:14", "Aims and indicators"]


def test_second_tab_that_saves_by_itself_is_shown_both_values(client, round_, member):
    sheet = sheet_of(round_, member)
    client.force_login(member)
    auto(client, sheet, "45", comment="จากแท็บแรก")

    status, answer = auto(client, sheet, "10", comment="จากแท็บที่สอง")

    assert status == 409
    for words in ("จากแท็บแรก", "จากแท็บที่สอง", ">45</td>", ">10</td>", 'data-revision="1"'):
        assert words in answer["panel"]
    assert points_of(sheet) == [45]
    assert auto(client, sheet, "10", revision=1)[0] == 200
    assert points_of(sheet) == [10]


def test_second_tab_that_holds_the_same_is_in_nobodys_way(client, round_, member):
    sheet = sheet_of(round_, member)
    client.force_login(member)
    auto(client, sheet, "45", comment="แผนดี")

    status, answer = auto(client, sheet, "45", comment="แผนดี")

    assert (status, answer["revision"], points_of(sheet)) == (200, 2, [45])


@pytest.mark.parametrize("points", ["61", "7.5", "มาก"])
def test_page_that_saves_by_itself_is_told_what_does_not_fit(client, round_, member, points):
    sheet = sheet_of(round_, member)
    client.force_login(member)

    status, answer = auto(client, sheet, points)

    assert (status, list(answer), points_of(sheet)) == (422, ["refusal"], [])


def test_page_that_saves_by_itself_says_which_criterion_is_wrong(client, round_, member):
    sheet = sheet_of(round_, member)
    client.force_login(member)

    _status, answer = auto(client, sheet, "45", "41")

    assert answer["refusal"] == "คลิป: 41 is too much. Write 40 or less."


def test_page_that_saves_after_handing_in_elsewhere_is_told(client, round_, member):
    sheet = sheet_of(round_, member)
    client.force_login(member)
    client.post(page(sheet), typed(sheet, "hand_in", "45", "30"))

    status, answer = auto(client, sheet, "10", revision=0)

    assert (status, list(answer)) == (409, ["refusal"])
    assert points_of(sheet) == [45, 30]


def test_evidence_beyond_what_is_kept_is_refused_and_nothing_ticked_is_lost(client, round_, member):
    sheet = sheet_of(round_, member)
    client.force_login(member)
    name = f"evidence-{round_.criteria.first().pk}"
    moments = [f"clip:{second}" for second in range(21)]

    status, answer = auto(client, sheet, "45", **{name: moments})
    shown = client.post(page(sheet), typed(sheet, "save", "45", **{name: moments}))

    assert (status, answer["refusal"]) == (
        422,
        "“แผน”: 21 places are ticked as evidence, 20 are kept at most. "
        "Untick those that matter least.",
    )
    assert (shown.status_code, len(shown.context["parts"][0].places)) == (422, 21)
    assert auto(client, sheet, "45", **{name: moments[:20]})[0] == 200
    assert sheet.evidence.count() == 20


@pytest.mark.parametrize("token", ["clip:-1", "clip:999999", "clip:๑", "plan:elsewhere", "x:1", ""])
def test_evidence_that_points_nowhere_is_refused(client, round_, member, token):
    sheet = sheet_of(round_, member)
    client.force_login(member)
    evidence = {f"evidence-{round_.criteria.first().pk}": [token]}

    status, _answer = auto(client, sheet, "45", **evidence)

    assert (status, sheet.evidence.count()) == (422, 0)


def test_mark_and_cannot_judge_together_are_refused(client, round_, member):
    round_.criteria.filter(position=1).update(allows_cannot_judge=True)
    sheet = sheet_of(round_, member)
    client.force_login(member)
    cannot = {f"cannot-{round_.criteria.first().pk}": "on"}

    both = client.post(page(sheet), typed(sheet, "hand_in", "45", "30", **cannot))
    one = client.post(page(sheet), typed(sheet, "hand_in", "", "30", **cannot))

    [[error]] = both.context["form"].errors.values()
    assert error == "Give a mark or tick 'I cannot judge this', not both."
    assert one.status_code == 302
    sheet.refresh_from_db()
    assert sheet.total == 75


def test_own_marks_are_drawn_from_ones_own_sheets_alone(client, round_, member, chair):
    plan = round_.criteria.first()
    for judge, points in ((member, 45), (chair, 13)):
        done = sheet_of(round_, judge, points)
        done.marks.create(criterion=plan, points=Decimal(points))
    sheet = sheet_for(round_, member, forwarded(round_))
    client.force_login(member)

    context = client.get(page(sheet)).context

    own = context["parts"][0].own
    assert (own.sheets, own.mean, [bar.low for bar in own.filled]) == (1, 45, [42])
    assert (context["own_totals"].sheets, context["own_totals"].mean) == (1, 45)


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

    assert [b"".join(answer) for answer in answers] == [
        b"a film", b"a still", b"%PDF-1.7", b"small", b"strip", b"captions",
    ]  # fmt: skip
    assert [answer["Content-Type"] for answer in answers] == [
        "video/mp4",
        "image/jpeg",
        "application/pdf",
        "video/mp4",
        "image/jpeg",
        "text/vtt; charset=utf-8",
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


OTHERS_WORDS = "ถ้อยคำที่กรรมการคนอื่นเขียนไว้"


def test_nothing_of_others_is_on_any_page_of_a_member(client, round_, member, chair):
    """Another member's sheet of the same group, with words and marks that would stand out."""
    sheet = sheet_of(round_, member)
    group = sheet.assignment.submission
    DeclarationFactory(round=round_, judge=chair)
    foreign = sheet_for(round_, chair, group)
    plan, clip = round_.criteria.all()
    services.hand_in(
        foreign.assignment,
        judge=chair,
        marks={plan.pk: Decimal(53), clip.pk: Decimal(37)},
        note=OTHERS_WORDS,
        comment=OTHERS_WORDS,
        revision=0,
        evidence=[services.Cited(plan.pk, EvidenceKind.CLIP, "3599")],
    )
    receipt = foreign.versions.get().receipt
    client.force_login(member)
    client.post(page(sheet), typed(sheet, "hand_in", "45", "30"))

    pages = [page(sheet), change_page(sheet)]
    pages += [reverse(f"scoring:{name}", args=[sheet.pk]) for name in ("receipt", "versions")]
    pages += [reverse(f"scoring:{name}", args=[round_.pk]) for name in ("queue", "criteria")]
    pages += [reverse("scoring:home", args=[2563]), reverse("reports:home")]
    for address in pages:
        answer = client.get(address)
        assert answer.status_code == 200
        text = re.sub(r'[0-9a-f]{64}|value="[^"]*"', "", answer.content.decode())
        for secret in (OTHERS_WORDS, "59:59", receipt, ">53<", ">37<", ">90<"):
            assert secret not in text
    for name in ("sheet", "change", "receipt", "versions", "clip"):
        assert client.get(reverse(f"scoring:{name}", args=[foreign.pk])).status_code == 404


def test_queue_tells_what_is_left_and_hints_at_the_first_after_twenty(client, round_, member):
    DeclarationFactory(round=round_, judge=member)
    sheets = [sheet_for(round_, member, arrived(round_), "75") for _ in range(19)]
    sheets += [sheet_for(round_, member, arrived(round_)) for _ in range(3)]
    Sheet.objects.filter(total__isnull=False).update(seconds=720)
    client.force_login(member)
    address = reverse("scoring:queue", args=[round_.pk])

    before = client.get(address).context
    Sheet.objects.filter(pk=sheets[19].pk).update(
        stage="handed_in", total=70, handed_in_at=clock.now()
    )
    after = client.get(address).context

    assert (before["pace"].left, before["pace"].days, before["pace"].minutes_left) == (3, 21, 36)
    assert (before["first_few"], after["first_few"]) == ([], sheets[:5])


def with_a_post_since(round_, member):
    """A sheet of a member who was given a post in the group's province after the declaration."""
    sheet = sheet_of(round_, member)
    PostFactory(role=Role.PROVINCE, user=member, province=sheet.assignment.submission.province)
    return sheet


@pytest.fixture
def posted_since(round_, member):
    return with_a_post_since(round_, member)


def test_post_given_since_the_declaration_closes_the_sheet_and_all_behind_it(
    client, member, posted_since
):
    client.force_login(member)

    opened = client.get(page(posted_since))
    behind = [
        client.get(reverse(f"scoring:{name}", args=[posted_since.pk])).status_code
        for name in ("clip", "poster", "versions", "receipt", "change", "step_out")
    ]

    assert (opened.status_code, opened.templates[0].name) == (403, "scoring/sheet_closed.html")
    assert "A post is or was held in this province." in opened.context["why"]
    assert "version" not in opened.context
    assert behind == [404, 404, 404, 404, 404, 200]


def test_sheet_that_closed_meanwhile_takes_nothing_and_loses_nothing(client, member, posted_since):
    client.force_login(member)
    typed = {"act": "save", "revision": posted_since.revision, "note": "ดูคลิปซ้ำ"}

    answered = client.post(page(posted_since), typed)
    aside = client.post(page(posted_since), typed | {"act": "auto"})

    assert (answered.status_code, answered.context["typed"]) == (
        403,
        [("Private note", "ดูคลิปซ้ำ")],
    )
    assert aside.status_code == 409
    assert "became known after your declaration" in aside.json()["refusal"]
    assert Sheet.objects.get().note == ""


@pytest.mark.parametrize("stage", [RoundStage.MARKED, RoundStage.CLOSED])
def test_sheet_of_a_conflict_stays_closed_after_marking(client, member, stage):
    sheet = with_a_post_since(RoundFactory(stage=stage), member)
    client.force_login(member)

    opened = client.get(page(sheet))

    assert (opened.status_code, opened.context["may_ask"]) == (403, stage == RoundStage.MARKED)


@pytest.mark.parametrize(
    ("stage", "status"), [(RoundStage.MARKING, 403), (RoundStage.RELEASED, 200)]
)
def test_sheet_of_round_1_is_closed_until_both_rounds_are_released(client, member, stage, status):
    first = RoundFactory(stage=RoundStage.RELEASED)
    sheet = with_a_post_since(first, member)
    RoundFactory(call=first.call, number=2, stage=stage)
    client.force_login(member)

    assert client.get(page(sheet)).status_code == status


def test_queue_leads_to_a_closed_sheet_last(client, round_, member, posted_since):
    other = sheet_for(round_, member, forwarded(round_))
    PlanVersion.objects.filter(submission=other.assignment.submission).update(
        frozen_by=PostFactory(role=Role.DISTRICT).user
    )
    elsewhere = other.assignment.submission
    elsewhere.province = Province.objects.exclude(pk=elsewhere.province_id).first()
    elsewhere.save()
    client.force_login(member)
    address = reverse("scoring:queue", args=[round_.pk])

    first = client.get(address).context["queue"].next
    Sheet.objects.filter(pk=other.pk).update(stage="handed_in", total=70, handed_in_at=clock.now())
    last = client.get(address).context["queue"].next

    assert (first, last) == (other, posted_since)


def test_sheet_that_is_over_tells_a_page_that_saves_by_itself_nothing(client, member, posted_since):
    clock.travel(date(2020, 7, 15))
    client.force_login(member)

    answered = client.post(page(posted_since), {"act": "auto", "revision": posted_since.revision})

    assert (answered.status_code, [*answered.json()]) == (409, ["refusal"])


def test_sheet_opens_again_when_the_conflict_is_ruled_to_be_none(
    client, round_, member, chair, posted_since
):
    question = services.ask_about_conflict(
        round_,
        posted_since.assignment.submission,
        judge=member,
        reason=ConflictReason.OWN_PROVINCE,
        note="ย้ายมาจากอำเภออื่น",
        by=member,
    )
    services.rule_on_conflict(question, upheld=False, ruling="ย้ายแล้ว", by=chair)
    client.force_login(member)

    assert client.get(page(posted_since)).status_code == 200


def test_ruling_of_round_1_opens_no_sheet_of_round_2(client, member, chair):
    first = RoundFactory(stage=RoundStage.RELEASED)
    second = RoundFactory(call=first.call, number=2)
    sheet = with_a_post_since(second, member)
    ConflictQuestion.objects.create(
        round=first,
        judge=member,
        submission=sheet.assignment.submission,
        reason=ConflictReason.OTHER,
        note="รู้จักกัน",
        asked_by=member,
        upheld=False,
        ruling="ไม่เป็นส่วนได้เสีย",
        ruled_by=chair,
        ruled_at=clock.now(),
    )
    client.force_login(member)

    assert client.get(page(sheet)).status_code == 403


@pytest.mark.parametrize("earlier", [1, 3])
def test_sheet_asks_the_same_number_of_questions(
    client, round_, member, earlier, django_assert_num_queries
):
    DeclarationFactory(round=round_, judge=member)
    for _ in range(earlier):
        sheet_for(round_, member, arrived(round_), "75")
    sheet = sheet_for(round_, member, forwarded(round_))
    client.force_login(member)

    with django_assert_num_queries(21):
        client.get(page(sheet))


@pytest.mark.parametrize("rows", [1, 3])
def test_queue_asks_the_same_number_of_questions(
    client, round_, member, rows, django_assert_num_queries
):
    DeclarationFactory(round=round_, judge=member)
    for _ in range(rows):
        sheet_for(round_, member, arrived(round_))
    client.force_login(member)

    with django_assert_num_queries(17):
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

    assert listed == [sheet]
    assert [(row.criterion, row.mark) for row in read.context["rows"]] == [(criterion, "75")]
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

    assert {status_of(client, url) for url in urls} == {404}
