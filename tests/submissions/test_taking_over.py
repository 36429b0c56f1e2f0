"""A plan begun with what seldom changes in the group's last one, and confirmed part by part."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from groups.enums import Role
from groups.models import District, Event
from selection_site.lib import clock
from submissions.enums import Section, SectionState, Stage, WithdrawalKind
from submissions.models import BusinessPlan, Submission
from submissions.selectors import PARTS, ROWS, missing, plan_content, row_fields, states
from submissions.selectors.taking_over import STABLE, offered_year
from submissions.services import (
    IncompletePlanError,
    TakingOverRefusedError,
    replace_group,
    save_answer,
    save_section,
    send,
    take_over,
    withdraw,
    write_plan,
)
from submissions.stages import StepRefusedError
from tests.factories.groups import PostFactory, SavingsGroupFactory
from tests.factories.submissions import (
    CallFactory,
    ClipFactory,
    PlanFactory,
    SubmissionFactory,
    VersionFactory,
    plan_values,
)

pytestmark = pytest.mark.django_db

OLD = json.loads((Path(__file__).parent / "data/version_of_format_1.json").read_text("utf-8"))
TAKEN = [
    Section.GROUP,
    Section.STRUCTURE,
    Section.BUSINESSES,
    Section.ANALYSIS,
    Section.AIMS,
    Section.PRODUCTION,
    Section.MARKETING,
    Section.MANAGEMENT,
    Section.NETWORKS,
]


@pytest.fixture(autouse=True)
def in_time():
    clock.travel(date(2020, 5, 20))


@pytest.fixture
def officer(client):
    user = PostFactory(role=Role.DISTRICT).user
    client.force_login(user)
    return user


@pytest.fixture
def submission():
    """Of this year, not started; its group sent a plan last year."""
    return with_last_year()


def with_last_year(year=2562, group=None, **version):
    group = group or SavingsGroupFactory()
    last = SubmissionFactory(call=call_of(year), group=group, stage=Stage.DECLINED)
    VersionFactory(submission=last, **version)
    return SubmissionFactory(group=group)


def call_of(year):
    return CallFactory(year=year)


def taken_over(submission, officer):
    take_over(submission, by=officer)
    return BusinessPlan.objects.get(submission=submission)


def places(submission):
    return [(each.section, each.field) for each in missing(submission)]


def detail(client, submission):
    return client.get(reverse("submissions:detail", args=[submission.pk]))


def press(client, submission):
    return client.post(reverse("submissions:take_over", args=[submission.pk]))


def test_last_plan_gives_what_seldom_changes_and_nothing_else(submission, officer):
    before = plan_content(submission)

    taken_over(submission, officer)

    now, said = plan_content(submission), plan_values()
    stable = {name for each in STABLE.values() for name in each.fields}
    assert now["plan"] == before["plan"] | {
        name: said[name].isoformat() if name == "founded_on" else said[name] for name in stable
    }
    assert {name: now[name] for name in ROWS} == {
        "committee_seats": said["committee_seats"],
        "businesses": [
            dict.fromkeys(row_fields(ROWS["businesses"]))
            | {"kind": "shop", "name": "ร้านค้าชุมชนบ้านโสนน้อย", "started_year": 2548}
        ],
        "materials": said["materials"],
        "partners": said["partners"],
        "indicators": [],
        "activities": [],
        "budget_lines": [],
        "risks": [],
    }


def test_no_figure_that_ages_and_nothing_declared_is_ever_taken_over():
    names = [name for each in STABLE.values() for name in (*each.fields, *each.row_fields)]

    figures = [
        column.name
        for column in BusinessPlan._meta.concrete_fields
        if column.name in names and column.get_internal_type().startswith("Positive")
    ]
    assert figures == ["level"]
    assert [name for name in names if name.endswith(("_baht", "_percent", "_satang"))] == [
        "unit_price_satang"
    ]
    signed = {*PARTS[Section.SIGNATURES].fields}
    assert signed & set(names) == set()
    assert all(set(each.fields) <= set(PARTS[section].fields) for section, each in STABLE.items())


def test_taking_over_begins_the_draft_and_is_on_record(submission, officer):
    plan = taken_over(submission, officer)

    submission.refresh_from_db()
    assert submission.stage == Stage.DRAFT
    assert (plan.saved_by, plan.taken_from_year, plan.to_confirm) == (officer, 2562, TAKEN)
    event = Event.objects.latest("number")
    assert (event.verb, event.user, event.detail["year"]) == ("take_over_plan", officer, 2562)


def test_draft_with_a_clip_alone_is_still_untouched(submission, officer):
    Submission.objects.filter(pk=submission.pk).update(stage=Stage.DRAFT, started_at=clock.now())
    submission.refresh_from_db()
    ClipFactory(submission=submission)

    assert taken_over(submission, officer).to_confirm == TAKEN


def test_newest_version_of_the_newest_year_is_the_source(officer):
    group = SavingsGroupFactory()
    submission = with_last_year(2561, group)
    last = SubmissionFactory(call=call_of(2562), group=group, stage=Stage.DECLINED)
    clip = ClipFactory(submission=last)
    for number, vision in enumerate(["เดิม", "ใหม่"], 1):
        content = {**OLD["content"], "plan": {**OLD["content"]["plan"], "vision": vision}}
        VersionFactory(submission=last, number=number, content=content, clip=clip)

    plan = taken_over(submission, officer)

    assert (plan.taken_from_year, plan.vision) == (2562, "ใหม่")


def test_plan_of_the_older_form_gives_what_it_has(officer):
    submission = with_last_year(content=OLD["content"])

    plan = taken_over(submission, officer)

    assert plan.to_confirm == [
        Section.GROUP,
        Section.BUSINESSES,
        Section.AIMS,
        Section.MARKETING,
    ]
    assert (plan.founded_on, plan.goods, plan.product) == (
        date(1987, 3, 9),
        "",
        OLD["content"]["plan"]["product"],
    )


def test_answer_that_todays_form_would_not_take_is_left_out(officer):
    content = json.loads(json.dumps(OLD["content"]))
    content["plan"] |= {"level": 7, "founded_on": "2020-02-31", "house_number": "9" * 21}
    content["businesses"].append({"kind": "gone", "name": "ร้านเก่า", "started_year": 2540})
    submission = with_last_year(content=content)

    plan = taken_over(submission, officer)

    assert (plan.level, plan.founded_on, plan.house_number) == (None, None, "")
    assert (plan.chairperson, plan.businesses.count()) == ("นางสมศรี ใจงาม", 1)


def test_part_that_got_something_is_to_confirm_and_is_left_to_do(submission, officer):
    taken_over(submission, officer)

    found = states(plan_content(submission), None, 0)

    assert [section for section in Section if found[section] == SectionState.CONFIRM] == TAKEN
    assert [section for section, field in places(submission) if field == "confirm"] == TAKEN
    assert found[Section.BUDGET] == SectionState.EMPTY


def test_part_that_waits_counts_once_and_its_page_says_what_it_lacks(client, submission, officer):
    before = len(missing(submission))

    press(client, submission)

    page = client.get(reverse("submissions:section", args=[submission.pk, "production"]))
    assert len(missing(submission)) == before
    assert [left.url.rpartition("#")[2] for left in page.context["left"]] == ["id_capacity"]
    assert f"/submissions/{submission.pk}/plan/production/#id_confirm" in page.content.decode()


def waiting_for_aims(officer, submission):
    """A complete plan with a clip, of which one part waits to be confirmed."""
    write_plan(submission, plan_values(), by=officer)
    ClipFactory(submission=submission)
    plans = BusinessPlan.objects.filter(submission=submission)
    plans.update(taken_from_year=2562, to_confirm=[Section.AIMS])
    return plans.get()


def test_plan_is_not_sent_while_a_part_waits_and_the_refusal_says_what_the_line_says(
    submission, officer
):
    waiting_for_aims(officer, submission)
    [left] = missing(submission)

    with pytest.raises(IncompletePlanError) as refused:
        send(submission, by=officer)

    assert (left.section, left.field) == (Section.AIMS, "confirm")
    assert str(refused.value) == left.sentence
    submission.refresh_from_db()
    assert submission.stage == Stage.DRAFT


def test_confirmed_part_lets_the_plan_be_sent_and_leaves_no_trace_in_the_version(
    submission, officer
):
    plan = waiting_for_aims(officer, submission)
    values = {name: plan_values()[name] for name in ("vision", "objectives", "indicators")}

    save_section(submission, Section.AIMS, values, confirm=True, by=officer)

    version = send(submission, by=officer)
    plan.refresh_from_db()
    assert (plan.to_confirm, plan.taken_from_year) == ([], 2562)
    assert "taken_over" not in version.content
    event = Event.objects.get(verb="confirm_taken_over")
    assert (event.user, event.detail) == (officer, {"section": "aims"})


def test_confirming_twice_is_recorded_once(submission, officer):
    waiting_for_aims(officer, submission)
    values = {name: plan_values()[name] for name in ("vision", "objectives", "indicators")}

    for _ in range(2):
        save_section(submission, Section.AIMS, values, confirm=True, by=officer)

    assert Event.objects.filter(verb="confirm_taken_over").count() == 1


def test_saving_without_confirming_leaves_the_part_waiting(submission, officer):
    plan = waiting_for_aims(officer, submission)

    save_section(submission, Section.AIMS, {"vision": "ใหม่"}, by=officer)
    digest_of_none = ""
    save_answer(submission, Section.AIMS, {"objectives": "ใหม่"}, base=digest_of_none, by=officer)

    plan.refresh_from_db()
    assert (plan.vision, plan.objectives, plan.to_confirm) == ("ใหม่", "ใหม่", ["aims"])


@pytest.mark.parametrize("role", [Role.PROVINCE, Role.DISTRICT_HEAD, Role.STAFF, Role.AUDITOR])
def test_other_posts_take_nothing_over(submission, role):
    user = PostFactory(role=role).user

    with pytest.raises(StepRefusedError):
        take_over(submission, by=user)

    assert BusinessPlan.objects.filter(submission=submission).count() == 0


def test_officer_of_another_district_takes_nothing_over(submission):
    stranger = PostFactory(role=Role.DISTRICT, district=District.objects.get(code="2701")).user

    with pytest.raises(StepRefusedError):
        take_over(submission, by=stranger)


@pytest.mark.parametrize("day", [date(2020, 5, 6), date(2020, 5, 30)])
def test_nothing_is_taken_over_outside_the_days(submission, officer, day):
    clock.travel(day)

    with pytest.raises(StepRefusedError):
        take_over(submission, by=officer)


@pytest.mark.parametrize("stage", [Stage.SENT, Stage.WITHDRAWN])
def test_nothing_is_taken_over_at_another_stage(submission, officer, stage):
    Submission.objects.filter(pk=submission.pk).update(
        stage=stage, started_at=clock.now(), sent_at=clock.now()
    )
    submission.refresh_from_db()

    with pytest.raises(StepRefusedError):
        take_over(submission, by=officer)


def test_plan_in_which_something_is_written_stays_as_it_is(submission, officer):
    save_section(submission, Section.AIMS, {"vision": "ปีนี้"}, by=officer)

    with pytest.raises(TakingOverRefusedError):
        take_over(submission, by=officer)

    plan = BusinessPlan.objects.get(submission=submission)
    assert (plan.vision, plan.chairperson, plan.to_confirm) == ("ปีนี้", "", [])


def test_taken_over_twice_is_refused_and_changes_nothing(submission, officer):
    before = taken_over(submission, officer)

    with pytest.raises(TakingOverRefusedError):
        take_over(submission, by=officer)

    assert BusinessPlan.objects.get(submission=submission).revision == before.revision
    assert Event.objects.filter(verb="take_over_plan").count() == 1


def nobody_else(group):
    """Another group of the very village, which sent a plan last year."""
    other = SavingsGroupFactory(name=f"{group.name} (ใหม่)")
    VersionFactory(submission__call=call_of(2562), submission__group=other)


def only_a_draft(group):
    last = SubmissionFactory(call=call_of(2562), group=group, stage=Stage.DRAFT)
    PlanFactory(submission=last)


def a_later_year(group):
    VersionFactory(submission__call=call_of(2564), submission__group=group)


def in_another_district(group):
    VersionFactory(
        submission__call=call_of(2562),
        submission__group=group,
        submission__district=District.objects.get(code="2701"),
    )


@pytest.mark.parametrize(
    "other",
    [nobody_else, only_a_draft, a_later_year, in_another_district],
    ids=lambda f: f.__name__,
)
def test_nothing_is_offered_or_taken_but_what_the_group_sent_in_an_earlier_year(
    officer, other, client
):
    group = SavingsGroupFactory()
    submission = SubmissionFactory(group=group)
    other(group)

    with pytest.raises(TakingOverRefusedError):
        take_over(submission, by=officer)

    assert detail(client, submission).context["offered_year"] is None
    submission.refresh_from_db()
    assert submission.stage == Stage.NOT_STARTED


def test_group_that_stands_in_for_another_gets_nothing_of_its_plan(client, submission, officer):
    staff = PostFactory(role=Role.STAFF).user
    left = withdraw(submission, kind=WithdrawalKind.OWN_WISH, reason="ขอถอนตัว", by=staff)
    place = {"district": submission.district, "subdistrict": "ท่าข้าม", "village_number": 2}

    new = replace_group(left, by=staff, name="กลุ่มออมทรัพย์บ้านใหม่", **place)

    assert detail(client, new).context["offered_year"] is None
    with pytest.raises(TakingOverRefusedError):
        take_over(new, by=officer)


def test_constraint_wants_a_year_for_what_waits():
    plan = PlanFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        BusinessPlan.objects.filter(pk=plan.pk).update(to_confirm=["aims"])


def test_page_offers_the_year_once_and_the_button_leads_to_the_first_part(
    client, submission, officer
):
    offered = detail(client, submission)

    answer = press(client, submission)

    again = detail(client, submission)
    where = f'action="/submissions/{submission.pk}/take-over/"'
    assert (offered.context["offered_year"], again.context["offered_year"]) == (2562, None)
    assert (where in offered.content.decode(), where in again.content.decode()) == (True, False)
    assert answer.headers["Location"] == reverse(
        "submissions:section", args=[submission.pk, "group"]
    )


@pytest.mark.parametrize("role", [Role.PROVINCE, Role.DISTRICT_HEAD, Role.STAFF])
def test_page_offers_nothing_to_those_who_do_not_write(client, submission, role):
    client.force_login(PostFactory(role=role).user)

    assert detail(client, submission).context["offered_year"] is None


def test_page_offers_nothing_after_the_last_day(client, submission, officer):
    clock.travel(date(2020, 5, 30))

    assert detail(client, submission).context["offered_year"] is None


def test_button_pressed_too_late_says_so(client, submission, officer):
    save_section(submission, Section.AIMS, {"vision": "ปีนี้"}, by=officer)

    answer = client.post(
        reverse("submissions:take_over", args=[submission.pk]),
        follow=True,
        headers={"accept-language": "th"},
    )

    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert answer.redirect_chain == [(reverse("submissions:detail", args=[submission.pk]), 302)]


def test_button_of_another_district_is_not_there(client, submission):
    place = {"district": District.objects.get(code="2701")}
    client.force_login(PostFactory(role=Role.DISTRICT, **place).user)

    assert press(client, submission).status_code == 404


def test_section_page_asks_to_confirm_and_confirming_goes_on(client, submission, officer):
    press(client, submission)
    page = reverse("submissions:section", args=[submission.pk, "management"])
    shown = client.get(page)
    said = {name: plan_values()[name] for name in PARTS[Section.MANAGEMENT].fields}
    said["known"] = shown.context["typed"].form["known"].value()

    saved = client.post(page, said)
    waiting = client.get(page)
    answer = client.post(page, said | {"confirm": ""})

    assert (shown.context["confirm_year"], waiting.context["confirm_year"]) == (2562, 2562)
    assert 'id="id_confirm"' in shown.content.decode()
    assert saved.headers["Location"] == page
    assert answer.headers["Location"].endswith("/plan/finance-plan/")
    assert client.get(page).context["confirm_year"] is None
    assert Section.MANAGEMENT not in {section for section, _field in places(submission)}


def test_part_that_got_old_prices_says_so(client, submission, officer):
    def says(section):
        page = client.get(reverse("submissions:section", args=[submission.pk, section.value]))
        return "ราคาวัตถุดิบเป็นราคาเดิม กรุณาตรวจสอบ" in page.content.decode()

    press(client, submission)
    with_prices = [section for section in TAKEN if says(section)]
    submission.plan.materials.all().delete()

    assert (with_prices, says(Section.PRODUCTION)) == ([Section.PRODUCTION], False)


def test_return_key_in_a_box_saves_and_confirms_nothing(client, submission, officer):
    press(client, submission)
    page = reverse("submissions:section", args=[submission.pk, "production"])

    html = client.get(page).content.decode()

    form = re.search(r"<form[^>]*data-rules.*?</form>", html, re.DOTALL)
    submits = re.findall(r'<button\s+type="submit"[^>]*>', form[0])
    assert ['name="confirm"' in each for each in submits] == [False, True, False]


def test_page_of_an_untouched_plan_costs_one_query_more_whatever_there_is(
    client, officer, django_assert_num_queries
):
    group = SavingsGroupFactory()
    submission = SubmissionFactory(group=group)
    for year in (2561, 2562):
        with django_assert_num_queries(19):
            detail(client, submission)
        last = SubmissionFactory(call=call_of(year), group=group, stage=Stage.DECLINED)
        VersionFactory(submission=last)
    assert offered_year(submission, officer, plan_content(submission)) == 2562


def test_taking_over_costs_the_same_after_one_and_three_years(officer, django_assert_num_queries):
    assert officer.held
    for years in ([2562], [2560, 2561, 2562]):
        group = SavingsGroupFactory()
        for year in years:
            last = SubmissionFactory(call=call_of(year), group=group, stage=Stage.DECLINED)
            VersionFactory(submission=last)
        submission = SubmissionFactory(group=group)
        with django_assert_num_queries(40):
            take_over(submission, by=officer)
