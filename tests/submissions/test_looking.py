"""Files of the plan: their small pictures, and the search for national numbers in them."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from PIL import Image

from groups.enums import Role
from groups.models.owed import MOST_TRIES
from selection_site.lib import clock, uploads
from selection_site.lib.sandbox.outside import ChildError
from selection_site.lib.uploads import kinds
from submissions import selectors, services, tasks
from submissions.enums import AttachmentKind, Reading, Stage
from submissions.models import Attachment
from submissions.services import FileRefusedError, add_attachment, look_at_file
from submissions.services import looking as work
from submissions.stages import StepRefusedError
from tests.factories.groups import PostFactory
from tests.factories.submissions import AttachmentFactory, SubmissionFactory, VersionFactory
from tests.submissions import papers
from tests.submissions.papers import MASKED, NUMBER, WRITTEN

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english_in_time():
    clock.travel(date(2020, 5, 20))
    with translation.override("en"):
        yield


@pytest.fixture
def officer():
    return PostFactory(role=Role.DISTRICT).user


@pytest.fixture
def add(officer):
    """Add a file to a plan, as its officer does."""

    def added(content, name="รายงาน.pdf", **options):
        submission = options.pop("submission", None) or SubmissionFactory()
        uploaded = SimpleUploadedFile(name, content)
        return add_attachment(submission, uploaded, by=officer, **options)

    return added


def looked(file):
    assert look_at_file(file.pk)
    file.refresh_from_db()
    return file


@pytest.mark.parametrize(
    ("content", "name", "place"),
    [
        (papers.pdf("Minutes", WRITTEN), "a.pdf", ["page", "2", MASKED]),
        (papers.docx(papers.paragraph(NUMBER)), "a.docx", ["text", "", MASKED]),
        (papers.xlsx([[int(NUMBER)]]), "a.xlsx", ["row", "1:1", MASKED]),
        (papers.pdf("Minutes"), f"สมศรี {NUMBER}.pdf", ["name", "", MASKED]),
    ],
)
def test_number_in_a_file_is_kept_as_its_place_alone(add, content, name, place):
    file = looked(add(content, name))

    assert (file.reading, file.numbers_found, file.numbers) == (Reading.WHOLE, 1, [place])


def test_file_without_a_number_is_looked_through_and_has_no_remark(add):
    file = looked(add(papers.pdf("Minutes")))

    assert (file.reading, file.read_at is None) == (Reading.WHOLE, False)
    assert selectors.file_rows([file])[0].remarks == []


def test_looking_twice_looks_once(add):
    file = looked(add(papers.pdf("Minutes")))

    assert look_at_file(file.pk) is False


def test_file_of_a_killed_worker_is_looked_through_by_the_next(add):
    file = add(papers.pdf(WRITTEN))
    assert Attachment.objects.claim(file.pk, lease=work.LEASE)
    tasks.look_at_files()
    assert Attachment.objects.get().reading == Reading.WAITING

    clock.travel(clock.now() + 2 * work.LEASE)
    tasks.look_at_files()

    assert Attachment.objects.get().numbers_found == 1


def test_failure_is_tried_five_times_and_then_only_on_request(add, officer, monkeypatch):
    file = add(papers.pdf(WRITTEN))
    with monkeypatch.context() as broken:
        broken.setattr(work, "find_numbers", raising(ChildError(f"about {NUMBER}")))
        for _ in range(MOST_TRIES + 1):
            assert look_at_file(file.pk) is False
    file.refresh_from_db()
    assert (file.tries, file.last_error, file.is_given_up) == (MOST_TRIES, "ChildError", True)

    services.retry_file(file, by=officer)

    assert look_at_file(file.pk) is True


def raising(error):
    def act(*args, **kwargs):
        raise error

    return act


@pytest.mark.parametrize("role", [Role.STAFF, Role.DISTRICT_HEAD, Role.MEMBER])
def test_retry_is_refused_to_those_who_neither_write_nor_check(add, role):
    with pytest.raises(FileRefusedError):
        services.retry_file(add(papers.pdf("x")), by=PostFactory(role=role).user)


def test_picture_loses_its_place_and_maker_and_stands_upright(add):
    file = add(papers.picture(60, 40, turned=True), "ร้าน.jpg")

    kept = uploads.absolute(file.path).read_bytes()
    with Image.open(io.BytesIO(kept)) as image:
        assert (image.size, dict(image.getexif()), image.getexif().get_ifd(0x8825)) == (
            (40, 60),
            {},
            {},
        )
    assert [secret in kept for secret in (b"MAKER", b"HER-NAME", b"GPS", b"Exif")] == [False] * 4


def test_original_of_a_picture_is_not_kept(add, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    taken = papers.picture()

    file = add(taken, "ร้าน.jpg")

    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert kept == [uploads.absolute(file.path)]
    assert kept[0].read_bytes() != taken


def test_picture_gets_a_small_one_that_a_browser_keeps(add, client, officer):
    file = looked(add(papers.picture(900, 600), "ร้าน.jpg"))
    client.force_login(officer)

    response = client.get(reverse("submissions:file_thumbnail", args=[file.pk]))

    with Image.open(io.BytesIO(b"".join(response))) as image:
        assert (image.format, image.size) == ("JPEG", (160, 107))
    response.close()
    assert response.headers["Cache-Control"] == "private, max-age=31536000, immutable"


def test_document_has_no_small_picture(add, client, officer):
    file = looked(add(papers.pdf("x")))
    client.force_login(officer)

    response = client.get(reverse("submissions:file_thumbnail", args=[file.pk]))

    assert response.status_code == 404


@pytest.mark.parametrize("name", ["file", "file_thumbnail", "file_status"])
def test_file_of_another_place_is_not_there(add, client, name):
    file = looked(add(papers.picture(), "ร้าน.jpg"))
    client.force_login(PostFactory(role=Role.MEMBER).user)

    assert client.get(reverse(f"submissions:{name}", args=[file.pk])).status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (
            papers.docx(papers.paragraph("x"), parts={"word/vbaProject.bin": b"x"}),
            "a.docm",
            "macros",
        ),
        (b"%PDF-1.7\n1 0 obj\n", "a.pdf", "damaged"),
        (papers.parcel({"a.html": "<script>"}), "a.docx", "unknown_kind"),
        (b"<html>GIF89a", "a.pdf", "unknown_kind"),
    ],
    ids=["macros", "cut-off", "parcel", "page"],
)
def test_hostile_file_is_refused_with_a_sentence(add, content, name, code):
    with pytest.raises(uploads.UploadError) as refused:
        add(content, name)

    assert refused.value.code == code
    assert (name in str(refused.value), Attachment.objects.count()) == (True, 0)


def test_file_that_unpacks_to_far_too_much_is_refused_unopened(add, monkeypatch):
    monkeypatch.setattr(kinds, "MOST_UNPACKED", 1_000_000)
    bomb = papers.docx(papers.paragraph("x"), parts={"word/media/a.bin": bytes(1_000_001)})
    assert len(bomb) < 5_000

    with pytest.raises(uploads.UploadError) as refused:
        add(bomb, "a.docx")

    assert refused.value.code == "bomb"


def test_page_that_claims_to_be_a_pdf_runs_nothing(add, client, officer):
    file = add(b"<script>alert(1)</script>%PDF-1.7\n%%EOF", "a.pdf")
    client.force_login(officer)

    response = client.get(reverse("submissions:file", args=[file.pk]))

    response.close()
    headers = [response.headers[name] for name in ("Content-Type", "X-Content-Type-Options")]
    assert headers == ["application/pdf", "nosniff"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (papers.pdf(""), "Its pages are pictures"),
        (papers.pdf("x", ""), "Not all of it could be searched"),
        (papers.pdf("x", password="secret"), "It is locked with a password"),
    ],
)
def test_what_could_not_be_read_is_said(add, content, sentence):
    file = looked(add(content))

    [remark] = selectors.file_rows([file])[0].remarks
    assert remark.sentence.startswith(sentence)


def test_warning_names_the_place_and_covers_the_number(add):
    file = looked(add(papers.pdf("Minutes", WRITTEN)))

    [remark] = selectors.file_rows([file])[0].remarks
    assert remark == (
        "warn",
        "It seems to hold 1 person's national number: page 2 (1-2345-xxxxx-xx-x).",
    )


def test_writer_is_warned_on_the_page_and_before_sending(add, client, officer):
    file = looked(add(papers.pdf(WRITTEN)))
    client.force_login(officer)

    pages = [
        client.get(reverse(f"submissions:{name}", args=[file.submission_id])).content.decode()
        for name in ("files", "preview", "detail")
    ]

    assert [MASKED in page for page in pages] == [True] * 3
    assert [NUMBER in page or WRITTEN in page for page in pages] == [False] * 3


def test_province_reads_the_warning_among_its_checks_and_may_still_forward():
    version = VersionFactory()
    file = AttachmentFactory(
        submission=version.submission,
        reading=Reading.WHOLE,
        read_at=clock.now(),
        numbers_found=1,
        numbers=[["page", "2", MASKED]],
    )
    version.attachments.add(file)

    checks = selectors.gate_checks(version.submission, version)

    about_files = [check for check in checks if check.title == "Files"]
    assert [(check.tone, MASKED in check.finding) for check in about_files] == [("warn", True)]
    services.forward(version.submission, by=PostFactory(role=Role.PROVINCE).user)


def test_province_is_told_when_files_are_clean_and_when_they_are_not_read_yet():
    version = VersionFactory()
    clean = AttachmentFactory(reading=Reading.WHOLE, read_at=clock.now())
    version.attachments.add(clean)
    first = selectors.files_remarks(version.attachments.all())
    version.attachments.add(AttachmentFactory())

    assert first == [("good", "1 file, no national number found in it")]
    [later] = selectors.files_remarks(version.attachments.all())
    assert later.tone == "warn"


def test_kind_is_what_the_writer_says_and_a_picture_is_told_by_itself(add):
    said = [
        add(papers.pdf("x"), kind=AttachmentKind.MINUTES).kind,
        add(papers.pdf("x")).kind,
        add(papers.picture(), "a.jpg").kind,
        add(papers.picture(), "a.jpg", kind=AttachmentKind.QUOTATION).kind,
    ]

    assert said == ["minutes", "other", "picture", "quotation"]


def test_kind_is_changed_from_the_page(add, client, officer):
    file = add(papers.pdf("x"))
    client.force_login(officer)

    client.post(reverse("submissions:file_label", args=[file.pk]), {"kind": "quotation"})
    unknown = client.post(reverse("submissions:file_label", args=[file.pk]), {"kind": "secret"})

    file.refresh_from_db()
    assert (file.kind, unknown.status_code) == ("quotation", 404)


def test_kind_of_a_sent_file_stays():
    file = AttachmentFactory(submission__stage=Stage.SENT)

    with pytest.raises(StepRefusedError):
        services.label_attachment(
            file, kind=AttachmentKind.QUOTATION, by=PostFactory(role=Role.DISTRICT).user
        )


def test_page_asks_again_while_a_file_is_looked_through(add, client, officer):
    file = add(papers.pdf("x"))
    client.force_login(officer)
    page = reverse("submissions:files", args=[file.submission_id])
    status = reverse("submissions:file_status", args=[file.pk])

    before = client.get(page).content.decode()
    looked(file)
    after = client.get(status, {"write": "1"}).content.decode()

    assert (f'hx-get="{status}?write=1"' in before, "hx-get" in after) == (True, False)
    assert reverse("submissions:file_remove", args=[file.pk]) in after


def test_status_offers_no_change_to_whoever_may_not_write(add, client):
    file = looked(add(papers.pdf("x")))
    client.force_login(PostFactory(role=Role.PROVINCE).user)

    shown = client.get(reverse("submissions:file_status", args=[file.pk]), {"write": "1"})

    assert reverse("submissions:file_remove", args=[file.pk]) not in shown.content.decode()


def test_message_names_the_files_that_were_added(client, officer):
    client.force_login(officer)
    client.cookies["django_language"] = "en"
    page = reverse("submissions:files", args=[SubmissionFactory().pk])
    files = [SimpleUploadedFile(name, papers.pdf("x")) for name in ("หนึ่ง.pdf", "สอง.pdf")]

    response = client.post(page, {"chosen": files, "kind": "minutes"}, follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "2 files were added: หนึ่ง.pdf, สอง.pdf."
    ]
    assert set(Attachment.objects.values_list("kind", flat=True)) == {"minutes"}
