"""Progress, ranking, ties, closing, release and result."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from groups.enums import Role
from scoring.enums import RoundStage
from scoring.models import Round, Standing, TieRuling
from scoring.services import draw_lot, settle_tie
from submissions.models import Submission
from tests.factories.groups import PASSWORD, PostFactory
from tests.factories.scoring import (
    ConflictFactory,
    CriterionFactory,
    DeclarationFactory,
    MarkFactory,
    RoundFactory,
    StandingFactory,
    arrived,
    scored,
    sheet_for,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]

OVERSEERS = {"staff", "director", "auditor"}
COMMITTEE = {"member", "chair"}
LOCAL = {"district", "district_head", "province", "province_head"}


def page(name, round_):
    return reverse(f"scoring:{name}", args=[round_.pk])


def stage_of(round_):
    return Round.objects.get(pk=round_.pk).stage


def levels(response):
    return [message.level_tag for message in response.context["messages"]]


def roles_opening(client, url):
    """The posts for whose holders the page is there."""
    opened = set()
    for role in Role:
        client.force_login(PostFactory(role=role).user)
        if client.get(url).status_code == 200:
            opened.add(str(role))
    return opened


@pytest.mark.parametrize(
    ("name", "stage", "expected"),
    [
        ("progress", "prepared", set()),
        ("progress", "marking", {*OVERSEERS, "chair"}),
        ("progress", "released", {*OVERSEERS, "chair"}),
        ("ranking", "marking", set()),
        ("ranking", "marked", {"chair"}),
        ("ranking", "closed", {*OVERSEERS, "chair"}),
        ("release", "marked", set()),
        ("release", "closed", {"director"}),
        ("result", "marked", set()),
        ("result", "closed", set()),
        ("result", "released", {*OVERSEERS, *COMMITTEE, *LOCAL}),
    ],
)
def test_page_is_there_for_its_posts_at_its_stage(client, name, stage, expected):
    round_ = RoundFactory(stage=RoundStage(stage))
    StandingFactory(round=round_, submission=scored(round_, "70"))

    assert roles_opening(client, page(name, round_)) == expected


@pytest.mark.parametrize("name", ["progress", "ranking", "release", "result"])
@pytest.mark.parametrize("stage", RoundStage)
def test_pages_are_not_there_for_another_years_committee(client, name, stage):
    round_ = RoundFactory(stage=stage)
    StandingFactory(round=round_, submission=arrived(round_))

    for role in (Role.MEMBER, Role.CHAIR):
        client.force_login(PostFactory(role=role, year=2562).user)
        assert client.get(page(name, round_)).status_code == 404


def test_progress_counts_sheets_and_tells_no_mark(client, chair, member):
    round_ = RoundFactory()
    criterion = CriterionFactory(round=round_)
    DeclarationFactory(round=round_, judge=chair)
    submission, other = arrived(round_), arrived(round_)
    sheet = sheet_for(round_, chair, submission, "87.3")
    MarkFactory(sheet=sheet, criterion=criterion, points=Decimal("87.3"))
    sheet_for(round_, chair, other)
    client.force_login(PostFactory(role=Role.STAFF).user)

    response = client.get(page("progress", round_))

    state = response.context["state"]
    assert {row.judge: (row.declared, row.handed_in, row.left) for row in state.judges} == {
        chair: (True, 1, 1),
        member: (False, 0, 0),
    }
    assert {row.submission: (row.handed_in, row.assigned) for row in state.groups} == {
        submission: (1, 1),
        other: (0, 1),
    }
    assert re.findall(r"(?<!\d)87(?!\d)", response.content.decode()) == []


def test_progress_of_a_released_round_still_names_its_groups(client, staff):
    round_ = RoundFactory(stage=RoundStage.RELEASED)
    submission = scored(round_, "70")
    StandingFactory(round=round_, submission=submission)
    Submission.objects.filter(pk=submission.pk).update(stage="finalist")
    client.force_login(staff)

    state = client.get(page("progress", round_)).context["state"]

    assert [(row.submission, row.handed_in) for row in state.groups] == [(submission, 1)]


def test_chair_closes_marking(client, chair):
    round_ = RoundFactory()
    scored(round_, "70")
    DeclarationFactory(round=round_, judge=chair)
    client.force_login(chair)

    response = client.post(page("close_marking", round_))

    assert (response.url, stage_of(round_)) == (page("ranking", round_), "marked")


def test_missing_sheets_are_told_at_the_ruling(client, chair):
    round_ = RoundFactory()
    scored(round_, "70")
    client.force_login(chair)

    response = client.post(page("close_marking", round_), {"note": " "})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["note"])
    assert stage_of(round_) == "marking"
    client.post(page("close_marking", round_), {"note": "ที่ประชุมมีมติ"})
    assert stage_of(round_) == "marked"


def test_staff_who_close_marking_are_told_a_sentence(client, staff):
    round_ = RoundFactory()
    scored(round_, "70")
    client.force_login(staff)

    response = client.post(page("close_marking", round_), {"note": "ที่ประชุมมีมติ"})

    assert (response.status_code, stage_of(round_)) == (422, "marking")


def marked(*totals, places=1):
    round_ = RoundFactory(stage=RoundStage.MARKED, places=places)
    return round_, [scored(round_, total) for total in totals]


def test_ranking_shows_the_tie_that_stands_in_the_way(client, chair):
    round_, [_a, b, c, d, e] = marked("80", "70", "70", "60", "60", places=2)
    client.force_login(chair)

    context = client.get(page("ranking", round_)).context

    [tie] = context["crossing"]
    assert [place.submission for place in tie.places] == [b, c]
    assert [form.tie for form in context["urgent"]] == [tie]
    [other] = context["others"]
    assert [place.submission for place in other.tie.places] == [d, e]
    assert [row.place.rank for row in context["page"]] == [1, 2, 2, 4, 4]


def ruling(round_, order, reason="มติที่ประชุม", rank=2):
    places = {f"tie-{rank}-place-{one.pk}": place for place, one in enumerate(order, 1)}
    return {"rank": rank, f"tie-{rank}-reason": reason, **places}


def test_chair_settles_a_tie(client, chair):
    round_, [_a, b, c] = marked("80", "70", "70", places=2)
    client.force_login(chair)

    client.post(page("settle", round_), ruling(round_, [c, b]))

    context = client.get(page("ranking", round_)).context
    assert [row.place.submission for row in context["page"]][1:] == [c, b]
    assert context["crossing"] == []
    assert [one.reason for one in context["rulings"]] == ["มติที่ประชุม"]


def test_ruling_with_one_place_twice_is_shown_again(client, chair):
    round_, [_a, b, c] = marked("80", "70", "70", places=2)
    client.force_login(chair)
    typed = ruling(round_, [b, c])
    typed[f"tie-2-place-{c.pk}"] = 1

    response = client.post(page("settle", round_), typed)

    [form] = response.context["urgent"]
    assert response.status_code == 422
    assert form.non_field_errors() == ["Two groups have the same place: give each one of its own."]
    assert form["reason"].value() == "มติที่ประชุม"
    assert TieRuling.objects.count() == 0


def test_ruling_on_a_tie_that_is_gone_is_a_sentence(client, chair):
    round_, submissions = marked("80", "70", "60")
    client.force_login(chair)

    response = client.post(page("settle", round_), ruling(round_, submissions), follow=True)

    assert (levels(response), TieRuling.objects.count()) == (["error"], 0)


def test_ties_of_a_closed_round_are_settled_by_nobody(client, chair, staff):
    round_ = RoundFactory(stage=RoundStage.CLOSED)
    tied = [
        StandingFactory(round=round_, submission=arrived(round_), rank=1, score=Decimal("70.00"))
        for _ in range(2)
    ]

    for user in (chair, staff):
        client.force_login(user)
        typed = ruling(round_, [standing.submission for standing in tied])
        response = client.post(page("settle", round_), typed, follow=True)
        assert levels(response) == ["error"]

    assert TieRuling.objects.count() == 0


def test_chair_is_asked_for_the_password_and_then_closes(client, chair):
    round_, _ = marked("80", "70")
    client.force_login(chair)

    asked = client.post(page("close", round_))
    untouched = stage_of(round_)
    client.post(asked.url, {"password": PASSWORD})

    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert (untouched, stage_of(round_)) == ("marked", "closed")
    assert Standing.objects.count() == 2


def knowing_password(client, user):
    """Logged in, and asked for the password just now."""
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def test_closing_over_a_tie_is_a_sentence(client, chair):
    round_, _ = marked("70", "70")
    knowing_password(client, chair)

    response = client.post(page("close", round_), follow=True)

    assert (levels(response)[-1], stage_of(round_)) == ("error", "marked")


def test_director_releases_what_another_closed(client, director):
    round_ = RoundFactory(stage=RoundStage.CLOSED)
    StandingFactory(round=round_, submission=arrived(round_))
    knowing_password(client, director)

    response = client.post(page("release", round_), follow=True)

    assert response.redirect_chain[-1][0] == page("result", round_)
    assert (stage_of(round_), Submission.objects.get().stage) == ("released", "finalist")


def test_director_who_closed_is_told_why_not(client, director):
    round_ = RoundFactory(stage=RoundStage.CLOSED, closed_by=director)
    knowing_password(client, director)

    shown = client.get(page("release", round_))
    client.post(page("release", round_))

    assert shown.context["why_not"] == (
        "You closed this round yourself: another person must release its result."
    )
    assert stage_of(round_) == "closed"


def test_result_shows_ranks_to_the_provinces_and_scores_to_the_committee(client, member):
    round_ = RoundFactory(stage=RoundStage.RELEASED)
    standing = StandingFactory(round=round_, submission=arrived(round_), score=Decimal("81.25"))

    pages = {}
    for user in (member, PostFactory(role=Role.PROVINCE).user):
        client.force_login(user)
        pages[user == member] = client.get(page("result", round_))

    assert list(pages[True].context["rows"]) == list(pages[False].context["rows"]) == [standing]
    assert "81.25" in pages[True].content.decode()
    assert "81.25" not in pages[False].content.decode()


def test_ranking_names_who_has_no_vote_on_a_tie(client, chair, member):
    round_ = RoundFactory(stage=RoundStage.MARKED)
    submission = scored(round_, "70")
    scored(round_, "70")
    ConflictFactory(round=round_, judge=member, submission=submission)
    client.force_login(chair)

    response = client.get(page("ranking", round_))

    [form] = response.context["urgent"]
    assert form.stepped_out == [member]
    assert "Stepped out, without a vote:" in response.content.decode()


def test_ranking_shows_votes_and_the_lot_that_they_replaced(client, chair):
    round_ = RoundFactory(stage=RoundStage.MARKED)
    pks = [scored(round_, "70").pk for _ in range(2)]
    draw_lot(round_, of=pks, reason="เท่ากัน", by=chair)
    settle_tie(round_, order=pks, votes={pks[0]: 2, pks[1]: 1}, reason="มติ", by=chair)
    client.force_login(chair)

    response = client.get(page("ranking", round_))

    assert [ruling.kind for ruling in response.context["rulings"]] == ["vote", "lot"]
    said = re.findall(r"Not in force|\d votes?\b", response.content.decode())
    assert said == ["2 votes", "1 vote", "Not in force"]


@pytest.mark.parametrize(
    ("number", "below", "line"),
    [
        (1, "Reserve 1", "The line: 1 above it are kept inside"),
        (2, "Good", "The line: 1 above it are outstanding"),
    ],
)
def test_below_the_line_are_reserves_in_round_1_and_the_second_grade_in_round_2(
    client, chair, number, below, line
):
    round_ = RoundFactory(stage=RoundStage.MARKED, number=number)
    scored(round_, "80")
    scored(round_, "70")
    client.force_login(chair)

    said = client.get(page("ranking", round_)).content.decode()
    shown = client.get(page("projector", round_)).content.decode()

    found = re.findall(r"Reserve 1|Good|The line: [^<]*?(?=\s*<)", said)
    assert found == ([line, below])
    assert ("· outside" in shown, "· Good" in shown) == (number == 1, number == 2)


def test_result_by_quota_says_why_a_lower_place_is_in(client, staff):
    round_ = RoundFactory(stage=RoundStage.RELEASED, places=2)
    for rank, seat, outcome in (
        (1, "leftover", "kept"), (2, "", "not_kept"), (3, "cluster", "kept")
    ):  # fmt: skip
        StandingFactory(
            round=round_, submission=arrived(round_), rank=rank, seat=seat, outcome=outcome
        )
    client.force_login(staff)

    said = client.get(page("result", round_)).content.decode()

    assert "a quota for each provincial cluster" in said
    assert said.count("By the quota of its cluster") == 1


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "stage", "role", "queries"),
    [
        ("progress", "marking", Role.CHAIR, 14),
        ("ranking", "marked", Role.CHAIR, 25),
        ("ranking", "closed", Role.AUDITOR, 13),
        ("result", "released", Role.AUDITOR, 10),
    ],
)
def test_page_asks_the_same_number_of_questions(
    client, name, stage, role, queries, rows, django_assert_num_queries
):
    round_ = RoundFactory(stage=RoundStage(stage))
    for number in range(rows):
        submission = scored(round_, str(70 + number))
        if stage in ("closed", "released"):
            StandingFactory(round=round_, submission=submission)
    client.force_login(PostFactory(role=role).user)

    with django_assert_num_queries(queries):
        client.get(page(name, round_))
