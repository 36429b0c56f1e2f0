from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from groups.enums import Role
from groups.models import Event, Notice
from scoring.enums import ConflictReason, RoundStage
from scoring.models import Assignment, Conflict, ConflictQuestion, Sheet
from scoring.selectors import completeness, known_conflicts, ranking
from scoring.services import (
    RoundRefusedError,
    ask_about_conflict,
    close_round,
    declare,
    rule_on_conflict,
    step_out,
)
from selection_site.lib import clock
from submissions.models import Step
from tests.factories.groups import PostFactory
from tests.factories.scoring import (
    ConflictFactory,
    CriterionFactory,
    DeclarationFactory,
    RoundFactory,
    arrived,
    scored,
    sheet_for,
)

pytestmark = pytest.mark.django_db

KNOWN = {"reason": ConflictReason.RELATIVE, "note": "พี่ชายเป็นประธานกลุ่ม"}


def taken(submission, name, by):
    Step.objects.create(
        submission=submission, name=name, source="draft", target="sent", by=by, note="แก้ไข"
    )


@pytest.mark.parametrize("name", ["start", "send", "return", "forward"])
def test_whoever_moved_a_plan_on_has_endorsed_it(member, name):
    round_ = RoundFactory()
    theirs, other = arrived(round_), arrived(round_)
    taken(theirs, name, member)

    known = known_conflicts(round_, [member], [theirs, other])

    assert {pair: found.reason for pair, found in known.items()} == {
        (member.pk, theirs.pk): ConflictReason.ENDORSED
    }


def test_releasing_a_result_endorses_nothing(director):
    round_ = RoundFactory()
    submission = arrived(round_)
    taken(submission, "select", director)

    assert known_conflicts(round_, [director], [submission]) == {}


def test_endorsed_plan_is_a_conflict_whatever_is_declared(member):
    round_ = RoundFactory()
    theirs, other = arrived(round_), arrived(round_)
    taken(theirs, "forward", member)

    declare(round_, judge=member, conflicts={})

    assert [row.submission for row in Assignment.objects.all()] == [other]
    assert Conflict.objects.get().reason == "endorsed"


def test_what_was_declared_in_round_1_holds_in_round_2(member):
    first = RoundFactory(stage=RoundStage.RELEASED)
    second = RoundFactory(call=first.call, number=2)
    submission, other = arrived(second), arrived(second)
    ConflictFactory(round=first, judge=member, submission=submission, reason="home")

    declare(second, judge=member, conflicts={})

    assert second.conflicts.get().reason == "home"
    assert [row.submission for row in Assignment.objects.all()] == [other]


def test_what_was_declared_in_another_year_is_ticked_and_can_be_changed(client, member):
    round_ = RoundFactory()
    submission = arrived(round_)
    earlier = RoundFactory(call__year=2562, stage=RoundStage.RELEASED)
    before = arrived(earlier, group=submission.group)
    ConflictFactory(
        round=earlier, judge=member, submission=before, reason="relative", note="น้องสาว"
    )
    client.force_login(member)

    page = client.get(reverse("scoring:declare", args=[round_.pk]))

    [row] = page.context["rows"]
    assert row.form["is_conflict"].value() is True
    assert (row.form["reason"].value(), row.form["note"].value()) == ("relative", "น้องสาว")


def test_conflicts_are_found_with_five_queries_whatever_their_number(
    member, chair, django_assert_num_queries
):
    round_ = RoundFactory()
    rows = [arrived(round_) for _ in range(3)]

    with django_assert_num_queries(5):
        known_conflicts(round_, [member, chair], rows)


def test_stepping_out_closes_the_sheet_and_it_counts_no_more(client, member, chair):
    round_ = RoundFactory()
    submission = arrived(round_)
    for judge, total in ((member, "90"), (chair, "70")):
        DeclarationFactory(round=round_, judge=judge)
        sheet_for(round_, judge, submission, total)
    sheet = Sheet.objects.get(assignment__judge=member)
    client.force_login(member)

    answer = client.post(reverse("scoring:step_out", args=[sheet.pk]), KNOWN)

    assert answer.url == reverse("scoring:queue", args=[round_.pk])
    assert client.get(reverse("scoring:sheet", args=[sheet.pk])).status_code == 404
    assert completeness(round_).assigned == 1
    round_.stage = RoundStage.MARKED
    assert [place.score for place in ranking(round_)] == [Decimal("70.00")]
    assert Sheet.objects.filter(pk=sheet.pk, total=90).exists()


def test_stepping_out_twice_changes_nothing(member):
    round_ = RoundFactory()
    submission = arrived(round_)
    DeclarationFactory(round=round_, judge=member)
    step_out(round_, submission, judge=member, **KNOWN)

    step_out(round_, submission, judge=member, reason=ConflictReason.HOME, note="")

    assert Conflict.objects.get().reason == "relative"
    assert Event.objects.filter(verb="step_out").count() == 1


def test_stepping_out_is_refused_to_others_before_signing_and_after_marking(member, staff):
    round_ = RoundFactory()
    submission = arrived(round_)
    closed = RoundFactory(call=round_.call, number=2, stage=RoundStage.MARKED)
    DeclarationFactory(round=closed, judge=member)

    for where, who in ((round_, staff), (round_, member), (closed, member)):
        with pytest.raises(RoundRefusedError):
            step_out(where, submission, judge=who, **KNOWN)

    assert Conflict.objects.count() == 0


def test_sheet_of_another_member_is_not_there(client, member, chair):
    round_ = RoundFactory()
    sheet = sheet_for(round_, chair, arrived(round_))
    client.force_login(member)

    answer = client.post(reverse("scoring:step_out", args=[sheet.pk]), KNOWN)

    assert answer.status_code == 404


@pytest.fixture
def asked(staff, member):
    """Whether a member may judge a group that two others have judged as well."""
    round_ = RoundFactory(stage=RoundStage.MARKED)
    submission = scored(round_, "80", "60")
    sheet_for(round_, member, submission, "100")
    return ask_about_conflict(round_, submission, judge=member, by=staff, **KNOWN)


def test_chair_and_director_are_told_of_a_question(chair, director, asked):
    told = Notice.objects.filter(key__contains="conflict-question")

    assert {notice.user for notice in told} == {chair, director}


def test_round_is_not_closed_before_the_ruling(chair, asked, english):
    with pytest.raises(RoundRefusedError) as refusal:
        close_round(asked.round, by=chair)

    assert str(refusal.value) == (
        "The round cannot be closed: questions of conflicts of interest wait for their ruling: "
        f"{asked.judge} – {asked.submission.group}."
    )
    rule_on_conflict(asked, upheld=False, ruling="ไม่ใช่ญาติกัน", by=chair)
    assert close_round(asked.round, by=chair).stage == RoundStage.CLOSED


@pytest.mark.parametrize(("upheld", "score"), [(True, "70.00"), (False, "80.00")])
def test_ruling_decides_whether_the_sheet_counts(chair, asked, upheld, score):
    rule_on_conflict(asked, upheld=upheld, ruling="ตามมติที่ประชุม", by=chair)

    assert [place.score for place in ranking(asked.round)] == [Decimal(score)]


def test_second_ruling_is_refused_and_changes_nothing(chair, director, asked):
    rule_on_conflict(asked, upheld=False, ruling="ไม่ใช่ญาติกัน", by=chair)

    with pytest.raises(RoundRefusedError):
        rule_on_conflict(asked, upheld=True, ruling="เป็นญาติกัน", by=director)

    assert ConflictQuestion.objects.get().upheld is False
    assert Conflict.objects.count() == 0


def test_nobody_rules_in_a_case_of_their_own(member, staff, asked):
    now = clock.now()
    for user in (member, staff):
        PostFactory(user=user, role=Role.DIRECTOR, created_at=now)

        with pytest.raises(RoundRefusedError):
            rule_on_conflict(asked, upheld=False, ruling="ไม่ใช่ญาติกัน", by=user)


def test_others_than_chair_and_director_do_not_rule(auditor, asked):
    for user in (auditor, PostFactory(role=Role.MEMBER).user, PostFactory(role=Role.STAFF).user):
        with pytest.raises(RoundRefusedError):
            rule_on_conflict(asked, upheld=False, ruling="ไม่ใช่ญาติกัน", by=user)


def test_ruling_gives_its_reason(chair, asked):
    with pytest.raises(RoundRefusedError):
        rule_on_conflict(asked, upheld=True, ruling="  ", by=chair)


def test_only_sheet_of_a_group_is_not_taken_away_after_marking(chair, staff, member, english):
    round_ = RoundFactory(stage=RoundStage.MARKED)
    submission = arrived(round_)
    sheet_for(round_, member, submission, "80")
    question = ask_about_conflict(round_, submission, judge=member, by=staff, **KNOWN)

    with pytest.raises(RoundRefusedError) as refusal:
        rule_on_conflict(question, upheld=True, ruling="เป็นญาติกัน", by=chair)

    assert str(refusal.value) == (
        "No other member has judged this group: without this sheet it would have no score."
    )


def test_same_question_is_not_asked_twice_at_a_time(staff, asked):
    with pytest.raises(ValidationError):
        ask_about_conflict(asked.round, asked.submission, judge=asked.judge, by=staff, **KNOWN)

    assert ConflictQuestion.objects.count() == 1


def test_others_than_staff_and_members_ask_nothing(auditor, member):
    round_ = RoundFactory()
    submission = arrived(round_)

    for user in (auditor, PostFactory(role=Role.PROVINCE).user):
        with pytest.raises(RoundRefusedError):
            ask_about_conflict(round_, submission, judge=member, by=user, **KNOWN)


@pytest.mark.parametrize("stage", ["prepared", "closed", "released"])
def test_nothing_is_asked_before_marking_or_after_closing(staff, member, stage):
    round_ = RoundFactory(stage=stage)

    with pytest.raises(RoundRefusedError):
        ask_about_conflict(round_, arrived(round_), judge=member, by=staff, **KNOWN)


def test_question_is_asked_and_ruled_on_in_the_pages(client, staff, chair, member):
    clock.travel(date(2020, 6, 10))
    round_ = RoundFactory()
    CriterionFactory(round=round_)
    submission = arrived(round_)
    page = reverse("scoring:conflicts", args=[round_.pk])
    client.force_login(staff)
    typed = {"judge": member.pk, "submission": submission.pk, **KNOWN}

    answer = client.post(page, {f"question-{name}": value for name, value in typed.items()})

    assert answer.url == page
    question = ConflictQuestion.objects.get()
    client.force_login(chair)
    ruled = {f"ruling-{question.pk}-upheld": "yes", f"ruling-{question.pk}-ruling": "เป็นญาติกัน"}
    assert client.post(reverse("scoring:conflict_rule", args=[question.pk]), ruled).url == page
    assert Conflict.objects.get().judge == member


def test_questions_that_wait_stand_before_those_that_have_their_ruling(
    client, staff, chair, member, asked
):
    rule_on_conflict(asked, upheld=False, ruling="ไม่เกี่ยวข้องกัน", by=chair)
    other = scored(asked.round, "50", "40")
    waiting = ask_about_conflict(asked.round, other, judge=member, by=staff, **KNOWN)
    client.force_login(chair)

    page = client.get(reverse("scoring:conflicts", args=[asked.round_id]))

    assert [question for question, _form in page.context["questions"]] == [waiting, asked]


def test_refused_ruling_is_shown_again_as_typed(client, chair, asked):
    client.force_login(chair)
    typed = {f"ruling-{asked.pk}-upheld": "yes", f"ruling-{asked.pk}-ruling": ""}

    answer = client.post(reverse("scoring:conflict_rule", args=[asked.pk]), typed)

    assert answer.status_code == 422
    [(_question, form)] = answer.context["questions"]
    assert form["upheld"].value() == "yes"


def test_member_sees_of_conflicts_what_they_asked_alone(client, member, staff):
    round_ = RoundFactory()
    submission = arrived(round_)
    other = PostFactory(role=Role.MEMBER).user
    ask_about_conflict(round_, submission, judge=other, by=staff, **KNOWN)
    ConflictFactory(round=round_, judge=other, submission=submission)
    client.force_login(member)

    page = client.get(reverse("scoring:conflicts", args=[round_.pk]))

    assert (page.context["questions"], list(page.context["declared"])) == ([], [])
    assert KNOWN["note"] not in page.content.decode()


@pytest.fixture
def found_late(member):
    """A member whose sheet counts is given a post in the group's province after the declaration."""
    round_ = RoundFactory(stage=RoundStage.MARKED, places=1)
    submission = scored(round_, "80", "60")
    sheet_for(round_, member, submission, "100")
    PostFactory(user=member, role=Role.PROVINCE_HEAD)
    return round_, submission


def test_conflict_that_became_known_later_stops_the_closing(found_late, chair, member, english):
    round_, submission = found_late

    with pytest.raises(RoundRefusedError) as refusal:
        close_round(round_, by=chair)

    assert str(refusal.value).endswith(f"and have it ruled on: {member} – {submission.group}.")


def test_ranking_says_that_a_conflict_known_later_stops_the_closing(
    client, found_late, chair, english_pages
):
    round_, _submission = found_late
    client.force_login(chair)

    said = client.get(reverse("scoring:ranking", args=[round_.pk])).content.decode()

    assert "A conflict of interest became known after 1 sheet was assigned." in said
    assert "Nothing stands in the way of closing" not in said


@pytest.mark.parametrize(("upheld", "sheets"), [(True, 2), (False, 3)])
def test_conflict_that_became_known_later_is_settled_by_a_ruling(
    found_late, chair, staff, member, upheld, sheets
):
    round_, submission = found_late
    question = ask_about_conflict(round_, submission, judge=member, by=staff, **KNOWN)

    rule_on_conflict(question, upheld=upheld, ruling="ตามมติที่ประชุม", by=chair)

    close_round(round_, by=chair)
    assert round_.standings.get().sheets == sheets
