"""Comments pinned to places of a plan: collected, sent with a return, answered, settled."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from groups.enums import Role
from groups.models import Notice, Province
from selection_site.lib import clock
from submissions import services
from submissions.enums import Stage
from submissions.models import PlanVersion, Remark, Step
from submissions.selectors import gate_checks, plan_content, version_changes
from submissions.selectors.diff import changes, matched, path_now
from submissions.selectors.lines import place_of
from submissions.selectors.remarks import pinned, unsettled
from submissions.services import (
    GateClosedError,
    Spot,
    accept_remark,
    keep_remarks,
    repeat_remark,
    reply_remark,
    send,
    send_back,
)
from submissions.stages import StepRefusedError
from tests.factories.groups import PostFactory
from tests.factories.submissions import ClipFactory, VersionFactory, plan_values

pytestmark = pytest.mark.django_db

VISION = Spot("aims", "vision")
PRICE = Spot("budget", "budget_lines-1-unit_price_satang")
CLIP = Spot("clip")


@pytest.fixture(autouse=True)
def in_time():
    clock.travel(date(2020, 5, 20))


@pytest.fixture
def officer():
    return PostFactory(role=Role.PROVINCE).user


@pytest.fixture
def district():
    return PostFactory(role=Role.DISTRICT).user


@pytest.fixture
def version():
    return VersionFactory()


@pytest.fixture
def submission(version):
    return version.submission


@pytest.fixture
def returned(submission, officer, district):
    """A plan sent back with a comment on the vision and one on a price."""
    keep_remarks(submission, {VISION: "สั้นไป", PRICE: "แพงไป"}, by=officer)
    send_back(submission, by=officer)
    submission.refresh_from_db()
    return submission


def written(submission, district, **values):
    submission.plan.refresh_from_db()
    services.write_plan(submission, plan_values(**values), by=district)


def page(name, *args):
    return reverse(f"submissions:{name}", args=args)


# Collecting


def test_comment_is_kept_with_what_stood_at_its_place(submission, version, officer):
    keep_remarks(submission, {VISION: " สั้นไป ", PRICE: "แพงไป", CLIP: "เสียงเบา"}, by=officer)

    kept = [(row.field, row.text, row.shown) for row in version.remarks.drafts()]
    assert kept == [
        ("vision", "สั้นไป", "ร้านค้าของชุมชน สินค้าดี ราคาเป็นธรรม กำไรคืนสมาชิก"),
        ("budget_lines-1-unit_price_satang", "แพงไป", "12,800.00 บาท"),
        ("", "เสียงเบา", ""),
    ]
    assert "ข้าวเปลือกหอมมะลิ" in version.remarks.get(field=PRICE.path).label
    assert (Notice.objects.count(), submission.stage) == (0, Stage.SENT)


def test_comment_written_again_changes_it_and_an_empty_one_goes(submission, version, officer):
    [first] = keep_remarks(submission, {VISION: "สั้นไป"}, by=officer)
    keep_remarks(submission, {VISION: "ยาวไป"}, by=officer, seen=[first.pk])
    changed = [row.text for row in version.remarks.all()]

    keep_remarks(submission, {VISION: ""}, by=officer, seen=[first.pk])

    assert (changed, version.remarks.count()) == (["ยาวไป"], 0)


def test_page_opened_earlier_takes_away_nothing_that_came_since(submission, version, officer):
    keep_remarks(submission, {VISION: "สั้นไป"}, by=officer)

    keep_remarks(submission, {VISION: "", PRICE: "แพงไป"}, by=officer, seen=[])

    assert version.remarks.count() == 2


@pytest.mark.parametrize(
    "spot", [Spot("aims", "password"), Spot("nowhere"), Spot("budget", "budget_lines-9-item")]
)
def test_place_that_the_version_does_not_have_takes_no_comment(submission, officer, spot):
    with pytest.raises(StepRefusedError):
        keep_remarks(submission, {spot: "x"}, by=officer)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PROVINCE])
def test_only_the_province_comments(submission, role):
    with pytest.raises(StepRefusedError):
        keep_remarks(submission, {VISION: "x"}, by=PostFactory(role=role).user)


def test_nothing_is_collected_after_the_day_or_once_returned(submission, returned, officer):
    with pytest.raises(StepRefusedError):
        keep_remarks(returned, {VISION: "x"}, by=officer)
    other = VersionFactory().submission
    clock.travel(date(2020, 5, 30))
    with pytest.raises(StepRefusedError):
        keep_remarks(other, {VISION: "x"}, by=officer)


# Sending them


def test_return_sends_what_was_collected_without_another_reason(returned, version, district):
    step = returned.steps.latest("pk")

    assert (returned.stage, step.note, step.remarks) == (Stage.DRAFT, "", 2)
    assert {row.step for row in version.remarks.all()} == {step}
    assert Notice.objects.count() == 1
    body = Notice.objects.get(user=district).body
    assert ("สั้นไป" in body, "แพงไป" in body) == (True, True)


def test_return_with_neither_reason_nor_comment_is_refused(submission, officer):
    with pytest.raises(StepRefusedError):
        send_back(submission, by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.create(
            submission=submission, name="return", source="sent", target="draft", by=officer
        )


def test_plan_with_comments_not_sent_is_not_forwarded(submission, version, officer):
    keep_remarks(submission, {VISION: "สั้นไป"}, by=officer)

    with pytest.raises(GateClosedError):
        services.forward(submission, by=officer)

    assert [check.stops for check in gate_checks(submission, version)].count(True) == 1


# The district


def test_comment_follows_its_row_when_rows_are_moved(returned, district):
    lines = plan_values()["budget_lines"]
    lines[0], lines[1] = {**lines[0], "priority": 2}, {**lines[1], "priority": 1}
    written(returned, district, budget_lines=lines)

    found = pinned(unsettled(returned), plan_content(returned))

    assert [each.path for each in found] == ["vision", "budget_lines-0-unit_price_satang"]
    assert [each.is_changed for each in found] == [False, False]


def test_changed_value_stands_beside_the_old_one(returned, district):
    written(returned, district, vision="ใหม่")

    [vision, price] = pinned(unsettled(returned), plan_content(returned))

    assert (vision.now, vision.is_changed, price.is_changed) == ("ใหม่", True, False)


def test_comment_on_a_row_is_heeded_by_any_change_in_it(submission, officer, district):
    keep_remarks(submission, {Spot("budget", "budget_lines-2"): "จำเป็นหรือไม่"}, by=officer)
    send_back(submission, by=officer)
    submission.refresh_from_db()
    before = pinned(unsettled(submission), plan_content(submission))
    lines = plan_values()["budget_lines"]
    lines[2] = {**lines[2], "unit_price_satang": 400_000}

    written(submission, district, budget_lines=lines)

    [row] = pinned(unsettled(submission), plan_content(submission))
    assert (before[0].is_changed, row.is_changed, row.path) == (False, True, "budget_lines-2")


def test_language_of_the_page_changes_no_value(returned):
    with override("en"):
        [_vision, price] = pinned(unsettled(returned), plan_content(returned))

    assert (price.then, price.is_changed) == ("12,800.00 baht", False)


def test_comment_on_a_row_that_was_taken_out_says_so(returned, district):
    lines = plan_values()["budget_lines"]
    written(returned, district, budget_lines=[lines[0], lines[2], lines[3]])

    [_vision, price] = pinned(unsettled(returned), plan_content(returned))

    assert (price.path, price.is_gone) == (None, True)


def test_district_answers_and_takes_it_back(returned, district):
    remark = Remark.objects.get(field="vision")

    reply_remark(remark, text=" ขอคงไว้ ", by=district)
    answered = Remark.objects.get(pk=remark.pk)
    reply_remark(remark, text="", by=district)

    assert (answered.reply, answered.replied_by) == ("ขอคงไว้", district)
    assert Remark.objects.get(pk=remark.pk).replied_by is None


@pytest.mark.parametrize("role", [Role.PROVINCE, Role.DISTRICT_HEAD, Role.STAFF])
def test_only_the_district_officer_answers(returned, role):
    with pytest.raises(StepRefusedError):
        reply_remark(Remark.objects.first(), text="x", by=PostFactory(role=role).user)


# The province again


def test_sent_again_each_comment_is_accepted_or_made_again(returned, district, officer):
    written(returned, district, vision="ใหม่")
    second = send(returned, by=district)
    vision, price = Remark.objects.order_by("pk")

    accept_remark(vision, by=officer)
    again = repeat_remark(price, text="", by=officer)

    assert (again.version, again.text, again.repeats) == (second, "แพงไป", price)
    assert unsettled(returned) == []
    for act in (accept_remark, lambda row, by: repeat_remark(row, text="x", by=by)):
        with pytest.raises(StepRefusedError):
            act(vision, by=officer)
    send_back(returned, by=officer)
    assert [row.pk for row in unsettled(returned)] == [again.pk]


def test_comment_made_again_and_taken_away_is_open_as_before(returned, district, officer):
    send(returned, by=district)
    price = Remark.objects.get(field=PRICE.path)
    again = repeat_remark(price, text="", by=officer)

    keep_remarks(returned, {PRICE: ""}, by=officer, seen=[again.pk])

    assert price in unsettled(returned)


@pytest.mark.parametrize("role", [Role.DISTRICT, Role.PROVINCE_HEAD, Role.STAFF])
def test_only_the_province_settles_a_comment(returned, district, role):
    send(returned, by=district)

    with pytest.raises(StepRefusedError):
        accept_remark(Remark.objects.first(), by=PostFactory(role=role).user)


# What changed


def test_rows_are_matched_by_what_they_say_not_by_their_place():
    model = type(VersionFactory().submission.plan.budget_lines.first())
    old = [{"item": "ก", "unit": "ใบ"}, {"item": "ข", "unit": "ใบ"}, {"item": "ค", "unit": "ตัว"}]
    new = [{"item": "ค", "unit": "ตัว"}, {"item": "ก", "unit": "ถุง"}, {"item": "ง", "unit": "งาน"}]

    assert matched(old, new, model) == [(2, 0), (0, 1), (None, 2), (1, None)]


def test_every_changed_place_is_told_with_both_values(version):
    old, new = version.content, plan_content(version.submission)
    assert changes(old, new) == []
    new["plan"]["vision"] = "ใหม่"
    del new["budget_lines"][2]
    new["budget_lines"][0]["quantity"] = "4000"
    new["indicators"].append({**new["indicators"][0], "name": "ตัวใหม่"})

    found = changes(old, new)

    assert [(each.section, each.path) for each in found] == [
        ("aims", "vision"),
        ("aims", "indicators-2"),
        ("budget", "budget_lines-0-quantity"),
        ("budget", ""),
    ]
    assert (found[0].new, found[2].old, found[2].new) == ("ใหม่", "5,000", "4,000")
    assert path_now(old, new, "budget", "budget_lines-2-item") is None


def test_old_content_without_a_field_is_compared_all_the_same(version):
    old = {**version.content, "plan": {**version.content["plan"]}, "indicators": []}
    del old["plan"]["vision"]

    found = changes(old, version.content)

    assert [each.path for each in found] == ["vision", "indicators-0", "indicators-1"]


def test_comparison_tells_of_the_clip(version, district, officer):
    version.submission.clips.update(replaced_at=clock.now())
    newer = ClipFactory(submission=version.submission)
    second = VersionFactory(submission=version.submission, number=2, clip=newer)

    found = version_changes(version, second)

    assert [each.section for each in found] == ["clip"]


# The pages


def test_comments_are_collected_and_sent_on_the_page(client, submission, officer, version):
    client.force_login(officer)
    shown = client.get(page("check", submission.pk))
    boxes = {"text:aims:vision": "สั้นไป", "text:budget:budget_lines-1": "ขอใบเสนอราคา"}
    kept = client.post(page("check", submission.pk), boxes | {"keep": ""})
    seen = [row.pk for row in version.remarks.all()]
    again = client.get(page("check", submission.pk)).content.decode()

    client.post(page("check", submission.pk), boxes | {"seen": seen, "return": "", "note": ""})

    submission.refresh_from_db()
    assert (shown.status_code, kept.status_code) == (200, 302)
    assert again.count("ขอใบเสนอราคา") >= 2
    assert (submission.stage, version.remarks.sent().count()) == (Stage.DRAFT, 2)


def test_return_on_the_page_with_nothing_said_shows_it_again(client, submission, officer):
    client.force_login(officer)

    response = client.post(page("check", submission.pk), {"return": "", "note": " "})

    submission.refresh_from_db()
    assert (response.status_code, submission.stage) == (422, Stage.SENT)


def test_what_was_typed_is_there_when_a_place_is_refused(client, submission, officer):
    client.force_login(officer)

    response = client.post(
        page("check", submission.pk), {"text:aims:vision": "สั้นไป", "text:aims:x": "y"}
    )

    assert response.status_code == 422
    assert "สั้นไป" in response.content.decode()


@pytest.mark.parametrize("data", [{"text:aims": "x"}, {"seen": "9" * 5000}, {"text:": "x"}])
def test_names_that_our_page_does_not_send_break_nothing(client, submission, officer, data):
    client.force_login(officer)

    response = client.post(page("check", submission.pk), data | {"keep": ""})

    assert response.status_code in (302, 422)


def test_tick_under_the_notice_is_read_as_words(version):
    place = place_of(version.content, "signatures", "privacy_version")

    with override("en"):
        assert place_of(version.content, "signatures", "privacy_version") == place._replace(
            label="Notice on pictures of persons, acknowledged version",
            text="read and ticked, version 1",
        )


def test_district_finds_each_comment_at_its_field(client, returned, district):
    client.force_login(district)

    detail = client.get(page("detail", returned.pk)).content.decode()
    aims = client.get(page("section", returned.pk, "aims"))
    budget = client.get(page("section", returned.pk, "budget"))

    assert f"{page('section', returned.pk, 'aims')}#id_vision" in detail
    assert [each.remark.text for each in aims.context["returned"]] == ["สั้นไป"]
    field = budget.context["typed"].rows[1].fields["unit_price_satang"]
    assert [each.remark.text for each in field.remarks] == ["แพงไป"]
    assert "แพงไป" in budget.content.decode()


def typed_rows(lines, **changed):
    """The rows of the budget as a page sends them; `row_2=None` has been taken away there."""
    data = {"budget_lines-TOTAL_FORMS": len(lines), "budget_lines-INITIAL_FORMS": 0, "known": ""}
    for place, line in enumerate(lines):
        row = {name: str(value) for name, value in line.items()}
        row["unit_price_satang"] = line["unit_price_satang"] / 100
        if changed.get(f"row_{place}", "") is None:
            row["DELETE"] = "on"
        row |= changed.get(f"row_{place}") or {}
        data |= {f"budget_lines-{place}-{name}": value for name, value in row.items()}
    return data


def test_comment_stays_at_its_row_on_a_page_that_was_refused(client, returned, district):
    lines = plan_values()["budget_lines"]
    # The first row was taken away and that was saved; then the last one could not be read.
    written(returned, district, budget_lines=lines[1:])
    client.force_login(district)

    response = client.post(
        page("section", returned.pk, "budget"),
        typed_rows(lines, row_0=None, row_2={"quantity": "มาก"}),
    )

    rows = response.context["typed"].rows
    places = [[len(field.remarks) for field in row.fields.values()].count(1) for row in rows]
    [entry] = response.context["returned"]
    assert (response.status_code, places) == (422, [0, 1, *[0] * (len(lines) - 2)])
    assert entry.url.endswith("#id_budget_lines-1-unit_price_satang")


def test_comment_on_a_row_that_was_taken_away_stands_at_no_other(client, returned, district):
    lines = plan_values()["budget_lines"]
    client.force_login(district)

    response = client.post(
        page("section", returned.pk, "budget"),
        typed_rows(lines, row_1=None, row_2={"quantity": "มาก"}),
    )

    rows = response.context["typed"].rows
    places = [[len(field.remarks) for field in row.fields.values()].count(1) for row in rows]
    [entry] = response.context["returned"]
    assert (response.status_code, sum(places)) == (422, 0)
    assert entry.url == page("section", returned.pk, "budget")


def test_comment_on_a_row_stands_at_its_first_box(client, submission, officer, district):
    keep_remarks(submission, {Spot("budget", "budget_lines-2"): "จำเป็นหรือไม่"}, by=officer)
    send_back(submission, by=officer)
    client.force_login(district)

    row = client.get(page("section", submission.pk, "budget")).context["typed"].rows[2]

    assert [len(field.remarks) for field in row.fields.values()].count(1) == 1


def test_district_answers_on_the_page_of_comments(client, returned, district):
    client.force_login(district)
    remark = Remark.objects.get(field="vision")
    client.post(page("remark_reply", remark.pk), {"reply": "ขอคงไว้"})

    shown = client.get(page("remarks", returned.pk)).content.decode()

    assert ("ขอคงไว้" in shown, page("remark_reply", remark.pk) in shown) == (True, True)


def test_province_settles_comments_on_the_page(client, returned, district, officer):
    written(returned, district, vision="ใหม่")
    send(returned, by=district)
    client.force_login(officer)
    shown = client.get(page("check", returned.pk))
    vision, price = Remark.objects.order_by("pk")
    client.post(page("remark_accept", vision.pk))
    client.post(page("remark_repeat", price.pk), {"text": "ยังแพง"})

    assert [each.remark.pk for each in shown.context["earlier"]] == [vision.pk, price.pk]
    assert [each.path for each in shown.context["changes"]] == ["vision"]
    assert Remark.objects.drafts().get().text == "ยังแพง"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DISTRICT_HEAD, Role.STAFF])
def test_comments_stay_with_their_version_for_the_record(client, returned, district, role):
    written(returned, district, vision="ใหม่")
    send(returned, by=district)
    client.force_login(PostFactory(role=role).user)

    first = client.get(page("version", returned.pk, 1)).content.decode()
    changed = client.get(page("changes", returned.pk, 2)).context["changes"]
    listed = client.get(page("remarks", returned.pk)).content.decode()

    assert ("สั้นไป" in first, "สั้นไป" in listed) == (True, True)
    assert [each.path for each in changed] == ["vision"]


def test_drafts_are_shown_to_the_province_alone(client, submission, officer, district):
    keep_remarks(submission, {VISION: "ร่างความเห็น"}, by=officer)
    client.force_login(district)

    pages = [
        client.get(page(name, submission.pk, *more), follow=True).content.decode()
        for name, *more in (["detail"], ["remarks"], ["check"], ["version", 1])
    ]

    assert [text for text in pages if "ร่างความเห็น" in text] == []


def test_comments_of_another_place_are_not_there(client, returned):
    client.force_login(
        PostFactory(role=Role.PROVINCE, province=Province.objects.get(code="22")).user
    )
    remark = Remark.objects.first()

    answers = [
        client.get(page("remarks", returned.pk)).status_code,
        client.get(page("check", returned.pk)).status_code,
        client.post(page("remark_reply", remark.pk)).status_code,
        client.post(page("remark_accept", remark.pk)).status_code,
        client.post(page("remark_repeat", remark.pk)).status_code,
    ]

    assert answers == [404] * 5


def test_parts_with_something_to_look_at_are_open(client, returned, district, officer):
    written(returned, district, vision="ใหม่", ordinary_members=900, men=1, women=1)
    send(returned, by=district)
    keep_remarks(returned, {CLIP: "มืดไป"}, by=officer)
    client.force_login(officer)

    response = client.get(page("check", returned.pk))

    assert [each.key for each in response.context["sections"] if each.is_open] == [
        "group",
        "aims",
        "clip",
    ]


def test_of_a_plan_sent_again_only_the_rows_that_changed_are_open(
    client, returned, district, officer
):
    line = returned.plan.budget_lines.order_by("pk").last()
    line.unit_price_satang += 100
    line.save()
    send(returned, by=district)
    client.force_login(officer)

    response = client.get(page("check", returned.pk))

    budget = next(each for each in response.context["sections"] if each.key == "budget")
    assert [row.is_open for row in budget.rows] == [False] * (len(budget.rows) - 1) + [True]


@pytest.mark.parametrize(("spot", "name"), [(CLIP, "clip"), (Spot("files"), "files")])
def test_comment_on_clip_or_files_heads_their_page(
    client, submission, officer, district, spot, name
):
    keep_remarks(submission, {spot: "มืดไป", VISION: "สั้นไป"}, by=officer)
    send_back(submission, by=officer)
    client.force_login(district)

    response = client.get(page(name, submission.pk))

    assert [each.remark.text for each in response.context["returned"]] == ["มืดไป"]
    assert "มืดไป" in response.content.decode()


def test_version_of_an_older_form_goes_the_whole_way(client, submission, officer, district):
    """Checked, commented on, returned, written in today's form, sent and compared."""
    old = Path(__file__).parent / "data/version_of_format_1.json"
    stored = json.loads(old.read_text("utf-8"))
    PlanVersion.objects.update(content=stored.get("content", stored))
    client.force_login(officer)
    before = [client.get(page(name, submission.pk)) for name in ("detail", "check", "preview")]
    said = {VISION: "สั้นไป", Spot("risks"): "ยังไม่มี", Spot("analysis", "strengths"): "ว่าง"}

    keep_remarks(submission, said, by=officer)
    send_back(submission, by=officer)
    written(submission, district)
    send(submission, by=district)

    after = [client.get(page(name, submission.pk)) for name in ("detail", "check", "remarks")]
    pages = [client.get(page(name, submission.pk, 2)) for name in ("version", "changes")]
    pages.append(client.get(page("version", submission.pk, 1)))
    assert {shown.status_code for shown in (*before, *after, *pages)} == {200}
