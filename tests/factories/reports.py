"""The letterhead, letters and reports."""

import io
from datetime import date
from decimal import Decimal

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from factory.django import DjangoModelFactory
from PIL import Image

from groups.enums import Role
from groups.models import Province
from reports.enums import ExportFormat, ExportKind, ReportStage
from reports.models import (
    Agency,
    Export,
    FollowUp,
    Photo,
    ReportFigure,
    ReportFile,
    ResultReport,
)
from selection_site.lib import clock
from submissions.enums import ClipKind
from tests.factories.budgets import AllocationFactory
from tests.factories.groups import PostFactory, UserFactory
from tests.factories.submissions import ClipFactory

SIGNER = "นางสาวสมศรี มั่นคง"


def letterhead(**values):
    """A letterhead that lacks nothing: letters can be numbered."""
    fields = {"prefix": "มท 0407", "signer": SIGNER, **values}
    Agency.objects.filter(pk=1).delete()
    return Agency.objects.create(pk=1, **fields)


def administrator():
    return PostFactory(role=Role.ADMINISTRATOR).user


class ReportFactory(DjangoModelFactory):
    """What both reports share; `stage` brings the times and people that go with it."""

    class Meta:
        abstract = True

    allocation = factory.SubFactory(AllocationFactory)
    stage = ReportStage.DRAFT
    revision = 1
    saved_by = factory.SubFactory(UserFactory)

    @factory.lazy_attribute
    def sent_at(self):
        return None if self.stage == ReportStage.DRAFT else clock.now()

    @factory.lazy_attribute
    def sent_by(self):
        return None if self.stage == ReportStage.DRAFT else UserFactory()

    @factory.lazy_attribute
    def decided_at(self):
        return clock.now() if self.decided_by else None

    @factory.lazy_attribute
    def decided_by(self):
        decided = (ReportStage.ACCEPTED, ReportStage.RETURNED)
        return UserFactory() if self.stage in decided else None

    @factory.lazy_attribute
    def return_note(self):
        return "ขอภาพถ่ายวันตรวจรับ" if self.stage == ReportStage.RETURNED else ""


class ResultReportFactory(ReportFactory):
    """A result report in which nothing is missing but pictures and figures."""

    class Meta:
        model = ResultReport

    held_from = date(2020, 8, 3)
    held_until = date(2020, 8, 5)
    venue = "ที่ทำการกลุ่ม บ้านโสนน้อย"
    participants = 42
    outcome = "ร้านค้าชุมชนขายดีขึ้น"


class FigureFactory(DjangoModelFactory):
    class Meta:
        model = ReportFigure

    report = factory.SubFactory(ResultReportFactory)
    position = 1
    activity = "ประชุมเครือข่าย"
    unit = "ครั้ง"
    planned = Decimal(4)
    achieved = Decimal(5)


class EvidenceFactory(DjangoModelFactory):
    """A file of a report; the row names a file that need not lie there."""

    class Meta:
        abstract = True

    report = factory.SubFactory(ResultReportFactory)
    name = "ตรวจรับวัสดุ.jpg"
    bytes = 182_000
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    content_type = "image/jpeg"
    uploaded_by = factory.SubFactory(UserFactory)


class PhotoFactory(EvidenceFactory):
    class Meta:
        model = Photo

    path = factory.Sequence(lambda n: f"photos/aa/{n}.jpg")
    thumbnail_path = factory.Sequence(lambda n: f"photos/aa/{n}.small.jpg")
    caption = "คณะกรรมการตรวจรับชั้นวางสินค้า"


class ReportFileFactory(EvidenceFactory):
    class Meta:
        model = ReportFile

    path = factory.Sequence(lambda n: f"report-files/aa/{n}.pdf")
    name = "ทะเบียนผู้เข้าร่วม.pdf"
    content_type = "application/pdf"


class FollowUpFactory(ReportFactory):
    """A follow-up with its summary; past the draft it has the clip that it was sent with."""

    class Meta:
        model = FollowUp

    summary = "กลุ่มซื้อชั้นวางสินค้าแล้ว และขายสินค้าร่วมกับสี่หมู่บ้าน"

    @factory.lazy_attribute
    def clip(self):
        return None if self.stage == ReportStage.DRAFT else follow_up_clip(self.allocation)


class ExportFactory(DjangoModelFactory):
    """A report that was ordered; `path` with a name makes one that was built."""

    class Meta:
        model = Export

    call = factory.SubFactory("tests.factories.submissions.CallFactory")
    kind = ExportKind.ROSTER
    format = ExportFormat.XLSX
    requested_by = factory.LazyFunction(lambda: PostFactory(role=Role.STAFF).user)
    path = ""
    sha256 = factory.LazyAttribute(lambda export: "0" * 64 if export.path else "")
    built_at = factory.LazyAttribute(lambda export: clock.now() if export.path else None)


def complete_report(**values):
    """A result report that can be sent: figures, days, outcome and a picture."""
    report = ResultReportFactory(**values)
    FigureFactory(report=report)
    PhotoFactory(report=report)
    return report


def follow_up_clip(allocation, **values):
    """The clip of the network activity, playable unless `values` say otherwise."""
    return ClipFactory(submission=allocation.submission, kind=ClipKind.FOLLOW_UP, **values)


def officer_elsewhere(role=Role.PROVINCE):
    """An officer of Surin, to whom Sa Kaeo's awards are nobody's business."""
    return PostFactory(role=role, province=Province.objects.get(code="32"), district=None).user


def picture(name="ภาพกิจกรรม.jpg", size=(640, 480)):
    """A picture as a telephone sends it: turned by its orientation, with the place it was taken."""
    file = io.BytesIO()
    image = Image.new("RGB", size, "#5f9690")
    tags = image.getexif()
    tags[0x0112] = 6  # to be turned by a quarter
    tags.get_ifd(0x8825)[1] = "N"  # the place where it was taken
    image.save(file, "JPEG", exif=tags)
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")
