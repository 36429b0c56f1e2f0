"""Modes and shares at the closing, taking a result back, sheets of members in conflict."""

from decimal import Decimal

import pytest

from groups.models import District, Event, Notice, Province
from scoring.enums import RoundStage, SelectionMode
from scoring.models import Round, SelectionRules, Standing
from scoring.selectors import ranking
from scoring.services import (
    OpenConflictError,
    RoundRefusedError,
    ask_about_conflict,
    close_round,
    release,
    reopen_round,
    result_digest,
)
from submissions.models import Submission
from tests.factories.groups import UserFactory
from tests.factories.scoring import (
    ConflictFactory,
    RoundFactory,
    StandingFactory,
    arrived,
    scored,
    sheet_for,
)

pytestmark = pytest.mark.django_db


def marked(*totals, **options):
    round_ = RoundFactory(stage=RoundStage.MARKED, **{"places": 1, **options})
    return round_, [scored(round_, *given) for given in totals]


def everywhere(round_):
    """A submission in each of the 76 provinces, the scores all different."""
    districts = {}
    for district in District.objects.order_by("province", "code"):
        districts.setdefault(district.province_id, district)
    judge = UserFactory()
    for number, district in enumerate(districts.values()):
        row = arrived(round_, group__district=district)
        sheet_for(round_, judge, row, Decimal(20 + number) + Decimal(number % 7) / 10)


def test_exactly_36_are_kept_in_both_modes_and_two_of_each_cluster(chair):
    call = None
    for mode in SelectionMode:
        round_ = RoundFactory(stage=RoundStage.MARKED, places=36)
        call = round_.call
        SelectionRules.objects.update_or_create(call=call, defaults={"mode": mode})
        if not Submission.objects.exists():
            everywhere(round_)

        places = ranking(round_)

        inside = [place for place in places if place.inside]
        assert (len(places), len(inside)) == (76, 36)
        if mode == SelectionMode.NATIONAL:
            assert inside == places[:36]
        else:
            clusters = [place.submission.province.cluster for place in inside]
            assert sorted(map(clusters.count, set(clusters))) == [2] * 18


def test_round_2_by_quota_grades_one_of_each_cluster_outstanding(chair):
    round_ = RoundFactory(stage=RoundStage.MARKED, number=2, places=18)
    SelectionRules.objects.create(call=round_.call, mode=SelectionMode.CLUSTER)
    found = {}
    for province in Province.objects.order_by("code"):
        found.setdefault(province.cluster, []).append(province)
    judge = UserFactory()
    for number, province in enumerate(p for provinces in found.values() for p in provinces[:2]):
        row = arrived(round_, group__district=province.districts.first())
        sheet_for(round_, judge, row, Decimal(50 + number))

    close_round(round_, by=chair)

    grades = {"outstanding": [], "good": []}
    for standing in Standing.objects.select_related("submission__province"):
        grades[standing.outcome].append(standing.submission.province.cluster)
    assert [sorted(each) for each in grades.values()] == [sorted(found)] * 2
    assert set(Standing.objects.filter(outcome="outstanding").values_list("seat", flat=True)) == {
        "cluster"
    }


def test_declared_share_of_round_1_counts_in_round_2(chair):
    round_, [a, b] = marked(["80"], ["79"], number=2)
    SelectionRules.objects.create(call=round_.call, carried_percent=30)
    first = RoundFactory(stage=RoundStage.RELEASED, number=1)
    StandingFactory(round=first, submission=a, score=Decimal("70.01"))
    StandingFactory(round=first, submission=b, score=Decimal("90.00"))

    close_round(round_, by=chair)

    rows = Standing.objects.filter(round=round_)
    assert [(row.submission, row.score, row.mean, row.carried) for row in rows] == [
        (b, Decimal("82.30"), Decimal("79.00"), Decimal("90.00")),
        (a, Decimal("77.00"), Decimal("80.00"), Decimal("70.01")),
    ]


def test_closed_result_is_taken_back_and_closed_again(chair, director):
    round_, [a, b] = marked(["80"], ["70"])
    close_round(round_, by=chair)
    digest = Event.objects.get(verb="close_round").detail["digest"]

    reopen_round(round_, reason="แก้ไขมติ", by=director)

    round_ = Round.objects.get()
    assert (round_.stage, round_.closed_by, Standing.objects.count()) == ("marked", None, 0)
    event = Event.objects.get(verb="reopen_round")
    assert (event.user, event.detail) == (director, {"reason": "แก้ไขมติ", "digest": digest})
    assert digest == result_digest(ranking(round_))
    close_round(round_, by=chair)
    assert list(Standing.objects.values_list("submission", flat=True)) == [a.pk, b.pk]
    closings = Notice.objects.filter(user=director).order_by("pk").values_list("key", flat=True)
    assert list(closings) == ["2563:round-1:closed", "2563:round-1:closed:1"]


@pytest.mark.parametrize("stage", [stage for stage in RoundStage if stage != "closed"])
def test_result_is_taken_back_between_closing_and_release_alone(chair, director, stage):
    round_ = RoundFactory(stage=stage)
    StandingFactory(round=round_, submission=arrived(round_))

    for user in (chair, director):
        with pytest.raises(RoundRefusedError):
            reopen_round(round_, reason="แก้ไข", by=user)

    assert Standing.objects.count() == 1


def test_result_is_taken_back_with_a_reason_by_chair_or_director(
    staff, auditor, member, chair, english
):
    round_, _rows = marked(["80"], ["70"])
    close_round(round_, by=chair)

    for user in (staff, auditor, member):
        with pytest.raises(RoundRefusedError):
            reopen_round(round_, reason="แก้ไข", by=user)
    with pytest.raises(RoundRefusedError) as refusal:
        reopen_round(round_, reason=" ", by=chair)

    assert str(refusal.value) == (
        "Write why the closed result is taken back: it stays in the record."
    )
    assert Round.objects.get().stage == "closed"


def test_released_result_stays(chair, director):
    round_, _rows = marked(["80"], ["70"])
    close_round(round_, by=chair)
    release(round_, by=director)

    with pytest.raises(RoundRefusedError):
        reopen_round(round_, reason="แก้ไข", by=chair)


def test_sheet_of_a_member_in_conflict_counts_neither_for_score_nor_ladder(chair):
    round_, [a, b] = marked(["80", "60"], ["70", "75"])
    sheet = a.assignments.order_by("pk")[0].sheet
    ConflictFactory(round=round_, judge=sheet.assignment.judge, submission=a)

    places = ranking(round_)

    assert [(p.submission, p.score, p.sheets, p.missing) for p in places] == [
        (b, Decimal("72.50"), 2, 0),
        (a, Decimal("60.00"), 1, 0),
    ]


def test_open_question_of_a_conflict_stops_the_closing(chair, staff, english):
    round_, [a, _b] = marked(["80", "90"], ["70"])
    judge = a.assignments.order_by("pk")[0].judge
    ask_about_conflict(round_, a, judge=judge, reason="home", note="บ้านเดิม", by=staff)

    with pytest.raises(OpenConflictError) as refusal:
        close_round(round_, by=chair)

    assert str(refusal.value) == (
        "The round cannot be closed: questions of conflicts of interest wait for their ruling: "
        f"{judge} – {a.group}."
    )
    assert Round.objects.get().stage == "marked"


def test_missing_sheet_without_a_ruling_stops_the_closing(chair, english):
    round_, [a, _b] = marked(["80"], ["70"])
    sheet_for(round_, UserFactory(), a)

    with pytest.raises(RoundRefusedError) as refusal:
        close_round(round_, by=chair)

    assert str(refusal.value) == (
        "The round cannot be closed: sheets are missing and no ruling on them is recorded."
    )
    Round.objects.update(marked_note="ที่ประชุมมีมติ")
    close_round(round_, by=chair)
    assert Round.objects.get().stage == "closed"
