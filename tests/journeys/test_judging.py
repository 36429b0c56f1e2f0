"""A round is judged: conflicts, sheets, a tie across the line, closing and release."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from groups.enums import Role
from groups.models import District
from scoring.enums import RoundStage
from scoring.models import Mark, Round, SheetVersion
from scoring.services import declare, make_minutes
from selection_site.lib import clock
from submissions.enums import Stage
from tests.factories.budgets import small_call
from tests.factories.groups import PASSWORD, PostFactory, SavingsGroupFactory
from tests.factories.scoring import (
    CriterionFactory,
    DeclarationFactory,
    RoundFactory,
    arrived,
    sheet_for,
)
from tests.factories.submissions import SubmissionFactory, VersionFactory
from tests.journeys.steps import (
    PHONE,
    agree,
    box,
    choose,
    fill_in,
    follow,
    go_to,
    log_in,
    log_in_again,
    press,
    reads,
    reads_heading,
    region,
    rows,
    saved,
    tab_to,
    take_up,
    texts,
    th,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Groups and the codes of their districts; the first is in the province of the tests' officer.
HOME, OTHERS = "บ้านโสนน้อย", {"บ้านทุ่งทอง": "5001", "บ้านหนองบัว": "3201", "บ้านดอนแก้ว": "1201"}
MINUTES = "ที่ประชุมพิจารณาคะแนนความเป็นไปได้ทางธุรกิจแล้วมีมติตามนี้"


@pytest.fixture
def call():
    """A year with two places, whose plans have all come in."""
    clock.travel(date(2020, 6, 1))
    return small_call(good=1)


def group_called(name):
    code = OTHERS.get(name, "2706")
    return SavingsGroupFactory(name=name, district=District.objects.get(code=code))


def prepared(call, number, **traits):
    """A round with two criteria, of 60 and of 40 points."""
    round_ = RoundFactory(call=call, number=number, **traits)
    CriterionFactory(round=round_, position=1, name="แผนธุรกิจ", points=60)
    CriterionFactory(round=round_, position=2, name="คลิปวิดีโอ", points=40)
    return round_


def in_round(round_, *names):
    """Plans that are judged in the round, each as it was sent."""
    for name in names:
        VersionFactory(submission=arrived(round_, group=group_called(name)))


def marked(round_, judges, marks):
    """Every sheet of the round handed in: {group: totals, one for each judge}."""
    for judge in judges:
        DeclarationFactory(round=round_, judge=judge)
    for name, totals in marks.items():
        submission = arrived(round_, group=group_called(name))
        for judge, total in zip(judges, totals, strict=False):
            sheet_for(round_, judge, submission, total)


def test_member_is_given_no_sheet_of_a_group_in_conflict(call, new_page):
    in_round(prepared(call, 1, stage=RoundStage.PREPARED), HOME, *OTHERS)
    prepared(call, 2, stage=RoundStage.PREPARED)
    member, chair = PostFactory(role=Role.MEMBER).user, PostFactory(role=Role.CHAIR).user
    office, phone, seat = new_page(), new_page(**PHONE), new_page()
    log_in(office, PostFactory(role=Role.STAFF).user)
    take_up(office, "Open the marking")
    agree(office, "Open marking")
    reads(office, "Marking is open. Every member has a message.")

    log_in(phone, member)
    take_up(phone, "Declare your conflicts of interest")
    phone.get_by_role("checkbox", name=HOME).check()
    group = phone.get_by_role("listitem").filter(has_text=HOME)
    choose(group, {"Reason": "Comes from there or lives there"})
    phone.get_by_role("checkbox").last.check()
    agree(phone, "Sign and begin judging")

    sheets = region(phone, "My sheets")
    expect(sheets.get_by_role("link")).to_have_count(3)
    expect(sheets.get_by_text(HOME)).to_have_count(0)
    expect(phone.get_by_text(HOME)).to_be_visible()
    # Nor does the address of somebody else's sheet open it.
    declare(Round.objects.get(number=1), judge=chair, conflicts={})
    log_in(seat, chair)
    take_up(seat, "Score %(n)d plan", n=4)
    follow(region(seat, "My sheets"), HOME)
    reads(seat, "Score sheet")
    phone.goto(seat.url)
    reads_heading(phone, "There is no such page for you")


LOST = "No connection: what you enter is kept on this device and sent when the connection is back."


def at_the_sheet(call, page, *names):
    """A member logs in and goes to the sheet of the first of these groups."""
    member = PostFactory(role=Role.MEMBER).user
    round_ = prepared(call, 1)
    in_round(round_, *names)
    declare(round_, judge=member, conflicts={})
    log_in(page, member)
    take_up(page, "Score %(n)d plan", n=len(names))
    follow(region(page, "My sheets"), names[0])
    awake(page)


def awake(page):
    """The page's modules have come."""
    expect(page.locator("form.live")).to_be_visible()


def back_to_the_sheet(page):
    go_to(page, "Scoring")
    press(page, "Go on judging")
    follow(region(page, "My sheets"), HOME)
    expect(page.locator("#marks")).to_be_visible()


def kept(page):
    """The page has saved by itself, without a button."""
    expect(page.locator("[data-saved]")).to_contain_text(th("Saved %(moment)s", moment="").strip())


def marks_kept():
    """What the member's sheet of the first group holds, in the order of the criteria."""
    rows = Mark.objects.filter(sheet__assignment__submission__group__name=HOME)
    return list(rows.order_by("criterion__position").values_list("points", flat=True))


def test_sheet_keeps_itself_and_is_handed_in_on_a_phone(call, new_page):
    phone = new_page(**PHONE)
    at_the_sheet(call, phone, HOME, "บ้านทุ่งทอง")
    follow(phone, th("Points"))
    phone.get_by_label("แผนธุรกิจ").fill("๔๕")
    kept(phone)

    back_to_the_sheet(phone)
    awake(phone)
    expect(phone.get_by_label("แผนธุรกิจ")).to_have_value("45")
    agree(phone, "Hand in")
    reads(phone, "Give 0 to %(points)d points.", points=40)
    phone.get_by_label("คลิปวิดีโอ").fill("30")
    agree(phone, "Hand in")
    expect(phone.locator("#messages .good")).to_be_visible()
    said = {"group": HOME, "total": "75", "receipt": SheetVersion.objects.get().receipt}
    reads(phone, "Handed in: %(group)s, %(total)s points. Receipt %(receipt)s.", **said)


def test_handed_in_sheet_is_changed_for_a_reason(call, new_page):
    page = new_page()
    at_the_sheet(call, page, HOME, "บ้านทุ่งทอง")
    for name, points in {"แผนธุรกิจ": "45", "คลิปวิดีโอ": "30"}.items():
        page.get_by_label(name).fill(points)
    agree(page, "Hand in")
    expect(page.locator("#messages .good")).to_be_visible()

    back_to_the_sheet(page)
    press(page, "Change it, with a reason")
    awake(page)
    page.get_by_label("คลิปวิดีโอ").fill("40")
    agree(page, "Hand in")
    reads(page, "Write why you change a sheet that was handed in.")
    fill_in(page, {"Reason for the change": "ดูคลิปอีกครั้ง"})
    agree(page, "Hand in")

    reads_heading(page, "Receipt for a score sheet")
    assert [(row.number, row.total) for row in SheetVersion.objects.all()] == [(2, 85), (1, 75)]


def test_marking_goes_on_without_a_connection(call, new_page):
    phone = new_page(**PHONE)
    at_the_sheet(call, phone, HOME)

    phone.context.set_offline(True)
    phone.get_by_label("แผนธุรกิจ").fill("50")
    reads(phone, LOST)
    phone.get_by_label("คลิปวิดีโอ").fill("35")
    agree(phone, "Hand in")
    expect(phone.locator("[data-saved]")).to_have_attribute("data-tone", "bad")
    assert marks_kept() == []

    phone.context.set_offline(False)
    kept(phone)
    assert marks_kept() == [50, 35]
    agree(phone, "Hand in")
    reads_heading(phone, "My sheets, %(round)s", round=th("Round 1"))


def test_browser_closed_without_a_connection_gives_everything_back(call, new_page):
    phone = new_page(**PHONE)
    at_the_sheet(call, phone, HOME)
    address = phone.url
    phone.context.set_offline(True)
    phone.get_by_label("คลิปวิดีโอ").fill("20")
    reads(phone, LOST)

    again = phone.context.new_page()
    phone.close()
    again.context.set_offline(False)
    again.goto(address)
    awake(again)
    expect(again.get_by_label("คลิปวิดีโอ")).to_have_value("")
    press(again, "Put it into the sheet")

    expect(again.get_by_label("คลิปวิดีโอ")).to_have_value("20")
    kept(again)
    assert marks_kept() == [20]


def test_two_tabs_of_one_member_lose_nothing(call, new_page):
    first = new_page()
    at_the_sheet(call, first, HOME)
    second = first.context.new_page()
    second.goto(first.url)
    awake(second)
    first.get_by_label("แผนธุรกิจ").fill("50")
    kept(first)

    second.get_by_label("แผนธุรกิจ").fill("20")

    assert rows(region(second, "What differs")) == [["แผนธุรกิจ", "20", "50"]]
    assert marks_kept() == [50]
    press(second, "Keep what is on this page")
    reads(second, "Saved: %(group)s.", group=HOME)
    assert marks_kept() == [20]


def test_sheet_is_scored_by_the_keyboard_alone(call, new_page):
    chair = PostFactory(role=Role.CHAIR).user
    round_ = prepared(call, 1)
    in_round(round_, HOME)
    declare(round_, judge=chair, conflicts={})
    page = new_page()
    page.goto("/")
    keys = page.keyboard
    for words, typed in {"E-mail": chair.email, "Password": PASSWORD}.items():
        tab_to(box(page, words))
        keys.type(typed)
    keys.press("Enter")
    reads_heading(page, "My tasks")

    tab_to(page.get_by_role("link", name=th("Score %(n)d plan", n=1)))
    keys.press("Enter")
    tab_to(page.get_by_role("link", name=th("Judge the next group")))
    keys.press("Enter")
    for name, points in {"แผนธุรกิจ": "50", "คลิปวิดีโอ": "35"}.items():
        tab_to(page.get_by_label(name))
        keys.type(points)
    tab_to(page.get_by_role("button", name=th("Hand in")))
    keys.press("Enter")
    tab_to(page.get_by_role("dialog").get_by_role("button").first)
    keys.press("Enter")

    reads_heading(page, "My sheets, %(round)s", round=th("Round 1"))
    [[_number, _group, _stage, points]] = rows(region(page, "My sheets"))
    assert points == "85"


def test_second_round_judges_the_finalists_by_criteria_of_its_own(call, new_page):
    prepared(call, 1, stage=RoundStage.RELEASED)
    second = RoundFactory(call=call, number=2, stage=RoundStage.PREPARED)
    CriterionFactory(round=second, name="การขยายผลสู่เครือข่าย", points=100)
    in_round(second, HOME, "บ้านทุ่งทอง")
    SubmissionFactory(call=call, stage=Stage.DECLINED)
    PostFactory(role=Role.CHAIR)
    office, seat = new_page(), new_page()
    log_in(office, PostFactory(role=Role.STAFF).user)
    take_up(office, "Open the marking")
    agree(office, "Open marking")
    reads(office, "Marking is open. Every member has a message.")

    log_in(seat, PostFactory(role=Role.MEMBER).user)
    take_up(seat, "Declare your conflicts of interest")
    seat.get_by_role("checkbox").last.check()
    agree(seat, "Sign and begin judging")
    sheets = region(seat, "My sheets")
    assert sorted(texts(sheets.get_by_role("link"))) == ["บ้านทุ่งทอง", HOME]
    follow(sheets, HOME)
    expect(seat.get_by_label("การขยายผลสู่เครือข่าย")).to_be_visible()


# What the two members gave each group, and what becomes of the province's own. In round 1 the
# second member is in conflict with the last group.
FIRST = {
    "บ้านทุ่งทอง": (90, 90), HOME: (70, 71), "บ้านหนองบัว": (71, 70), "บ้านดอนแก้ว": (20,)
}  # fmt: skip
SECOND = {HOME: (88, 80), "บ้านทุ่งทอง": (84, 84)}
CLOSINGS = [(1, 2, FIRST, "In round 2"), (2, 1, SECOND, "Outstanding")]


@pytest.mark.parametrize(("number", "places", "marks", "result"), CLOSINGS, ids=["first", "second"])
def test_tie_across_the_line_is_settled_before_the_result_is_released(
    call, new_page, number, places, marks, result
):
    chair, member = PostFactory(role=Role.CHAIR).user, PostFactory(role=Role.MEMBER).user
    marked(prepared(call, number, places=places), [chair, member], marks)
    seat, office, province = new_page(), new_page(), new_page()
    log_in(province, PostFactory(role=Role.PROVINCE).user)
    log_in(seat, chair)
    go_to(seat, "Scoring")
    expect(seat.get_by_role("link", name=th("Ranking"))).to_have_count(0)
    take_up(seat, "Every sheet is in: close the marking")
    agree(seat, "Close marking")
    reads(seat, "The round cannot be closed yet")
    expect(seat.get_by_role("button", name=th("Close the round"))).to_have_count(0)

    rivals = [name for name, given in marks.items() if sum(given) == sum(marks[HOME])]
    for place, name in enumerate(rivals, 1):
        seat.get_by_role("combobox", name=re.compile(name)).select_option(str(place))
    fill_in(seat, {"Reason, as in the minutes": MINUTES})
    press(seat, "Record the vote")
    agree(seat, "Close the round")
    log_in_again(seat)
    reads(seat, "The round is closed. The director has a message and releases the result.")
    ranked = [row[2] for row in rows(region(seat, "Ranking")) if len(row) > 1]
    assert ranked == list(marks)
    go_to(province, "My tasks")
    expect(province.get_by_text(th(result))).to_have_count(0)

    log_in(office, PostFactory(role=Role.DIRECTOR).user)
    take_up(office, "Release the result")
    press(office, "Go to the release")
    agree(office, "Release the result")
    log_in_again(office)
    reads(office, "The result is released, and all who wait have a message.")
    go_to(province, "My tasks")
    reads(province, result)


def opens_a_meeting(seat, absent):
    press(seat, "Meeting mode")
    said = {"Began at": "๐๙.๓๐ น.", "Meeting place": "ห้องประชุม 3001"}
    fill_in(seat, {**said, "Taker of the minutes": "นางสาวพิมพ์ใจ"})
    seat.get_by_label(re.compile(str(absent))).fill("ลาป่วย")
    press(seat, "Open the meeting")
    reads(seat, "The meeting is open.")


def moves_through_the_projector(seat):
    tied = th("Tie at rank %(rank)d, %(score)s points", rank=2, score="70.50")
    press(seat, "Show on the projector")
    shown = seat.get_by_role("heading", level=2)
    expect(shown).to_have_count(1)
    seat.keyboard.press("ArrowRight")
    expect(shown).to_contain_text(tied)
    seat.keyboard.press("ArrowLeft")
    expect(shown).not_to_contain_text(tied)
    seat.go_back()


def records_votes(seat):
    fill_in(seat, {"Motion": "ให้เรียงตามมติ", "In favour": "๑", "Against": "0", "Abstained": "0"})
    press(seat, "Record motion and votes")
    reads(seat, "Motion and votes are recorded.")
    follow(seat, th("Record votes on ties in the ranking"))
    for place, name in enumerate(("บ้านหนองบัว", HOME), 1):
        seat.get_by_role("combobox", name=re.compile(name)).select_option(str(place))
        votes = re.compile(th("Votes for %(group)s", group=name))
        seat.get_by_role("textbox", name=votes).fill(str(4 - 2 * place))
    fill_in(seat, {"Reason, as in the minutes": MINUTES})
    press(seat, "Record the vote")
    reads(seat, "Decided by the committee's vote")


def takes_the_minutes(seat, call):
    press(seat, "Meeting mode")
    follow(seat, th("Meeting %(number)s/%(year)s", number=1, year=call.year))
    fill_in(seat, {"Ended at": "12.05"})
    press(seat, "End the meeting")
    press(seat, "Make a draft of the minutes")
    reads(seat, "The draft of the minutes is being made.")
    make_minutes()
    seat.reload()
    return saved(seat.get_by_role("link", name=th("Draft of the minutes (PDF)")))


def test_committee_meets_votes_and_has_its_minutes(call, new_page):
    chair, member = PostFactory(role=Role.CHAIR).user, PostFactory(role=Role.MEMBER).user
    marked(prepared(call, 1, places=2), [chair, member], FIRST)
    seat, office = new_page(), new_page()
    log_in(seat, chair)
    take_up(seat, "Every sheet is in: close the marking")
    agree(seat, "Close marking")

    opens_a_meeting(seat, member)
    moves_through_the_projector(seat)
    records_votes(seat)
    file = takes_the_minutes(seat, call)
    assert file.read(5) == b"%PDF-"

    take_up(seat, "Settle ties and close the round")
    agree(seat, "Close the round")
    log_in_again(seat)
    reads(seat, "The round is closed. The director has a message and releases the result.")
    log_in(office, PostFactory(role=Role.DIRECTOR).user)
    take_up(office, "Release the result")
    press(office, "Go to the release")
    agree(office, "Release the result")
    log_in_again(office)
    reads(office, "The result is released, and all who wait have a message.")
