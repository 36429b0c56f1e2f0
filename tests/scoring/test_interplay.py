"""Conflicts, sharing out, sheets and ranking where one meets the other."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from groups.enums import Role
from groups.models import Event, Notice, Post
from reports.selectors.duties.department import of_staff
from scoring.enums import ConflictReason, RoundStage, TieStep
from scoring.models import Assignment, Conflict, Round, Sheet, TieRuling
from scoring.selectors import (
    Rung,
    committee_of,
    coverage,
    ladder_of,
    preview,
    ranking,
    rules_of,
    standing_places,
    ties,
)
from scoring.services import (
    RoundRefusedError,
    ask_about_conflict,
    close_round,
    copy_criteria,
    declare,
    declare_ladder,
    declare_rules,
    draw,
    draw_lot,
    hand_in,
    prepare_rounds,
    release,
    reopen_round,
    result_digest,
    rule_on_conflict,
    rules_digest,
    save_sheet,
    set_sharing,
    settle_tie,
    step_out,
)
from scoring.views.steps import next_step
from selection_site.lib import clock
from tests.factories.groups import PASSWORD, PostFactory
from tests.factories.scoring import (
    ConflictFactory,
    CriterionFactory,
    DeclarationFactory,
    RoundFactory,
    arrived,
    scored,
    sheet_for,
)
from tests.factories.submissions import CallFactory

pytestmark = pytest.mark.django_db

KNOWN = {"reason": ConflictReason.RELATIVE, "note": "พี่ชายเป็นประธานกลุ่ม"}
RULED = {"ruling": "ที่ประชุมเห็นว่าเป็นญาติ", "upheld": True}


def ruled_out(round_, submission, judge, *, asker, ruler):
    question = ask_about_conflict(round_, submission, judge=judge, by=asker, **KNOWN)
    return rule_on_conflict(question, by=ruler, **RULED)


@pytest.mark.parametrize("declares_it_too", [True, False])
def test_conflict_ruled_before_the_declaration_holds_in_it(staff, chair, member, declares_it_too):
    round_ = RoundFactory()
    submission, other = arrived(round_), arrived(round_)
    ruled_out(round_, submission, member, asker=staff, ruler=chair)
    theirs = {submission.pk: (ConflictReason.HOME, "")} if declares_it_too else {}

    declare(round_, judge=member, conflicts=theirs)

    assert [row.submission for row in Assignment.objects.filter(judge=member)] == [other]
    assert Conflict.objects.get(judge=member).reason == ConflictReason.RELATIVE


def test_conflict_that_is_known_is_not_asked_about(staff, member):
    round_ = RoundFactory()
    submission = arrived(round_)
    DeclarationFactory(round=round_, judge=member)
    step_out(round_, submission, judge=member, **KNOWN)

    with pytest.raises(RoundRefusedError):
        ask_about_conflict(round_, submission, judge=member, by=staff, **KNOWN)

    assert round_.conflict_questions.count() == 0


def test_ruling_is_told_to_member_and_asker(staff, chair, member):
    round_ = RoundFactory()
    submission = arrived(round_)

    question = ruled_out(round_, submission, member, asker=staff, ruler=chair)

    told = Notice.objects.filter(key=f"2563:round-1:conflict-ruling:{question.pk}")
    assert {notice.user for notice in told} == {staff, member}
    assert all(RULED["ruling"] in notice.body for notice in told)


@pytest.mark.parametrize("act", [save_sheet, hand_in])
def test_sheet_that_a_conflict_closed_takes_no_marks(act, staff, chair, member):
    round_ = RoundFactory()
    criterion = CriterionFactory(round=round_, points=100)
    sheet = sheet_for(round_, member, arrived(round_))
    submission = sheet.assignment.submission
    ruled_out(round_, submission, member, asker=staff, ruler=chair)

    with pytest.raises(RoundRefusedError):
        act(
            sheet.assignment,
            judge=member,
            marks={criterion.pk: Decimal(70)},
            note="",
            comment="",
            revision=0,
        )

    sheet.refresh_from_db()
    assert (sheet.revision, sheet.marks.count()) == (0, 0)


def test_member_who_left_the_committee_is_in_no_draw_and_no_coverage(staff):
    judges = [PostFactory(role=Role.MEMBER).user for _ in range(4)]
    round_ = RoundFactory(stage=RoundStage.PREPARED)
    sharing = set_sharing(round_, each=3, most=2, limits={}, by=staff)
    Round.objects.filter(pk=round_.pk).update(
        stage=RoundStage.MARKING, opened_at=clock.now(), places=1, criteria_sha256="0" * 64
    )
    round_.refresh_from_db()
    submission = arrived(round_)
    for judge in judges:
        declare(round_, judge=judge, conflicts={})
    Post.objects.filter(user=judges[0]).update(ended_at=clock.now())
    ConflictFactory(round=round_, judge=judges[1], submission=submission)

    committee = committee_of(round_)

    assert set(committee.judges) == set(judges[1:])
    assert [(row.may, row.members) for row in coverage(committee)] == [(2, 3)]
    sharing.each = 2
    [panel] = preview(committee, sharing, seed=1).panels
    assert set(panel.judges) == set(judges[2:])


@pytest.mark.parametrize(("limits", "given"), [(None, 2), (1, 1)])
def test_who_declares_after_the_draw_takes_the_place_of_those_who_stepped_out(
    staff, member, limits, given
):
    late, own = PostFactory(role=Role.MEMBER).user, PostFactory(role=Role.MEMBER).user
    round_ = RoundFactory(stage=RoundStage.PREPARED)
    limit = {late.pk: limits} if limits else {}
    sharing = set_sharing(round_, each=1, most=9, limits=limit, by=staff)
    Round.objects.filter(pk=round_.pk).update(
        stage=RoundStage.MARKING, opened_at=clock.now(), places=1, criteria_sha256="0" * 64
    )
    round_.refresh_from_db()
    rows = [arrived(round_) for _ in range(5)]
    declare(round_, judge=member, conflicts={})
    found = preview(committee_of(round_), sharing, seed=1)
    draw(round_, seed=1, sha256=found.sha256, by=staff)
    for submission in rows[:3]:
        step_out(round_, submission, judge=member, **KNOWN)

    declare(round_, judge=late, conflicts={rows[0].pk: (ConflictReason.HOME, "")})
    declare(round_, judge=own, conflicts={})

    theirs = Assignment.objects.filter(judge=late).values_list("submission", flat=True)
    assert sorted(theirs) == [row.pk for row in rows[1 : 1 + given]]
    assert Assignment.objects.filter(judge=own).count() == 3 - given


def test_digest_of_the_rules_covers_how_groups_are_shared_out(staff, member):
    round_ = RoundFactory(stage=RoundStage.PREPARED)
    digests = [rules_digest(round_, [])]

    for each, limits in ((2, {}), (3, {}), (3, {member.pk: 1})):
        set_sharing(round_, each=each, most=4, limits=limits, by=staff)
        digests.append(rules_digest(round_, []))

    assert len(set(digests)) == 4


def test_sharing_set_again_as_it_is_changes_nothing(staff, member):
    round_ = RoundFactory(stage=RoundStage.PREPARED)
    set_sharing(round_, each=None, most=1, limits={}, by=staff)
    first = set_sharing(round_, each=2, most=4, limits={member.pk: 1}, by=staff)

    again = set_sharing(round_, each=2, most=4, limits={member.pk: 1}, by=staff)

    assert again == first
    assert Event.objects.filter(verb="set_sharing").count() == 1


@pytest.fixture
def marked(chair):
    """Three groups tied over the line, a fourth far below; the lot is on the ladder."""
    round_ = RoundFactory(stage=RoundStage.MARKED, places=1, marked_note="ที่ประชุมรับทราบ")
    Round.objects.filter(pk=round_.pk).update(lot_seed="5" * 64)
    round_.refresh_from_db()
    return round_


def judged_apart(round_, staff, chair, submission):
    """A ruling takes one of the sheets of `submission` out of the score."""
    sheet = Sheet.objects.filter(assignment__submission=submission).order_by("total").first()
    ruled_out(round_, submission, sheet.assignment.judge, asker=staff, ruler=chair)


@pytest.mark.parametrize("kind", ["vote", "lot"])
def test_ruling_on_a_tie_that_lost_a_member_is_made_anew(marked, staff, chair, kind):
    first, second, third = (scored(marked, "70", "80") for _ in range(3))
    pks = [first.pk, second.pk, third.pk]
    if kind == "vote":
        settle_tie(marked, order=pks, reason="ลงมติ", by=chair)
    else:
        draw_lot(marked, of=pks, reason="ลงมติแล้วเสมอกัน", by=chair)

    judged_apart(marked, staff, chair, second)

    [tie] = ties(ranking(marked))
    assert (sorted(tie.pks), tie.ruled) == (sorted([first.pk, third.pk]), False)
    draw_lot(marked, of=tie.pks, reason="ลงมติแล้วเสมอกัน", by=chair)
    [tie] = ties(ranking(marked))
    assert tie.ruled
    assert TieRuling.objects.filter(replaced_at=None).count() == 1


def test_vote_is_taken_again_without_the_member_who_is_in_conflict(marked, staff, chair):
    """The tie is the same without their sheet, but they may have voted on it."""
    first, second = scored(marked, "70", "70"), scored(marked, "70", "70")
    settle_tie(marked, order=[first.pk, second.pk], reason="ลงมติ", by=chair)

    judged_apart(marked, staff, chair, second)

    [tie] = ties(ranking(marked))
    assert (sorted(tie.pks), tie.ruled) == (sorted([first.pk, second.pk]), False)


def test_vote_on_a_tie_that_another_group_joins_is_taken_back(marked, staff, chair):
    tied = [scored(marked, "70", "70") for _ in range(2)]
    third = scored(marked, "60", "70")
    settle_tie(marked, order=[row.pk for row in tied], reason="ลงมติ", by=chair)

    judged_apart(marked, staff, chair, third)

    [tie] = ties(ranking(marked))
    assert (len(tie.pks), tie.ruled) == (3, False)
    assert TieRuling.objects.filter(replaced_at=None).count() == 0


def test_vote_that_a_ruling_elsewhere_does_not_touch_stands(marked, staff, chair):
    tied = [scored(marked, "70", "70") for _ in range(2)]
    third = scored(marked, "60", "50")
    ruling = settle_tie(marked, order=[row.pk for row in tied], reason="ลงมติ", by=chair)

    judged_apart(marked, staff, chair, third)

    assert list(TieRuling.objects.filter(replaced_at=None)) == [ruling]


def test_lot_is_drawn_anew_when_marks_that_it_is_computed_from_have_changed(marked, staff, chair):
    tied = [scored(marked, "70", "80") for _ in range(2)]
    below = scored(marked, "50", "40")
    draw_lot(marked, of=[row.pk for row in tied], reason="เสมอกัน", by=chair)

    judged_apart(marked, staff, chair, below)

    [tie] = ties(ranking(marked))
    assert (tie.ruled, TieRuling.objects.filter(replaced_at=None).count()) == (False, 0)


def test_ranking_that_changed_since_the_page_was_opened_is_not_closed(client, marked, staff, chair):
    scored(marked, "70", "80")
    upper = scored(marked, "60", "95")
    client.force_login(chair)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    seen = client.get(reverse("scoring:ranking", args=[marked.pk])).context["seen"]
    director = PostFactory(role=Role.DIRECTOR).user
    sheet = Sheet.objects.get(assignment__submission=upper, total=95)
    ruled_out(marked, upper, sheet.assignment.judge, asker=staff, ruler=director)

    client.post(reverse("scoring:close", args=[marked.pk]), {"seen": seen})

    marked.refresh_from_db()
    assert marked.stage == RoundStage.MARKED


def test_result_that_was_closed_again_is_not_released_unseen(chair, director):
    round_ = RoundFactory(stage=RoundStage.MARKED, places=1)
    tied = [scored(round_, "70").pk for _ in range(2)]
    settle_tie(round_, order=tied, reason="ลงมติ", by=chair)
    seen = result_digest(standing_places(close_round(round_, by=chair)))
    reopen_round(round_, reason="บันทึกผลผิด", by=chair)
    settle_tie(round_, order=tied[::-1], reason="แก้ไขตามรายงาน", by=chair)
    now = result_digest(standing_places(close_round(round_, by=chair)))

    with pytest.raises(RoundRefusedError):
        release(round_, by=director, seen=seen)

    assert Round.objects.get().stage == RoundStage.CLOSED
    assert release(round_, by=director, seen=now).stage == RoundStage.RELEASED


def test_another_years_ladder_and_rules_come_with_its_criteria(staff):
    source, call = CallFactory(year=2562), CallFactory(year=2563)
    first, second = prepare_rounds(source, by=staff)
    prepare_rounds(call, by=staff)
    steps = [Rung(TieStep.MEDIAN), Rung(TieStep.CRITERION, 3), Rung(TieStep.LOT)]
    declare_ladder(first, steps, by=staff)
    declare_rules(source, mode="cluster", carried_percent=20, by=staff)

    made = copy_criteria(call, source=source, by=staff)
    count = Event.objects.count()
    copy_criteria(call, source=source, by=staff)

    assert [ladder_of(round_) for round_ in made] == [steps, ladder_of(second)]
    assert rules_of(made[1]) == ("cluster", 20)
    assert Event.objects.count() == count


def test_member_and_staff_are_told_that_the_groups_wait_for_the_draw(client, staff, member):
    round_ = RoundFactory(stage=RoundStage.PREPARED)
    set_sharing(round_, each=1, most=4, limits={}, by=staff)
    Round.objects.filter(pk=round_.pk).update(
        stage=RoundStage.MARKING, opened_at=clock.now(), places=1, criteria_sha256="0" * 64
    )
    round_.refresh_from_db()
    arrived(round_)
    declare(round_, judge=member, conflicts={})

    with override("en"):
        steps = [next_step(round_, user).text for user in (member, staff)]
        duties = [duty.title for duty in of_staff(staff)]
        client.force_login(member)
        client.cookies["django_language"] = "en"
        page = client.get(reverse("scoring:queue", args=[round_.pk]))

    assert steps == [
        "You have declared. You get a message when the groups are shared out.",
        "The groups are shared out among the members who have declared.",
    ]
    assert "Share the groups out" in duties
    assert page.context["why_none"] == (
        "You get a message as soon as the groups are shared out among the members."
    )
