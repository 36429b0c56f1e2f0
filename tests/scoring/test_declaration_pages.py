import pytest
from django.urls import reverse

from groups.enums import Role
from groups.models import District
from scoring.models import Conflict, Declaration
from scoring.services import declare
from tests.factories.groups import PostFactory, SavingsGroupFactory
from tests.factories.scoring import RoundFactory, arrived

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


def page(round_):
    return reverse("scoring:declare", args=[round_.pk])


def ticked(submission, **said):
    answers = {"is_conflict": "on", **said}
    return {f"group-{submission.pk}-{name}": value for name, value in answers.items()}


@pytest.mark.parametrize("role", set(Role) - {Role.MEMBER, Role.CHAIR})
def test_declaration_is_there_for_the_committee_alone(client, role):
    round_ = RoundFactory()
    client.force_login(PostFactory(role=role).user)

    assert client.get(page(round_)).status_code == 404


def test_declaration_is_not_there_for_another_year(client):
    round_ = RoundFactory()
    client.force_login(PostFactory(role=Role.MEMBER, year=2562).user)

    assert client.get(page(round_)).status_code == 404


def test_list_has_every_group_with_own_provinces_ticked(client, member):
    round_ = RoundFactory()
    own = arrived(round_)
    there = SavingsGroupFactory(district=District.objects.filter(province="30").first())
    other = arrived(round_, group=there)
    PostFactory(user=member, role=Role.PROVINCE)
    client.force_login(member)

    rows = client.get(page(round_)).context["rows"]

    assert {row.submission: row.form is None for row in rows} == {own: True, other: False}


def test_signed_declaration_leads_to_the_queue(client, member):
    round_ = RoundFactory()
    mine = arrived(round_)
    arrived(round_)
    client.force_login(member)

    response = client.post(
        page(round_), {**ticked(mine, reason="other", note="เคยเป็นที่ปรึกษากลุ่ม"), "signed": "on"}
    )

    assert response.url == reverse("scoring:queue", args=[round_.pk])
    assert [(c.submission, c.reason, c.note) for c in Conflict.objects.all()] == [
        (mine, "other", "เคยเป็นที่ปรึกษากลุ่ม")
    ]
    assert client.get(page(round_)).url == response.url


@pytest.mark.parametrize(
    ("said", "field", "reason"),
    [
        ({}, "reason", "Choose the reason for {}."),
        ({"reason": "other"}, "note", "Write in a few words what the other reason is for {}."),
    ],
)
def test_tick_without_its_reason_is_shown_again(client, member, said, field, reason):
    round_ = RoundFactory()
    mine = arrived(round_)
    client.force_login(member)

    response = client.post(page(round_), {**ticked(mine, **said), "signed": "on"})

    [row] = response.context["rows"]
    assert response.status_code == 422
    assert row.form.errors == {field: [reason.format(mine.group)]}
    assert Declaration.objects.count() == 0


def test_declaration_without_signature_keeps_what_was_ticked(client, member):
    round_ = RoundFactory()
    mine = arrived(round_)
    client.force_login(member)

    response = client.post(page(round_), ticked(mine, reason="relative"))

    assert (response.status_code, list(response.context["statement"].errors)) == (422, ["signed"])
    assert response.context["rows"][0].form["is_conflict"].value() is True
    assert Declaration.objects.count() == 0


def test_reason_without_a_tick_is_no_conflict(client, member):
    round_ = RoundFactory()
    mine = arrived(round_)
    client.force_login(member)

    client.post(page(round_), {f"group-{mine.pk}-reason": "relative", "signed": "on"})

    assert (Declaration.objects.count(), Conflict.objects.count()) == (1, 0)


@pytest.mark.parametrize("stage", ["prepared", "marked", "closed"])
def test_declaration_outside_marking_is_a_sentence(client, member, stage):
    round_ = RoundFactory(stage=stage)
    client.force_login(member)

    shown = client.get(page(round_))
    refused = client.post(page(round_), {"signed": "on"})

    assert shown.context["why_not"].startswith("Declarations are signed while marking is open")
    assert (refused.status_code, Declaration.objects.count()) == (422, 0)


@pytest.mark.parametrize("rows", [1, 3])
def test_declaration_asks_the_same_number_of_questions(
    client, member, rows, django_assert_num_queries
):
    round_ = RoundFactory()
    for _ in range(rows):
        arrived(round_)
    client.force_login(member)

    with django_assert_num_queries(16):
        response = client.get(page(round_))

    assert len(response.context["rows"]) == rows


def test_queue_before_the_declaration_leads_to_it(client, member):
    round_ = RoundFactory()
    client.force_login(member)

    assert client.get(reverse("scoring:queue", args=[round_.pk])).url == page(round_)


def test_groups_in_conflict_are_named_in_the_queue(client, member):
    round_ = RoundFactory()
    mine = arrived(round_)
    declare(round_, judge=member, conflicts={mine.pk: ("relative", "")})
    client.force_login(member)

    context = client.get(reverse("scoring:queue", args=[round_.pk])).context

    assert [conflict.submission for conflict in context["conflicts"]] == [mine]
    assert context["queue"].sheets == []
