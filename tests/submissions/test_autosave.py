"""One answer at a time: saved over the one its writer knows, else refused with a reason."""

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from groups.enums import Role
from groups.models import District, Event
from selection_site.lib import clock
from submissions.enums import Section, Stage
from submissions.models import BusinessPlan, ProvinceDay, Saving, Submission
from submissions.selectors import PARTS, answers, digest, known_of, known_text
from submissions.services import StalePlanError, save_answer, save_section
from submissions.stages import StepRefusedError
from tests.factories.groups import PostFactory
from tests.factories.submissions import ClipFactory, PlanFactory, SubmissionFactory, plan_values

pytestmark = pytest.mark.django_db

MINE, THEIRS = "ของฉัน", "ของมานี"


@pytest.fixture(autouse=True)
def in_time():
    clock.travel(date(2020, 5, 20))


@pytest.fixture
def officer(client):
    user = PostFactory(role=Role.DISTRICT, user__first_name="สมชาย").user
    client.force_login(user)
    return user


@pytest.fixture
def colleague():
    return PostFactory(role=Role.DISTRICT, user__first_name="มานี").user


def save(submission, by, base="", section=Section.AIMS, **values):
    return save_answer(submission, section, values, base=base, by=by)


# The service


def test_first_answer_makes_the_plan_and_takes_the_step_start_once(officer):
    submission = SubmissionFactory()

    save(submission, officer, vision=MINE)
    save(submission, officer, objectives=MINE)

    submission.refresh_from_db()
    plan = submission.plan
    assert (submission.stage, plan.vision, plan.objectives) == (Stage.DRAFT, MINE, MINE)
    assert [step.name for step in submission.steps.all()] == ["start"]
    assert [event.verb for event in Event.objects.all()] == ["step_start"]


def test_answer_leaves_all_others_as_they_were(officer):
    plan = PlanFactory()
    before = {section: answers(plan, part) for section, part in PARTS.items()}

    save(plan.submission, officer, digest(plan.vision), vision=MINE)

    plan.refresh_from_db()
    after = {section: answers(plan, part) for section, part in PARTS.items()}
    assert after == {**before, Section.AIMS: {**before[Section.AIMS], "vision": MINE}}


def test_answer_saved_twice_alike_counts_once(officer):
    submission = SubmissionFactory()
    save(submission, officer, vision=MINE)

    with clock.at(date(2020, 5, 21)):
        plan = save(submission, officer, vision=MINE)

    assert (plan.revision, plan.saved_at) == (1, BusinessPlan.objects.get().saved_at)
    assert plan.saved_at.date() == date(2020, 5, 20)


def test_answers_of_two_people_in_one_section_are_both_kept(officer, colleague):
    submission = SubmissionFactory()

    save(submission, officer, vision=MINE)
    save(submission, colleague, objectives=THEIRS)

    plan = submission.plan
    signed = dict(Saving.objects.values_list("name", "by"))
    assert (plan.vision, plan.objectives) == (MINE, THEIRS)
    assert signed == {"vision": officer.pk, "objectives": colleague.pk}


def test_answer_that_another_changed_is_not_overwritten_and_names_who_and_when(officer, colleague):
    submission = SubmissionFactory()
    with clock.at(datetime(2020, 5, 20, 9, 30, tzinfo=clock.BANGKOK)):
        save(submission, colleague, vision=THEIRS)
    save(submission, officer, objectives=MINE)

    with pytest.raises(StalePlanError) as refused:
        save(submission, officer, vision=MINE)

    assert (refused.value.by, refused.value.names) == (colleague, ["vision"])
    assert refused.value.at.strftime("%H:%M") == "02:30"  # in UTC
    assert BusinessPlan.objects.get().vision == THEIRS


def test_answer_is_written_over_the_one_that_its_writer_has_seen(officer, colleague):
    submission = SubmissionFactory()
    save(submission, colleague, vision=THEIRS)

    plan = save(submission, officer, digest(THEIRS), vision=MINE)

    assert plan.vision == MINE


def test_answer_that_another_wrote_too_is_no_conflict(officer, colleague):
    submission = SubmissionFactory()
    save(submission, colleague, vision=MINE)

    plan = save(submission, officer, vision=MINE)

    assert (plan.revision, plan.saved_by) == (1, colleague)


def test_rows_are_saved_as_one_answer(officer):
    plan = PlanFactory()
    rows = plan_values()["indicators"]

    save(plan.submission, officer, digest(rows), indicators=rows[1:])

    assert [row.name for row in plan.indicators.all()] == [rows[1]["name"]]
    with pytest.raises(StalePlanError):
        save(plan.submission, officer, digest(rows), indicators=[])


@pytest.mark.parametrize(
    ("stage", "day"), [(Stage.SENT, date(2020, 5, 20)), (Stage.DRAFT, date(2020, 5, 30))]
)
def test_answer_is_refused_at_the_wrong_stage_and_on_the_wrong_day(officer, stage, day):
    plan = PlanFactory(submission=SubmissionFactory(stage=stage))
    clock.travel(day)

    with pytest.raises(StepRefusedError):
        save(plan.submission, officer, digest(plan.vision), vision=MINE)

    assert BusinessPlan.objects.get().vision == plan.vision


def test_answer_of_a_reader_is_refused(colleague):
    reader = PostFactory(role=Role.PROVINCE).user

    with pytest.raises(StepRefusedError):
        save(SubmissionFactory(), reader, vision=MINE)

    assert not BusinessPlan.objects.exists()


def test_answer_that_contradicts_another_is_refused(officer):
    plan = PlanFactory()

    with pytest.raises(ValidationError):
        save(plan.submission, officer, digest(118), Section.GROUP, households_joined=165)

    assert BusinessPlan.objects.get().households_joined == 118


def test_section_saved_whole_leaves_what_its_writer_did_not_touch(officer, colleague):
    plan = PlanFactory()
    part, values = PARTS[Section.AIMS], plan_values()
    known = {name: digest(value) for name, value in answers(plan, part).items()}
    save(plan.submission, colleague, known["objectives"], objectives=THEIRS)

    typed = {**values, "vision": MINE}
    save_section(plan.submission, Section.AIMS, typed, known=known, by=officer)

    plan.refresh_from_db()
    assert (plan.vision, plan.objectives, plan.indicators.count()) == (MINE, THEIRS, 2)


def test_digest_does_not_depend_on_the_kind_of_number_and_nothing_has_none():
    rows = plan_values()["indicators"]

    assert digest([{"baseline": 3}]) != digest([{"baseline": 4}])
    assert [digest(empty) for empty in (None, "", [])] == ["", "", ""]
    assert digest(rows) == digest([dict(reversed(row.items())) for row in rows])
    assert digest(0) != ""
    assert known_of(known_text({"vision": "ab", "men": "cd"})) == {"vision": "ab", "men": "cd"}


# The page


def url(submission, section=Section.AIMS):
    return reverse("submissions:answer", args=[submission.pk, section])


def post(client, submission, by, answer="vision", base="", section=Section.AIMS, **typed):
    sent = {"answer": answer, "base": base, "writer": by.pk, **typed}
    return client.post(url(submission, section), sent)


def test_answer_says_when_it_was_saved_and_what_is_left(client, officer):
    plan = PlanFactory(values={"vision": ""})
    ClipFactory(submission=plan.submission)
    clock.travel(datetime(2020, 5, 20, 14, 32, tzinfo=clock.BANGKOK))

    response = post(client, plan.submission, officer, vision=MINE)

    said = response.json()
    assert response.status_code == 200
    assert (said["said"], said["known"]) == ("บันทึกแล้ว 14.32 น.", digest(MINE))
    assert [line in said["html"] for line in ("ข้อมูลครบแล้ว", "ยังขาด")] == [True, False]


def test_thai_digits_and_days_are_known_by_what_they_amount_to(client, officer):
    plan = PlanFactory(values={"founded_on": date(1987, 3, 9)})
    sent = {"answer": "founded_on", "section": Section.GROUP, "founded_on": "๙ มีนาคม ๒๕๓๐"}

    checked = post(client, plan.submission, officer, check="1", **sent)

    assert checked.json() == {"known": digest(date(1987, 3, 9))}
    assert BusinessPlan.objects.get().revision == 1


def test_value_that_cannot_be_read_is_answered_with_its_sentence(client, officer):
    submission = SubmissionFactory()

    response = post(client, submission, officer, "men", section=Section.GROUP, men="หลายคน")

    assert response.status_code == 422
    assert list(response.json()["errors"]) == ["men"]
    assert "หลายคน" in response.json()["errors"]["men"][0]
    assert not BusinessPlan.objects.exists()


def test_value_that_contradicts_another_is_answered_with_its_sentence(client, officer):
    plan = PlanFactory()
    sent = {"section": Section.GROUP, "households_joined": "165", "base": digest(118)}

    response = post(client, plan.submission, officer, "households_joined", **sent)

    assert (response.status_code, list(response.json()["errors"])) == (422, [""])


def test_rows_that_are_not_whole_say_so_at_their_boxes(client, officer):
    rows = {"indicators-TOTAL_FORMS": 2, "indicators-INITIAL_FORMS": 0}
    rows |= {"indicators-0-name": "ก", "indicators-0-unit": "คน", "indicators-0-target": "มาก"}

    response = post(client, SubmissionFactory(), officer, "indicators", **rows)

    errors = response.json()["errors"]
    assert response.status_code == 422
    assert list(errors) == ["indicators-0-baseline", "indicators-0-target"]


def test_conflict_shows_what_is_stored_as_the_boxes_would(client, officer, colleague):
    plan = PlanFactory()
    save(plan.submission, colleague, digest(plan.founded_on), Section.GROUP, founded_on=None)
    day = date(1990, 1, 2)
    save(plan.submission, colleague, "", Section.GROUP, founded_on=day)
    sent = {"section": Section.GROUP, "base": digest(plan.founded_on), "founded_on": "3/3/2533"}

    response = post(client, plan.submission, officer, "founded_on", **sent)

    said = response.json()
    assert response.status_code == 409
    assert (said["now"], said["known"]) == ("02/01/2533", digest(day))
    assert "มานี" in said["said"]


def test_conflict_of_rows_shows_them_all(client, officer):
    plan = PlanFactory()
    rows = {"indicators-TOTAL_FORMS": 0, "indicators-INITIAL_FORMS": 0}

    response = post(client, plan.submission, officer, "indicators", **rows)

    first = {"name": "ยอดขายต่อเดือน", "unit": "บาท", "baseline": "103,000", "target": "130,000"}
    assert (response.status_code, response.json()["now"][0]) == (409, first)
    assert response.json()["known"] == digest(plan_values()["indicators"])


@pytest.mark.parametrize("name", ["", "men", "revision", "saved_by", "submission", "known"])
def test_answer_that_the_section_does_not_have_is_not_there(client, officer, name):
    assert post(client, SubmissionFactory(), officer, name, vision=MINE).status_code == 404


def test_answer_of_another_district_is_not_there(client):
    stranger = PostFactory(role=Role.DISTRICT, district=District.objects.get(code="2701")).user
    client.force_login(stranger)

    assert post(client, SubmissionFactory(), stranger, vision=MINE).status_code == 404


def test_answer_too_late_or_by_a_reader_gets_a_sentence(client, officer):
    submission = SubmissionFactory(stage=Stage.DRAFT)
    head = PostFactory(role=Role.DISTRICT_HEAD).user
    with clock.at(date(2020, 5, 30)):
        late = post(client, submission, officer, vision=MINE)
    client.force_login(head)
    read = post(client, submission, head, vision=MINE)

    assert [late.status_code, read.status_code] == [403, 403]
    assert all(answer.json()["said"] for answer in (late, read))


def test_page_of_somebody_who_is_no_longer_logged_in_saves_nothing(client, officer, colleague):
    response = post(client, SubmissionFactory(), colleague, vision=MINE)

    assert (response.status_code, BusinessPlan.objects.count()) == (401, 0)


def test_reading_saves_nothing(client, officer):
    assert client.get(url(SubmissionFactory())).status_code == 405
    assert client.get(reverse("submissions:back")).status_code == 200


def test_answer_costs_the_same_whatever_is_written(client, officer, django_assert_num_queries):
    plan = PlanFactory()
    for number in range(2):
        base = digest(BusinessPlan.objects.get().vision)
        with django_assert_num_queries(27):
            post(client, plan.submission, officer, base=base, vision=f"{MINE} {number}")
        plan.businesses.create(kind="food", position=9)


# The line on top


def fields_that_are_left(client, submission):
    page = client.get(reverse("submissions:section", args=[submission.pk, Section.GROUP]))
    return [entry.url for entry in page.context["desk"].left]


@pytest.mark.parametrize("is_begun", [True, False])
def test_every_entry_of_the_line_leads_to_a_box_that_is_there(client, officer, is_begun):
    submission = SubmissionFactory()
    if is_begun:
        empty = dict.fromkeys(plan_values())
        values = {**empty, "businesses": [{"kind": "food"}], "other_percent": 1, "vision": "ก"}
        values |= {"product": "ก", "break_even": "ก", "house_number": "1", "indicators": []}
        line = plan_values()["budget_lines"][1]
        values["budget_lines"] = [{**line, "quantity": 9}]
        for section, part in PARTS.items():
            own = {name: values[name] for name in (*part.fields, part.rows) if values.get(name)}
            save_section(submission, section, own, by=officer)

    left = fields_that_are_left(client, submission)

    assert len(left) >= len(PARTS)
    for address in left:
        page, _hash, box = address.partition("#")
        assert f'id="{box}"' in client.get(page).content.decode(), address


def test_line_counts_to_the_day_of_the_province_then_to_that_of_the_department(
    client, officer, stop_clock
):
    submission = SubmissionFactory()
    ProvinceDay.objects.create(
        call=submission.call, province=submission.province, due_on=date(2020, 5, 25), set_by=officer
    )
    page = reverse("submissions:section", args=[submission.pk, Section.GROUP])

    found = []
    for moment in (
        # The clock runs on while the page is made: a second would pass on a busy machine.
        datetime(2020, 5, 25, 23, 59, tzinfo=clock.BANGKOK),
        datetime(2020, 5, 26, tzinfo=clock.BANGKOK),
    ):
        stop_clock(moment)
        found.append(client.get(page).context["desk"].due.next_on)

    assert found == [date(2020, 5, 25), date(2020, 5, 29)]
    assert "เวลากรุงเทพฯ" in client.get(page).content.decode()


@pytest.mark.parametrize("name", ["detail", "preview", "clip", "files"])
def test_line_is_on_all_pages_of_writing_and_not_on_those_of_readers(client, officer, name):
    submission = PlanFactory().submission
    page = reverse(f"submissions:{name}", args=[submission.pk])
    shown = client.get(page).content.decode()
    client.force_login(PostFactory(role=Role.PROVINCE).user)
    read = client.get(page, follow=True).content.decode()

    assert ('id="desk-left"' in shown, 'id="desk-left"' in read) == (True, False)


def test_line_says_what_sending_would_refuse(client, officer):
    submission = Submission.objects.get(pk=PlanFactory(values={"vision": ""}).submission.pk)

    left = fields_that_are_left(client, submission)

    assert [address.partition("#")[2] for address in left] == ["id_vision", "id_file"]
