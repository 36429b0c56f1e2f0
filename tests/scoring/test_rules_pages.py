"""The pages of rules, of lots, of taking back and of withdrawals."""

import pytest
from django.urls import reverse

from groups.enums import Role
from scoring.enums import RoundStage
from scoring.models import LadderStep, Replacement, Round, SelectionRules, TieRuling
from scoring.selectors import declared
from submissions.enums import Stage
from submissions.selectors import history
from tests.factories.groups import PASSWORD, PostFactory
from tests.factories.scoring import CriterionFactory, RoundFactory, StandingFactory, scored
from tests.factories.submissions import SubmissionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


def page(name, *args):
    return reverse(f"scoring:{name}", args=args)


def test_staff_declare_rules_and_ladder(client, staff):
    round_ = RoundFactory(stage=RoundStage.PREPARED)
    CriterionFactory(round=round_, position=1)
    client.force_login(staff)
    url = page("selection", round_.pk)

    client.post(url, {"mode": "cluster", "carried_percent": "๓๐"})
    client.post(url, {"ladder-step-1": "criterion-1", "ladder-step-3": "lot"})

    assert declared(round_.call) == ("cluster", 30)
    steps = LadderStep.objects.values_list("position", "kind", "criterion")
    assert list(steps) == [(1, "criterion", 1), (2, "lot", None)]


def test_refused_ladder_is_shown_again_with_a_sentence(client, staff):
    round_ = RoundFactory(stage=RoundStage.PREPARED)
    client.force_login(staff)

    response = client.post(page("selection", round_.pk), {"ladder-step-1": "median"})

    form = response.context["ladder_form"]
    assert (response.status_code, form["step-1"].value()) == (422, "median")
    assert form.non_field_errors() == [
        "The ladder must end with a vote or a lot: else a tie could stand for ever."
    ]


@pytest.mark.parametrize(
    ("places", "sentence"),
    [
        (36, "Of 36 places each of the 18 clusters has 2."),
        (
            20,
            "Of 20 places each of the 18 clusters has 1. 2 do not divide and go to the best "
            "remaining in the country.",
        ),
        (
            10,
            "10 places are fewer than the 18 clusters: none has a place of its own, and the "
            "national order decides.",
        ),
    ],
)
def test_rules_say_what_the_quota_comes_to(client, member, places, sentence):
    round_ = RoundFactory(places=places)
    SelectionRules.objects.create(call=round_.call, mode="cluster")
    client.force_login(member)

    assert client.get(page("selection", round_.pk)).context["quota"] == sentence


def test_member_reads_the_rules_and_changes_none(client, member):
    round_ = RoundFactory(stage=RoundStage.PREPARED)
    client.force_login(member)
    url = page("selection", round_.pk)

    shown = client.get(url)
    client.post(url, {"mode": "cluster", "carried_percent": "0"})

    assert (shown.status_code, shown.context["may_set_rules"]) == (200, False)
    assert SelectionRules.objects.count() == 0


@pytest.mark.parametrize(("stage", "is_told"), [("marking", False), ("marked", True)])
def test_seed_is_published_when_marking_is_closed(client, member, stage, is_told):
    round_ = RoundFactory(stage=RoundStage(stage), lot_seed="5eed5eed")
    client.force_login(member)

    text = client.get(page("selection", round_.pk)).content.decode()

    assert ("5eed5eed" in text) == is_told


def test_chair_draws_the_lot(client, chair):
    round_ = RoundFactory(stage=RoundStage.MARKED, places=1)
    for _ in range(2):
        scored(round_, "70")
    client.force_login(chair)

    client.post(page("draw", round_.pk), {"rank": "1", "lot-1-result": "เสียงเท่ากัน"})

    assert TieRuling.objects.get().kind == "lot"


def test_ranking_is_filtered_and_keeps_its_ranks(client, chair):
    round_ = RoundFactory(stage=RoundStage.MARKED, places=1)
    scored(round_, "80")
    outside = scored(round_, "70")
    client.force_login(chair)

    rows = client.get(page("ranking", round_.pk), {"show": "outside"}).context["page"]

    assert [(row.place.rank, row.place.submission, row.reserve) for row in rows] == [
        (2, outside, 1)
    ]


def test_director_takes_a_closed_result_back(client, director):
    round_ = RoundFactory(stage=RoundStage.CLOSED)
    StandingFactory(round=round_)
    client.force_login(director)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    client.post(page("reopen", round_.pk), {"reopen-reason": "แก้ไขมติ"})

    assert Round.objects.get().stage == "marked"


def test_withdrawal_is_proposed_approved_and_told_in_the_history(client, staff, director):
    round_ = RoundFactory(stage=RoundStage.RELEASED, places=1)
    leaving = SubmissionFactory(call=round_.call, stage=Stage.FINALIST)
    reserve = SubmissionFactory(call=round_.call, stage=Stage.DECLINED)
    StandingFactory(round=round_, submission=leaving, rank=1)
    StandingFactory(round=round_, submission=reserve, rank=2, outcome="not_kept")
    url = page("replacements", round_.call.year)
    client.force_login(staff)

    client.post(url, {"group": leaving.pk, "reason": "สมาชิกมีมติถอนตัว"})
    client.force_login(director)
    [shown] = client.get(url).context["shown"]
    client.post(page("decide_replacement", Replacement.objects.get().pk), {"act": "approve"})

    assert (shown.moves.promoted, shown.may_decide) == (reserve, True)
    assert [one.what for one in history(leaving)] == ["Withdrew after the result"]
    assert [one.what for one in history(reserve)] == ["Moved up from the reserve list"]


def test_withdrawals_are_seen_by_those_who_oversee(client):
    call = RoundFactory(stage=RoundStage.RELEASED).call

    opened = set()
    for role in Role:
        client.force_login(PostFactory(role=role).user)
        if client.get(page("replacements", call.year)).status_code == 200:
            opened.add(str(role))

    assert opened == {"staff", "director", "auditor"}
