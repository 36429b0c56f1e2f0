"""Calls and submissions, in every state that the constraints allow."""

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from selection_site.lib import clock
from submissions.enums import (
    ARRIVED,
    BudgetKind,
    BudgetSource,
    BusinessKind,
    ClipKind,
    ClipState,
    Committee,
    Stage,
    Weight,
)
from submissions.models import Attachment, BusinessPlan, Call, Clip, PlanVersion, Submission
from submissions.selectors import ROWS, plan_content, plan_digest
from submissions.selectors.privacy import CURRENT
from tests.factories.groups import SavingsGroupFactory, UserFactory


class CallFactory(DjangoModelFactory):
    """The call of the letter of May 2563, opened; `opened=False` leaves it in preparation."""

    class Meta:
        model = Call
        django_get_or_create = ("year",)

    class Params:
        opened = True

    year = 2563
    opens_on = date(2020, 5, 7)
    plans_due_on = date(2020, 5, 29)
    first_round_ends_on = date(2020, 6, 30)
    second_round_ends_on = date(2020, 6, 30)
    allocation_due_on = date(2020, 7, 31)
    procurement_due_on = date(2020, 7, 31)
    follow_up_due_on = date(2020, 8, 20)
    results_due_on = date(2020, 8, 31)

    @factory.lazy_attribute
    def opened_at(self):
        return clock.now() if self.opened else None


class SubmissionFactory(DjangoModelFactory):
    """A submission of a group in Aranyaprathet; `stage` brings the times that go with it."""

    class Meta:
        model = Submission

    call = factory.SubFactory(CallFactory)
    group = factory.SubFactory(SavingsGroupFactory)
    stage = Stage.NOT_STARTED

    @factory.lazy_attribute
    def district(self):
        return self.group.district

    @factory.lazy_attribute
    def province(self):
        return self.group.district.province

    @factory.lazy_attribute
    def started_at(self):
        return None if self.stage == Stage.NOT_STARTED else clock.now()

    @factory.lazy_attribute
    def sent_at(self):
        return None if self.stage in (Stage.NOT_STARTED, Stage.DRAFT) else clock.now()

    @factory.lazy_attribute
    def forwarded_at(self):
        return clock.now() if self.stage in ARRIVED else None


def plan_values(**changed):
    """What a complete plan says, as `write_plan` takes it; `changed` replaces single answers."""
    return {
        "house_number": "12/3",
        "founded_on": date(1987, 3, 9),
        "level": 3,
        "chairperson": "นางสมศรี ใจงาม",
        "telephone": "0812345678",
        "men": 84,
        "women": 136,
        "ordinary_members": 215,
        "associate_members": 3,
        "honorary_members": 5,
        "households_joined": 118,
        "households_total": 164,
        "finances_as_of": date(2020, 4, 30),
        "savings_baht": 4_218_300,
        "special_savings_baht": 385_000,
        "deposits_baht": 0,
        "loans": 97,
        "loans_baht": 3_640_500,
        "overdue_baht": 48_200,
        "reserve_baht": 512_000,
        "cash_baht": 731_450,
        "profit_baht": 236_900,
        "dividend_percent": 40,
        "rebate_percent": 15,
        "reserve_percent": 20,
        "welfare_percent": 15,
        "committee_percent": 10,
        "other_percent": None,
        "committee_seats": [
            {"committee": committee, "name": name, "post": "ประธาน"}
            for committee, name in zip(
                Committee,
                ("นางสมศรี ใจงาม", "นายบุญมี ทองคำ", "นางมาลี แก้วมณี", "นายวิชัย ศรีสุข"),
                strict=True,
            )
        ],
        "businesses_summary": "ร้านค้าชุมชนและโรงสีข้าว ให้สมาชิกซื้อของราคาเป็นธรรมและขายข้าวได้ราคา",
        "businesses": [
            {
                "kind": BusinessKind.SHOP,
                "name": "ร้านค้าชุมชนบ้านโสนน้อย",
                "started_year": 2548,
                "capital_baht": 350_000,
                "sales_1_baht": 1_020_000,
                "sales_2_baht": 1_115_000,
                "sales_3_baht": 1_240_000,
                "profit_1_baht": 88_000,
                "profit_2_baht": 97_500,
                "profit_3_baht": 112_300,
                "employed": 3,
                "customers": 190,
            },
        ],
        "strengths": "สมาชิกไว้วางใจ มีเงินสัจจะต่อเนื่องทุกเดือน",
        "weaknesses": "บรรจุภัณฑ์ยังไม่ทันสมัย",
        "opportunities": "ตลาดนัดชายแดนเปิดทุกสัปดาห์",
        "threats": "ร้านสะดวกซื้อในตำบล",
        "problems": "ข้าวเปลือกขายได้ราคาต่ำหลังเก็บเกี่ยว",
        "customers": "สมาชิก 190 ครัวเรือน และผู้มาตลาดนัด",
        "competitors": "ร้านค้าในหมู่บ้าน 2 ร้าน ซึ่งไม่มีข้าวของสมาชิก",
        "vision": "ร้านค้าของชุมชน สินค้าดี ราคาเป็นธรรม กำไรคืนสมาชิก",
        "objectives": "เพิ่มยอดขายข้าวสารบรรจุถุงของกลุ่ม และจ้างงานคนในหมู่บ้าน",
        "indicators": [
            {
                "name": "ยอดขายต่อเดือน",
                "unit": "บาท",
                "baseline": Decimal(103000),
                "target": Decimal(130000),
            },
            {"name": "คนมีงานทำ", "unit": "คน", "baseline": Decimal(3), "target": Decimal(6)},
        ],
        "goods": "ข้าวสารหอมมะลิถุง 1 และ 5 กิโลกรัม",
        "capacity": "ข้าวสาร 3,500 กิโลกรัม",
        "process": "รับซื้อข้าวเปลือก สี คัด บรรจุถุง",
        "standards": "มผช. ข้าวหอมมะลิ",
        "materials": [
            {
                "name": "ข้าวเปลือกหอมมะลิ",
                "origin": "สมาชิกในตำบลท่าข้าม",
                "unit": "ตัน",
                "unit_price_satang": 1_280_000,
            },
        ],
        "product": "ข้าวสารหอมมะลิบรรจุถุงสุญญากาศ 1 และ 5 กิโลกรัม",
        "pricing": "ถุงละ 45 และ 210 บาท ต่ำกว่าตลาดเล็กน้อย",
        "channels": "ร้านค้าชุมชน ตลาดนัด และสั่งซื้อทางโทรศัพท์",
        "promotion": "ป้ายหน้าร้าน และเฉลี่ยคืนตามยอดซื้อ",
        "monthly_sales_baht": 130_000,
        "management": "คณะกรรมการประชุมทุกวันที่ 5 แบ่งงานเป็นฝ่ายผลิตและฝ่ายขาย",
        "staff": "พนักงานขาย 2 คน คนสีข้าว 1 คน ค่าแรงวันละ 320 บาท",
        "bookkeeping": "เหรัญญิกทำบัญชีทุกวัน คณะกรรมการตรวจสอบทุกเดือน",
        "own_funds_baht": 60_000,
        "other_funds_baht": 0,
        "income_1_baht": 1_380_000,
        "income_2_baht": 1_450_000,
        "income_3_baht": 1_520_000,
        "expense_1_baht": 1_240_000,
        "expense_2_baht": 1_290_000,
        "expense_3_baht": 1_340_000,
        "break_even": "ขายข้าวสารบรรจุถุงเดือนละ 900 ถุง",
        "payback_months": 14,
        "activities": [
            {
                "name": "จัดซื้อถุงและข้าวเปลือก",
                "first_month": 10,
                "last_month": 10,
                "responsible": "ฝ่ายผลิต",
                "cost_baht": 17_500,
            },
            {
                "name": "บรรจุและจำหน่าย",
                "first_month": 11,
                "last_month": 12,
                "responsible": "ฝ่ายขาย",
                "cost_baht": None,
            },
        ],
        "partners": [
            {"name": "กลุ่มทำนาข้าวหอมมะลิตำบลท่าข้าม", "contribution": "ขายข้าวเปลือกให้กลุ่ม"},
        ],
        "risks": [
            {
                "name": "ราคาข้าวเปลือกสูงขึ้น",
                "chance": Weight.MEDIUM,
                "effect": Weight.HIGH,
                "answer": "ทำสัญญารับซื้อล่วงหน้ากับสมาชิก",
            },
        ],
        "expected_work": "คนในหมู่บ้านมีงานบรรจุถุงเพิ่มขึ้น",
        "expected_jobs": 3,
        "expected_income": "สมาชิกขายข้าวได้ราคาสูงขึ้น",
        "expected_income_baht": 180_000,
        "expected_welfare": "ทุนการศึกษาและเงินช่วยผู้สูงอายุ",
        "expected_welfare_people": 45,
        "has_agreed": True,
        "agreed_on": date(2020, 5, 10),
        "chair_name": "นางสมศรี ใจงาม",
        "chair_signed_on": date(2020, 5, 11),
        "worker_name": "นายสมชาย รักษ์ถิ่น",
        "worker_signed_on": date(2020, 5, 12),
        "head_name": "นางประไพ มั่นคง",
        "head_signed_on": date(2020, 5, 12),
        "privacy_version": CURRENT,
        "budget_lines": [
            {
                "item": "ถุงบรรจุภัณฑ์พิมพ์ลาย",
                "specification": "ถุงสุญญากาศ 1 กิโลกรัม พิมพ์ 4 สี",
                "quantity": Decimal(5000),
                "unit": "ใบ",
                "unit_price_satang": 350,
                "source": BudgetSource.DEPARTMENT,
                "kind": BudgetKind.MATERIAL,
                "priority": 1,
            },
            {
                "item": "ข้าวเปลือกหอมมะลิ",
                "specification": "ความชื้นไม่เกินร้อยละ 15",
                "quantity": Decimal("2.5"),
                "unit": "ตัน",
                "unit_price_satang": 1_280_000,
                "source": BudgetSource.DEPARTMENT,
                "kind": BudgetKind.MATERIAL,
                "priority": 2,
            },
            {
                "item": "จ้างออกแบบฉลาก",
                "specification": "",
                "quantity": Decimal(1),
                "unit": "งาน",
                "unit_price_satang": 500_000,
                "source": BudgetSource.DEPARTMENT,
                "kind": BudgetKind.HIRE,
                "priority": 3,
            },
            {
                "item": "ชั้นวางสินค้าเหล็ก 4 ชั้น",
                "specification": "",
                "quantity": Decimal(4),
                "unit": "ตัว",
                "unit_price_satang": 350_000,
                "source": BudgetSource.GROUP,
                "kind": BudgetKind.MATERIAL,
                "priority": 4,
            },
        ],
        **changed,
    }


class PlanFactory(DjangoModelFactory):
    """A complete plan in a draft; `values` replaces single answers, as in `plan_values`."""

    class Meta:
        model = BusinessPlan

    submission = factory.SubFactory(SubmissionFactory, stage=Stage.DRAFT)
    revision = 1
    saved_by = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class, *args, values=None, **kwargs):
        said = plan_values(**(values or {}))
        rows = {name: said.pop(name) for name in ROWS}
        plan = model_class.objects.create(**kwargs, **said)
        for name, each in rows.items():
            for place, row in enumerate(each):
                getattr(plan, name).create(position=place, **row)
        return plan


WITHOUT_LIGHT_COPIES = {
    "small_path": "", "small_bytes": None, "strip_path": "", "lightened_at": None,
}  # fmt: skip


class ClipFactory(DjangoModelFactory):
    """A clip of a plan that can be played; `received` is not looked into yet, `refused` is none.

    A `heavy` one has no copy for thin lines yet.

    The rows name files that need not lie there.
    """

    class Meta:
        model = Clip

    class Params:
        received = factory.Trait(
            state=ClipState.RECEIVED, seconds=None, width=None, height=None,
            playable_path="", poster_path="", **WITHOUT_LIGHT_COPIES,
        )  # fmt: skip
        heavy = factory.Trait(**WITHOUT_LIGHT_COPIES)
        refused = factory.Trait(
            state=ClipState.REFUSED, refusal="คลิปยาว 6 นาที 12 วินาที", seconds=None,
            width=None, height=None, playable_path="", poster_path="", **WITHOUT_LIGHT_COPIES,
        )  # fmt: skip

    submission = factory.SubFactory(SubmissionFactory, stage=Stage.DRAFT)
    kind = ClipKind.PLAN
    state = ClipState.PLAYABLE
    path = factory.Sequence(lambda n: f"clips/aa/{n}.mp4")
    name = "ร้านค้าชุมชนบ้านโสนน้อย.mp4"
    bytes = 24_500_000
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    content_type = "video/mp4"
    uploaded_by = factory.SubFactory(UserFactory)
    seconds = Decimal("184.20")
    width = 1280
    height = 720
    playable_path = factory.LazyAttribute(lambda clip: clip.path.replace(".mp4", ".play.mp4"))
    poster_path = factory.LazyAttribute(lambda clip: clip.path.replace(".mp4", ".jpg"))
    playable_bytes = 22_400_000
    small_path = factory.LazyAttribute(lambda clip: clip.path.replace(".mp4", ".small.mp4"))
    small_bytes = 8_100_000
    strip_path = factory.LazyAttribute(lambda clip: clip.path.replace(".mp4", ".strip.jpg"))
    lightened_at = factory.LazyFunction(clock.now)


class AttachmentFactory(DjangoModelFactory):
    """A file of a plan; the row names a file that need not lie there."""

    class Meta:
        model = Attachment

    submission = factory.SubFactory(SubmissionFactory, stage=Stage.DRAFT)
    path = factory.Sequence(lambda n: f"attachments/aa/{n}.pdf")
    name = "รายงานการประชุมสมาชิก.pdf"
    bytes = 182_000
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    content_type = "application/pdf"
    uploaded_by = factory.SubFactory(UserFactory)


class VersionFactory(DjangoModelFactory):
    """A complete plan, with a playable clip, as it was sent; the submission is with the province.

    Give `submission=` at any later stage, or `clip=` for a clip in another state.
    """

    class Meta:
        model = PlanVersion

    submission = factory.SubFactory(SubmissionFactory, stage=Stage.SENT)
    number = 1
    frozen_by = factory.SubFactory(UserFactory)
    clip = factory.SubFactory(ClipFactory, submission=factory.SelfAttribute("..submission"))
    captions_path = factory.SelfAttribute("clip.captions_path")

    @factory.lazy_attribute
    def content(self):
        if not BusinessPlan.objects.filter(submission=self.submission).exists():
            PlanFactory(submission=self.submission)
        return plan_content(self.submission)

    @factory.lazy_attribute
    def sha256(self):
        return plan_digest(self.content, self.clip, [])
