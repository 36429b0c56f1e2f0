import pytest
from django.urls import reverse

from groups.enums import Role
from scoring.enums import RoundStage
from scoring.models import Assignment, Draw, Sharing, Sheet
from tests.factories.groups import PostFactory
from tests.factories.scoring import DeclarationFactory, RoundFactory, arrived

pytestmark = pytest.mark.django_db


@pytest.fixture
def judges():
    return [PostFactory(role=Role.MEMBER).user for _ in range(3)]


@pytest.fixture
def shared(staff, judges):
    """Two of three members for each of three groups; all have declared."""
    round_ = RoundFactory()
    Sharing.objects.create(round=round_, each=2, most=3, set_by=staff)
    for _ in range(3):
        arrived(round_)
    for judge in judges:
        DeclarationFactory(round=round_, judge=judge)
    return round_


def drawing_of(round_):
    return reverse("scoring:sharing_draw", args=[round_.pk])


def page(round_):
    return reverse("scoring:sharing", args=[round_.pk])


def test_rule_is_declared_with_a_limit_for_one_member(client, staff, judges):
    round_ = RoundFactory(stage=RoundStage.PREPARED)
    for _ in range(10):
        arrived(round_)
    client.force_login(staff)
    typed = {"mode": "panels", "each": "๒", "most": "", f"limit-{judges[0].pk}": "3"}

    answer = client.post(reverse("scoring:sharing_set", args=[round_.pk]), typed)

    assert answer.url == page(round_)
    kept = Sharing.objects.get()
    assert (kept.each, kept.most) == (2, 8)
    assert [(limit.judge, limit.most) for limit in kept.limits.all()] == [(judges[0], 3)]


@pytest.mark.parametrize(
    ("each", "sentence"),
    [
        ("", "Say how many members judge each group."),
        ("4", "4 members for each group, but the committee has 3."),
    ],
)
def test_number_of_members_that_cannot_be_is_said_at_its_field(
    client, staff, judges, english_pages, each, sentence
):
    round_ = RoundFactory(stage=RoundStage.PREPARED)
    client.force_login(staff)

    answer = client.post(
        reverse("scoring:sharing_set", args=[round_.pk]), {"mode": "panels", "each": each}
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"each": [sentence]}


def test_draw_is_looked_at_without_writing_and_then_made_as_it_was_seen(client, staff, shared):
    client.force_login(staff)

    seen = client.get(page(shared), {"seed": 7}).context["preview"]

    assert Assignment.objects.count() == 0
    answer = client.post(
        drawing_of(shared),
        {"seed": seen.seed, "sha256": seen.sha256},
    )
    assert answer.url == page(shared)
    pairs = set(Assignment.objects.values_list("submission", "judge"))
    assert pairs == {(p.submission.pk, judge.pk) for p in seen.panels for judge in p.judges}


def test_draw_that_would_be_another_now_is_shown_again(client, staff, shared):
    client.force_login(staff)

    answer = client.post(drawing_of(shared), {"seed": 7, "sha256": "0" * 64})

    assert answer.url == f"{page(shared)}?seed=7#preview"
    assert Draw.objects.count() == 0


def test_draw_is_undone_by_its_button_until_a_member_begins(client, staff, shared):
    client.force_login(staff)
    seen = client.get(page(shared), {"seed": 7}).context["preview"]
    drawing = {"seed": seen.seed, "sha256": seen.sha256}
    client.post(drawing_of(shared), drawing)
    undo = reverse("scoring:sharing_undo", args=[shared.pk])
    assert client.get(page(shared)).context["may_undo"] is True

    client.post(undo)
    client.post(drawing_of(shared), drawing)
    Sheet.objects.filter(pk=Sheet.objects.first().pk).update(revision=1)

    assert client.get(page(shared)).context["may_undo"] is False
    client.post(undo)
    assert Draw.objects.filter(undone_at=None).count() == 1


def test_impossible_sharing_says_why(client, staff, shared, judges):
    Sharing.objects.update(most=1)
    client.force_login(staff)

    answer = client.get(page(shared), {"seed": 7})

    assert answer.context["preview"] is None
    assert str(judges[0]) in answer.context["impossible"]


def test_chair_auditor_and_director_read_and_members_do_not(
    client, chair, auditor, director, judges, shared
):
    for user, status in ((chair, 200), (auditor, 200), (director, 200), (judges[0], 404)):
        client.force_login(user)
        assert client.get(page(shared)).status_code == status
        assert client.post(drawing_of(shared)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_number_of_questions(
    client, staff, judges, count, django_assert_num_queries
):
    round_ = RoundFactory()
    Sharing.objects.create(round=round_, each=1, most=3, set_by=staff)
    for _ in range(count):
        arrived(round_)
    for judge in judges:
        DeclarationFactory(round=round_, judge=judge)
    client.force_login(staff)

    with django_assert_num_queries(22):
        client.get(page(round_), {"seed": 7})
