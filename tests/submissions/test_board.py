from datetime import date, datetime
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from groups.enums import OVERSEEING_ROLES, Role
from groups.models import District, Province
from selection_site.lib import clock
from submissions import services
from submissions.enums import BoardState, Stage
from submissions.selectors.board import SIDE, Wanted, board, board_map, tile_cells
from submissions.selectors.holding import held
from tests.factories.groups import SA_KAEO, PostFactory, SavingsGroupFactory
from tests.factories.submissions import CallFactory, SubmissionFactory

URL = reverse("submissions:overview")
FILE = reverse("submissions:board_file")


@pytest.fixture(autouse=True)
def in_may():
    clock.travel(date(2020, 5, 20))


@pytest.fixture
def call(db):
    return CallFactory(opened_at=datetime(2020, 5, 7, 9, tzinfo=clock.BANGKOK))


@pytest.fixture
def staff(db):
    return PostFactory(role=Role.STAFF).user


def of(code, call, **fields):
    group = SavingsGroupFactory(
        district=District.objects.get(code=code), subdistrict="ในเมือง", village=""
    )
    return SubmissionFactory(call=call, group=group, **fields)


def shown(response):
    return [row.submission for row in response.context["rows"]]


def sheet_of(response):
    from openpyxl import load_workbook

    return load_workbook(BytesIO(response.content)).active


def states(staff, call, **wanted):
    return {row.submission: row.state for row in board(staff, call, Wanted(**wanted)).rows}


# The map


@pytest.mark.django_db
def test_every_province_has_a_square_of_its_own():
    cells = tile_cells()

    assert set(cells) == set(Province.objects.values_list("code", flat=True))
    assert len(set(cells.values())) == 76


@pytest.mark.parametrize(
    ("code", "is_beyond"),
    [
        ("57", lambda x, y, others: y < min(row for _, row in others)),  # Chiang Rai: north
        ("34", lambda x, y, others: x > max(column for column, _ in others)),  # Ubon: east
        ("58", lambda x, y, others: x == min(column for column, _ in others)),  # Mae Hong Son
        ("96", lambda x, y, others: y == max(row for _, row in others)),  # Narathiwat: south
    ],
)
def test_corners_of_the_country_are_corners_of_the_map(code, is_beyond):
    cells = dict(tile_cells())
    x, y = cells.pop(code)

    assert is_beyond(x, y, cells.values())


def test_map_has_a_square_for_each_province_and_a_state_for_those_shown(call, staff):
    one = SubmissionFactory(call=call, stage=Stage.DRAFT)

    drawn = board_map(board(staff, call, Wanted()).rows)

    marked = {tile.province.pk: (tile.state, tile.url) for tile in drawn.tiles if tile.state}
    assert len(drawn.tiles) == 76
    assert marked == {
        SA_KAEO: (BoardState.DRAFT, reverse("submissions:detail", args=[one.pk])),
    }
    assert (drawn.width, drawn.height) == (10 * SIDE, 16 * SIDE)


def test_square_of_several_groups_tells_what_most_needs_somebody_and_leads_to_the_table(
    call, staff
):
    SubmissionFactory(call=call, stage=Stage.FORWARDED)
    SubmissionFactory(call=call, stage=Stage.DRAFT)

    drawn = board_map(board(staff, call, Wanted()).rows)

    [tile] = [tile for tile in drawn.tiles if tile.state]
    assert (tile.state, tile.url) == (BoardState.DRAFT, f"#province-{SA_KAEO}")


def test_states_differ_in_mark_and_in_colour():
    assert len({state.mark for state in BoardState}) == len(BoardState)
    assert len({state.tone for state in BoardState}) == len(BoardState)


# Who holds what, and how long


@pytest.mark.parametrize(
    ("stage", "day", "state", "due_on", "left"),
    [
        (Stage.NOT_STARTED, date(2020, 5, 25), BoardState.NOT_STARTED, date(2020, 5, 25), 0),
        (Stage.DRAFT, date(2020, 5, 24), BoardState.DRAFT, date(2020, 5, 25), 1),
        (Stage.DRAFT, date(2020, 5, 26), BoardState.LATE, date(2020, 5, 25), -1),
        (Stage.SENT, date(2020, 5, 29), BoardState.SENT, date(2020, 5, 29), 0),
        (Stage.SENT, date(2020, 5, 30), BoardState.LATE, date(2020, 5, 29), -1),
        (Stage.FORWARDED, date(2020, 5, 30), BoardState.ARRIVED, None, None),
        (Stage.FINALIST, date(2020, 7, 30), BoardState.ARRIVED, None, None),
        (Stage.DECLINED, date(2020, 7, 30), BoardState.ARRIVED, None, None),
    ],
)
def test_plan_is_due_by_the_provinces_day_and_then_by_the_departments(
    call, staff, stage, day, state, due_on, left
):
    services.set_province_day(call, Province.objects.get(pk=SA_KAEO), date(2020, 5, 25), by=staff)
    submission = SubmissionFactory(call=call, stage=stage)
    clock.travel(day)

    [row] = held(call, call.submissions.filter(pk=submission.pk))

    assert (row.state, row.due_on, row.days_left) == (state, due_on, left)


def test_nothing_is_late_before_the_call_opened(staff):
    call = CallFactory(opened=False)
    SubmissionFactory(call=call)
    clock.travel(date(2020, 6, 30))

    [row] = held(call, call.submissions.all())

    assert (row.state, row.since_on, row.days, row.days_left) == (
        BoardState.NOT_STARTED,
        None,
        None,
        None,
    )


# What narrows it


@pytest.mark.parametrize(
    ("day", "left", "found"),
    [
        (date(2020, 5, 20), "", True),
        (date(2020, 5, 20), "more", True),
        (date(2020, 5, 20), "7", False),
        (date(2020, 5, 22), "7", True),
        (date(2020, 5, 25), "3", False),
        (date(2020, 5, 26), "3", True),
        (date(2020, 5, 30), "3", False),
    ],
)
def test_board_narrowed_by_days_left(call, staff, day, left, found):
    submission = SubmissionFactory(call=call)
    clock.travel(day)

    assert list(states(staff, call, left=left)) == ([submission] if found else [])


def test_board_narrowed_by_state_still_counts_the_others(call, staff):
    draft = SubmissionFactory(call=call, stage=Stage.DRAFT)
    SubmissionFactory(call=call)

    found = board(staff, call, Wanted(state="draft"))

    assert [row.submission for row in found.rows] == [draft]
    assert found.counts == {
        BoardState.LATE: 0,
        BoardState.NOT_STARTED: 1,
        BoardState.DRAFT: 1,
        BoardState.SENT: 0,
        BoardState.ARRIVED: 0,
        BoardState.WITHDRAWN: 0,
    }


def test_board_narrowed_by_region_and_thai_words(call, staff):
    east = SubmissionFactory(call=call)
    north = of("5001", call)

    assert list(states(staff, call, region="ภาคเหนือ")) == [north]
    assert list(states(staff, call, text="สระแก้ว")) == [east]
    assert states(staff, call, region="ภาคเหนือ", text="สระแก้ว") == {}


# The page


@pytest.mark.parametrize("role", Role)
def test_board_is_for_those_who_oversee_and_its_file_for_staff(client, call, role):
    SubmissionFactory(call=call)
    client.force_login(PostFactory(role=role).user)

    page = client.get(URL)

    assert ("map" in page.context) is (role in OVERSEEING_ROLES)
    assert (FILE in page.content.decode()) is (role == Role.STAFF)
    status = client.get(FILE, {"year": "2563"}).status_code
    assert status == (200 if role == Role.STAFF else 404)


def test_page_takes_wrong_values_for_none(client, call, staff):
    submission = SubmissionFactory(call=call)
    client.force_login(staff)

    assert shown(client.get(URL, {"state": "x", "left": "99", "region": "?"})) == [submission]


def test_page_without_a_match_says_what_to_do(client, call, staff):
    SubmissionFactory(call=call)
    client.force_login(staff)

    response = client.get(URL, {"q": "<script>"})

    assert shown(response) == []
    assert b"<script>&" not in response.content
    assert b"&lt;script&gt;" in response.content
    assert FILE not in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_one_row_and_for_three(
    client, call, staff, count, django_assert_num_queries
):
    client.force_login(staff)
    SubmissionFactory.create_batch(count, call=call)

    with django_assert_num_queries(11):
        assert len(shown(client.get(URL))) == count


# The workbook


def test_workbook_holds_exactly_what_is_shown(client, call, staff):
    SubmissionFactory(call=call, stage=Stage.SENT)
    draft = of("5001", call, stage=Stage.DRAFT)
    client.force_login(staff)
    query = {"year": "2563", "region": "ภาคเหนือ", "q": "เมือง", "left": "more", "state": "draft"}

    assert shown(client.get(URL, query)) == [draft]
    response = client.get(FILE, query)

    rows = list(sheet_of(response).iter_rows(values_only=True))
    assert rows[0][0] == "กระดานติดตามแผนธุรกิจและคลิปวิดีโอ ปีงบประมาณ พ.ศ. 2563"
    assert rows[1][0] == (
        "แสดง 1 แห่ง เฉพาะ ภาคเหนือ · ค้นหา “เมือง” · เหลือเวลา มากกว่า 7 วัน · สถานะ กำลังจัดทำ"
    )
    assert [row[:6] for row in rows[4:]] == [
        (1, "เชียงใหม่", "เมืองเชียงใหม่", draft.group.name, "กำลังจัดทำ", "สพอ.เมืองเชียงใหม่")
    ]


def test_workbook_of_everything_says_so(client, call, staff):
    SubmissionFactory.create_batch(2, call=call)
    client.force_login(staff)

    sheet = sheet_of(client.get(FILE, {"year": "2563"}))

    assert sheet["A2"].value == "แสดง 2 แห่ง ทั้งหมด ไม่ได้กรอง"
    assert [sheet.cell(row, 1).value for row in (5, 6)] == [1, 2]


@pytest.mark.parametrize("year", ["2599", "", "x"])
def test_workbook_of_no_year_is_not_there(client, call, staff, year):
    client.force_login(staff)

    assert client.get(FILE, {"year": year}).status_code == 404


# In the browser


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [360, 1280])
def test_board_breaks_no_rule_of_accessibility_and_fits(new_page, call, staff, width):
    for stage in (Stage.NOT_STARTED, Stage.DRAFT, Stage.SENT, Stage.FORWARDED):
        SubmissionFactory(call=call, stage=stage)
    of("5001", call)
    clock.travel(date(2020, 5, 30))
    page = new_page(staff, viewport={"width": width, "height": 800})

    page.goto(URL)

    found = [(each["id"], each["nodes"]) for each in Axe().run(page).response["violations"]]
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    box = page.get_by_role("link", name="เชียงใหม่").first.bounding_box()
    assert min(box["width"], box["height"]) >= 24


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_square_is_followed_by_keyboard(new_page, call, staff):
    submission = SubmissionFactory(call=call)
    page = new_page(staff)
    page.goto(URL)

    page.locator("a.tile").focus()
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{reverse('submissions:detail', args=[submission.pk])}")
