"""The years page, preparing, opening and the criteria."""

import pytest
from django.urls import reverse

from groups.enums import Role
from scoring.enums import RoundStage
from scoring.models import Round
from scoring.services import prepare_rounds
from tests.factories.groups import PostFactory
from tests.factories.scoring import (
    CriterionFactory,
    DeclarationFactory,
    RoundFactory,
    arrived,
    scored,
    sheet_for,
)
from tests.factories.submissions import CallFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


@pytest.fixture
def home(client):
    """The page of 2563 as `user` sees it, and what its cards offer: label and address."""

    def look(user):
        client.force_login(user)
        response = client.get(reverse("scoring:home", args=[2563]))
        return [(card.step.label, card.step.url) for card in response.context["cards"]]

    return look


def page(name, round_):
    return reverse(f"scoring:{name}", args=[round_.pk])


@pytest.mark.parametrize("role", set(Role))
def test_scoring_is_there_for_the_committee_and_overseers(client, role):
    RoundFactory()
    client.force_login(PostFactory(role=role).user)

    allowed = {Role.STAFF, Role.DIRECTOR, Role.AUDITOR, Role.MEMBER, Role.CHAIR}
    expected = 200 if role in allowed else 404
    assert client.get(reverse("scoring:years")).status_code == expected
    assert client.get(reverse("scoring:home", args=[2563])).status_code == expected


def test_committee_of_another_year_does_not_find_this_one(client):
    RoundFactory()
    client.force_login(PostFactory(role=Role.MEMBER, year=2562).user)

    assert client.get(reverse("scoring:home", args=[2563])).status_code == 404
    assert client.get(reverse("scoring:years")).context["call"] is None


def test_years_show_the_newest(client, staff):
    RoundFactory()
    CallFactory(year=2564)
    client.force_login(staff)

    response = client.get(reverse("scoring:years"))

    assert response.context["call"].year == 2564
    assert [tab.label for tab in response.context["tabs"]] == ["2564", "2563"]


def test_card_offers_staff_to_open_when_nothing_is_in_the_way(home, staff, chair, member):
    round_ = RoundFactory(stage=RoundStage.PREPARED)
    assert home(staff) == [("", "")]

    CriterionFactory(round=round_)
    arrived(round_)

    assert home(staff) == [("Open marking", page("open", round_))]
    assert home(member) == [("", "")]


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (
            1,
            "Ready to open: 1 plan came for 36 places. It is judged and kept. The criteria are "
            "fixed from then on.",
        ),
        (
            2,
            "Ready to open: 1 group is left for 18 places 'outstanding'. It is judged and becomes "
            "outstanding. The criteria are fixed from then on.",
        ),
    ],
)
def test_card_says_that_fewer_came_than_there_are_places(client, staff, chair, number, sentence):
    if number == 2:
        RoundFactory(number=1, stage=RoundStage.RELEASED)
    round_ = RoundFactory(number=number, stage=RoundStage.PREPARED)
    CriterionFactory(round=round_)
    arrived(round_)
    client.force_login(staff)

    cards = client.get(reverse("scoring:home", args=[2563])).context["cards"]

    assert next(card.step.text for card in cards if card.round == round_) == sentence


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (
            1,
            "Ready to open: 2 plans came, as many as there are places. All of them are judged and "
            "kept. The criteria are fixed from then on.",
        ),
        (
            2,
            "Ready to open: 2 groups are left for 2 places 'outstanding'. All of them are judged "
            "and become outstanding, none 'good'. The criteria are fixed from then on.",
        ),
    ],
)
def test_card_says_that_as_many_came_as_there_are_places(client, staff, chair, number, sentence):
    call = CallFactory(finalists=2, outstanding_places=2, good_places=0)
    if number == 2:
        RoundFactory(call=call, number=1, stage=RoundStage.RELEASED)
    round_ = RoundFactory(call=call, number=number, stage=RoundStage.PREPARED)
    CriterionFactory(round=round_)
    arrived(round_)
    arrived(round_)
    client.force_login(staff)

    cards = client.get(reverse("scoring:home", args=[call.year])).context["cards"]

    assert next(card.step.text for card in cards if card.round == round_) == sentence


def test_card_leads_a_member_from_declaration_to_the_last_sheet(home, member):
    round_ = RoundFactory()
    submission = arrived(round_)
    assert home(member) == [("Declare conflicts of interest", page("declare", round_))]

    DeclarationFactory(round=round_, judge=member)
    sheet = sheet_for(round_, member, submission)
    assert home(member) == [("Go on judging", page("queue", round_))]

    sheet.delete()
    assert home(member) == [("", "")]


def test_card_leads_the_chair_to_the_end_of_marking(home, chair):
    round_ = RoundFactory()
    scored(round_, "70")
    DeclarationFactory(round=round_, judge=chair)

    assert home(chair) == [("Look at the progress", page("progress", round_))]


@pytest.mark.parametrize(
    ("stage", "chairs", "directors"),
    [
        ("marked", "Go to the ranking", ""),
        ("closed", "", "Look at it and release it"),
        ("released", "Read the result", "Read the result"),
    ],
)
def test_card_has_the_next_step_of_chair_and_director(
    home, chair, director, stage, chairs, directors
):
    RoundFactory(stage=RoundStage(stage))

    assert [label for label, _url in home(chair)] == [chairs]
    assert [label for label, _url in home(director)] == [directors]


def test_staff_prepare_both_rounds(client, staff):
    CallFactory()
    client.force_login(staff)

    response = client.post(reverse("scoring:prepare", args=[2563]))

    assert response.url == reverse("scoring:home", args=[2563])
    assert Round.objects.count() == 2


def test_others_than_staff_prepare_nothing(client, chair, auditor):
    CallFactory()

    for user in (chair, auditor):
        client.force_login(user)
        assert client.post(reverse("scoring:prepare", args=[2563])).status_code == 404

    assert Round.objects.count() == 0


def test_staff_open_marking(client, staff, chair):
    round_ = RoundFactory(stage=RoundStage.PREPARED)
    CriterionFactory(round=round_)
    arrived(round_)
    client.force_login(staff)

    client.post(page("open", round_))

    assert Round.objects.get().stage == "marking"


def test_refused_opening_is_a_sentence(client, staff, auditor):
    round_ = RoundFactory(stage=RoundStage.PREPARED)

    for user in (staff, auditor):
        client.force_login(user)
        response = client.post(page("open", round_), follow=True)
        assert [message.level_tag for message in response.context["messages"]] == ["error"]

    assert Round.objects.get().stage == "prepared"


def form_of(*rows, initial=0):
    data = {"criteria-TOTAL_FORMS": len(rows), "criteria-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        for name, value in {"ORDER": number + 1, **row}.items():
            data[f"criteria-{number}-{name}"] = value
    return data


def test_staff_write_the_criteria(client, staff):
    round_ = RoundFactory(stage=RoundStage.PREPARED)
    client.force_login(staff)
    rows = [
        {"name": "คลิป", "points": "๔๐", "guidance": "ชัดเจน\nไม่เกิน 5 นาที", "ORDER": 2},
        {"name": "แผน", "points": "60", "ORDER": 1},
        {"name": "ที่ลบออก", "points": "5", "DELETE": "on", "ORDER": 3},
    ]

    response = client.post(page("criteria", round_), form_of(*rows))

    assert response.url == page("criteria", round_)
    assert list(round_.criteria.values_list("name", "guidance", "points")) == [
        ("แผน", "", 60),
        ("คลิป", "ชัดเจน\nไม่เกิน 5 นาที", 40),
    ]


def test_criteria_that_do_not_add_up_are_shown_again(client, staff):
    round_ = RoundFactory(stage=RoundStage.PREPARED)
    client.force_login(staff)

    response = client.post(page("criteria", round_), form_of({"name": "แผน", "points": "95"}))

    assert response.status_code == 422
    assert response.context["refusal"] == "The points add up to 95; they must add up to 100."
    assert 'value="แผน"' in response.content.decode()
    assert round_.criteria.count() == 0


def test_points_that_are_no_number_are_shown_again(client, staff):
    round_ = RoundFactory(stage=RoundStage.PREPARED)
    client.force_login(staff)

    response = client.post(page("criteria", round_), form_of({"name": "แผน", "points": "ร้อย"}))

    assert (response.status_code, response.context["formset"].errors[0].keys()) == (
        422,
        {"points"},
    )


@pytest.mark.parametrize("stage", RoundStage)
def test_criteria_are_read_by_members_and_changed_by_nobody_else(client, member, auditor, stage):
    round_ = RoundFactory(stage=stage)
    CriterionFactory(round=round_)

    for user in (member, auditor):
        client.force_login(user)
        response = client.post(page("criteria", round_), form_of({"name": "แผน", "points": "100"}))
        assert (response.status_code, "formset" in response.context) == (200, False)

    assert round_.criteria.get().name != "แผน"


def test_criteria_are_not_there_for_another_years_committee(client):
    round_ = RoundFactory()
    client.force_login(PostFactory(role=Role.CHAIR, year=2562).user)

    assert client.get(page("criteria", round_)).status_code == 404


def test_staff_copy_the_criteria_of_another_year(client, staff, chair):
    [first, _second] = prepare_rounds(CallFactory(), by=staff)
    CallFactory(year=2564)
    url = reverse("scoring:copy", args=[2564])

    client.force_login(chair)
    assert client.post(url, {"source": "2563"}).status_code == 404
    client.force_login(staff)
    client.post(url, {"source": "2562"})
    assert Round.objects.filter(call__year=2564).count() == 0
    client.post(url, {"source": "2563"})

    copied = Round.objects.get(call__year=2564, number=1)
    assert list(copied.criteria.values_list("name")) == list(first.criteria.values_list("name"))
