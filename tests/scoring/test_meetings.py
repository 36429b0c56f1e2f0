"""Meetings of the committee, motions and votes, and what the minutes say."""

import subprocess
from datetime import date, time
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from groups.enums import Role
from groups.models import District, Event
from scoring import letters
from scoring.enums import RoundStage
from scoring.forms.meetings import MotionForm
from scoring.models import Meeting, Minutes, Motion, SelectionRules
from scoring.selectors import ranking
from scoring.selectors.meetings import agenda, agenda_of
from scoring.services import (
    MeetingRefusedError,
    Sitting,
    Votes,
    ask_about_conflict,
    close_round,
    end_meeting,
    facts_of,
    make_minutes,
    open_meeting,
    order_minutes,
    record_motion,
    release,
    rule_on_conflict,
    settle_tie,
    voters,
)
from selection_site.lib import uploads
from tests.factories.groups import PostFactory, UserFactory
from tests.factories.scoring import ConflictFactory, RoundFactory, arrived, scored, sheet_for

pytestmark = pytest.mark.django_db

SITTING = Sitting(date(2020, 6, 10), "ห้องประชุม 3001", time(9, 30), "นางสาวพิมพ์ใจ รักงาน")


@pytest.fixture
def round_():
    return RoundFactory(stage=RoundStage.MARKED, places=1)


@pytest.fixture
def tied(round_):
    rows = [scored(round_, "70"), scored(round_, "70")]
    scored(round_, "60")
    return rows


@pytest.fixture
def meeting(round_, tied, chair, member):
    return open_meeting(round_, SITTING, absent={}, by=chair)


def test_meeting_begins_with_the_whole_committee(round_, chair, member):
    away = PostFactory(role=Role.MEMBER).user
    PostFactory(role=Role.MEMBER, year=2562)

    meeting = open_meeting(round_, SITTING, absent={away.pk: "ติดราชการ"}, by=chair)

    rows = meeting.attendances.values_list("member", "is_chair", "is_present", "reason")
    assert sorted(rows) == sorted(
        [
            (chair.pk, True, True, ""),
            (member.pk, False, True, ""),
            (away.pk, False, False, "ติดราชการ"),
        ]
    )
    assert (meeting.number, str(meeting)) == (1, "1/2563")


def test_one_meeting_a_round_is_open_and_they_are_numbered_through_the_year(round_, chair):
    first = open_meeting(round_, SITTING, absent={}, by=chair)
    with pytest.raises(MeetingRefusedError):
        open_meeting(round_, SITTING, absent={}, by=chair)

    end_meeting(first, ended_at=time(12, 0), by=chair)
    second = open_meeting(
        RoundFactory(stage=RoundStage.MARKED, number=2), SITTING, absent={}, by=chair
    )

    assert [first.number, second.number] == [1, 2]


@pytest.mark.parametrize("stage", ["prepared", "marking"])
def test_committee_meets_on_a_ranking(chair, stage):
    with pytest.raises(MeetingRefusedError):
        open_meeting(RoundFactory(stage=RoundStage(stage)), SITTING, absent={}, by=chair)


def test_meeting_is_held_by_the_chair_alone(round_, meeting, staff, director, auditor, member):
    for user in (staff, director, auditor, member):
        for act in (
            lambda: open_meeting(round_, SITTING, absent={}, by=user),  # noqa: B023 (called at once)
            lambda: record_motion(meeting, rank=None, text="ญัตติ", votes=Votes(1, 0), by=user),  # noqa: B023
            lambda: end_meeting(meeting, ended_at=time(12), by=user),  # noqa: B023
            lambda: order_minutes(meeting, by=user),  # noqa: B023
        ):
            with pytest.raises(MeetingRefusedError):
                act()

    assert (Motion.objects.count(), Minutes.objects.count()) == (0, 0)


def test_meeting_is_not_recorded_before_its_day(round_, chair):
    with pytest.raises(MeetingRefusedError):
        open_meeting(round_, SITTING._replace(held_on=date(2020, 6, 11)), absent={}, by=chair)

    assert Meeting.objects.count() == 0


def test_agenda_is_the_line_and_the_ties_with_who_steps_out(meeting, tied, member):
    ConflictFactory(round=meeting.round, judge=member, submission=tied[0])

    line, tie = agenda_of(meeting)

    assert (line.rank, line.is_open, line.stepped_out) == (0, True, [member])
    assert (tie.rank, tie.is_open, tie.stepped_out) == (1, True, [member])
    assert [place.submission for place in tie.places] == tied


def test_with_a_quota_no_line_runs_through_the_order(client, chair):
    """The best of a small cluster is in below groups of a large one that are not."""
    round_ = RoundFactory(stage=RoundStage.MARKED, places=18)
    SelectionRules.objects.create(call=round_.call, mode="cluster")
    large = District.objects.filter(province__cluster="ภาคกลางตอนบน").first()
    small = District.objects.exclude(province__cluster="ภาคกลางตอนบน").first()
    for at, district in enumerate([*[large] * 19, small]):
        sheet_for(round_, UserFactory(), arrived(round_, group__district=district), str(90 - at))
    client.force_login(chair)

    line, *_ties = agenda(round_, ranking(round_))
    with override("en"):
        shown = client.get(address("projector", round_)).content.decode()

    assert (line.by_quota, line.places[-1].seat, line.places[-2].inside) == (
        True, "cluster", False,
    )  # fmt: skip
    assert "The line:" not in shown


@pytest.mark.parametrize(
    ("votes", "result"),
    [(Votes(1, 0, 1), "carried"), (Votes(0, 1), "lost"), (Votes(1, 1), "equal")],
)
def test_result_of_a_motion_follows_its_votes(meeting, chair, votes, result):
    motion = record_motion(meeting, rank=0, text="เห็นชอบตามเส้น", votes=votes, by=chair)

    assert (motion.result, motion.recorded_by) == (result, chair)
    assert Event.objects.get(verb="record_motion").detail["votes"] == list(votes)


def test_no_more_votes_than_members_who_may_vote(meeting, tied, chair, member, english):
    ConflictFactory(round=meeting.round, judge=member, submission=tied[0])

    assert len(voters(meeting, None)) == 2
    for rank in (0, 1):
        assert list(voters(meeting, rank)) == [chair.pk]
        with pytest.raises(MeetingRefusedError) as refusal:
            record_motion(meeting, rank=rank, text="ญัตติ", votes=Votes(1, 1), by=chair)
        assert str(refusal.value) == (
            "2 votes are too many: 1 member who is present may vote on this item. "
            f"Stepped out: {member}."
        )

    assert Motion.objects.count() == 0


@pytest.mark.parametrize("ruled_to_be_none", [False, True])
def test_conflict_that_is_known_keeps_a_member_out_who_never_declared(
    meeting, tied, chair, member, ruled_to_be_none
):
    province = tied[0].province
    PostFactory(user=member, role=Role.PROVINCE, province=province)
    if ruled_to_be_none:
        for row in tied:
            question = ask_about_conflict(
                meeting.round, row, judge=member, reason="own_province", note="เคยอยู่ที่นั่น", by=chair
            )
            rule_on_conflict(
                question, upheld=False, ruling="ไม่มีส่วนได้เสีย",
                by=PostFactory(role=Role.DIRECTOR).user,
            )  # fmt: skip

    expected = {chair.pk, member.pk} if ruled_to_be_none else {chair.pk}
    assert set(voters(meeting, 1)) == expected


def test_motion_on_a_tie_that_is_gone_is_refused(meeting, chair, english):
    with pytest.raises(MeetingRefusedError) as refusal:
        record_motion(meeting, rank=7, text="ญัตติ", votes=Votes(1, 0), by=chair)

    assert str(refusal.value) == (
        "This item is not on the agenda any more: look at the ranking as it is now."
    )
    assert Motion.objects.count() == 0


def test_ended_meeting_takes_nothing_more(meeting, chair):
    end_meeting(meeting, ended_at=time(12), by=chair)

    for act in (
        lambda: record_motion(meeting, rank=0, text="ญัตติ", votes=Votes(1, 0), by=chair),
        lambda: end_meeting(meeting, ended_at=time(13), by=chair),
    ):
        with pytest.raises(MeetingRefusedError):
            act()


def test_meeting_ends_after_it_began(meeting, chair):
    with pytest.raises(MeetingRefusedError):
        end_meeting(meeting, ended_at=time(9, 29), by=chair)


def test_minutes_say_who_came_what_decided_and_how_the_votes_fell(meeting, tied, chair, member):
    a, b = tied
    ConflictFactory(round=meeting.round, judge=member, submission=b)
    settle_tie(
        meeting.round, order=[b.pk, a.pk], votes={b.pk: 2, a.pk: 1}, reason="มติเสียงข้างมาก",
        by=chair,
    )  # fmt: skip
    record_motion(meeting, rank=0, text="เห็นชอบตามเส้น", votes=Votes(1, 0), by=chair)
    end_meeting(meeting, ended_at=time(12, 5), by=chair)
    meeting.refresh_from_db()

    with override("th"):
        said = letters.minutes(facts_of(meeting))

    assert said["title"] == [
        "รายงานการประชุมคณะกรรมการคัดเลือกกลุ่มออมทรัพย์เพื่อการผลิตดีเด่น",
        "ครั้งที่ ๑/๒๕๖๓",
        "เมื่อวันที่ ๑๐ มิถุนายน ๒๕๖๓",
        "ณ ห้องประชุม ๓๐๐๑",
    ]
    assert [(one["number"], one["role"]) for one in said["present"]] == [
        ("๑.", "ประธานกรรมการ"),
        ("๒.", "กรรมการ"),
    ]
    assert (said["began"], said["ended"]) == ("เริ่มประชุมเวลา ๐๙.๓๐ น.", "เลิกประชุมเวลา ๑๒.๐๕ น.")
    assert [item["number"] for item in said["agenda"]] == [
        f"ระเบียบวาระที่ {number}" for number in "๑๒๓๔๕๖"
    ]
    conflicts, considered = said["agenda"][3], said["agenda"][4]
    thai = letters.thai.to_thai_digits
    assert conflicts["paragraphs"] == [
        thai(f"{member} แจ้งส่วนได้เสียและไม่ร่วมพิจารณา {letters.named(b)}")
    ]
    assert considered["paragraphs"][1:] == [
        thai(
            "กลุ่มที่ได้ 70.00 คะแนนเท่ากัน เรียงลำดับโดยมติของคณะกรรมการ: "
            f"ลำดับ 1 {letters.named(b)} (2 เสียง) ลำดับ 2 {letters.named(a)} (1 เสียง) (มติเสียงข้างมาก)"
        ),
        thai("ญัตติ: เห็นชอบตามเส้น เห็นชอบ 1 เสียง ไม่เห็นชอบ 0 เสียง งดออกเสียง 0 เสียง ผล: เห็นชอบ"),
    ]
    assert considered["names"] == [thai(f"1. {b.group} จังหวัดสระแก้ว")]


def test_minutes_end_each_matter_that_was_voted_on_with_the_resolution(meeting, chair):
    record_motion(meeting, rank=None, text="เลื่อนประกาศผล", votes=Votes(2, 0), by=chair)

    other = letters.minutes(facts_of(meeting))["agenda"][5]

    assert other["resolution"] == "เป็นไปตามผลการลงคะแนนข้างต้น"


def test_votes_of_a_motion_are_asked_for_in_thai_that_means_votes():
    form = MotionForm(items=[])

    labels = [str(form.fields[name].label) for name in ("votes_for", "votes_against", "abstained")]

    assert labels == ["เห็นชอบ", "ไม่เห็นชอบ", "งดออกเสียง"]


def test_minutes_print_the_step_that_decided(round_, chair):
    judge = [UserFactory(), UserFactory(), UserFactory()]
    rows = [arrived(round_), arrived(round_)]
    for row, totals in zip(rows, ((60, 70, 80), (60, 71, 79)), strict=True):
        for user, total in zip(judge, totals, strict=True):
            sheet_for(round_, user, row, Decimal(total))
    meeting = open_meeting(round_, SITTING, absent={}, by=chair)

    with override("th"):
        considered = letters.minutes(facts_of(meeting))["agenda"][4]

    assert considered["paragraphs"][1] == letters.thai.to_thai_digits(
        f"{letters.named(rows[1])} และ{letters.named(rows[0])} ได้ 70.00 คะแนนเท่ากัน "
        "เรียงลำดับโดยค่ามัธยฐานของคะแนนรวมที่สูงกว่า (71.00 และ 70.00)"
    )


def test_draft_is_made_once_and_can_be_read(meeting, chair, tmp_path):
    row = order_minutes(meeting, by=chair)

    made = make_minutes()
    again = make_minutes()

    row.refresh_from_db()
    assert (made, again) == (1, 0)
    text = subprocess.run(
        ["pdftotext", "-layout", uploads.absolute(row.path), "-"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert "รายงานการประชุมคณะกรรมการคัดเลือกกลุ่มออมทรัพย์เพื่อการผลิตดีเด่น" in text
    assert "ร่าง" in text


def test_draft_that_fails_is_tried_again(meeting, chair, monkeypatch, caplog):
    row = order_minutes(meeting, by=chair)
    monkeypatch.setattr("scoring.services.minutes.page_of", lambda _content: 1 / 0)

    assert make_minutes() == 0

    row.refresh_from_db()
    assert (row.path, row.tries, row.last_error) == ("", 1, "division by zero")
    monkeypatch.undo()
    assert make_minutes() == 1


# Pages


def address(name, row):
    return reverse(f"scoring:{name}", args=[row.pk])


def opened_by(client, url, chair):
    found = set()
    for role in Role:
        client.force_login(chair if role == Role.CHAIR else PostFactory(role=role).user)
        if client.get(url).status_code == 200:
            found.add(str(role))
    return found


OVERSEERS = {"staff", "director", "auditor"}


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("marked", {"chair"}),
        ("closed", {"chair", *OVERSEERS}),
        ("released", {"chair", "member", *OVERSEERS}),
    ],
)
@pytest.mark.parametrize("name", ["meeting", "projector", "meetings"])
def test_meeting_is_seen_by_chair_overseers_after_closing_and_members_after_release(
    client, chair, name, stage, expected
):
    round_ = RoundFactory(stage=RoundStage.MARKED, places=1)
    scored(round_, "70")
    meeting = open_meeting(round_, SITTING, absent={}, by=chair)
    if stage != "marked":
        close_round(round_, by=chair)
    if stage == "released":
        release(round_, by=PostFactory(role=Role.DIRECTOR).user)

    row = meeting if name == "meeting" else round_

    assert opened_by(client, address(name, row), chair) == expected


def test_chair_opens_a_meeting_and_records_a_motion(client, round_, tied, chair, member):
    client.force_login(chair)

    client.post(
        address("meetings", round_),
        {
            "held_on": "10 มิ.ย. 2563", "began_at": "๐๙.๓๐ น.", "place": "ห้องประชุม 3001",
            "secretary": "นางสาวพิมพ์ใจ รักงาน", "checker": "",
            f"absent-{chair.pk}": "", f"absent-{member.pk}": "ลาป่วย",
        },
    )  # fmt: skip

    meeting = Meeting.objects.get()
    assert (meeting.began_at, meeting.attendances.filter(is_present=True).count()) == (
        time(9, 30),
        1,
    )
    client.post(
        address("motion", meeting),
        {"item": "1", "text": "ลงมติ", "votes_for": "๑", "votes_against": "0", "abstained": "0"},
    )
    assert Motion.objects.get().rank == 1
    client.post(address("end_meeting", meeting), {"ended_at": "12:05"})
    meeting.refresh_from_db()
    assert meeting.ended_at == time(12, 5)
    client.post(address("draft_minutes", meeting))
    assert Minutes.objects.count() == 1


def test_refused_motion_is_shown_again_as_typed(client, meeting, chair):
    client.force_login(chair)
    typed = {
        "item": "other", "text": "เรื่องอื่น", "votes_for": "50", "votes_against": "0",
        "abstained": "0",
    }  # fmt: skip

    response = client.post(address("motion", meeting), typed)

    form = response.context["motion_form"]
    assert (response.status_code, form["text"].value()) == (422, "เรื่องอื่น")
    assert Motion.objects.count() == 0


def test_time_that_is_none_is_a_sentence(client, meeting, chair, english_pages):
    client.force_login(chair)

    response = client.post(address("end_meeting", meeting), {"ended_at": "25.00"})

    assert response.context["end_form"].errors["ended_at"] == [
        "“25.00” is not a time of day. Write it like 09.30."
    ]


def test_draft_is_given_to_those_who_see_the_meeting(client, meeting, chair, member):
    row = order_minutes(meeting, by=chair)
    make_minutes()

    for user, status in ((chair, 200), (member, 404)):
        client.force_login(user)
        response = client.get(address("minutes", row))
        response.close()
        assert response.status_code == status


@pytest.mark.parametrize("more", [0, 3])
@pytest.mark.parametrize(("name", "queries"), [("meeting", 24), ("projector", 19)])
def test_page_asks_the_same_number_of_questions(
    client, meeting, round_, chair, name, queries, more, django_assert_num_queries
):
    for number in range(more):
        scored(round_, str(80 + number))
        record_motion(meeting, rank=None, text="ญัตติ", votes=Votes(1, 0), by=chair)
    client.force_login(chair)

    with django_assert_num_queries(queries):
        client.get(address(name, meeting if name == "meeting" else round_))
