"""Exact means, the tie ladder, rulings, the line: on rows that need no database, then with."""

from decimal import Decimal
from fractions import Fraction
from functools import cmp_to_key
from itertools import pairwise
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.models import Province
from scoring.enums import RoundStage, TieStep
from scoring.selectors import (
    Cut,
    Entrant,
    Rung,
    Verdict,
    in_order,
    ranking,
    standing_places,
    ties,
    usual_ladder,
)
from submissions.models import Submission
from tests.factories.groups import UserFactory
from tests.factories.scoring import (
    CriterionFactory,
    MarkFactory,
    RoundFactory,
    StandingFactory,
    arrived,
    scored,
    sheet_for,
)

CLUSTERS = [Province(code=f"{n}", sort_key=f"{n}", cluster=f"กลุ่ม {n}") for n in range(3)]
LADDER = usual_ladder(range(1, 7))
# Few different figures, so that ties are frequent and reach every step.
totals = st.lists(st.integers(0, 2).map(Decimal), min_size=1, max_size=3)
means = st.fixed_dictionaries({n: st.integers(0, 1).map(Fraction) for n in (1, 2, 4)})
drawn = st.tuples(totals, means, st.integers(0, 1), st.sampled_from(CLUSTERS))
fields = st.lists(drawn, min_size=1, max_size=12)


def entrants(rows):
    return [
        Entrant(
            Submission(pk=pk, province=province),
            tuple(sorted(given)),
            by_criterion,
            missing,
            lot=f"{pk * 7 % 13:02d}",
        )
        for pk, (given, by_criterion, missing, province) in enumerate(rows, 1)
    ]


def of_totals(*each):
    return entrants([(given, {}, 0, CLUSTERS[0]) for given in each])


def keys(places):
    return [place.submission.pk for place in places]


def figures(one):
    """The whole ladder of one entrant, written out once more by hand: higher is better."""
    exact = Fraction(sum(one.totals)) / len(one.totals)
    rounded = (exact * 100 + Fraction(1, 2)).__floor__()
    return (
        rounded,
        *(one.means.get(number, -1) for number in (2, 1, 4)),
        Fraction(median(map(Fraction, one.totals))),
        -one.missing,
    )


def compare(one, other):
    """Brute force: the first figure that differs decides."""
    for mine, theirs in zip(figures(one), figures(other), strict=True):
        if mine != theirs:
            return -1 if mine > theirs else 1
    return 0


@given(fields, st.integers(0, 12))
def test_ranking_of_any_marks_is_a_total_order_that_follows_the_ladder(rows, kept):
    given_in = entrants(rows)

    places = in_order(given_in, LADDER, {}, Cut(kept))

    by_pk = {one.submission.pk: one for one in given_in}
    assert sorted(keys(places)) == sorted(by_pk)
    assert [place.position for place in places] == list(range(1, len(rows) + 1))
    in_line = [by_pk[pk] for pk in keys(places)]
    expected = sorted(given_in, key=cmp_to_key(compare))
    assert [figures(one) for one in in_line] == [figures(one) for one in expected]
    for place in places:
        better = sum(figures(one) > figures(by_pk[place.submission.pk]) for one in given_in)
        assert place.rank == 1 + better
    for upper, lower in pairwise(places):
        differ = figures(by_pk[upper.submission.pk]) != figures(by_pk[lower.submission.pk])
        told = upper.decision is not None
        assert told == (differ and upper.score == lower.score)
    assert sum(place.inside for place in places) == min(kept, len(rows))


@given(fields, st.integers(0, 12), st.integers(0, 3), st.randoms(use_true_random=False))
def test_ranking_does_not_depend_on_the_order_of_entry(rows, kept, quota, chance):
    given_in = entrants(rows)
    cut = Cut(kept, min(quota, kept // len(CLUSTERS)))
    before = in_order(given_in, LADDER, {}, cut)

    chance.shuffle(given_in)

    assert in_order(given_in, LADDER, {}, cut) == before


@given(fields, st.integers(1, 12), st.randoms(use_true_random=False))
def test_tie_across_the_line_stands_until_it_is_ruled(rows, kept, chance):
    given_in = entrants(rows)
    places = in_order(given_in, LADDER, {}, Cut(kept))
    crossing = [tie for tie in ties(places) if tie.crosses]

    assert len(crossing) <= 1
    line = list(pairwise(places))[kept - 1 : kept]
    assert bool(crossing) == any(last.rank == first.rank for last, first in line)

    verdicts = {
        pk: Verdict(1, TieStep.VOTE, place)
        for tie in crossing
        for place, pk in enumerate(chance.sample(tie.pks, len(tie.pks)))
    }
    ruled = in_order(given_in, LADDER, verdicts, Cut(kept))

    assert [tie for tie in ties(ruled) if tie.crosses and not tie.ruled] == []
    for tie in ties(ruled):
        if tie.ruled:
            assert tie.pks == sorted(tie.pks, key=lambda pk: verdicts[pk].place)
            assert len({place.rank for place in tie.places}) == len(tie.places)
            decided = [place.decision.kind for place in tie.places[:-1]]
            assert decided == [TieStep.VOTE] * (len(tie.places) - 1)
    assert sum(place.inside for place in ruled) == min(kept, len(rows))


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=9))
def test_score_is_the_exact_mean_rounded_half_up(tenths):
    given_in = [Decimal(tenth) / 10 for tenth in tenths]

    [place] = in_order(of_totals(given_in), LADDER, {}, Cut(1))

    exact = Fraction(sum(tenths), 10 * len(tenths))
    distance = Fraction(place.score) - exact
    assert Fraction(-5, 1000) < distance <= Fraction(5, 1000)
    assert place.score.as_tuple().exponent == -2


@given(st.integers(0, 10000), st.integers(0, 10000), st.integers(0, 50))
def test_carried_share_is_exact_and_rounded_once(second, first, percent):
    [one] = of_totals([Decimal(second) / 100])
    carried = one._replace(carried=Decimal(first) / 100)

    [place] = in_order([carried], LADDER, {}, Cut(1), percent)

    exact = Fraction((100 - percent) * second + percent * first, 10000)
    assert Fraction(place.score) == Fraction((exact * 100 + Fraction(1, 2)).__floor__(), 100)


def test_ruling_counts_for_exactly_the_tie_it_was_made_on():
    three = of_totals([Decimal(5)], [Decimal(5)], [Decimal(5)])

    def ruled(among, **places):
        verdicts = {int(pk[1:]): Verdict(9, TieStep.VOTE, at) for pk, at in places.items()}
        return in_order(among, LADDER, verdicts, Cut(1))

    part = ruled(three, _3=1, _2=2)
    whole = ruled(three, _3=1, _2=2, _1=3)
    one_gone = ruled(three[:2], _3=1, _2=2, _1=3)

    assert ([place.rank for place in part], part[0].ruled) == ([1, 1, 1], False)
    assert (keys(whole), whole[0].ruled) == ([3, 2, 1], True)
    assert ([place.rank for place in one_gone], one_gone[0].ruled) == ([1, 1], False)


def test_equals_away_from_the_line_stand_in_the_order_of_the_lot():
    three = of_totals([Decimal(5)], [Decimal(5)], [Decimal(5)])

    away = in_order(three, LADDER, {}, Cut(3))
    across = in_order(three, LADDER, {}, Cut(2))

    assert keys(away) == [2, 1, 3]  # their lots are 07, 01 and 08
    assert keys(across) == [1, 2, 3]
    assert [place.rank for place in (*away, *across)] == [1] * 6


@pytest.mark.parametrize(
    ("first", "second", "kind", "upper", "lower"),
    [
        ({"means": {2: Fraction(107, 5)}}, {"means": {2: Fraction(106, 5)}},
         TieStep.CRITERION, "21.400000", "21.200000"),
        ({"totals": (4, 5, 6)}, {"totals": (3, 4, 8)}, TieStep.MEDIAN, "5.000000", "4.000000"),
        ({}, {"missing": 2}, TieStep.MISSING, "0.000000", "2.000000"),
    ],
)  # fmt: skip
def test_step_that_decided_is_told_with_its_figures(first, second, kind, upper, lower):
    start = {"totals": (5, 5, 5), "means": {}}
    pair = [
        Entrant(Submission(pk=pk, province=CLUSTERS[0]), **{**start, **values})
        for pk, values in ((1, second), (2, first))
    ]

    better, worse = in_order(pair, LADDER, {}, Cut(1))

    assert (better.submission.pk, better.decision.kind) == (2, kind)
    assert (better.decision.upper, better.decision.lower) == (Decimal(upper), Decimal(lower))
    assert (worse.decision, ties([better, worse])) == (None, [])


def test_ladder_takes_its_steps_in_their_order():
    pair = [
        Entrant(Submission(pk=1, province=CLUSTERS[0]), (5,), {1: Fraction(9), 2: Fraction(1)}),
        Entrant(Submission(pk=2, province=CLUSTERS[0]), (5,), {1: Fraction(1), 2: Fraction(9)}),
    ]
    one_first = [Rung(TieStep.CRITERION, 1), Rung(TieStep.CRITERION, 2), Rung(TieStep.VOTE)]

    assert keys(in_order(pair, LADDER, {}, Cut(1))) == [2, 1]
    assert keys(in_order(pair, one_first, {}, Cut(1))) == [1, 2]


@pytest.mark.django_db
def test_ranking_takes_the_sheets_handed_in_and_no_others():
    round_ = RoundFactory(stage=RoundStage.MARKED, places=1)
    second = scored(round_, "70", "71")
    first = scored(round_, "70.5", "70.6")
    sheet_for(round_, UserFactory(), second)

    places = ranking(round_)

    assert [(p.rank, p.submission, p.score, p.sheets, p.missing, p.inside) for p in places] == [
        (1, first, Decimal("70.55"), 2, 0, True),
        (2, second, Decimal("70.50"), 2, 1, False),
    ]


@pytest.mark.django_db
def test_criterion_is_compared_by_the_exact_mean_of_its_marks():
    round_ = RoundFactory(stage=RoundStage.MARKED, places=1)
    second = CriterionFactory(round=round_, position=2, points=25)
    for points in ([21, 22], [22, 22]):
        submission = scored(round_, "70", "70")
        for sheet, mark in zip(sheets_of(submission), points, strict=True):
            MarkFactory(sheet=sheet, criterion=second, points=Decimal(mark))

    better, worse = ranking(round_)

    assert better.submission == submission
    assert better.decision[:2] == (TieStep.CRITERION, 2)
    assert (better.decision.upper, better.decision.lower) == (Decimal(22), Decimal("21.5"))
    assert (worse.rank, better.tied, worse.tied) == (2, True, True)


def sheets_of(submission):
    return [assignment.sheet for assignment in submission.assignments.order_by("pk")]


@pytest.mark.django_db
def test_ranking_never_asks_the_database_for_a_mean(django_assert_num_queries):
    round_ = RoundFactory(stage=RoundStage.MARKED)
    # 201.1 / 20 is 10.055 exactly; the nearest binary fraction lies below it.
    scored(round_, "20.1", *["9.5"] * 18, "10")

    with django_assert_num_queries(6) as queries:
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
    StandingFactory(round=round_, rank=1, score=Decimal("80.00"), tied=True, step="vote")
    StandingFactory(round=round_, rank=2, score=Decimal("80.00"), tied=True)

    places = standing_places(round_)

    assert [(p.rank, p.tied, p.ruled, p.inside) for p in places] == [
        (1, True, True, True),
        (2, True, True, True),
        (3, False, False, False),
    ]
    assert [place.decision and place.decision.kind for place in places] == ["vote", None, None]
