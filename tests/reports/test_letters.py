"""Award letters: numbered once, worded as they stand, printed so that the text can be copied."""

import subprocess
import zipfile
from datetime import date
from functools import partial

import pytest
from django.utils import translation

from budgets.enums import Grade
from groups.enums import Role
from groups.models import Event, Notice
from groups.models.owed import MOST_TRIES
from reports import letters as wording
from reports import services
from reports.enums import Capacity
from reports.models import Letter, LetterRun, Register
from reports.selectors.letters import progress
from reports.services import LetterRefusedError
from reports.services import letters as work
from selection_site.lib import clock, uploads
from selection_site.lib.pdf import Press
from tests.at_once import at_once
from tests.factories import budgets as make
from tests.factories.groups import PostFactory
from tests.factories.reports import letterhead
from tests.factories.submissions import CallFactory

pytestmark = pytest.mark.django_db

APPROVED = date(2020, 7, 2)
DATED = date(2020, 7, 3)


@pytest.fixture(autouse=True)
def in_english_after_approval():
    with translation.override("en"):
        clock.travel(APPROVED)
        yield


@pytest.fixture
def call():
    """A year with one allocation in Sa Kaeo and one in Surin, the letterhead complete."""
    letterhead()
    allocation = make.AllocationFactory(submission__group__name="กลุ่มออมทรัพย์เพื่อการผลิตบ้านโสนน้อย")
    make.allocation_elsewhere(batch=allocation.batch, grade=Grade.GOOD)
    clock.travel(DATED)
    return allocation.batch.call


@pytest.fixture(scope="module")
def press():
    return Press()


def text_of(path):
    command = ["pdftotext", "-raw", str(uploads.absolute(path)), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def squeezed(text):
    """Without white space: a printed line may end anywhere between two words."""
    return "".join(text.split())


def test_order_numbers_a_letter_for_each_allocation_from_the_register(call):
    Register.objects.create(year=2563, last_number=96)

    services.order_letters(call, dated_on=DATED, by=make.staff())

    numbered = Letter.objects.values_list("province__name", "number", "reference")
    assert list(numbered) == [
        ("สระแก้ว", 97, "มท ๐๔๐๗/๙๗"),
        ("สุรินทร์", 98, "มท ๐๔๐๗/๙๘"),
    ]
    assert Register.objects.get().last_number == 98


def test_order_begins_a_register_with_the_calendar_year(call):
    services.order_letters(call, dated_on=DATED, by=make.staff())

    assert list(Register.objects.values_list("year", "last_number")) == [(2563, 2)]


def test_order_writes_into_the_chain(call):
    services.order_letters(call, dated_on=DATED, by=make.staff())

    event = Event.objects.get(verb="letters_order")
    assert event.detail == {"letters": 2, "first": 1, "last": 2}


@pytest.mark.parametrize("role", set(Role) - {Role.STAFF})
def test_order_is_refused_to_other_posts(call, role):
    with pytest.raises(LetterRefusedError, match="Only department staff"):
        services.order_letters(call, dated_on=DATED, by=PostFactory(role=role).user)

    assert Letter.objects.count() == 0


def test_order_is_refused_before_the_allocation_is_approved():
    letterhead()
    allocation = make.AllocationFactory(batch__stage="proposed")

    with pytest.raises(LetterRefusedError, match="not approved yet"):
        services.order_letters(allocation.batch.call, dated_on=APPROVED, by=make.staff())

    assert Letter.objects.count() == 0


@pytest.mark.parametrize(
    ("day", "why"), [(date(2020, 6, 30), "before the allocation"), (date(2020, 7, 4), "future")]
)
def test_order_is_refused_on_a_day_that_cannot_be(call, day, why):
    with pytest.raises(LetterRefusedError, match=why):
        services.order_letters(call, dated_on=day, by=make.staff())

    assert Letter.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "why"), [({"signer": ""}, "who signs"), ({"prefix": "มท ๐๔xx"}, "มท ๐๔xx")]
)
def test_order_is_refused_while_the_letterhead_lacks_something(call, values, why):
    letterhead(**values)

    with pytest.raises(LetterRefusedError, match=why):
        services.order_letters(call, dated_on=DATED, by=make.staff())

    assert (Letter.objects.count(), Register.objects.count()) == (0, 0)


def test_order_twice_numbers_once(call):
    services.order_letters(call, dated_on=DATED, by=make.staff())

    with pytest.raises(LetterRefusedError, match="ordered already"):
        services.order_letters(call, dated_on=DATED, by=make.staff())

    assert (LetterRun.objects.count(), Register.objects.get().last_number) == (1, 2)


def test_letter_says_what_the_province_receives_and_what_is_due(call):
    allocation = call.batches.get().allocations.for_list().get(grade=Grade.OUTSTANDING)

    text = wording.award(allocation, letterhead(), number=97, dated_on=DATED)

    assert text == {
        "emblem": "",
        "reference": "มท ๐๔๐๗/๙๗",
        "office": [
            "กรมการพัฒนาชุมชน",
            "ศูนย์ราชการเฉลิมพระเกียรติ ๘๐ พรรษาฯ",
            "ถนนแจ้งวัฒนะ กทม. ๑๐๒๑๐",
        ],
        "date": "๓ กรกฎาคม ๒๕๖๓",
        "subject": (
            "การจัดสรรงบประมาณสนับสนุนโครงการเสริมสร้างศักยภาพกิจกรรมเครือข่ายธุรกิจชุมชน "
            "ประจำปีงบประมาณ พ.ศ. ๒๕๖๓"
        ),
        "recipient": "ผู้ว่าราชการจังหวัดสระแก้ว",
        "paragraphs": [
            "ตามที่ กรมการพัฒนาชุมชน ได้กำหนดดำเนิน"
            "โครงการเสริมสร้างศักยภาพกิจกรรมเครือข่ายธุรกิจชุมชน ประจำปีงบประมาณ พ.ศ. ๒๕๖๓ "
            "และจังหวัดสระแก้วได้จัดส่งแผนธุรกิจและคลิปวิดีโอของ"
            "กลุ่มออมทรัพย์เพื่อการผลิตบ้านโสนน้อย หมู่ที่ ๒ ตำบลท่าข้าม อำเภออรัญประเทศ จังหวัดสระแก้ว "
            "เพื่อเข้ารับการคัดเลือกจากคณะกรรมการคัดเลือกกลุ่มออมทรัพย์เพื่อการผลิตดีเด่น นั้น",
            "กรมการพัฒนาชุมชนขอเรียนว่า คณะกรรมการฯ ได้กลั่นกรองและคัดเลือกตามเกณฑ์ที่กำหนดแล้ว "
            "ผลปรากฏว่ากลุ่มออมทรัพย์เพื่อการผลิตบ้านโสนน้อยได้รับการคัดเลือกในระดับดีเด่น "
            "จึงจัดสรรงบประมาณให้จังหวัดสระแก้ว จำนวน ๙๐,๐๐๐ บาท (เก้าหมื่นบาทถ้วน) "
            "เพื่อสนับสนุนการดำเนินงานตามแผนธุรกิจของกลุ่มดังกล่าว และขอให้จังหวัดดำเนินการ ดังนี้",
            "๑. จัดซื้อจัดจ้างตามแผนธุรกิจที่ได้รับการคัดเลือกสนับสนุนงบประมาณ ให้แล้วเสร็จภายในวันที่ "
            "๓๑ กรกฎาคม ๒๕๖๓ โดยถือปฏิบัติตามพระราชบัญญัติการจัดซื้อจัดจ้างและการบริหารพัสดุภาครัฐ "
            "พ.ศ. ๒๕๖๐ และระเบียบที่เกี่ยวข้อง",
            "๒. รายงานผลการดำเนินงาน พร้อมคลิปวิดีโอกิจกรรมเครือข่าย (ธุรกิจชุมชน) "
            "ให้กรมการพัฒนาชุมชนทราบ ภายในวันที่ ๒๐ สิงหาคม ๒๕๖๓",
            "๓. บันทึกผลการดำเนินงานในระบบ Budget and Project Management (BPM) "
            "พร้อมแนบไฟล์ข้อมูลและรูปภาพ ภายในวันที่ ๓๑ สิงหาคม ๒๕๖๓",
            "จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการ",
        ],
        "closing": "ขอแสดงความนับถือ",
        "signature": ["(นางสาวสมศรี มั่นคง)", "อธิบดีกรมการพัฒนาชุมชน"],
        "contact": ["สำนักพัฒนาทุนและองค์กรการเงินชุมชน", "โทร. ๐ ๒๑๔๑ ๖๐๐๐"],
    }


def test_signature_names_the_capacity_and_the_office_represented():
    agency = letterhead(
        signer="นายถวิล ยี่สุนแสง",
        signer_position="รองอธิบดี",
        capacity=Capacity.ON_BEHALF,
        represented="อธิบดีกรมการพัฒนาชุมชน",
    )

    assert wording.signature(agency) == [
        "(นายถวิล ยี่สุนแสง)",
        "รองอธิบดี ปฏิบัติราชการแทน",
        "อธิบดีกรมการพัฒนาชุมชน",
    ]


def test_letter_calls_a_group_by_what_it_is_and_names_its_village_once(call):
    submission = call.batches.get().allocations.for_list()[0].submission
    submission.group.name, submission.group.village = "บ้านหนองปรือ 2", "บ้านใหม่"

    assert wording.group_name(submission) == "กลุ่มออมทรัพย์เพื่อการผลิตบ้านหนองปรือ 2"
    assert wording.place_of(submission) == ("หมู่ที่ 2 บ้านใหม่ ตำบลท่าข้าม อำเภออรัญประเทศ จังหวัดสระแก้ว")


def test_later_edits_do_not_change_what_an_ordered_letter_says(call):
    services.order_letters(call, dated_on=DATED, by=make.staff())

    letterhead(signer="คนอื่น")
    call.follow_up_due_on = date(2020, 8, 25)
    call.save()

    content = Letter.objects.first().content
    assert content["signature"][0] == "(นางสาวสมศรี มั่นคง)"
    assert "ภายในวันที่ ๒๐ สิงหาคม ๒๕๖๓" in content["paragraphs"][3]


def test_made_letter_extracts_exactly(call, press):
    services.order_letters(call, dated_on=DATED, by=make.staff())
    letter = Letter.objects.first()

    work.make_letter(letter.pk, press=press)

    letter.refresh_from_db()
    said = letter.content
    parts = [
        "(ตราครุฑ)",
        f"ที่ {said['reference']}",
        *said["office"],
        said["date"],
        f"เรื่อง {said['subject']}",
        f"เรียน {said['recipient']}",
        *said["paragraphs"],
        said["closing"],
        *said["signature"],
        *said["contact"],
    ]
    assert squeezed(text_of(letter.path)) == squeezed("".join(parts))


def test_made_letter_is_one_sheet(call, press):
    services.order_letters(call, dated_on=DATED, by=make.staff())

    work.make_letter(Letter.objects.first().pk, press=press)

    assert text_of(Letter.objects.first().path).count("\f") == 1


def test_text_of_people_is_not_read_as_tags(call, press):
    group = call.batches.get().allocations.first().submission.group
    group.name = "กลุ่มออมทรัพย์ <b>หนา</b> & <img src='file:///etc/passwd'>"
    group.save()
    services.order_letters(call, dated_on=DATED, by=make.staff())

    letter = Letter.objects.first()
    made = work.make_letter(letter.pk, press=press)

    letter.refresh_from_db()
    assert made
    assert squeezed("<b>หนา</b> & <img src='file:///etc/passwd'>") in squeezed(text_of(letter.path))


def test_make_letters_makes_all_and_binds_them(call):
    run = services.order_letters(call, dated_on=DATED, by=make.staff())

    made = services.make_letters()

    run.refresh_from_db()
    names = zipfile.ZipFile(uploads.absolute(run.archive_path)).namelist()
    assert made == 2
    assert text_of(run.joint_path) == "".join(
        text_of(path) for path in Letter.objects.values_list("path", flat=True)
    )
    assert names == ["2563-0001 สระแก้ว.pdf", "2563-0002 สุรินทร์.pdf"]


def test_make_letters_twice_makes_nothing_more(call):
    services.order_letters(call, dated_on=DATED, by=make.staff())
    services.make_letters()
    before = list(Letter.objects.values_list("path", "sha256"))

    again = services.make_letters()

    assert (again, list(Letter.objects.values_list("path", "sha256"))) == (0, before)


def test_made_letter_is_told_to_the_officers_of_its_province_alone(call):
    officer = make.provincial_officer()
    PostFactory(role=Role.PROVINCE_HEAD)
    services.order_letters(call, dated_on=DATED, by=make.staff())

    services.make_letters()

    letter = Letter.objects.get(province="27")
    assert list(Notice.objects.filter(key__startswith="letter").values_list("user", "key")) == [
        (officer.pk, f"letter:{letter.pk}")
    ]


def test_province_sees_its_own_letter_once_it_is_made(call):
    officer = make.provincial_officer()
    services.order_letters(call, dated_on=DATED, by=make.staff())
    before = list(Letter.objects.visible_to(officer))

    services.make_letters()

    assert before == []
    assert list(Letter.objects.visible_to(officer)) == [Letter.objects.get(province="27")]


def test_letter_that_fails_stays_owed_with_its_error_and_spares_the_others(call):
    run = services.order_letters(call, dated_on=DATED, by=make.staff())
    broken = Letter.objects.first()
    broken.content["emblem"] = "../outside.png"
    broken.save()

    made = services.make_letters()

    broken.refresh_from_db()
    state = progress(run)
    assert (made, broken.path, broken.tries, broken.claimed_until) == (1, "", 1, None)
    assert "outside.png" in broken.last_error
    assert (state.done, state.total, state.bound) == (1, 2, False)


def test_letter_is_given_up_after_five_tries_until_staff_try_again(call):
    run = services.order_letters(call, dated_on=DATED, by=make.staff())
    Letter.objects.update(tries=MOST_TRIES, last_error="no room")
    idle = services.make_letters()
    failed = len(progress(run).failed)

    owed = services.retry_letters(run, by=make.staff())
    made = services.make_letters()

    assert (idle, failed, owed, made) == (0, 2, 2, 2)


def test_retry_is_refused_to_other_posts(call):
    run = services.order_letters(call, dated_on=DATED, by=make.staff())
    Letter.objects.update(tries=MOST_TRIES)

    with pytest.raises(LetterRefusedError):
        services.retry_letters(run, by=make.director())

    assert services.make_letters() == 0


def test_claimed_letter_is_left_to_the_worker_who_has_it(call, press):
    services.order_letters(call, dated_on=DATED, by=make.staff())
    letter = Letter.objects.first()
    Letter.objects.claim(letter.pk, lease=work.LEASE)

    assert work.make_letter(letter.pk, press=press) is False


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_and_no_repeat_when_years_order_at_once():
    letterhead()
    staff, calls = make.staff(), []
    for year in (2563, 2564, 2565):
        batch = make.BatchFactory(call=CallFactory(year=year))
        make.AllocationFactory.create_batch(4, batch=batch)
        calls += [batch.call, batch.call]
    clock.travel(DATED)

    def order(call):
        services.order_letters(call, dated_on=DATED, by=staff)
        return "ordered"

    outcomes = at_once(*[partial(order, call) for call in calls], refusals=LetterRefusedError)

    numbers = Letter.objects.order_by("number").values_list("number", flat=True)
    assert sorted(outcomes) == ["ordered"] * 3 + ["refused"] * 3
    assert list(numbers) == list(range(1, 13))
    assert Register.objects.get().last_number == 12


def test_job_that_was_killed_each_time_can_be_tried_again(call):
    run = services.order_letters(call, dated_on=DATED, by=make.staff())
    services.make_letters()
    LetterRun.objects.update(tries=MOST_TRIES, joint_path="", archive_path="")
    run.refresh_from_db()

    assert not progress(run).moves
    assert progress(run).binding_failed
