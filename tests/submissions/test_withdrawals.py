"""Groups that leave the year before round 1, and those that stand in for them."""

from datetime import date
from functools import partial

import pytest
from django.urls import reverse

from groups.enums import Role
from groups.models import District, Event, Notice, Province
from reports.selectors.duties import duties
from scoring.selectors import submissions_in
from selection_site.lib import clock
from submissions import services
from submissions.enums import BoardState, Stage, WithdrawalKind
from submissions.models import Submission, Withdrawal
from submissions.selectors.board import Wanted, board
from submissions.services import (
    CallRefusedError,
    ask_withdrawal,
    dismiss_withdrawal,
    reinstate,
    replace_group,
    withdraw,
)
from submissions.stages import StepRefusedError
from tests.at_once import at_once
from tests.factories.groups import PostFactory
from tests.factories.scoring import RoundFactory
from tests.factories.submissions import CallFactory, SubmissionFactory, VersionFactory

pytestmark = pytest.mark.django_db

WISH = WithdrawalKind.OWN_WISH


@pytest.fixture(autouse=True)
def in_time():
    clock.travel(date(2020, 5, 20))


@pytest.fixture
def staff():
    return PostFactory(role=Role.STAFF).user


@pytest.fixture
def officer():
    return PostFactory(role=Role.PROVINCE).user


def another(submission, **changed):
    return {
        "name": "กลุ่มออมทรัพย์เพื่อการผลิตบ้านใหม่",
        "district": submission.district,
        "subdistrict": "ท่าข้าม",
        "village_number": 9,
        **changed,
    }


def closed(call):
    call.plans_closed_at = clock.now()
    call.save()


@pytest.mark.parametrize("stage", [Stage.NOT_STARTED, Stage.DRAFT, Stage.SENT, Stage.FORWARDED])
def test_group_leaves_and_comes_back_to_where_it_was(staff, stage):
    submission = SubmissionFactory(stage=stage)
    before = Submission.objects.values().get(pk=submission.pk)

    withdrawal = withdraw(submission, kind=WISH, reason=" ขอถอนตัว ", by=staff)
    gone = Submission.objects.get().stage
    reinstate(submission, reason="เข้าใจผิด", by=staff)

    assert (gone, withdrawal.reason) == (Stage.WITHDRAWN, "ขอถอนตัว")
    assert Submission.objects.values().get(pk=submission.pk) == before
    ended = Withdrawal.objects.get()
    assert (ended.withdrawn_by, ended.ended_by, ended.ended_reason) == (staff, staff, "เข้าใจผิด")
    assert [step.name for step in submission.steps.all()] == [f"reinstate_{stage}", "withdraw"]


def test_offices_are_told_of_leaving_and_coming_back(staff, officer):
    submission = SubmissionFactory(stage=Stage.DRAFT)
    district = PostFactory(role=Role.DISTRICT).user

    withdraw(submission, kind=WISH, reason="ขอถอนตัว", by=staff)
    reinstate(submission, reason="เข้าใจผิด", by=staff)

    told = [(notice.user, notice.key.split(":")[2]) for notice in Notice.objects.order_by("pk")]
    assert sorted(told, key=str) == sorted(
        [(who, what) for who in (district, officer) for what in ("withdrawn", "taken-back")],
        key=str,
    )
    assert Event.objects.filter(verb="withdrawal_carry_out").count() == 1


def test_withdrawn_plan_is_not_judged_written_or_counted(staff):
    submission = VersionFactory(submission=SubmissionFactory(stage=Stage.FORWARDED)).submission
    SubmissionFactory(call=submission.call, stage=Stage.DRAFT)
    round_ = RoundFactory(call=submission.call, number=1, stage="prepared")
    district = PostFactory(role=Role.DISTRICT).user

    withdraw(submission, kind=WISH, reason="ขอถอนตัว", by=staff)

    counts = board(staff, submission.call, Wanted()).counts
    assert list(submissions_in(round_)) == []
    assert (counts[BoardState.WITHDRAWN], counts[BoardState.DRAFT]) == (1, 1)
    with pytest.raises(StepRefusedError):
        services.save_section(submission, "aims", {}, by=district)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.STAFF])
def test_only_staff_take_a_group_out(role):
    submission = SubmissionFactory(stage=Stage.DRAFT)

    with pytest.raises(StepRefusedError):
        withdraw(submission, kind=WISH, reason="x", by=PostFactory(role=role).user)

    assert Withdrawal.objects.count() == 0


@pytest.mark.parametrize(
    "stage", [Stage.FINALIST, Stage.DECLINED, Stage.OUTSTANDING, Stage.GOOD, Stage.WITHDRAWN]
)
def test_group_that_was_judged_or_left_does_not_leave(staff, stage):
    with pytest.raises(StepRefusedError):
        withdraw(SubmissionFactory(stage=stage), kind=WISH, reason="x", by=staff)


def test_nobody_leaves_or_comes_back_after_round_1_opened(staff, officer):
    gone, stays = SubmissionFactory(stage=Stage.SENT), SubmissionFactory(stage=Stage.FORWARDED)
    withdraw(gone, kind=WISH, reason="x", by=staff)
    closed(stays.call)

    with pytest.raises(StepRefusedError):
        withdraw(stays, kind=WISH, reason="x", by=staff)
    with pytest.raises(StepRefusedError):
        ask_withdrawal(stays, kind=WISH, reason="x", by=officer)
    with pytest.raises(StepRefusedError):
        reinstate(gone, reason="x", by=staff)


def test_group_leaves_after_the_plans_day_and_does_not_come_back_then(staff):
    submission = SubmissionFactory(stage=Stage.FORWARDED)
    clock.travel(date(2020, 5, 30))

    withdraw(submission, kind=WISH, reason="x", by=staff)

    with pytest.raises(StepRefusedError):
        reinstate(submission, reason="x", by=staff)


@pytest.mark.parametrize("act", [withdraw, ask_withdrawal])
def test_reason_is_needed(staff, officer, act):
    by = staff if act is withdraw else officer

    with pytest.raises(StepRefusedError):
        act(SubmissionFactory(stage=Stage.DRAFT), kind=WISH, reason=" ", by=by)


# The province's wish


def test_province_asks_and_staff_carry_it_out(staff, officer):
    submission = SubmissionFactory(stage=Stage.DRAFT)

    asked = ask_withdrawal(
        submission, kind=WithdrawalKind.CLOSED_DOWN, reason="กลุ่มเลิกแล้ว", by=officer
    )
    waiting = [duty.url for duty in duties(staff)]
    done = withdraw(submission, kind=WithdrawalKind.CLOSED_DOWN, reason="กลุ่มเลิก", by=staff)

    assert Notice.objects.filter(user=staff).count() == 1
    leads_to = reverse("submissions:withdraw", args=[submission.pk])
    assert leads_to in waiting
    assert (done.pk, done.asked_by, done.withdrawn_by) == (asked.pk, officer, staff)
    assert leads_to not in [duty.url for duty in duties(staff)]


def test_wish_is_turned_down_with_its_reason_and_may_come_again(staff, officer):
    submission = SubmissionFactory(stage=Stage.DRAFT)
    asked = ask_withdrawal(submission, kind=WISH, reason="x", by=officer)
    with pytest.raises(StepRefusedError):
        ask_withdrawal(submission, kind=WISH, reason="x", by=officer)

    dismiss_withdrawal(asked, reason="ขอให้ทำต่อ", by=staff)

    assert Submission.objects.get().stage == Stage.DRAFT
    assert "ขอให้ทำต่อ" in Notice.objects.filter(user=officer).latest("pk").body
    with pytest.raises(StepRefusedError):
        dismiss_withdrawal(asked, reason="x", by=staff)
    ask_withdrawal(submission, kind=WISH, reason="x", by=officer)


def test_province_asks_for_its_own_groups_alone():
    stranger = PostFactory(role=Role.PROVINCE, province=Province.objects.get(code="22")).user

    with pytest.raises(StepRefusedError):
        ask_withdrawal(SubmissionFactory(stage=Stage.DRAFT), kind=WISH, reason="x", by=stranger)


# In its place


def test_another_group_of_the_province_takes_the_place(staff):
    submission = SubmissionFactory(call=CallFactory(places_invited=36), stage=Stage.DRAFT)
    withdrawal = withdraw(submission, kind=WISH, reason="x", by=staff)

    new = replace_group(withdrawal, by=staff, **another(submission))

    withdrawal.refresh_from_db()
    assert (withdrawal.replacement, new.stage) == (new, Stage.NOT_STARTED)
    assert new.stands_in == withdrawal


def test_offices_that_were_told_of_the_opening_hear_of_the_group_in_the_place(staff, officer):
    """In the same district the news of the opening was owed long ago, once a person and year."""
    district = PostFactory(role=Role.DISTRICT).user
    submission = SubmissionFactory(stage=Stage.DRAFT)
    for person in (district, officer):
        Notice.objects.create(user=person, key="2563:opened", subject="x", body="x")
    withdrawal = withdraw(submission, kind=WISH, reason="x", by=staff)

    new = replace_group(withdrawal, by=staff, **another(submission))

    told = Notice.objects.filter(key=f"withdrawal:{withdrawal.pk}:replaced:{new.pk}")
    assert sorted(told.values_list("user", flat=True)) == sorted([district.pk, officer.pk])
    assert {notice.path for notice in told} == {reverse("submissions:detail", args=[new.pk])}


def test_group_that_left_makes_room_on_a_full_roster(staff):
    call = CallFactory(places_invited=2, finalists=2, outstanding_places=1, good_places=1)
    submission = SubmissionFactory(call=call, stage=Stage.DRAFT)
    SubmissionFactory(call=call)
    with pytest.raises(CallRefusedError):
        services.add_group(call, by=staff, **another(submission))

    withdrawal = withdraw(submission, kind=WISH, reason="x", by=staff)

    assert replace_group(withdrawal, by=staff, **another(submission)).call == call


def test_group_of_another_province_or_on_the_roster_takes_no_place(staff):
    submission = SubmissionFactory(stage=Stage.DRAFT)
    there = SubmissionFactory(call=submission.call)
    withdrawal = withdraw(submission, kind=WISH, reason="x", by=staff)
    elsewhere = District.objects.get(code="2201")
    same = {
        "name": there.group.name,
        "district": there.district,
        "subdistrict": there.group.subdistrict,
        "village_number": there.group.village_number,
    }

    for group in (another(submission, district=elsewhere), same):
        with pytest.raises(CallRefusedError):
            replace_group(withdrawal, by=staff, **group)

    assert Submission.objects.count() == 2


def test_place_is_filled_once_and_by_staff_alone(staff, officer):
    submission = SubmissionFactory(stage=Stage.DRAFT)
    withdrawal = withdraw(submission, kind=WISH, reason="x", by=staff)
    with pytest.raises(CallRefusedError):
        replace_group(withdrawal, by=officer, **another(submission))
    replace_group(withdrawal, by=staff, **another(submission))

    with pytest.raises(CallRefusedError):
        replace_group(withdrawal, by=staff, **another(submission, village_number=10))


def test_group_comes_back_only_when_nobody_stands_in_for_it(staff):
    submission = SubmissionFactory(stage=Stage.DRAFT)
    withdrawal = withdraw(submission, kind=WISH, reason="x", by=staff)
    new = replace_group(withdrawal, by=staff, **another(submission))

    with pytest.raises(StepRefusedError):
        reinstate(submission, reason="x", by=staff)
    services.remove_group(new, by=staff)

    assert reinstate(submission, reason="x", by=staff).replacement is None


# The pages


def test_staff_are_led_from_leaving_to_the_group_in_its_place(client, staff):
    submission = SubmissionFactory(stage=Stage.DRAFT)
    client.force_login(staff)
    pk = submission.pk

    left = client.post(
        reverse("submissions:withdraw", args=[pk]), {"kind": "own_wish", "reason": "ขอถอนตัว"}
    )
    form = client.get(left.url)
    detail = client.get(reverse("submissions:detail", args=[pk])).content.decode()
    place = next(iter(form.context["form"].places))
    client.post(left.url, {"place": place, "village_number": "๙", "name": "กลุ่มใหม่"})

    assert left.url == reverse("submissions:replace", args=[pk])
    assert reverse("submissions:reinstate", args=[pk]) in detail
    assert Withdrawal.objects.get().replacement.group.name == "กลุ่มใหม่"


def test_withdrawal_without_a_kind_shows_the_form_again(client, staff):
    submission = SubmissionFactory(stage=Stage.DRAFT)
    client.force_login(staff)

    response = client.post(
        reverse("submissions:withdraw", args=[submission.pk]), {"reason": "ขอถอนตัว"}
    )

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["kind"])


def test_province_asks_and_staff_turn_it_down_on_the_pages(client, staff, officer):
    submission = SubmissionFactory(stage=Stage.DRAFT)
    page = reverse("submissions:withdraw", args=[submission.pk])
    client.force_login(officer)
    client.post(page, {"kind": "own_wish", "reason": "ขอถอนตัว"})
    again = client.get(page)
    client.force_login(staff)
    shown = client.get(page)
    asked = Withdrawal.objects.get()
    dismissed = reverse("submissions:withdrawal_dismiss", args=[asked.pk])
    client.post(dismissed, {"dismiss-reason": "ขอให้ทำต่อ"})

    asked.refresh_from_db()
    assert (again.status_code, asked.ended_reason) == (200, "ขอให้ทำต่อ")
    assert shown.context["form"].initial["reason"] == "ขอถอนตัว"


def test_group_is_brought_back_on_its_page(client, staff):
    submission = SubmissionFactory(stage=Stage.SENT)
    withdraw(submission, kind=WISH, reason="x", by=staff)
    client.force_login(staff)
    page = reverse("submissions:reinstate", args=[submission.pk])
    shown = client.get(page).status_code

    client.post(page, {"reason": "เข้าใจผิด"})

    submission.refresh_from_db()
    assert (shown, submission.stage) == (200, Stage.SENT)


@pytest.mark.parametrize("name", ["withdraw", "replace", "reinstate"])
@pytest.mark.parametrize("role", [Role.DISTRICT, Role.PROVINCE_HEAD, Role.AUDITOR, Role.DIRECTOR])
def test_pages_are_not_there_for_other_posts(client, staff, name, role):
    submission = SubmissionFactory(stage=Stage.DRAFT)
    withdraw(submission, kind=WISH, reason="x", by=staff)
    client.force_login(PostFactory(role=role).user)

    assert client.get(reverse(f"submissions:{name}", args=[submission.pk])).status_code == 404


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_people_taking_out_at_once_one_does():
    submission = SubmissionFactory(stage=Stage.FORWARDED)
    people = [PostFactory(role=Role.STAFF).user for _ in range(2)]

    def press(user):
        return str(withdraw(submission, kind=WISH, reason="x", by=user).withdrawn_by)

    outcomes = at_once(*[partial(press, user) for user in people], refusals=StepRefusedError)

    assert outcomes.count("refused") == 1
    assert (Withdrawal.objects.count(), submission.steps.count()) == (1, 1)
