"""What the minutes of the committee say: รายงานการประชุม, form 11 of the rules on correspondence.

A pure function: rows in, wording out, in Thai and with Thai digits; nothing is read or rendered.
"""

from collections.abc import Iterable, Sequence
from datetime import time
from itertools import pairwise
from typing import NamedTuple, TypedDict

from groups.models import User
from scoring.enums import MotionResult, RoundNumber, SelectionMode, TieStep
from scoring.models import Attendance, ConflictQuestion, Meeting, Motion, TieRuling
from scoring.selectors import Place, Rung
from scoring.selectors.ladder import apart
from scoring.selectors.selection import Rules
from selection_site.lib import dates, thai
from submissions.models import Submission

COMMITTEE = "คณะกรรมการคัดเลือกกลุ่มออมทรัพย์เพื่อการผลิตดีเด่น"
ROUNDS = {RoundNumber.FIRST: "การกลั่นกรองรอบแรก", RoundNumber.SECOND: "การคัดเลือกรอบสอง"}
INSIDE = {RoundNumber.FIRST: "ผ่านการกลั่นกรองรอบแรก", RoundNumber.SECOND: "ได้รับการคัดเลือกระดับดีเด่น"}
RESULTS = {
    MotionResult.CARRIED: "เห็นชอบ",
    MotionResult.LOST: "ไม่เห็นชอบ",
    MotionResult.EQUAL: "คะแนนเสียงเท่ากัน",
}
STEPS = {
    TieStep.MEDIAN: "ค่ามัธยฐานของคะแนนรวมที่สูงกว่า",
    TieStep.MISSING: "จำนวนใบให้คะแนนที่ขาดน้อยกว่า",
    TieStep.VOTE: "มติของคณะกรรมการ",
    TieStep.LOT: "การจับสลากด้วยค่าสุ่มที่เปิดเผย",
}
NONE = "ไม่มี"
NOTED = "ที่ประชุมรับทราบ"
VOTED = "เป็นไปตามผลการลงคะแนนข้างต้น"


class Person(TypedDict):
    number: str
    name: str
    role: str
    reason: str


class Agendum(TypedDict):
    number: str
    title: str
    paragraphs: list[str]
    resolution: str
    names: list[str]


class MinutesText(TypedDict):
    """The minutes from top to bottom, each part as the lines that are printed."""

    title: list[str]
    present: list[Person]
    absent: list[Person]
    began: str
    agenda: list[Agendum]
    ended: str
    secretary: str
    checker: str


class Facts(NamedTuple):
    """Everything that the minutes of one meeting are written from."""

    meeting: Meeting
    attendances: Sequence[Attendance]
    motions: Sequence[Motion]
    places: Sequence[Place]
    rulings: Sequence[TieRuling]
    ladder: Sequence[Rung]
    rules: Rules
    stepped_out: Sequence[tuple[User, list[str]]]
    questions: Sequence[ConflictQuestion]


def minutes(facts: Facts) -> MinutesText:
    """Word the minutes; what it says is copied as things stand now."""
    meeting = facts.meeting
    present = [row for row in facts.attendances if row.is_present]
    absent = [row for row in facts.attendances if not row.is_present]
    return {
        "title": [
            f"รายงานการประชุม{COMMITTEE}",
            _digits(f"ครั้งที่ {meeting.number}/{meeting.call.year}"),
            _digits(f"เมื่อวันที่ {dates.long_thai(meeting.held_on)}"),
            _digits(f"ณ {meeting.place}"),
        ],
        "present": people(present),
        "absent": people(absent),
        "began": f"เริ่มประชุมเวลา {_clock(meeting.began_at)}",
        "agenda": _agenda(facts),
        "ended": f"เลิกประชุมเวลา {_clock(meeting.ended_at)}",
        "secretary": meeting.secretary,
        "checker": meeting.checker,
    }


def people(rows: Iterable[Attendance]) -> list[Person]:
    return [
        {
            "number": _digits(f"{number}."),
            "name": str(row.member),
            "role": "ประธานกรรมการ" if row.is_chair else "กรรมการ",
            "reason": _digits(row.reason),
        }
        for number, row in enumerate(rows, 1)
    ]


def _agenda(facts: Facts) -> list[Agendum]:
    round_ = ROUNDS[RoundNumber(facts.meeting.round.number)]
    others = [_motion(motion) for motion in facts.motions if motion.rank is None]
    return [
        _item(1, "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ", _told(facts), NOTED),
        _item(2, "เรื่องรับรองรายงานการประชุม", [NONE]),
        _item(3, "เรื่องสืบเนื่อง", [NONE]),
        _item(4, "เรื่องเสนอเพื่อทราบ", _conflicts(facts), NOTED),
        _item(
            5,
            f"เรื่องเสนอเพื่อพิจารณา ผล{round_}",
            _considered(facts),
            _resolution(facts),
            _names(facts.places),
        ),
        _item(6, "เรื่องอื่น ๆ", others or [NONE], VOTED if others else ""),
    ]


def _item(
    number: int,
    title: str,
    paragraphs: Iterable[str],
    resolution: str = "",
    names: Iterable[str] = (),
) -> Agendum:
    return {
        "number": _digits(f"ระเบียบวาระที่ {number}"),
        "title": _digits(title),
        "paragraphs": [_digits(text) for text in paragraphs],
        "resolution": _digits(resolution),
        "names": [_digits(name) for name in names],
    }


def _told(facts: Facts) -> list[str]:
    meeting = facts.meeting
    year = meeting.call.year
    told = [
        f"ประธานแจ้งว่า การให้คะแนนใน{ROUNDS[RoundNumber(meeting.round.number)]} "
        f"ประจำปีงบประมาณ พ.ศ. {year} สิ้นสุดแล้ว มีผลงานที่ได้รับการให้คะแนน "
        f"{len(facts.places)} แห่ง"
    ]
    if meeting.round.marked_note:
        told.append(f"มติเกี่ยวกับใบให้คะแนนที่ขาด: {meeting.round.marked_note}")
    if facts.rules.mode == SelectionMode.CLUSTER:
        told.append("การคัดเลือกใช้โควตาตามกลุ่มจังหวัด ตามที่ประกาศไว้ก่อนเปิดรอบแรก")
    if facts.rules.carried_percent:
        told.append(f"คะแนนรอบแรกคิดเป็นร้อยละ {facts.rules.carried_percent} ของคะแนนรอบสอง")
    return told


def _conflicts(facts: Facts) -> list[str]:
    lines = [
        f"{member} แจ้งส่วนได้เสียและไม่ร่วมพิจารณา {', '.join(groups)}"
        for member, groups in facts.stepped_out
    ]
    lines += [
        f"กรณี{row.judge} กับ{named(row.submission)} วินิจฉัยว่า"
        f"{'มีส่วนได้เสีย ไม่นับใบให้คะแนน' if row.upheld else 'ไม่มีส่วนได้เสีย'} เนื่องจาก{row.ruling}"
        for row in facts.questions
    ]
    return lines or ["ไม่มีกรรมการแจ้งส่วนได้เสีย"]


def _considered(facts: Facts) -> list[str]:
    steps = ", ".join(f"({at}) {step_text(rung)}" for at, rung in enumerate(facts.ladder, 1))
    text = [f"กรณีคะแนนเท่ากัน ให้เรียงลำดับตามขั้นตอนที่ประกาศไว้ ดังนี้ {steps}"]
    text += [_decided(upper, lower) for upper, lower in _told_apart(facts.places)]
    text += [_ruled(ruling) for ruling in facts.rulings]
    text += [_motion(motion) for motion in facts.motions if motion.rank is not None]
    return text


def step_text(rung: Rung) -> str:
    if rung.kind == TieStep.CRITERION:
        return f"คะแนนเฉลี่ยของเกณฑ์ข้อ {rung.criterion} ที่สูงกว่า"
    return STEPS[rung.kind]


def _told_apart(places: Sequence[Place]) -> list[tuple[Place, Place]]:
    """The neighbours that a computed step of the ladder put in order."""
    return [
        (upper, lower)
        for upper, lower in pairwise(places)
        if upper.decision and upper.decision.upper is not None
    ]


def _decided(upper: Place, lower: Place) -> str:
    made = upper.decision
    if made is None or made.upper is None or made.lower is None:
        return ""
    whole = made.kind == TieStep.MISSING
    pair = (f"{made.upper:.0f}", f"{made.lower:.0f}") if whole else apart(made.upper, made.lower)
    figures = " และ ".join(pair)
    return (
        f"{named(upper.submission)} และ{named(lower.submission)} "
        f"ได้ {upper.score} คะแนนเท่ากัน "
        f"เรียงลำดับโดย{step_text(Rung(made.kind, made.criterion))} ({figures})"
    )


def _ruled(ruling: TieRuling) -> str:
    order = " ".join(
        f"ลำดับ {place.place} {named(place.submission)}"
        + (f" ({place.votes} เสียง)" if place.votes is not None else "")
        for place in ruling.places.all()
    )
    step = STEPS[TieStep(ruling.kind)]
    return f"กลุ่มที่ได้ {ruling.score} คะแนนเท่ากัน เรียงลำดับโดย{step}: {order} ({ruling.reason})"


def _motion(motion: Motion) -> str:
    return (
        f"ญัตติ: {motion.text} เห็นชอบ {motion.votes_for} เสียง "
        f"ไม่เห็นชอบ {motion.votes_against} เสียง งดออกเสียง {motion.abstained} เสียง "
        f"ผล: {RESULTS[MotionResult(motion.result)]}"
    )


def _resolution(facts: Facts) -> str:
    number = RoundNumber(facts.meeting.round.number)
    inside = [place for place in facts.places if place.inside]
    return f"เห็นชอบให้กลุ่มออมทรัพย์เพื่อการผลิต {len(inside)} แห่ง {INSIDE[number]} ดังนี้"


def _names(places: Iterable[Place]) -> list[str]:
    """Those inside in their order, a line each."""
    inside = [place.submission for place in places if place.inside]
    return [f"{at}. {named(submission)}" for at, submission in enumerate(inside, 1)]


def named(submission: Submission) -> str:
    """A group with its province: villages of one name are many."""
    return f"{submission.group} จังหวัด{submission.province.name}"


def _clock(moment: time | None) -> str:
    return _digits(f"{moment:%H.%M} น.") if moment else "..................."


def _digits(text: str) -> str:
    """In Thai digits; a line does not end between the era and its year."""
    return thai.to_thai_digits(text).replace("พ.ศ. ", "พ.ศ.\N{NO-BREAK SPACE}")
