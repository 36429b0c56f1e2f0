"""Criteria as staff write, preview and copy them, and as members read them."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from groups.models import Event
from scoring.enums import RoundStage
from scoring.forms.criteria import AnchorsField
from scoring.models import Anchor, Criterion
from scoring.services import prepare_rounds, rows_of
from selection_site.lib import clock
from tests.factories.scoring import CriterionFactory, RoundFactory
from tests.factories.submissions import CallFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


@pytest.fixture
def round_():
    return RoundFactory(stage=RoundStage.PREPARED)


def page(name, round_):
    return reverse(f"scoring:{name}", args=[round_.pk])


def form_of(*rows):
    data = {"criteria-TOTAL_FORMS": len(rows), "criteria-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        for name, value in {"ORDER": number + 1, **row}.items():
            data[f"criteria-{number}-{name}"] = value
    return data


RUBRIC = {
    "name": "คลิป",
    "group": "การนำเสนอ",
    "points": "๑๐๐",
    "scale": "5",
    "halves": "on",
    "allows_cannot_judge": "on",
    "guidance": "ดูให้จบ",
    "anchors": "๐ ไม่เห็นผลงาน\n2.5 = พอใช้\n5: ชัดเจน",
}
ASIDE = {"name": "ข้อสังเกต", "points": "", "scale": "3", "aside": "on"}


def test_staff_write_scales_and_words_for_marks(client, round_, staff):
    client.force_login(staff)

    response = client.post(page("criteria", round_), form_of(RUBRIC, ASIDE))

    assert response.url == page("criteria", round_)
    first, second = round_.criteria.all()
    assert (first.group, first.points, first.scale, first.halves) == ("การนำเสนอ", 100, 5, True)
    assert (first.allows_cannot_judge, second.counts, second.scale) == (True, False, 3)
    assert list(first.anchors.values_list("level", "text")) == [
        (0, "ไม่เห็นผลงาน"),
        (Decimal("2.5"), "พอใช้"),
        (5, "ชัดเจน"),
    ]


def test_written_criteria_are_shown_as_they_can_be_saved_again(client, round_, staff):
    client.force_login(staff)
    client.post(page("criteria", round_), form_of(RUBRIC, ASIDE))
    before = rows_of(round_)

    formset = client.get(page("criteria", round_)).context["formset"]
    shown = [{field.name: field.value() or "" for field in form} for form in formset]
    client.post(page("criteria", round_), form_of(*shown))

    assert rows_of(round_) == before
    assert Event.objects.filter(verb="set_criteria").count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"points": ""}, "points"),
        ({"points": "", "aside": "on", "scale": ""}, "scale"),
        ({"scale": "101"}, "scale"),
        ({"anchors": "ดี"}, "anchors"),
        ({"anchors": f"5 {'ก' * 301}"}, "anchors"),
    ],
)
def test_criterion_that_does_not_fit_is_shown_again(client, round_, staff, change, field):
    client.force_login(staff)

    response = client.post(page("criteria", round_), form_of({**RUBRIC, **change}))

    assert response.status_code == 422
    assert [list(form.errors) for form in response.context["formset"]] == [[field]]
    assert round_.criteria.count() == 0


def test_words_for_a_mark_that_cannot_be_given_are_refused_in_a_sentence(client, round_, staff):
    client.force_login(staff)

    response = client.post(page("criteria", round_), form_of({**RUBRIC, "anchors": "6 เกิน"}))

    assert response.context["refusal"] == "“คลิป” has words for 6, a mark that cannot be given."


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("", ()),
        ("10 = ดี", ((10, "ดี"),)),
        ("๑๐ ดี\n\n ๐.๕ – พอใช้ ", ((10, "ดี"), (Decimal("0.5"), "พอใช้"))),
        ("0 0 ข้อ", ((0, "0 ข้อ"),)),
    ],
)
def test_words_for_marks_are_read_line_by_line(typed, rows):
    assert AnchorsField(required=False).clean(typed) == rows


def test_preview_of_what_is_typed_is_the_members_sheet_and_saves_nothing(client, round_, staff):
    client.force_login(staff)

    response = client.post(page("criteria_preview", round_), form_of(RUBRIC, ASIDE))

    first, second = response.context["parts"]
    assert response.status_code == 200
    assert (first.heading, first.anchors[0], first.is_typed) == (
        "การนำเสนอ",
        (0, "ไม่เห็นผลงาน"),
        False,
    )
    assert (second.criterion.name, second.cannot) == ("ข้อสังเกต", None)
    names = {template.name for template in response.templates}
    assert {"scoring/_marks.html", "scoring/_criterion.html"} <= names
    assert (Criterion.objects.count(), Anchor.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_preview_says_what_is_in_the_way(client, round_, staff):
    client.force_login(staff)

    response = client.post(page("criteria_preview", round_), form_of({**RUBRIC, "points": "90"}))

    assert response.context["refusal"] == "The points add up to 90; they must add up to 100."
    assert len(response.context["parts"]) == 1


def test_preview_of_what_is_saved_and_its_questions(client, staff, django_assert_num_queries):
    clock.travel(date(2020, 5, 20))
    first, second = prepare_rounds(CallFactory(), by=staff)
    client.force_login(staff)

    counts = []
    for round_ in (first, second):
        with django_assert_num_queries(9):
            counts.append(len(client.get(page("criteria_preview", round_)).context["parts"]))

    assert counts == [6, 7]


def test_preview_and_copying_are_there_for_staff_alone(client, round_, chair, auditor, member):
    for user in (chair, auditor, member):
        client.force_login(user)
        assert client.get(page("criteria_preview", round_)).status_code == 404
        assert client.post(page("copy_round", round_)).status_code == 404


def test_one_round_takes_over_the_criteria_of_another(client, round_, staff):
    other = RoundFactory(call=CallFactory(year=2562), number=2, stage=RoundStage.RELEASED)
    criterion = CriterionFactory(round=other, name="ของปีก่อน", scale=5)
    Anchor.objects.create(criterion=criterion, level=5, text="ดีที่สุด")
    client.force_login(staff)

    response = client.post(page("copy_round", round_), {"source": other.pk})

    assert response.url == page("criteria", round_)
    assert rows_of(round_) == rows_of(other)


def test_copying_into_an_open_round_or_from_nowhere_changes_nothing(client, round_, staff):
    marked = RoundFactory(call=round_.call, number=2)
    CriterionFactory(round=marked)
    client.force_login(staff)

    for into, source in ((marked, round_.pk), (round_, 99)):
        response = client.post(page("copy_round", into), {"source": source}, follow=True)
        assert [message.level_tag for message in response.context["messages"]] == ["error"]

    assert (marked.criteria.count(), round_.criteria.count()) == (1, 0)


def test_members_read_scales_words_and_the_rule_of_the_total(client, member):
    round_ = RoundFactory()
    criterion = CriterionFactory(round=round_, scale=5, halves=True, allows_cannot_judge=True)
    Anchor.objects.create(criterion=criterion, level=Decimal("2.5"), text="พอใช้")
    client.force_login(member)

    text = client.get(page("criteria", round_)).content.decode()

    for words in ("พอใช้", "2.5", "half marks", "'Cannot judge' is not zero"):
        assert words in text
