"""More days for one province: asked for, proposed, decided by another person."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from groups.enums import Role
from groups.models import District, Event, Notice, Province
from reports.selectors.duties import duties
from scoring.enums import RoundNumber, RoundStage
from scoring.services import RoundRefusedError, in_the_way, open_round
from selection_site.lib import clock
from submissions import services, stages
from submissions.enums import Stage
from submissions.models import Extension, ProvinceDay
from submissions.services import (
    CallRefusedError,
    ExtensionRefusedError,
    approve_extension,
    ask_extension,
    propose_extension,
    refuse_extension,
)
from tests.at_once import at_once
from tests.factories.groups import SA_KAEO, PostFactory
from tests.factories.scoring import CriterionFactory, RoundFactory, arrived
from tests.factories.submissions import (
    ClipFactory,
    PlanFactory,
    SubmissionFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db

DAY = date(2020, 6, 5)


@pytest.fixture(autouse=True)
def in_time():
    clock.travel(date(2020, 5, 28))


@pytest.fixture
def staff():
    return PostFactory(role=Role.STAFF).user


@pytest.fixture
def director():
    return PostFactory(role=Role.DIRECTOR).user


@pytest.fixture
def officer():
    return PostFactory(role=Role.PROVINCE).user


@pytest.fixture
def province():
    return Province.objects.get(pk=SA_KAEO)


@pytest.fixture
def submission():
    return SubmissionFactory(stage=Stage.DRAFT)


@pytest.fixture
def proposed(submission, province, staff):
    return propose_extension(submission.call, province, DAY, reason="น้ำท่วม", by=staff)


def page(name, *args):
    return reverse(f"submissions:{name}", args=args)


# Asking and proposing


def test_province_asks_and_staff_know(submission, province, officer, staff):
    extension = ask_extension(submission.call, province, DAY, reason=" น้ำท่วม ", by=officer)

    assert (extension.is_asked, extension.reason) == (True, "น้ำท่วม")
    assert extension.instead_of == date(2020, 5, 29)
    assert [notice.user for notice in Notice.objects.all()] == [staff]
    assert Event.objects.latest("number").verb == "extension_ask"
    assert page("extensions", 2563) in [duty.url for duty in duties(staff)]


def test_what_was_asked_for_becomes_the_proposal(submission, province, officer, staff, director):
    asked = ask_extension(submission.call, province, DAY, reason="น้ำท่วม", by=officer)

    made = propose_extension(
        submission.call, province, date(2020, 6, 3), reason="น้ำท่วม 3 วัน", by=staff
    )

    assert (made.pk, made.asked_by, made.proposed_by) == (asked.pk, officer, staff)
    assert (made.due_on, made.is_proposed) == (date(2020, 6, 3), True)
    assert Notice.objects.filter(user=director).count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.STAFF])
def test_only_staff_propose(submission, province, role):
    with pytest.raises(ExtensionRefusedError):
        propose_extension(
            submission.call, province, DAY, reason="x", by=PostFactory(role=role).user
        )


def test_province_asks_for_itself_alone(submission, province):
    other = PostFactory(role=Role.PROVINCE, province=Province.objects.get(code="22")).user

    with pytest.raises(ExtensionRefusedError):
        ask_extension(submission.call, province, DAY, reason="x", by=other)


@pytest.mark.parametrize(
    "day", [date(2020, 5, 27), date(2020, 5, 29), date(2020, 6, 30), date(2020, 7, 1)]
)
def test_day_comes_after_the_last_and_before_round_1_ends(submission, province, staff, day):
    with pytest.raises(ExtensionRefusedError):
        propose_extension(submission.call, province, day, reason="น้ำท่วม", by=staff)


def test_day_that_has_passed_is_refused(submission, province, staff):
    clock.travel(date(2020, 6, 10))

    with pytest.raises(ExtensionRefusedError):
        propose_extension(submission.call, province, DAY, reason="น้ำท่วม", by=staff)


def test_nothing_is_given_to_a_province_without_a_plan_to_come(province, staff):
    forwarded = SubmissionFactory(stage=Stage.FORWARDED)

    with pytest.raises(ExtensionRefusedError):
        propose_extension(forwarded.call, province, DAY, reason="น้ำท่วม", by=staff)


def test_reason_is_needed(submission, province, staff):
    with pytest.raises(ExtensionRefusedError):
        propose_extension(submission.call, province, DAY, reason="  ", by=staff)


def test_second_proposal_waits_for_the_first(proposed, province, staff):
    with pytest.raises(ExtensionRefusedError):
        propose_extension(proposed.call, province, DAY, reason="x", by=staff)

    assert Extension.objects.count() == 1


# Deciding


def test_approved_day_holds_for_every_submission_of_the_province(
    proposed, submission, director, officer, staff
):
    district = PostFactory(role=Role.DISTRICT).user
    second = SubmissionFactory(stage=Stage.SENT)
    other = Province.objects.get(code="22")
    elsewhere = SubmissionFactory(
        stage=Stage.DRAFT, province=other, district=District.objects.get(code="2201")
    )
    Notice.objects.all().delete()

    approve_extension(proposed, by=director)

    for row in (submission, second, elsewhere):
        row.refresh_from_db()
    assert [row.extended_to for row in (submission, second, elsewhere)] == [DAY, DAY, None]
    assert {notice.user for notice in Notice.objects.all()} == {district, officer, staff}
    event = Event.objects.latest("number")
    assert (event.verb, event.detail["submissions"]) == (
        "extension_approve",
        [submission.pk, second.pk],
    )


def test_plan_is_sent_and_forwarded_on_the_extended_day(proposed, submission, director, officer):
    approve_extension(proposed, by=director)
    district = PostFactory(role=Role.DISTRICT).user
    PlanFactory(submission=submission)
    ClipFactory(submission=submission)
    clock.travel(DAY)

    services.send(submission, by=district)
    services.forward(submission, by=officer)

    submission.refresh_from_db()
    assert (submission.stage, submission.sent_late) == (Stage.FORWARDED, False)


def test_province_s_own_earlier_day_goes_and_another_may_be_set(
    proposed, submission, director, officer, province
):
    ProvinceDay.objects.create(
        call=proposed.call, province=province, due_on=date(2020, 5, 25), set_by=officer
    )

    approve_extension(proposed, by=director)

    submission.refresh_from_db()
    assert submission.province_due_on == DAY
    day = services.set_province_day(proposed.call, province, date(2020, 6, 3), by=officer)
    assert day.due_on == date(2020, 6, 3)
    with pytest.raises(CallRefusedError):
        services.set_province_day(proposed.call, province, date(2020, 6, 6), by=officer)


def test_nobody_approves_what_they_proposed(submission, province):
    both = PostFactory(role=Role.STAFF).user
    PostFactory(role=Role.DIRECTOR, user=both)
    extension = propose_extension(submission.call, province, DAY, reason="น้ำท่วม", by=both)

    for act in (approve_extension, lambda row, by: refuse_extension(row, reason="x", by=by)):
        with pytest.raises(ExtensionRefusedError):
            act(extension, by=both)
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.update(approved=True, decided_by=both, decided_at=clock.now())


@pytest.mark.parametrize("role", [role for role in Role if role != Role.DIRECTOR])
def test_only_a_director_decides(proposed, role):
    with pytest.raises(ExtensionRefusedError):
        approve_extension(proposed, by=PostFactory(role=role).user)


def test_only_asked_for_it_is_not_approved(submission, province, officer, director):
    asked = ask_extension(submission.call, province, DAY, reason="น้ำท่วม", by=officer)

    with pytest.raises(ExtensionRefusedError):
        approve_extension(asked, by=director)


@pytest.mark.parametrize(
    "second",
    [approve_extension, lambda row, by: refuse_extension(row, reason="x", by=by)],
)
def test_it_is_decided_once(proposed, director, second):
    approve_extension(proposed, by=director)

    with pytest.raises(ExtensionRefusedError):
        second(proposed, by=director)


def test_refused_with_its_reason_the_day_stays(proposed, submission, director, officer):
    Notice.objects.all().delete()

    refuse_extension(proposed, reason="น้ำลดแล้ว", by=director)

    submission.refresh_from_db()
    assert submission.extended_to is None
    assert "น้ำลดแล้ว" in Notice.objects.get(user=officer).body


def test_staff_turn_down_what_was_only_asked_for(submission, province, officer, staff):
    asked = ask_extension(submission.call, province, DAY, reason="น้ำท่วม", by=officer)

    refused = refuse_extension(asked, reason="ส่งได้ทัน", by=staff)

    assert (refused.approved, refused.decided_by) == (False, staff)


def test_too_late_to_approve_when_the_day_has_passed(proposed, director):
    clock.travel(date(2020, 6, 6))

    with pytest.raises(ExtensionRefusedError):
        approve_extension(proposed, by=director)

    proposed.refresh_from_db()
    assert proposed.decided_at is None


def test_new_group_of_the_province_has_its_days(proposed, submission, director, staff):
    approve_extension(proposed, by=director)
    clock.travel(date(2020, 6, 1))

    added = services.add_group(
        proposed.call,
        by=staff,
        name="กลุ่มใหม่",
        district=submission.district,
        subdistrict="ท่าข้าม",
        village_number=9,
    )

    assert (added.extended_to, added.takes_plans) == (DAY, True)


# Round 1 and the days


@pytest.fixture
def round_(submission):
    made = RoundFactory(call=submission.call, number=RoundNumber.FIRST, stage=RoundStage.PREPARED)
    CriterionFactory(round=made, points=100)
    arrived(made)
    PostFactory(role=Role.CHAIR)
    return made


def test_round_1_waits_for_an_extended_province(proposed, submission, director, staff, round_):
    approve_extension(proposed, by=director)
    clock.travel(date(2020, 6, 1))

    with pytest.raises(RoundRefusedError, match="สระแก้ว"):
        open_round(round_, by=staff)
    assert len(in_the_way(round_)) == 1
    clock.travel(date(2020, 6, 6))
    assert open_round(round_, by=staff).stage == RoundStage.MARKING


def test_round_1_opens_when_the_extended_plans_are_forwarded(
    proposed, submission, director, staff, officer, round_
):
    approve_extension(proposed, by=director)
    clock.travel(date(2020, 6, 1))
    VersionFactory(submission=submission, clip=ClipFactory(submission=submission))
    for name, by in (("send", PostFactory(role=Role.DISTRICT).user), ("forward", officer)):
        stages.take(submission.pk, name, by=by)

    assert open_round(round_, by=staff).stage == RoundStage.MARKING


def test_after_round_1_opened_no_day_is_given_or_moved(
    proposed, submission, province, director, staff, round_
):
    clock.travel(date(2020, 5, 30))
    open_round(round_, by=staff)
    submission.call.refresh_from_db()

    with pytest.raises(ExtensionRefusedError):
        approve_extension(proposed, by=director)
    with pytest.raises(CallRefusedError):
        services.change_call(submission.call, by=staff, plans_due_on=date(2020, 6, 10))
    services.change_call(submission.call, by=staff, results_due_on=date(2020, 9, 1))
    submission.call.refresh_from_db()
    assert submission.call.plans_due_on == date(2020, 5, 29)


def test_round_1_cannot_end_before_a_day_that_was_given(proposed, director, staff):
    approve_extension(proposed, by=director)

    with pytest.raises(CallRefusedError):
        services.change_call(proposed.call, by=staff, first_round_ends_on=DAY)


# The pages


def test_days_are_proposed_approved_and_refused_on_the_pages(
    client, submission, province, staff, director
):
    client.force_login(staff)
    typed = {"province": SA_KAEO, "due_on": "๕ มิ.ย. ๒๕๖๓", "reason": "น้ำท่วม"}
    client.post(page("extend", 2563), typed)
    extension = Extension.objects.get()
    client.force_login(director)
    shown = client.get(page("extensions", 2563)).content.decode()
    title = duties(director)[0]
    wrong = client.post(page("extension_refuse", extension.pk), {})
    client.post(page("extension_approve", extension.pk))

    submission.refresh_from_db()
    assert (extension.due_on, submission.extended_to) == (DAY, DAY)
    assert page("extension_approve", extension.pk) in shown
    assert (title.url, title.due_on) == (page("extensions", 2563), date(2020, 5, 29))
    assert wrong.status_code == 422


def test_refused_day_stands_at_the_form_with_what_was_typed(client, submission, staff):
    client.force_login(staff)
    typed = {"province": SA_KAEO, "due_on": "29/5/2563", "reason": "น้ำท่วม"}

    response = client.post(page("extend", 2563), typed)

    assert response.status_code == 422
    assert "น้ำท่วม" in response.content.decode()
    assert Extension.objects.count() == 0


def test_only_province_of_an_officer_is_chosen_already(client, submission, officer):
    client.force_login(officer)

    form = client.get(page("extend", 2563)).context["form"]

    assert form["province"].value() == SA_KAEO


def test_province_sees_its_own_days_alone(client, proposed, officer):
    client.force_login(officer)
    own = client.get(page("extensions", 2563)).context["entries"]
    client.force_login(
        PostFactory(role=Role.PROVINCE, province=Province.objects.get(code="22")).user
    )
    other = client.get(page("extensions", 2563)).context["entries"]

    assert ([entry["extension"] for entry in own], other) == ([proposed], [])
    assert client.post(page("extension_approve", proposed.pk)).status_code == 404


@pytest.mark.parametrize("role", [Role.DISTRICT, Role.MEMBER, Role.ADMINISTRATOR])
def test_page_is_not_there_for_other_posts(client, proposed, role):
    client.force_login(PostFactory(role=role).user)

    answers = [client.get(page(name, 2563)).status_code for name in ("extensions", "extend")]

    assert answers == [404, 404]


def test_list_costs_the_same_with_one_and_three(
    client, proposed, director, django_assert_max_num_queries
):
    client.force_login(director)
    for code in ("22", "21"):
        with django_assert_max_num_queries(9):
            client.get(page("extensions", 2563))
        Extension.objects.create(
            call=proposed.call,
            province=Province.objects.get(code=code),
            due_on=DAY,
            instead_of=date(2020, 5, 29),
            reason="x",
            proposed_by=proposed.proposed_by,
            proposed_at=clock.now(),
        )


# At once


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_directors_at_once_one_decides():
    submission = SubmissionFactory(stage=Stage.DRAFT)
    extension = propose_extension(
        submission.call,
        submission.province,
        DAY,
        reason="น้ำท่วม",
        by=PostFactory(role=Role.STAFF).user,
    )
    people = [PostFactory(role=Role.DIRECTOR).user for _ in range(2)]
    outcomes = at_once(
        lambda: approve_extension(extension, by=people[0]).approved,
        lambda: refuse_extension(extension, reason="x", by=people[1]).approved,
        refusals=ExtensionRefusedError,
    )

    assert sorted(map(str, outcomes)) in (["True", "refused"], ["False", "refused"])
    assert Event.objects.filter(verb__in=["extension_approve", "extension_refuse"]).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_days_are_not_given_while_round_1_opens():
    submission = SubmissionFactory(stage=Stage.DRAFT)
    staff = PostFactory(role=Role.STAFF).user
    director = PostFactory(role=Role.DIRECTOR).user
    round_ = RoundFactory(call=submission.call, number=RoundNumber.FIRST, stage=RoundStage.PREPARED)
    CriterionFactory(round=round_, points=100)
    arrived(round_)
    extension = propose_extension(
        submission.call, submission.province, DAY, reason="น้ำท่วม", by=staff
    )
    clock.travel(date(2020, 5, 30))

    outcomes = at_once(
        lambda: open_round(round_, by=staff).stage,
        lambda: approve_extension(extension, by=director).approved,
        refusals=(ExtensionRefusedError, RoundRefusedError),
    )

    assert "refused" in outcomes
    assert len(set(map(str, outcomes))) == 2
