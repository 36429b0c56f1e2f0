from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from groups.enums import Role
from groups.services import record
from reports.selectors.duties import duties
from reports.selectors.duties.committee import of_chairs, of_judges
from reports.selectors.home import years
from reports.selectors.year import year_steps
from scoring.enums import ConflictReason
from scoring.services import step_out
from selection_site.lib import clock
from submissions.enums import Stage
from submissions.models import Call
from tests.factories.budgets import AllocationFactory
from tests.factories.groups import PostFactory
from tests.factories.scoring import DeclarationFactory, RoundFactory, arrived, sheet_for
from tests.factories.submissions import CallFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "states"),
    [
        (date(2020, 5, 1), ["next"] * 7),
        (date(2020, 5, 29), ["now", *["next"] * 6]),
        (date(2020, 5, 30), ["done", "now", *["next"] * 5]),
        (date(2020, 7, 1), ["done", "late", *["next"] * 5]),
    ],
)
def test_steps_follow_the_days_until_something_is_released(day, states):
    call = CallFactory()

    with clock.at(day):
        steps = year_steps(call)

    assert [step.state for step in steps] == states


@pytest.mark.parametrize(
    ("day", "stage", "states", "detail"),
    [
        (date(2020, 5, 29), Stage.DRAFT, ["now", "next"], "by 29 May 2020"),
        (
            date(2020, 5, 30),
            Stage.DRAFT,
            ["now", "next"],
            "by 29 May 2020, 1 province by 5 Jun 2020",
        ),
        (date(2020, 6, 5), Stage.SENT, ["now", "next"], "by 29 May 2020, 1 province by 5 Jun 2020"),
        (date(2020, 6, 5), Stage.FORWARDED, ["done", "now"], "by 29 May 2020"),
        (date(2020, 6, 6), Stage.DRAFT, ["done", "now"], "by 29 May 2020"),
    ],
)
def test_plans_are_not_done_while_a_province_with_more_days_may_send(day, stage, states, detail):
    submission = SubmissionFactory(stage=stage, extended_to=date(2020, 6, 5))

    with clock.at(day), override("en"):
        steps = year_steps(submission.call)

    assert ([step.state for step in steps[:2]], steps[0].detail) == (states, detail)


@pytest.mark.parametrize(("day", "queries"), [(date(2020, 5, 20), 2), (date(2020, 5, 30), 3)])
def test_steps_ask_two_queries_and_one_more_before_round_1(day, queries, django_assert_num_queries):
    call = CallFactory()

    with clock.at(day), django_assert_num_queries(queries):
        year_steps(call)


def test_steps_of_a_year_in_round_1_ask_two_queries(django_assert_num_queries):
    call = CallFactory(plans_closed_at=clock.now())

    with django_assert_num_queries(2):
        year_steps(call)


@pytest.mark.parametrize("role", list(Role))
def test_home_greets_every_post(client, role):
    with clock.at(date(2020, 5, 20)):
        SubmissionFactory(stage=Stage.DRAFT)
        client.force_login(PostFactory(role=role).user)

        response = client.get(reverse("reports:home"))

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("day", "declared", "total", "told"),
    [
        (date(2020, 6, 20), True, "70", ["Every sheet is in: close the marking"]),
        (date(2020, 6, 20), False, "70", []),
        (date(2020, 6, 30), True, None, []),
        (
            date(2020, 7, 1),
            True,
            None,
            ["Close the marking: sheets are missing and their day is over"],
        ),
    ],
)
def test_chair_is_told_when_marking_can_be_closed_or_must_be(day, declared, total, told):
    chair, round_ = PostFactory(role=Role.CHAIR).user, RoundFactory()
    if declared:
        DeclarationFactory(round=round_, judge=chair)
    judge = DeclarationFactory(round=round_).judge
    with clock.at(date(2020, 6, 10)):
        sheet_for(round_, judge, arrived(round_), total)

    with clock.at(day), override("en"):
        titles = [duty.title for duty in of_chairs(chair)]

    assert titles == told


def test_district_officer_is_told_of_the_plan_by_the_provinces_day():
    officer = PostFactory(role=Role.DISTRICT).user
    submission = SubmissionFactory(stage=Stage.DRAFT)
    submission.call.province_days.create(
        province=submission.province, due_on=date(2020, 5, 25), set_by=officer
    )

    with clock.at(date(2020, 5, 23)):
        owed = [(duty.due_on, duty.tone) for duty in duties(officer)]

    assert owed == [(date(2020, 5, 25), "warn")]


@pytest.mark.parametrize("stage", [Stage.SENT, Stage.FORWARDED])
def test_district_officer_has_nothing_to_do_once_it_is_sent(stage):
    officer = PostFactory(role=Role.DISTRICT).user
    SubmissionFactory(stage=stage)

    with clock.at(date(2020, 5, 23)):
        owed = duties(officer)

    assert owed == []


def test_provincial_officer_is_told_of_a_plan_that_was_sent():
    officer = PostFactory(role=Role.PROVINCE).user
    sent = SubmissionFactory(stage=Stage.SENT)
    SubmissionFactory(stage=Stage.DRAFT)

    with clock.at(date(2020, 5, 23)):
        owed = duties(officer)

    assert [duty.detail for duty in owed] == [sent.group.name]


def test_heads_and_auditor_have_no_duties_of_their_own():
    SubmissionFactory(stage=Stage.SENT)
    readers = [Role.DISTRICT_HEAD, Role.PROVINCE_HEAD, Role.AUDITOR]

    with clock.at(date(2020, 5, 23)):
        owed = [duties(PostFactory(role=role).user) for role in readers]

    assert owed == [[], [], []]


def test_audit_shows_the_chain_to_the_auditor(client):
    auditor = PostFactory(role=Role.AUDITOR).user
    event = record("open_call", CallFactory(), by=auditor)
    client.force_login(auditor)

    response = client.get(reverse("reports:audit"), {"q": "open_call"})

    assert [row.pk for row in response.context["page"]] == [event.pk]


@pytest.mark.parametrize("role", [Role.STAFF, Role.DISTRICT, Role.MEMBER, Role.ADMINISTRATOR])
def test_audit_is_hidden_from_those_who_do_not_audit(client, role):
    client.force_login(PostFactory(role=role).user)

    response = client.get(reverse("reports:audit"))

    assert response.status_code == 404


def test_figures_are_of_plans_while_they_come_in():
    staff = PostFactory(role=Role.STAFF).user
    SubmissionFactory(stage=Stage.FORWARDED)
    SubmissionFactory(stage=Stage.DRAFT)

    with clock.at(date(2020, 5, 20)):
        (year,) = years(staff)

    assert [figure.value for figure in year.figures] == ["1", "0", "1", "0"]


@pytest.mark.parametrize(("extended_to", "shown"), [(date(2020, 6, 5), 4), (None, 1)])
def test_figures_are_of_plans_while_one_province_has_more_days(extended_to, shown):
    submission = SubmissionFactory(stage=Stage.SENT, extended_to=extended_to)

    with clock.at(date(2020, 6, 2)):
        [year] = years(PostFactory(role=Role.STAFF).user)

    assert (year.call, len(year.figures)) == (submission.call, shown)


def test_figures_are_of_money_once_it_is_allocated():
    staff = PostFactory(role=Role.STAFF).user
    call = AllocationFactory().submission.call
    Call.objects.filter(pk=call.pk).update(allocated_baht=90_000)

    (year,) = years(staff)

    assert [figure.value for figure in year.figures[1:]] == ["90,000", "0.00", "0"]


def test_figures_are_not_shown_to_a_district():
    officer = PostFactory(role=Role.DISTRICT).user
    SubmissionFactory(stage=Stage.DRAFT)

    (year,) = years(officer)

    assert year.figures == []


def test_audit_is_searched_without_what_no_database_holds(client):
    auditor = PostFactory(role=Role.AUDITOR).user
    record("release_round", auditor, by=auditor)
    client.force_login(auditor)

    page = client.get(reverse("reports:audit"), {"q": "\0release"})

    assert [event.verb for event in page.context["page"]] == ["release_round"]


def test_sheet_of_one_who_stepped_out_is_no_duty_and_counts_nowhere():
    clock.travel(date(2020, 6, 10))
    member, staff = PostFactory(role=Role.MEMBER).user, PostFactory(role=Role.STAFF).user
    round_ = RoundFactory()
    DeclarationFactory(round=round_, judge=member)
    sheet_for(round_, member, arrived(round_), "70")
    left = arrived(round_)
    sheet_for(round_, member, left)

    step_out(round_, left, judge=member, reason=ConflictReason.RELATIVE, note="")

    (year,) = years(staff)
    counts = [(f.value, f.unit) for f in year.figures if f.url.startswith("/scoring")]
    assert list(of_judges(member)) == []
    assert counts == [("1", "จาก 1")]
