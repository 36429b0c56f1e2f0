from datetime import date

import pytest
from django.db.models import Count

from groups.enums import Role
from groups.models import District, Event, Notice
from scoring.enums import RoundStage
from scoring.models import Assignment, Draw, Round, Sharing, Sheet
from scoring.selectors import NoPanelsError, committee_of, coverage, preview
from scoring.services import (
    OtherPanelsError,
    RoundRefusedError,
    declare,
    draw,
    set_sharing,
    step_out,
    undo_draw,
)
from selection_site.lib import clock
from tests.factories.groups import PostFactory, SavingsGroupFactory
from tests.factories.scoring import RoundFactory, arrived

pytestmark = pytest.mark.django_db

SEED = 20200610


@pytest.fixture
def judges():
    return [PostFactory(role=Role.MEMBER).user for _ in range(4)]


@pytest.fixture
def shared(staff, judges):
    """A round being marked, two of four members for each of six groups, all declared."""
    round_ = RoundFactory(stage=RoundStage.PREPARED)
    set_sharing(round_, each=2, most=4, limits={}, by=staff)
    Round.objects.filter(pk=round_.pk).update(
        stage=RoundStage.MARKING, opened_at=clock.now(), places=1, criteria_sha256="0" * 64
    )
    round_.refresh_from_db()
    for _ in range(6):
        arrived(round_)
    for judge in judges:
        declare(round_, judge=judge, conflicts={})
    return round_


def looked_at(round_, seed=SEED):
    found = preview(committee_of(round_), round_.sharing, seed=seed)
    return {"seed": seed, "sha256": found.sha256}


def test_declaring_gives_no_sheets_where_groups_are_shared_out(shared):
    assert Assignment.objects.count() == 0


def test_draw_gives_every_group_its_members_as_the_preview_showed(shared, staff):
    found = preview(committee_of(shared), shared.sharing, seed=SEED)

    made = draw(shared, seed=SEED, sha256=found.sha256, by=staff)

    assigned = Assignment.objects.filter(round=shared)
    pairs = {(row.submission_id, row.judge_id) for row in assigned}
    assert pairs == {
        (panel.submission.pk, judge.pk) for panel in found.panels for judge in panel.judges
    }
    assert (made.sheets, made.each, made.seed) == (12, 2, SEED)
    assert Sheet.objects.count() == 12
    assert set(assigned.values("judge").annotate(n=Count("pk")).values_list("n", flat=True)) == {3}


def test_members_are_told_of_the_draw_and_the_chain_knows_seed_and_panels(shared, staff, judges):
    seen = looked_at(shared)

    made = draw(shared, **seen, by=staff)

    told = Notice.objects.filter(key=f"2563:round-1:drawn:{made.pk}")
    assert {notice.user for notice in told} == set(judges)
    event = Event.objects.get(verb="draw_panels")
    assert (event.detail["seed"], event.detail["panels"]) == (SEED, seen["sha256"])


def test_conflict_keeps_a_member_from_a_group_in_every_draw(shared, staff, judges):
    closed = [
        (judge.pk, group.pk)
        for judge, group in zip(judges, shared.call.submissions.all(), strict=False)
    ]
    for (_judge, group), judge in zip(closed, judges, strict=True):
        submission = shared.call.submissions.get(pk=group)
        step_out(shared, submission, judge=judge, reason="home", note="")

    for seed in range(20):
        panels = preview(committee_of(shared), shared.sharing, seed=seed).panels
        seated = {(judge.pk, panel.submission.pk) for panel in panels for judge in panel.judges}
        assert seated & set(closed) == set()


def test_draw_is_refused_when_somebody_stepped_out_since_the_preview(shared, staff, judges):
    found = preview(committee_of(shared), shared.sharing, seed=SEED)
    panel = found.panels[0]
    step_out(shared, panel.submission, judge=panel.judges[0], reason="home", note="")

    with pytest.raises(OtherPanelsError):
        draw(shared, seed=SEED, sha256=found.sha256, by=staff)

    assert Assignment.objects.count() == 0


def test_second_draw_is_refused_and_changes_nothing(shared, staff):
    draw(shared, **looked_at(shared), by=staff)
    before = set(Assignment.objects.values_list("pk", flat=True))

    with pytest.raises(RoundRefusedError):
        draw(shared, **looked_at(shared, seed=2), by=staff)

    assert set(Assignment.objects.values_list("pk", flat=True)) == before


def test_others_than_staff_neither_set_nor_draw_nor_undo(shared, staff, director, auditor, judges):
    seen = looked_at(shared)
    prepared = RoundFactory(call=shared.call, number=2, stage=RoundStage.PREPARED)

    for user in (director, auditor, judges[0]):
        with pytest.raises(RoundRefusedError):
            set_sharing(prepared, each=2, most=3, limits={}, by=user)
        with pytest.raises(RoundRefusedError):
            draw(shared, **seen, by=user)

    draw(shared, **seen, by=staff)
    for user in (director, auditor, judges[0]):
        with pytest.raises(RoundRefusedError):
            undo_draw(shared, by=user)


@pytest.mark.parametrize("stage", [stage for stage in RoundStage if stage != "prepared"])
def test_rule_is_set_before_marking_opens(staff, stage):
    with pytest.raises(RoundRefusedError):
        set_sharing(RoundFactory(stage=stage), each=2, most=3, limits={}, by=staff)

    assert Sharing.objects.count() == 0


def test_rule_can_be_set_anew_and_taken_back_in_preparation(staff, judges):
    round_ = RoundFactory(stage=RoundStage.PREPARED)
    set_sharing(round_, each=2, most=4, limits={}, by=staff)

    set_sharing(round_, each=3, most=6, limits={judges[0].pk: 1}, by=staff)

    kept = Sharing.objects.get()
    assert (kept.each, kept.most) == (3, 6)
    assert [(limit.judge, limit.most) for limit in kept.limits.all()] == [(judges[0], 1)]
    set_sharing(round_, each=None, most=1, limits={}, by=staff)
    assert Sharing.objects.count() == 0


def test_draw_is_undone_in_one_step_until_the_first_mark(shared, staff):
    draw(shared, **looked_at(shared), by=staff)

    undo_draw(shared, by=staff)

    assert (Assignment.objects.count(), Sheet.objects.count()) == (0, 0)
    kept = Draw.objects.get()
    assert kept.undone_by == staff
    draw(shared, **looked_at(shared, seed=2), by=staff)
    assert Draw.objects.filter(undone_at=None).get().seed == 2


def test_draw_stands_after_the_first_mark(shared, staff):
    draw(shared, **looked_at(shared), by=staff)
    Sheet.objects.filter(pk=Sheet.objects.first().pk).update(revision=1)

    with pytest.raises(RoundRefusedError):
        undo_draw(shared, by=staff)

    assert Assignment.objects.count() == 12


def test_undoing_twice_is_refused(shared, staff):
    draw(shared, **looked_at(shared), by=staff)
    undo_draw(shared, by=staff)

    with pytest.raises(RoundRefusedError):
        undo_draw(shared, by=staff)


def test_group_with_too_few_members_is_named(shared, judges, english):
    submission = shared.call.submissions.first()
    for judge in judges[:3]:
        step_out(shared, submission, judge=judge, reason="home", note="")

    with pytest.raises(NoPanelsError) as impossible:
        looked_at(shared)

    assert str(impossible.value) == (
        f"1 group has fewer than 2 members who may judge it: {submission.group}. "
        "Let fewer members judge each group, or seat more members."
    )


def test_too_small_loads_are_named_with_the_figures(shared, judges, english):
    Sharing.objects.update(most=2)
    shared.sharing.refresh_from_db()

    with pytest.raises(NoPanelsError) as impossible:
        looked_at(shared)

    names = ", ".join(str(judge) for judge in committee_of(shared).judges)
    assert str(impossible.value) == (
        f"{names} may together judge 8 groups at most, but at least 9 sheets must come from them. "
        "Raise the most groups for a member, or let fewer judge each group."
    )


def test_coverage_counts_who_may_judge_before_anybody_declared(judges):
    round_ = RoundFactory()
    inside = arrived(round_)
    elsewhere = District.objects.filter(province="30").first()
    arrived(round_, group=SavingsGroupFactory(district=elsewhere))
    PostFactory(user=judges[0], role=Role.PROVINCE_HEAD)

    assert coverage(committee_of(round_)) == [(inside, 3, 4)]


def test_committee_is_read_with_the_same_queries_for_many_groups(judges, django_assert_num_queries):
    round_ = RoundFactory()
    for _ in range(3):
        arrived(round_)

    with django_assert_num_queries(9):
        committee_of(round_)


def test_day_of_the_draw_does_not_matter_while_marking_is_open(shared, staff):
    clock.travel(date(2020, 6, 29))

    assert draw(shared, **looked_at(shared), by=staff).sheets == 12
