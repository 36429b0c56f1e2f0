from datetime import date
from decimal import Decimal

import pytest

from groups.enums import Role
from groups.models import Event, Notice, Post
from scoring.enums import RoundNumber, RoundStage
from scoring.models import Standing
from scoring.services import (
    MissingSheetsError,
    RoundRefusedError,
    TieError,
    close_marking,
    close_round,
    criteria_digest,
    in_the_way,
    open_round,
    settle_tie,
)
from selection_site.lib import clock
from tests.factories.groups import PostFactory, UserFactory
from tests.factories.scoring import (
    CriterionFactory,
    DeclarationFactory,
    RoundFactory,
    arrived,
    scored,
    sheet_for,
)
from tests.factories.submissions import CallFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def seated(chair):
    """A committee with its chair, without which no round opens."""


def prepared(number=RoundNumber.FIRST, submissions=3, **call):
    year = CallFactory(finalists=2, outstanding_places=1, good_places=1, **call)
    round_ = RoundFactory(call=year, number=number, stage=RoundStage.PREPARED)
    CriterionFactory(round=round_, points=100)
    for _ in range(submissions):
        arrived(round_)
    return round_


def stage_of(round_):
    round_.refresh_from_db()
    return round_.stage


def test_opened_round_has_its_places_and_fixed_criteria(staff, chair, member):
    round_ = prepared()

    open_round(round_, by=staff)

    round_.refresh_from_db()
    assert (round_.stage, round_.places) == ("marking", 2)
    assert round_.criteria_sha256 == criteria_digest(round_, list(round_.criteria.all()))
    assert round_.opened_at.astimezone(clock.BANGKOK).date() == date(2020, 6, 10)
    assert {(notice.user, notice.key) for notice in Notice.objects.all()} == {
        (chair, "2563:round-1:opened"),
        (member, "2563:round-1:opened"),
    }
    assert Event.objects.get().verb == "open_round"


def test_digest_of_the_criteria_tells_every_change():
    round_ = prepared()
    [criterion] = round_.criteria.all()
    before = criteria_digest(round_, [criterion])

    criterion.guidance = "อีกอย่างหนึ่ง"

    assert criteria_digest(round_, [criterion]) != before


def test_round_opened_twice_is_opened_once(staff, member):
    round_ = prepared()
    open_round(round_, by=staff)

    with pytest.raises(RoundRefusedError):
        open_round(round_, by=staff)

    assert Event.objects.count() == 1
    assert Notice.objects.count() == 2


def test_round_is_opened_by_staff_alone(chair, director, auditor, member):
    round_ = prepared()

    for user in (chair, director, auditor, member):
        with pytest.raises(RoundRefusedError):
            open_round(round_, by=user)

    assert stage_of(round_) == "prepared"


@pytest.mark.parametrize(
    ("day", "reasons"),
    [
        (
            date(2020, 5, 29),
            ["Plans are taken up to and including 29 May 2020: open the round after it."],
        ),
        (date(2020, 5, 30), []),
        (date(2020, 6, 30), []),
        (
            date(2020, 7, 1),
            ["The round was to end on 30 June 2020: set a later day in the call first."],
        ),
    ],
)
def test_first_round_opens_between_the_plans_day_and_its_own(staff, english, day, reasons):
    round_ = prepared()
    clock.travel(day)

    assert in_the_way(round_) == reasons
    if reasons:
        with pytest.raises(RoundRefusedError, match=reasons[0]):
            open_round(round_, by=staff)
    else:
        assert open_round(round_, by=staff).stage == "marking"


def test_round_without_full_criteria_does_not_open(staff, english):
    round_ = prepared()
    round_.criteria.update(points=95)

    with pytest.raises(RoundRefusedError) as refusal:
        open_round(round_, by=staff)

    assert str(refusal.value) == "The points add up to 95; they must add up to 100."
    assert stage_of(round_) == "prepared"


def test_first_round_needs_forwarded_plans(staff, english):
    round_ = prepared(submissions=0)
    SubmissionFactory(call=round_.call, stage="sent")

    with pytest.raises(RoundRefusedError) as refusal:
        open_round(round_, by=staff)

    assert str(refusal.value) == (
        "No plan was forwarded to the department: there is nothing to judge."
    )


@pytest.mark.parametrize("number", RoundNumber)
def test_round_opens_for_a_committee_with_a_chair_alone(staff, member, english, number):
    round_ = prepared(number)
    if number == RoundNumber.SECOND:
        RoundFactory(call=round_.call, number=1, stage=RoundStage.RELEASED)
    Post.objects.filter(role=Role.CHAIR).update(ended_at=clock.now())

    with pytest.raises(RoundRefusedError) as without_chair:
        open_round(round_, by=staff)
    Post.objects.filter(role=Role.MEMBER).update(ended_at=clock.now())
    with pytest.raises(RoundRefusedError) as without_anybody:
        open_round(round_, by=staff)

    assert str(without_chair.value) == (
        "No chair is seated on the committee of 2563, and only a chair closes marking: ask the "
        "administrator to give the post first."
    )
    assert str(without_anybody.value) == (
        "Nobody is seated on the committee of 2563: ask the administrator to give the posts of "
        "chair and members first."
    )
    assert stage_of(round_) == "prepared"


def test_round_keeps_no_more_places_than_there_are_plans(staff):
    round_ = prepared(submissions=1)

    open_round(round_, by=staff)

    round_.refresh_from_db()
    assert round_.places == 1


@pytest.mark.parametrize("stage", [stage for stage in RoundStage if stage != "released"])
def test_second_round_waits_for_the_first_ones_result(staff, english, stage):
    round_ = prepared(RoundNumber.SECOND)
    RoundFactory(call=round_.call, number=1, stage=stage)

    with pytest.raises(RoundRefusedError) as refusal:
        open_round(round_, by=staff)

    assert str(refusal.value) == "The result of round 1 is not released yet."


def test_second_round_places_are_the_outstanding_ones(staff):
    round_ = prepared(RoundNumber.SECOND, submissions=2)
    RoundFactory(call=round_.call, number=1, stage=RoundStage.RELEASED)

    open_round(round_, by=staff)

    round_.refresh_from_db()
    assert (round_.stage, round_.places) == ("marking", 1)


def judged(*totals, places=1):
    """A round being marked in which everything assigned is handed in."""
    round_ = RoundFactory(places=places)
    return round_, [scored(round_, *given) for given in totals]


def test_marking_closed_when_all_is_in(chair):
    round_, _ = judged(["70"], ["80"])
    DeclarationFactory(round=round_, judge=chair)

    close_marking(round_, by=chair)

    round_.refresh_from_db()
    assert (round_.stage, round_.marked_note) == ("marked", "")
    event = Event.objects.get()
    assert (event.verb, event.user) == ("close_marking", chair)
    assert event.detail == {"handed_in": 2, "open_sheets": 0, "undeclared": [], "ruling": ""}


def test_marking_is_closed_over_missing_sheets_by_a_ruling(chair, member, english):
    round_, [submission] = judged(["70"])
    DeclarationFactory(round=round_, judge=chair)
    sheet_for(round_, chair, submission)

    with pytest.raises(MissingSheetsError) as refusal:
        close_marking(round_, by=chair, note="  ")
    assert str(refusal.value) == (
        f"1 sheet is not handed in. Not declared yet: {member}. "
        "To close without them, write the committee's ruling."
    )
    assert stage_of(round_) == "marking"

    close_marking(round_, by=chair, note="กรรมการลาป่วย ที่ประชุมมีมติให้ดำเนินการต่อ")
    round_.refresh_from_db()
    assert (round_.stage, round_.marked_note) == (
        "marked",
        "กรรมการลาป่วย ที่ประชุมมีมติให้ดำเนินการต่อ",
    )


def test_marking_is_not_closed_over_a_group_without_a_sheet(chair, english):
    round_, _ = judged(["70"])
    DeclarationFactory(round=round_, judge=chair)
    unjudged = arrived(round_)

    with pytest.raises(MissingSheetsError) as refusal:
        close_marking(round_, by=chair, note="ที่ประชุมมีมติ")

    assert str(refusal.value) == (
        f"Marking cannot be closed: nobody has handed in a sheet for {unjudged.group}, "
        "and without a sheet there is no score. Remind the members who judge it; where all are in "
        "conflict, have another member seated."
    )
    assert stage_of(round_) == "marking"


def test_marking_is_closed_by_this_years_chair_alone(staff, director, auditor, member):
    round_, _ = judged(["70"])
    of_last_year = PostFactory(role=Role.CHAIR, year=2562).user

    for user in (staff, director, auditor, member, of_last_year):
        with pytest.raises(RoundRefusedError):
            close_marking(round_, by=user, note="ที่ประชุมมีมติ")

    assert stage_of(round_) == "marking"


@pytest.mark.parametrize("stage", [stage for stage in RoundStage if stage != "marking"])
def test_marking_is_closed_once(chair, stage):
    with pytest.raises(RoundRefusedError):
        close_marking(RoundFactory(stage=stage), by=chair, note="ที่ประชุมมีมติ")


def marked(*totals, places, number=1):
    round_ = RoundFactory(stage=RoundStage.MARKED, places=places, number=number)
    return round_, [scored(round_, *given) for given in totals]


def standings(round_):
    rows = Standing.objects.filter(round=round_)
    return list(rows.values_list("rank", "submission", "score", "sheets", "tied", "outcome"))


def test_closed_round_keeps_exactly_its_places(chair, director):
    round_, [a, b, c] = marked(["70", "71"], ["80"], ["60"], places=2)

    close_round(round_, by=chair)

    assert standings(round_) == [
        (1, b.pk, Decimal("80.00"), 1, False, "kept"),
        (2, a.pk, Decimal("70.50"), 2, False, "kept"),
        (3, c.pk, Decimal("60.00"), 1, False, "not_kept"),
    ]
    round_.refresh_from_db()
    assert (round_.stage, round_.closed_by) == ("closed", chair)
    a.refresh_from_db()
    assert a.stage == "forwarded"
    assert [(n.user, n.key) for n in Notice.objects.all()] == [(director, "2563:round-1:closed")]


def test_second_round_grades_all_who_are_left(chair):
    round_, [a, b, c] = marked(["70"], ["80"], ["60"], places=1, number=2)

    close_round(round_, by=chair)

    assert [(row[1], row[5]) for row in standings(round_)] == [
        (b.pk, "outstanding"),
        (a.pk, "good"),
        (c.pk, "good"),
    ]


def test_equal_scores_on_one_side_of_the_line_share_a_rank(chair):
    round_, [a, b, _] = marked(["80"], ["80"], ["60"], places=2)

    close_round(round_, by=chair)

    assert [(row[0], row[1]) for row in standings(round_)][:2] == [(1, a.pk), (1, b.pk)]


def test_tie_across_the_line_stops_the_closing(chair, english):
    round_, [a, b, c] = marked(["80"], ["70"], ["70"], places=2)

    with pytest.raises(TieError) as refusal:
        close_round(round_, by=chair)

    [tie] = refusal.value.ties
    assert [place.submission for place in tie.places] == [b, c]
    assert str(refusal.value) == (
        "The round cannot be closed: the line after place 2 runs through equal scores. "
        f"Settle the order of these groups first: {b.group}, {c.group} (70.00)."
    )
    assert (stage_of(round_), standings(round_), a.stage) == ("marked", [], "forwarded")


def test_settled_tie_lets_the_round_close(chair):
    round_, [a, b, c] = marked(["80"], ["70"], ["70"], places=2)
    settle_tie(round_, order=[c.pk, b.pk], reason="มติ", by=chair)

    close_round(round_, by=chair)

    assert [(row[0], row[1], row[4], row[5]) for row in standings(round_)] == [
        (1, a.pk, False, "kept"),
        (2, c.pk, True, "kept"),
        (3, b.pk, True, "not_kept"),
    ]


def test_closing_twice_closes_once(chair):
    round_, _ = marked(["80"], ["70"], places=1)
    close_round(round_, by=chair)

    with pytest.raises(RoundRefusedError):
        close_round(round_, by=chair)

    assert Standing.objects.count() == 2
    assert Event.objects.filter(verb="close_round").count() == 1


def test_round_is_closed_by_this_years_chair_alone(staff, director, auditor, member):
    round_, _ = marked(["80"], ["70"], places=1)
    of_last_year = PostFactory(role=Role.CHAIR, year=2562).user

    for user in (staff, director, auditor, member, of_last_year, UserFactory()):
        with pytest.raises(RoundRefusedError):
            close_round(round_, by=user)

    assert (stage_of(round_), standings(round_)) == ("marked", [])


@pytest.mark.parametrize("stage", [stage for stage in RoundStage if stage != "marked"])
def test_round_is_closed_after_marking_and_once(chair, stage):
    with pytest.raises(RoundRefusedError):
        close_round(RoundFactory(stage=stage), by=chair)


def test_round_with_fewer_left_than_places_is_not_closed(chair, english):
    round_, _ = marked(["80"], places=2)

    with pytest.raises(RoundRefusedError) as refusal:
        close_round(round_, by=chair)

    assert str(refusal.value) == ("2 are to be kept, but only 1 submissions are left in the round.")
