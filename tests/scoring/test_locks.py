"""Two at once have one effect: PostgreSQL's row locks put them in a line."""

import threading
from decimal import Decimal

import pytest
from django.db import connection

from groups.enums import Role
from groups.models import Event
from scoring import services
from scoring.enums import RoundStage
from scoring.models import (
    Assignment,
    Declaration,
    Draw,
    Round,
    Sharing,
    Sheet,
    Standing,
    TieRuling,
)
from scoring.selectors import committee_of, preview, ranking
from tests.factories.groups import PostFactory
from tests.factories.scoring import (
    CriterionFactory,
    DeclarationFactory,
    RoundFactory,
    StandingFactory,
    arrived,
    scored,
    sheet_for,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*acts):
    """Run the acts in threads of their own at one moment; what each gave, or 'refused'."""
    ready = threading.Barrier(len(acts))
    outcomes = []

    def run(act):
        ready.wait(timeout=10)
        try:
            outcomes.append(act())
        except services.RoundRefusedError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(outcomes) == len(acts)
    return ["refused" if outcome == "refused" else "done" for outcome in outcomes]


def one_of_two(act):
    """One of two people at once is let through, the other is told."""
    assert sorted(at_once(act, act)) == ["done", "refused"]


def test_of_two_chairs_closing_at_once_one_closes(chair):
    round_ = RoundFactory(stage=RoundStage.MARKED, places=1)
    for total in ("80", "70"):
        scored(round_, total)

    one_of_two(lambda: services.close_round(round_, by=chair))

    assert Standing.objects.count() == 2
    assert Round.objects.get().stage == "closed"
    assert Event.objects.filter(verb="close_round").count() == 1


def test_of_two_pressing_open_at_once_one_opens(staff):
    round_ = RoundFactory(stage=RoundStage.PREPARED)
    CriterionFactory(round=round_)
    arrived(round_)

    one_of_two(lambda: services.open_round(round_, by=staff))

    assert Event.objects.filter(verb="open_round").count() == 1


def test_of_two_pressing_release_at_once_one_releases(director):
    round_ = RoundFactory(stage=RoundStage.CLOSED)
    StandingFactory(round=round_, submission=arrived(round_))

    one_of_two(lambda: services.release(round_, by=director))

    assert Event.objects.filter(verb="step_select").count() == 1


def test_of_two_signatures_at_once_one_stands(member):
    round_ = RoundFactory()
    arrived(round_)

    one_of_two(lambda: services.declare(round_, judge=member, conflicts={}))

    assert (Declaration.objects.count(), Sheet.objects.count()) == (1, 1)


def test_of_two_tabs_handing_in_at_once_one_does(member):
    round_ = RoundFactory()
    criterion = CriterionFactory(round=round_)
    sheet = sheet_for(round_, member, arrived(round_))

    def hand_in():
        return services.hand_in(
            sheet.assignment,
            judge=member,
            marks={criterion.pk: Decimal(70)},
            note="",
            comment="",
            revision=0,
        )

    one_of_two(hand_in)

    assert Event.objects.filter(verb="hand_in_sheet").count() == 1


def test_sheet_handed_in_while_marking_closes_is_counted_or_refused(chair, member):
    round_ = RoundFactory()
    criterion = CriterionFactory(round=round_)
    submission = scored(round_, "60")
    for judge in (chair, member):
        DeclarationFactory(round=round_, judge=judge)
    sheet = sheet_for(round_, member, submission)

    outcomes = at_once(
        lambda: services.close_marking(round_, by=chair, note="ที่ประชุมมีมติ"),
        lambda: services.hand_in(
            sheet.assignment,
            judge=member,
            marks={criterion.pk: Decimal(80)},
            note="",
            comment="",
            revision=0,
        ),
    )

    closed = Event.objects.get(verb="close_marking")
    [place] = ranking(Round.objects.get())
    assert outcomes.count("done") == closed.detail["handed_in"] == place.sheets


def test_two_rulings_at_once_leave_one_in_force(chair):
    round_ = RoundFactory(stage=RoundStage.MARKED)
    pks = [scored(round_, "70").pk for _ in range(2)]

    def settle(order):
        return lambda: services.settle_tie(
            round_, score=Decimal("70.00"), order=order, reason="มติ", by=chair
        )

    assert at_once(settle(pks), settle(pks[::-1])) == ["done", "done"]

    assert TieRuling.objects.filter(replaced_at=None).count() == 1
    assert TieRuling.objects.count() == 2


def test_rounds_prepared_at_once_are_made_once(staff):
    round_ = RoundFactory(stage=RoundStage.PREPARED, number=2)
    Round.objects.all().delete()

    at_once(*[lambda: services.prepare_rounds(round_.call, by=staff)] * 2)

    assert Round.objects.count() == 2
    assert [row.criteria.count() for row in Round.objects.all()] == [6, 7]


def test_of_two_draws_at_once_one_gives_sheets(staff):
    round_ = RoundFactory()
    Sharing.objects.create(round=round_, each=1, most=4, set_by=staff)
    for _ in range(3):
        arrived(round_)
    for _ in range(2):
        services.declare(round_, judge=PostFactory(role=Role.MEMBER).user, conflicts={})
    seen = [preview(committee_of(round_), round_.sharing, seed=seed) for seed in (1, 2)]

    outcomes = at_once(
        *[
            lambda found=found: services.draw(
                round_, seed=found.seed, sha256=found.sha256, by=staff
            )
            for found in seen
        ]
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert (Draw.objects.count(), Assignment.objects.count()) == (1, 3)


def test_of_two_rulings_at_once_one_counts(chair, director, staff, member):
    round_ = RoundFactory()
    question = services.ask_about_conflict(
        round_, arrived(round_), judge=member, reason="home", note="บ้านเดิม", by=staff
    )

    outcomes = at_once(
        lambda: services.rule_on_conflict(question, upheld=True, ruling="ใช่", by=chair),
        lambda: services.rule_on_conflict(question, upheld=False, ruling="ไม่ใช่", by=director),
    )

    assert sorted(outcomes) == ["done", "refused"]
    question.refresh_from_db()
    assert round_.conflicts.exists() == question.upheld
