"""Files that go with a plan."""

import io
from datetime import date

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from groups.enums import Role
from groups.models import District
from selection_site.lib import clock, uploads
from submissions.enums import Stage
from submissions.models import Attachment
from submissions.services import TooManyFilesError, add_attachment, remove_attachment
from submissions.services import files as file_services
from submissions.stages import StepRefusedError
from tests.factories.groups import PostFactory
from tests.factories.submissions import AttachmentFactory, SubmissionFactory, VersionFactory

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def in_time():
    clock.travel(date(2020, 5, 20))


@pytest.fixture
def officer():
    return PostFactory(role=Role.DISTRICT).user


def a_file(content=PDF, name="รายงานการประชุม.pdf"):
    return SimpleUploadedFile(name, content)


def picture():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, format="JPEG")
    return out.getvalue()


def kept_files():
    return sorted(path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file())


def test_file_is_kept_under_its_own_name_and_begins_the_draft(officer):
    submission = SubmissionFactory()

    file = add_attachment(submission, a_file(), by=officer)

    submission.refresh_from_db()
    assert (file.name, file.content_type) == ("รายงานการประชุม.pdf", "application/pdf")
    assert uploads.absolute(file.path).read_bytes() == PDF
    assert submission.stage == Stage.DRAFT


def test_picture_is_taken_and_drawn_anew(officer):
    file = add_attachment(SubmissionFactory(), a_file(picture(), "ร้าน.jpg"), by=officer)

    assert file.content_type == "image/jpeg"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty"), (b"MZ a program", "unknown_kind"), (b"\x1a\x45\xdf\xa3 a film", "wrong_kind")],
)
def test_file_of_another_kind_is_refused_and_nothing_is_kept(officer, content, code):
    before = kept_files()

    with pytest.raises(uploads.UploadError) as refused:
        add_attachment(SubmissionFactory(), a_file(content), by=officer)

    assert refused.value.code == code
    assert (Attachment.objects.count(), kept_files()) == (0, before)


def test_file_of_more_than_20_megabytes_is_refused(officer):
    large = PDF + b" " * file_services.MOST_BYTES

    with pytest.raises(uploads.UploadError) as refused:
        add_attachment(SubmissionFactory(), a_file(large), by=officer)

    assert refused.value.code == "too_large"


def test_file_beyond_the_twentieth_is_refused_and_not_kept(officer):
    submission = SubmissionFactory(stage=Stage.DRAFT)
    AttachmentFactory.create_batch(20, submission=submission)
    AttachmentFactory(submission=submission, removed_at=clock.now())
    before = kept_files()

    with pytest.raises(TooManyFilesError):
        add_attachment(submission, a_file(), by=officer)

    assert (Attachment.objects.current().count(), kept_files()) == (20, before)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.DISTRICT])
def test_files_are_added_by_the_district_officer_alone(role):
    with pytest.raises(StepRefusedError):
        add_attachment(SubmissionFactory(), a_file(), by=PostFactory(role=role).user)


@pytest.mark.parametrize("stage", [Stage.SENT, Stage.FORWARDED])
def test_files_of_a_sent_plan_stay_as_they_are(officer, stage):
    file = AttachmentFactory(submission__stage=stage)

    with pytest.raises(StepRefusedError):
        add_attachment(file.submission, a_file(), by=officer)
    with pytest.raises(StepRefusedError):
        remove_attachment(file, by=officer)

    assert list(Attachment.objects.current()) == [file]


def test_files_are_not_taken_after_the_day(officer):
    clock.travel(date(2020, 5, 30))

    with pytest.raises(StepRefusedError):
        add_attachment(SubmissionFactory(), a_file(), by=officer)


def test_removed_file_is_gone_from_the_plan_and_stays_in_what_was_sent(client, officer):
    version = VersionFactory(submission__stage=Stage.DRAFT, submission__sent_at=None)
    kept = add_attachment(version.submission, a_file(), by=officer)
    loose = add_attachment(version.submission, a_file(), by=officer)
    version.attachments.set([kept])

    remove_attachment(kept, by=officer)
    remove_attachment(loose, by=officer)

    client.force_login(officer)
    still_sent = client.get(reverse("submissions:file", args=[kept.pk]))
    gone = client.get(reverse("submissions:file", args=[loose.pk]))
    assert list(Attachment.objects.current()) == []
    assert (still_sent.getvalue(), gone.status_code) == (PDF, 404)


def test_removing_twice_keeps_the_first_moment(officer):
    file = AttachmentFactory()
    remove_attachment(file, by=officer)
    first = Attachment.objects.get().removed_at
    clock.travel(date(2020, 5, 21))

    remove_attachment(file, by=officer)

    assert Attachment.objects.get().removed_at == first


def test_files_page_takes_several_and_names_the_one_that_was_refused(client, officer):
    submission = SubmissionFactory()
    client.force_login(officer)
    page = reverse("submissions:files", args=[submission.pk])

    response = client.post(page, {"chosen": [a_file(), a_file(b"MZ", "โปรแกรม.exe"), a_file()]})

    assert response.status_code == 422
    assert Attachment.objects.current().count() == 2
    assert ["โปรแกรม.exe" in error for error in response.context["form"].errors["chosen"]] == [True]


def test_files_page_returns_to_itself_when_all_were_taken(client, officer):
    client.force_login(officer)
    page = reverse("submissions:files", args=[SubmissionFactory().pk])

    response = client.post(page, {"chosen": [a_file()]})

    assert response.headers["Location"] == page


def test_files_page_without_a_file_asks_for_one(client, officer):
    client.force_login(officer)

    response = client.post(reverse("submissions:files", args=[SubmissionFactory().pk]))

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["chosen"])


def test_file_is_removed_from_its_page(client, officer):
    file = AttachmentFactory()
    client.force_login(officer)

    response = client.post(reverse("submissions:file_remove", args=[file.pk]))

    assert response.headers["Location"] == reverse("submissions:files", args=[file.submission_id])
    assert list(Attachment.objects.current()) == []


@pytest.mark.parametrize("name", ["file", "file_remove"])
def test_file_of_another_district_is_not_there(client, name):
    stranger = PostFactory(role=Role.DISTRICT, district=District.objects.get(code="2701")).user
    client.force_login(stranger)
    url = reverse(f"submissions:{name}", args=[AttachmentFactory().pk])

    response = client.post(url) if name == "file_remove" else client.get(url)

    assert response.status_code == 404
    assert Attachment.objects.current().count() == 1


def test_files_page_costs_the_same_with_one_and_three_files(
    client, officer, django_assert_num_queries
):
    submission = SubmissionFactory(stage=Stage.DRAFT)
    client.force_login(officer)
    page = reverse("submissions:files", args=[submission.pk])
    for _ in range(2):
        AttachmentFactory(submission=submission)
        with django_assert_num_queries(13):
            client.get(page)
        AttachmentFactory(submission=submission)
