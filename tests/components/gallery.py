"""Every component on one page, as an officer would meet it."""

from pathlib import Path
from types import SimpleNamespace as Row

from crispy_forms.helper import FormHelper
from crispy_forms.layout import (
    HTML,
    Button,
    ButtonHolder,
    Column,
    Div,
    Field,
    Fieldset,
    Layout,
    Submit,
)
from crispy_forms.layout import Row as FormRow
from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template import engines

PAGE = Path(__file__).with_name("gallery.html")
BUSINESSES = [("rice", "ข้าวและแปรรูป"), ("weave", "ทอผ้า"), ("other", "อื่น ๆ")]


class Person:
    is_authenticated = True

    def __str__(self):
        return "นายวิชัย แก้วมณี"


class PlanForm(forms.Form):
    name = forms.CharField(label="ชื่อธุรกิจ", help_text="ตามที่คนในชุมชนเรียก")
    group_key = forms.CharField(widget=forms.HiddenInput)
    business = forms.ChoiceField(
        label="ประเภทธุรกิจ", choices=BUSINESSES, widget=forms.RadioSelect, help_text="เลือกหนึ่งข้อ"
    )
    markets = forms.MultipleChoiceField(
        label="ช่องทางขาย",
        choices=[("shop", "ร้านค้าชุมชน"), ("online", "ออนไลน์")],
        widget=forms.CheckboxSelectMultiple,
    )
    members = forms.CharField(
        label="จำนวนสมาชิก",
        widget=forms.TextInput(
            attrs={"data-suffix": "คน", "data-width": "short", "inputmode": "numeric"}
        ),
    )
    started = forms.CharField(
        label="วันที่เริ่ม",
        required=False,
        help_text="เช่น 25/05/2563",
        widget=forms.TextInput(attrs={"data-be-date": True}),
    )
    unit = forms.ChoiceField(label="หน่วย", choices=[("", "เลือก"), ("kg", "กิโลกรัม")])
    aims = forms.CharField(label="เป้าหมาย", widget=forms.Textarea, help_text="ไม่เกิน 500 ตัวอักษร")
    paper = forms.FileField(label="แผนฉบับลงนาม", widget=forms.FileInput, required=False)
    opened = forms.SplitDateTimeField(
        label="วันและเวลาเปิดร้าน",
        help_text="วันก่อน แล้วเวลา",
        widget=forms.SplitDateTimeWidget(
            date_attrs={"aria-label": "วัน"}, time_attrs={"aria-label": "เวลา"}
        ),
    )
    agreed = forms.BooleanField(label="กลุ่มยินยอมให้เผยแพร่ภาพในคลิป", help_text="ถอนได้ทุกเมื่อ")

    helper = FormHelper()
    helper.layout = Layout(
        Fieldset(
            "ธุรกิจ",
            "name",
            "group_key",
            "business",
            "markets",
            FormRow(Column("members"), Column("started")),
            "unit",
            Field("aims", css_class="long"),
            "paper",
            "opened",
            "agreed",
        ),
        Div(HTML("<p>ตรวจทานก่อนบันทึก</p>"), css_class="card", css_id="check"),
        ButtonHolder(Submit("save", "บันทึก"), Button("look", "ดูตัวอย่าง")),
    )


class LineForm(forms.Form):
    item = forms.CharField(label="รายการ")
    quantity = forms.CharField(
        label="จำนวน", widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    unit_price = forms.CharField(
        label="ราคาต่อหน่วย",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "data-suffix": "บาท"}),
    )
    source = forms.ChoiceField(label="แหล่งเงิน", choices=[("department", "กรมฯ"), ("group", "กลุ่ม")])


class AimForm(forms.Form):
    aim = forms.CharField(label="เป้าหมาย")
    target = forms.CharField(label="ค่าเป้าหมาย", required=False)


class ClipForm(forms.Form):
    clip = forms.FileField(
        label="คลิปวิดีโอ",
        help_text="ไม่เกิน 5 นาที และไม่เกิน 500 MB",
        widget=forms.FileInput(attrs={"data-max-bytes": 1024 * 1024, "accept": "video/*"}),
    )
    title = forms.CharField(label="ชื่อคลิป")


Lines = forms.formset_factory(LineForm, extra=1, can_delete=True, can_order=True)
Aims = forms.formset_factory(AimForm, extra=1, can_delete=True)

LINES = [
    {"item": "เครื่องอบแห้งพลังงานแสงอาทิตย์", "quantity": "1", "unit_price": "32,500.00"},
    {"item": "ถุงสุญญากาศ", "quantity": "๑,๐๐๐", "unit_price": "12.25"},
    {"item": "เครื่องซีล", "quantity": "2.5", "unit_price": "9,000", "source": "group"},
    {"item": "ชั้นวางสินค้า", "quantity": "4", "unit_price": "15,000"},
]


def refused_lines():
    """A budget table sent back: the second row has no unit price."""
    posted = {
        "lines-TOTAL_FORMS": "2", "lines-INITIAL_FORMS": "0",
        "lines-0-item": "เครื่องซีล", "lines-0-quantity": "2", "lines-0-unit_price": "10",
        "lines-0-source": "department", "lines-1-item": "ถุง", "lines-1-quantity": "1",
        "lines-1-source": "department",
    }  # fmt: skip
    return Lines(posted, prefix="lines")


def steps():
    return [
        Row(label="ประกาศ", state="done", detail="7 พ.ค.", url="/"),
        Row(label="ส่งแผน", state="late", detail="ถึง 29 พ.ค.", url=""),
        Row(label="รอบแรก", state="now", detail="ถึง 30 มิ.ย.", url="/"),
        Row(label="รอบสอง", state="next", detail="ถึง 30 มิ.ย.", url=""),
        Row(label="จัดสรร", state="next", detail="ก.ค.", url=""),
        Row(label="จัดซื้อ", state="next", detail="ก.ค.", url=""),
        Row(label="รายงาน", state="next", detail="20 ส.ค.", url=""),
    ]


def page_values():
    rows = [
        ("สระแก้ว", "บ้านโสนน้อย หมู่ที่ 2 ตำบลท่าข้าม", "good", "ส่งแล้ว", "87.33", "90,000.00"),
        ("เชียงใหม่", "บ้านดอยสะเก็ด", "warn", "ใกล้กำหนด", "86.50", "90,000.00"),
        ("ตราด", "บ้านน้ำเชี่ยว", "bad", "เกินกำหนด", "80.17", "50,000.00"),
    ]
    return {
        "user": Person(),
        "posts": ["พัฒนากรอำเภออรัญประเทศ จังหวัดสระแก้ว"],
        "menu": [
            Row(label="งานของฉัน", url="/", current=True, count=3),
            Row(label="แผนธุรกิจ", url="/", current=False),
            Row(label="รายงานผล", url="/", current=False),
        ],
        "unread_notices": 2,
        "notices_url": "/",
        "year_steps": steps(),
        "year_title": "ปีงบประมาณ 2563",
        "tasks": [
            Row(title="ส่งแผนธุรกิจให้จังหวัด", url="/", due="อีก 3 วัน ถึง 25 พ.ค. 2563", tone="warn",
                detail="เหลือคลิปวิดีโอและตารางงบประมาณ"),
            Row(title="แก้แผนที่จังหวัดส่งกลับ", url="/", due="เกินมา 2 วัน", tone="bad"),
        ],
        "events": [
            Row(what="ส่งกลับแก้ไข", who="นางมาลี พัฒนาการ", when="24 พ.ค. 2563 09.30 น.", tone="bad",
                note="ตารางงบประมาณยังไม่มีราคาต่อหน่วย\nคลิปยาวเกิน 5 นาที"),
            Row(what="ส่งให้จังหวัด", who="นายวิชัย แก้วมณี", when="23 พ.ค. 2563 15.10 น."),
        ],
        "badges": [("neutral", "ยังไม่เริ่ม"), ("info", "กำลังเขียน"), ("good", "ส่งแล้ว"),
                   ("warn", "ใกล้กำหนด"), ("bad", "เกินกำหนด")],
        "tabs": [
            Row(label="ทั้งหมด", url="/", current=True, count=76),
            Row(label="ยังไม่ส่ง", url="/", current=False, count=0),
            Row(label="สรุป", url="/", current=False, count=None),
        ],
        "looks": ["", "stack dense"],
        "rows": rows,
        "page": Paginator(range(76), 20).page(2),
        "facts": [("ที่ตั้ง", "ตำบลท่าข้าม\nอำเภออรัญประเทศ"), ("สมาชิก", 148), ("หนี้", 0), ("โทร.", "")],
        "progress_url": "/progress",
        "upload_url": "/upload",
        "upload": ClipForm(),
        "plan": PlanForm({"name": ""}),
        "lines": Lines(initial=LINES, prefix="lines"),
        "aims": Aims(initial=[{"aim": "ยอดขายเพิ่ม", "target": "ร้อยละ 10"}], prefix="aims"),
        "formsets": [refused_lines()],
        "limits": [50_000, 90_000],
    }  # fmt: skip


def gallery(request, **more):
    if request.method == "GET":
        messages.success(request, "บันทึกร่างแล้ว เมื่อ 14.05 น.")
    template = engines["django"].from_string(PAGE.read_text())
    return HttpResponse(template.render(page_values() | more, request))


def upload(request):
    """Takes a clip whose title is not empty, as views of the site do."""
    form = ClipForm(request.POST, request.FILES)
    if form.is_valid():
        messages.success(request, f"รับ {form.cleaned_data['clip'].name} แล้ว")
        return redirect("/taken")
    response = gallery(request, upload=form, formsets=[])
    response.status_code = 422
    return response


def progress(request):
    """The job of the gallery has ended by the time that it is asked for."""
    values = {"done": 36, "total": 36, "text": "จัดทำหนังสือครบแล้ว"}
    return render(request, "components/progress.html", values)
