"""Exact means, shared ranks, rulings, the line: on submissions that need no database, then with."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.models import Province
from scoring.enums import RoundStage
from scoring.selectors import in_order, ranking, standing_places, ties
from submissions.models import Submission
from tests.factories.groups import UserFactory
from tests.factories.scoring import RoundFactory, StandingFactory, arrived, scored, sheet_for

PROVINCE = Province(code="27", sort_key="สระแก้ว")
# Few different totals, so that ties are frequent.
totals = st.lists(st.integers(0, 6).map(Decimal), min_size=1, max_size=4)
rounds = st.lists(totals, min_size=1, max_size=12)


def submissions(count):
    return [Submission(pk=pk, province=PROVINCE) for pk in range(1, count + 1)]


def by_pk(marks):
    return dict(enumerate(marks, 1))


def keys(places):
    return [place.submission.pk for place in places]


@given(rounds, st.integers(0, 12))
def test_ranking_of_any_marks_is_a_total_order(marks, kept):
    places = in_order(submissions(len(marks)), by_pk(marks), {}, kept)

    assert sorted(keys(places)) == list(range(1, len(marks) + 1))
    scores = [place.score for place in places]
    assert scores == sorted(scores, reverse=True)
    assert sum(place.inside for place in places) == min(kept, len(marks))
    for place in places:
        assert place.rank == 1 + sum(score > place.score for score in scores)
        assert place.tied == (scores.count(place.score) > 1)


@given(rounds, st.integers(0, 12), st.randoms(use_true_random=False))
def test_ranking_does_not_depend_on_the_order_of_entry(marks, kept, chance):
    rows, sheets = submissions(len(marks)), list(by_pk(marks).items())
    before = in_order(rows, dict(sheets), {}, kept)

    chance.shuffle(rows)
    chance.shuffle(sheets)
    mixed = {pk: chance.sample(given, len(given)) for pk, given in sheets}

    assert in_order(rows, mixed, {}, kept) == before


@given(rounds, st.integers(1, 12), st.randoms(use_true_random=False))
def test_tie_across_the_line_stands_until_it_is_ruled(marks, kept, chance):
    rows = submissions(len(marks))
    places = in_order(rows, by_pk(marks), {}, kept)
    crossing = [tie for tie in ties(places) if tie.crosses]

    assert len(crossing) <= 1
    line = list(pairwise(places))[kept - 1 : kept]
    assert bool(crossing) == any(last.score == first.score for last, first in line)
    assert not any(tie.ruled for tie in crossing)

    rulings = {
        tie.score: {
            pk: place for place, pk in enumerate(chance.sample(keys(tie.places), len(tie.places)))
        }
        for tie in crossing
    }
    ruled = in_order(rows, by_pk(marks), rulings, kept)

    assert [tie for tie in ties(ruled) if tie.crosses and not tie.ruled] == []
    for tie in ties(ruled):
        if tie.ruled:
            order = rulings[tie.score]
            assert keys(tie.places) == sorted(order, key=order.__getitem__)
            assert len({place.rank for place in tie.places}) == len(tie.places)
    assert sum(place.inside for place in ruled) == min(kept, len(marks))


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=9))
def test_score_is_the_exact_mean_rounded_half_up(tenths):
    given = [Decimal(tenth) / 10 for tenth in tenths]

    [place] = in_order(submissions(1), {1: given}, {}, 1)

    exact = Fraction(sum(tenths), 10 * len(tenths))
    distance = Fraction(place.score) - exact
    assert Fraction(-5, 1000) < distance <= Fraction(5, 1000)
    assert place.score.as_tuple().exponent == -2


def test_ruling_counts_while_it_covers_all_of_the_tie():
    marks = by_pk([[Decimal(5)], [Decimal(5)], [Decimal(5)]])

    part = in_order(submissions(3), marks, {Decimal("5.00"): {3: 1, 2: 2}}, 1)
    whole = in_order(submissions(3), marks, {Decimal("5.00"): {3: 1, 2: 2, 1: 3}}, 1)
    one_gone = in_order(submissions(2), marks, {Decimal("5.00"): {3: 1, 2: 2, 1: 3}}, 1)

    assert (keys(part), part[0].ruled) == ([1, 2, 3], False)
    assert (keys(whole), whole[0].ruled) == ([3, 2, 1], True)
    assert (keys(one_gone), one_gone[0].ruled) == ([2, 1], True)


@pytest.mark.django_db
def test_ranking_takes_the_sheets_handed_in_and_no_others():
    round_ = RoundFactory(stage=RoundStage.MARKED, places=1)
    second = scored(round_, "70", "71")
    first = scored(round_, "70.5", "70.6")
    sheet_for(round_, UserFactory(), second)

    places = ranking(round_)

    assert [(p.rank, p.submission, p.score, p.sheets, p.inside) for p in places] == [
        (1, first, Decimal("70.55"), 2, True),
        (2, second, Decimal("70.50"), 2, False),
    ]


@pytest.mark.django_db
def test_ranking_never_asks_the_database_for_a_mean(django_assert_num_queries):
    round_ = RoundFactory(stage=RoundStage.MARKED)
    # 201.1 / 20 is 10.055 exactly; the nearest binary fraction lies below it.
    scored(round_, "20.1", *["9.5"] * 18, "10")

    with django_assert_num_queries(3) as queries:
        [place] = ranking(round_)

    assert place.score == Decimal("10.06")
    asked = " ".join(query["sql"].upper() for query in queries)
    assert "AVG(" not in asked
    assert "SUM(" not in asked


@pytest.mark.django_db
@pytest.mark.parametrize("stage", [RoundStage.PREPARED, RoundStage.MARKING])
def test_ranking_is_refused_while_sheets_can_come_in(stage):
    with pytest.raises(ValueError, match="secret"):
        ranking(RoundFactory(stage=stage))


@pytest.mark.django_db
def test_ranking_leaves_out_what_was_forwarded_after_marking_opened():
    round_ = RoundFactory(stage=RoundStage.MARKED)
    judged = scored(round_, "50")
    late = arrived(round_)
    type(late).objects.filter(pk=late.pk).update(forwarded_at="2020-06-11T09:00+07:00")

    assert [place.submission for place in ranking(round_)] == [judged]


@pytest.mark.django_db
def test_standings_read_as_they_were_copied():
    round_ = RoundFactory(stage=RoundStage.RELEASED)
    StandingFactory(round=round_, rank=3, score=Decimal("70.00"), outcome="not_kept")
    StandingFactory(round=round_, rank=1, score=Decimal("80.00"), tied=True)
    StandingFactory(round=round_, rank=2, score=Decimal("80.00"), tied=True)

    places = standing_places(round_)

    assert [(p.rank, p.tied, p.ruled, p.inside) for p in places] == [
        (1, True, True, True),
        (2, True, True, True),
        (3, False, False, False),
    ]
