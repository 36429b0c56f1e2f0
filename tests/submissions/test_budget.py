"""What each award buys: properties that hold for every budget."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from selection_site.lib import money
from submissions.enums import BudgetSource
from submissions.models import BudgetLine
from submissions.selectors import budget_cut, in_priority, total_satang
from submissions.selectors.budget import line_satang

AMOUNTS = [50_000, 90_000]


def line(item="ถุง", quantity="1", price=100, priority=1, source=BudgetSource.DEPARTMENT):
    return {
        "item": item,
        "specification": "",
        "quantity": quantity,
        "unit": "ใบ",
        "unit_price_satang": price,
        "source": str(source),
        "kind": "material",
        "priority": priority,
    }


lines = st.lists(
    st.builds(
        line,
        item=st.text("กขค", min_size=1, max_size=4),
        quantity=st.decimals("0.01", "5000", places=2).map(str),
        price=st.integers(1, 5_000_000),
        priority=st.integers(1, 9),
        source=st.sampled_from(BudgetSource),
    ),
    max_size=12,
)
limits = st.integers(0, 200_000)


@given(lines)
def test_total_is_the_exact_sum_of_lines_each_rounded_half_up(rows):
    def rounded(row):
        exact = Fraction(row["quantity"]) * row["unit_price_satang"]
        return int(exact + Fraction(1, 2))

    assert total_satang({"budget_lines": rows}) == sum(map(rounded, rows))


@given(lines)
def test_total_is_shared_out_by_source(rows):
    content = {"budget_lines": rows}

    by_source = sum(total_satang(content, source) for source in BudgetSource)

    assert by_source == total_satang(content)


@given(lines, limits)
def test_what_is_bought_is_the_longest_beginning_of_the_lines_that_fits(rows, limit):
    asked = in_priority({"budget_lines": rows})

    cut = budget_cut({"budget_lines": rows}, [limit])[0]

    count = len(cut.items)
    assert cut.items == [row["item"] for row in asked[:count]]
    assert cut.total_satang == sum(map(line_satang, asked[:count])) <= money.to_satang(limit)
    assert cut.total_satang + cut.left_satang == money.to_satang(limit)
    if count < len(asked):
        assert cut.next_item == asked[count]["item"]
        assert sum(map(line_satang, asked[: count + 1])) > money.to_satang(limit)
    else:
        assert cut.buys_everything


@given(lines, limits, limits)
def test_more_money_never_buys_less(rows, one, other):
    smaller, larger = budget_cut({"budget_lines": rows}, sorted([one, other]))

    assert larger.items[: len(smaller.items)] == smaller.items


@given(lines)
def test_lines_of_others_and_the_order_of_writing_change_nothing(rows):
    content = {"budget_lines": rows}
    without = [row for row in rows if row["source"] == BudgetSource.DEPARTMENT]

    assert budget_cut(content, AMOUNTS) == budget_cut({"budget_lines": without}, AMOUNTS)


def test_a_cheaper_line_is_not_pulled_before_one_that_does_not_fit():
    rows = [
        line("ตู้", price=4_000_000, priority=1),
        line("เครื่องซีล", price=2_000_000, priority=2),
        line("ถุง", price=100_000, priority=3),
    ]

    small, large = budget_cut({"budget_lines": rows}, AMOUNTS)

    assert (small.items, small.left_satang, small.next_item) == (["ตู้"], 1_000_000, "เครื่องซีล")
    assert (large.items, large.next_item) == (["ตู้", "เครื่องซีล", "ถุง"], "")


def test_lines_of_one_priority_are_bought_in_the_order_of_writing():
    rows = [line("ก", priority=2), line("ข", priority=1), line("ค", priority=1)]

    assert [row["item"] for row in in_priority({"budget_lines": rows})] == ["ข", "ค", "ก"]


def test_line_costs_the_same_as_its_row_says():
    row = BudgetLine(quantity=Decimal("2.55"), unit_price_satang=999)

    assert row.total_satang == line_satang(line(quantity="2.55", price=999)) == 2547
