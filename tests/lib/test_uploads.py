import errno
import hashlib
import io
import struct
import zipfile
import zlib
from datetime import datetime

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.middleware.gzip import GZipMiddleware
from django.test import RequestFactory
from PIL import Image, ImageCms

from selection_site.lib import clock, uploads
from selection_site.lib.uploads import kinds as kinds_of_files
from selection_site.lib.uploads import storing
from tests.lib import media

pytestmark = pytest.mark.usefixtures("in_english")

ALL = frozenset({"pdf", "word", "excel", "picture", "video"})
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
MEGABYTE = 1 << 20


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """The folder of files, empty."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture
def keep():
    """Store bytes under a name, as a form would."""

    def store(data, name="แผนธุรกิจ.pdf", *, kinds=ALL, max_bytes=10 * MEGABYTE):
        uploaded = SimpleUploadedFile(name, data)
        return uploads.store(uploaded, folder="plans", max_bytes=max_bytes, kinds=kinds)

    return store


@pytest.fixture
def refusal(keep, files):
    """Try to store bytes; return why not, and make sure that nothing stayed behind."""

    def store(data, name="แผนธุรกิจ.pdf", **options):
        with pytest.raises(uploads.UploadError) as refused:
            keep(data, name, **options)
        assert [path for path in files.rglob("*") if path.is_file()] == []
        return refused.value

    return store


def parcel(*names):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name in names:
            file.writestr(name, "<xml/>")
    return data.getvalue()


def workbook():
    from openpyxl import Workbook

    data = io.BytesIO()
    Workbook().save(data)
    return data.getvalue()


def old_office(*streams):
    names = b"".join(name.encode("utf-16-le") + b"\0\0" for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names


def picture(form="JPEG", size=(60, 40), mode="RGB", colour="#aa2222", **options):
    data = io.BytesIO()
    Image.new(mode, size, colour).save(data, format=form, **options)
    return data.getvalue()


def sideways():
    """A picture of a telephone: turned, and with the place where it was taken."""
    image = Image.new("RGB", (60, 40), "#222222")
    image.paste("#ffffff", (0, 0, 30, 20))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "MAKER-OF-TELEPHONES"
    exif.get_ifd(0x8825)[2] = (13.0, 41.0, 24.0)
    data = io.BytesIO()
    image.save(data, format="JPEG", exif=exif, comment=b"HER-NAME")
    return data.getvalue()


def opened(stored):
    return Image.open(uploads.absolute(stored.path))


WORD = parcel("[Content_Types].xml", "word/document.xml")


def test_store_keeps_the_file_as_it_came(keep, files):
    stored = keep(PDF, "แผนธุรกิจ ปี ๒๕๖๓.pdf")

    assert stored._replace(path="") == uploads.Stored(
        "", "แผนธุรกิจ ปี ๒๕๖๓.pdf", len(PDF), hashlib.sha256(PDF).hexdigest(), "application/pdf"
    )
    assert uploads.absolute(stored.path).read_bytes() == PDF
    assert [path for path in files.rglob("*") if path.is_file()] == [files / stored.path]


def test_store_gives_names_that_say_nothing(keep):
    stored = keep(PDF)

    folder, shard, name = stored.path.split("/")
    assert (folder, shard) == ("plans", name[:2])
    assert len(name.removesuffix(".pdf")) == 32
    assert name.isascii()


def test_store_twice_keeps_two(keep):
    assert keep(PDF).path != keep(PDF).path


def test_store_reads_a_large_file_in_pieces(keep):
    data = PDF + bytes(5 * MEGABYTE) + b"%%EOF"

    stored = keep(data)

    assert (stored.bytes, stored.sha256) == (len(data), hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize(
    ("data", "name", "content_type"),
    [
        (WORD, "a.docx", kinds_of_files.DOCX.media_type),
        (old_office("WordDocument"), "a.doc", "application/msword"),
        (workbook(), "a.xlsx", kinds_of_files.XLSX.media_type),
        (old_office("Workbook"), "a.xls", "application/vnd.ms-excel"),
        (b"\n\n" + PDF, "a.pdf", "application/pdf"),
    ],
    ids=["docx", "doc", "xlsx", "xls", "pdf-after-blank-lines"],
)
def test_store_tells_papers_by_their_content(keep, data, name, content_type):
    stored = keep(data, name)

    assert (stored.name, stored.content_type) == (name, content_type)


@pytest.mark.parametrize(
    ("container", "codec", "content_type"),
    [
        ("mp4", "libx264", "video/mp4"),
        ("mov", "libx264", "video/quicktime"),
        ("matroska", "libx264", "video/x-matroska"),
        ("avi", "mpeg4", "video/x-msvideo"),
        ("mpegts", "libx264", "video/mp2t"),
        ("mpeg", "mpeg2video", "video/mpeg"),
        ("asf", "msmpeg4", "video/x-ms-wmv"),
    ],
)
def test_store_tells_clips_by_their_content(keep, tmp_path, container, codec, content_type):
    path = media.make_clip(
        tmp_path / "a", container=container, codec=codec, fps=25, seconds=1, sound=None
    )

    assert keep(path.read_bytes(), "คลิป").content_type == content_type


def test_store_gives_the_name_an_ending_that_tells_the_truth(keep):
    assert keep(PDF, "คลิป.mp4").name == "คลิป.pdf"
    assert keep(PDF, "แผน.PDF").name == "แผน.PDF"
    assert keep(PDF, "แผน พ.ศ. ๒๕๖๓").name == "แผน พ.ศ. ๒๕๖๓.pdf"
    assert keep(PDF, None).name == "file.pdf"


def test_store_of_an_empty_file(refusal):
    refused = refusal(b"", "แผน.pdf")

    assert refused.code == "empty"
    assert str(refused) == "“แผน.pdf” is empty (0 bytes). Choose the file again."


def test_store_of_a_file_too_large_names_both_sizes(refusal):
    refused = refusal(PDF + bytes(3 * MEGABYTE), "แผน.pdf", max_bytes=2 * MEGABYTE)

    assert refused.code == "too_large"
    assert (
        str(refused)
        .replace("\xa0", " ")
        .startswith("“แผน.pdf” has 3.0 MB, but at most 2.0 MB are allowed.")
    )


def test_store_does_not_believe_the_size_that_was_claimed(refusal, monkeypatch):
    monkeypatch.setattr(SimpleUploadedFile, "size", property(lambda self: 1, lambda self, _: None))

    assert refusal(PDF + bytes(3000), max_bytes=2000).code == "too_large"


def test_store_of_another_kind_names_what_it_is(refusal):
    refused = refusal(picture(), "แผน.pdf", kinds=frozenset({"pdf", "word"}))

    assert refused.code == "wrong_kind"
    assert str(refused) == (
        "“แผน.pdf” is of the kind picture (JPEG, PNG, WebP). Allowed here: PDF, Word."
    )


@pytest.mark.parametrize(
    "data",
    [
        b"#EXTM3U\nfile:///etc/passwd\n",
        b"<html><script>alert(1)</script></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b"GIF89a" + bytes(100),
        b"ID3\x03" + bytes(1000),
        b"MZ" + bytes(1000),
        b"PK\x03\x04" + bytes(1000),
        parcel("a.txt"),
        parcel("[Content_Types].xml", "ppt/presentation.xml"),
        old_office("PowerPoint Document"),
        b"\x00\x00\x00\x18ftypM4A " + bytes(100),
    ],
    ids=["m3u", "html", "svg", "gif", "mp3", "exe", "broken", "zip", "pptx", "ppt", "m4a"],
)
def test_store_of_what_nobody_asked_for(refusal, data):
    assert refusal(data, "แผน.pdf").code == "unknown_kind"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (parcel("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "macros"),
        (parcel("[Content_Types].xml", "xl/workbook.xml", "xl/VBAPROJECT.BIN"), "macros"),
        (old_office("Workbook", "_VBA_PROJECT"), "macros"),
        (old_office("EncryptedPackage"), "locked"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100), "heic"),
    ],
    ids=["docm", "macros-in-capitals", "xls-macros", "password", "heic"],
)
def test_store_of_what_cannot_be_used(refusal, data, code):
    assert refusal(data, "แผน.docx").code == code


@pytest.mark.parametrize("folder", ["", "../x", "a/b", "แผน", "A"])
def test_store_only_into_plain_folders(folder):
    with pytest.raises(ValueError, match="not a folder"):
        uploads.store(
            SimpleUploadedFile("a.pdf", PDF), folder=folder, max_bytes=MEGABYTE, kinds=ALL
        )


def test_a_full_disk_is_said_in_words():
    with pytest.raises(uploads.UploadError) as refused, storing.beside_files("แผน.pdf"):
        raise OSError(errno.ENOSPC, "No space left on device")

    assert refused.value.code == "no_room"


def test_pictures_stand_upright_and_forget_where_they_were_taken(keep):
    assert b"MAKER-OF-TELEPHONES" in sideways()

    stored = keep(sideways(), "ภาพ.jpg")

    data = uploads.absolute(stored.path).read_bytes()
    with opened(stored) as image:
        assert (image.format, image.size, len(image.getexif())) == ("JPEG", (40, 60), 0)
        assert image.getpixel((35, 5))[0] > 200 > image.getpixel((5, 5))[0]
    assert b"MAKER-OF-TELEPHONES" not in data
    assert b"HER-NAME" not in data
    assert (stored.bytes, stored.sha256) == (len(data), hashlib.sha256(data).hexdigest())


def test_large_pictures_are_shrunk(keep):
    with opened(keep(picture(size=(4000, 3000)), "ภาพ.jpg")) as image:
        assert image.size == (2400, 1800)


def test_small_pictures_keep_their_size(keep):
    with opened(keep(picture(size=(60, 40)), "ภาพ.jpg")) as image:
        assert image.size == (60, 40)


def test_an_emblem_keeps_its_clear_ground(keep):
    stored = keep(picture("PNG", mode="RGBA", colour="#ff000000"), "ครุฑ.png")

    with opened(stored) as image:
        assert (stored.content_type, image.mode, image.getpixel((0, 0))[3]) == (
            "image/png",
            "RGBA",
            0,
        )


@pytest.mark.parametrize(
    ("colour", "name", "content_type"),
    [("#ff0000ff", "ภาพ.jpg", "image/jpeg"), ("#ff000080", "ภาพ.png", "image/png")],
    ids=["opaque", "clear"],
)
def test_webp_becomes_what_every_program_opens(keep, colour, name, content_type):
    stored = keep(picture("WEBP", mode="RGBA", colour=colour, lossless=True), "ภาพ.webp")

    assert (stored.name, stored.content_type) == (name, content_type)


@pytest.mark.parametrize(
    ("form", "mode", "colour"),
    [("JPEG", "CMYK", (0, 255, 255, 0)), ("JPEG", "L", 90), ("PNG", "P", 3), ("PNG", "I;16", 900)],
)
def test_pictures_of_every_make_are_taken(keep, form, mode, colour):
    stored = keep(picture(form, mode=mode, colour=colour), "ภาพ.jpg")

    with opened(stored) as image:
        image.load()
        assert (image.format, image.size) == (form, (60, 40))


def test_a_picture_keeps_its_colour_profile(keep):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    with opened(keep(picture(icc_profile=profile), "ภาพ.jpg")) as image:
        assert image.info["icc_profile"] == profile


def test_a_picture_that_breaks_off_is_refused(refusal):
    data = picture(size=(400, 400), quality=95)

    assert refusal(data[: len(data) // 2], "ภาพ.jpg").code == "damaged"


@pytest.mark.parametrize("side", [8100, 14_000, 30_000])
def test_a_picture_that_unfolds_to_a_bomb_is_refused(refusal, side):
    refused = refusal(bomb(side), "ภาพ.png")

    assert refused.code == "picture_size"
    assert str(refused) == "“ภาพ.png” has more than 64 million dots. Save it smaller."


def bomb(side):
    def chunk(name, data):
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


def test_a_thumbnail_is_small_and_white_where_the_picture_is_clear(keep, tmp_path):
    stored = keep(picture("PNG", size=(900, 600), mode="RGBA", colour="#00000000"), "ครุฑ.png")

    uploads.make_thumbnail(uploads.absolute(stored.path), tmp_path / "small.jpg")

    with Image.open(tmp_path / "small.jpg") as image:
        assert (image.format, image.size, image.getpixel((9, 9))) == (
            "JPEG",
            (320, 213),
            (255, 255, 255),
        )


def test_write_bytes_keeps_our_own_files(files):
    stored = uploads.write_bytes(PDF, folder="letters", suffix="pdf")

    assert stored[1:] == (
        "letters.pdf",
        len(PDF),
        hashlib.sha256(PDF).hexdigest(),
        "application/pdf",
    )
    assert (files / stored.path).read_bytes() == PDF


@pytest.mark.parametrize("suffix", ["", "a/b", "PDF", "exe.pdf"])
def test_write_bytes_only_with_a_plain_suffix(suffix):
    with pytest.raises(ValueError, match="not a suffix"):
        uploads.write_bytes(PDF, folder="letters", suffix=suffix)


@pytest.mark.parametrize("relative", ["../db.sqlite3", "/etc/passwd", "plans/../../x", "", "."])
def test_absolute_never_leads_outside(relative):
    with pytest.raises(SuspiciousFileOperation):
        uploads.absolute(relative)


def test_absolute_does_not_follow_a_link_outside(files):
    (files / "link").symlink_to("/etc")

    with pytest.raises(SuspiciousFileOperation):
        uploads.absolute("link/passwd")


def test_remove_twice(keep):
    stored = keep(PDF)

    uploads.remove(stored.path)
    uploads.remove(stored.path)

    assert not uploads.absolute(stored.path).exists()


def test_free_bytes_is_what_the_disk_has():
    assert uploads.free_bytes() > 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("แผนธุรกิจ.pdf", "แผนธุรกิจ.pdf"),
        ("C:\\Users\\สมชาย\\แผน.pdf", "แผน.pdf"),
        ("../../etc/passwd", "passwd"),
        ("แผน\u202efdp.exe\n.pdf", "แผนfdp.exe .pdf"),
        ("นํ้า.pdf", "น้ำ.pdf"),
        ("a\x00b\x07c.pdf", "abc.pdf"),
        ('a"b<c>:d.pdf', "a b c d.pdf"),
        ("...hidden", "hidden"),
        ("  .  ", "file"),
        ("", "file"),
    ],
)
def test_clean_name(typed, kept):
    assert uploads.clean_name(typed) == kept
    assert uploads.clean_name(kept) == kept


def test_clean_name_shortens_without_cutting_a_mark_from_its_consonant():
    kept = uploads.clean_name("ก" * 195 + "กู้" * 10 + ".pdf")

    assert kept == "ก" * 195 + ".pdf"


def test_zip_files_keeps_thai_names(tmp_path):
    (tmp_path / "b.bin").write_bytes(b"two")
    out = tmp_path / "out.zip"

    with clock.at(datetime(2020, 7, 1, 9, 30, tzinfo=clock.BANGKOK)):
        uploads.zip_files([("หนังสือ/สระแก้ว.pdf", b"one"), ("ข.pdf", tmp_path / "b.bin")], out)

    with zipfile.ZipFile(out) as made:
        assert {entry.filename: made.read(entry) for entry in made.infolist()} == {
            "หนังสือ/สระแก้ว.pdf": b"one",
            "ข.pdf": b"two",
        }
        assert {entry.flag_bits & 0x800 for entry in made.infolist()} == {0x800}
        assert {entry.date_time for entry in made.infolist()} == {(2020, 7, 1, 9, 30, 0)}


def test_zip_files_gives_every_file_its_own_place(tmp_path):
    out = tmp_path / "out.zip"
    names = ["a.pdf", "A.pdf", "a.pdf", "../../a.pdf", "x/../a", "", "//"]

    uploads.zip_files([(name, b"") for name in names], out)

    with zipfile.ZipFile(out) as made:
        assert made.namelist() == [
            "a.pdf",
            "A (2).pdf",
            "a (3).pdf",
            "a (4).pdf",
            "x/a",
            "file",
            "file (2)",
        ]


def test_zip_files_that_fails_leaves_nothing(tmp_path):
    with pytest.raises(FileNotFoundError):
        uploads.zip_files([("a", b"one"), ("b", tmp_path / "gone")], tmp_path / "out.zip")

    assert list(tmp_path.glob("out*")) == []


DIGITS = b"%PDF-0123456789"


@pytest.fixture
def ask(files, db):
    """Ask for a kept file of 15 bytes as a browser does. Closing an answer touches the database."""
    stored = uploads.write_bytes(DIGITS, folder="plans", suffix="pdf")
    answers = []

    def serve(method="GET", *, inline=True, content_type="application/pdf", **headers):
        request = RequestFactory().generic(
            method, "/", headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        answer = uploads.serve(
            request, stored.path, name="แผน.pdf", content_type=content_type, inline=inline
        )
        answers.append(answer)
        return answer

    yield serve
    for answer in answers:
        answer.close()


def body(response):
    data = b"".join(response) if response.streaming else response.content
    response.close()
    return data


def test_serve_gives_the_whole_file(ask):
    response = ask()

    assert (response.status_code, body(response)) == (200, DIGITS)
    assert {
        name: response[name] for name in ("Content-Length", "Content-Type", "Accept-Ranges")
    } == {
        "Content-Length": "15",
        "Content-Type": "application/pdf",
        "Accept-Ranges": "bytes",
    }
    assert response["Cache-Control"] == "private, no-cache"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("asked", "part", "said"),
    [
        ("bytes=0-0", b"%", "bytes 0-0/15"),
        ("bytes=5-7", b"012", "bytes 5-7/15"),
        ("bytes=5-", b"0123456789", "bytes 5-14/15"),
        ("bytes=-3", b"789", "bytes 12-14/15"),
        ("bytes=-99", DIGITS, "bytes 0-14/15"),
        ("bytes=12-99", b"789", "bytes 12-14/15"),
        ("bytes= 1-2 ", b"PD", "bytes 1-2/15"),
    ],
)
def test_serve_gives_the_part_asked_for(ask, asked, part, said):
    response = ask(Range=asked)

    assert (response.status_code, body(response)) == (206, part)
    assert (response["Content-Range"], response["Content-Length"]) == (said, str(len(part)))


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=7-5", "bytes=-", "bytes=a-b", "bytes=0-1,5-6", "lines=0-1", "0-1", "bytes=๑-๒", "",
        f"bytes=-{'9' * 5000}",
    ],
)  # fmt: skip
def test_serve_ignores_a_range_it_does_not_understand(ask, asked):
    response = ask(Range=asked)

    assert (response.status_code, body(response)) == (200, DIGITS)


@pytest.mark.parametrize("asked", ["bytes=15-", "bytes=99-100", "bytes=-0"])
def test_serve_refuses_a_range_beyond_the_end(ask, asked):
    response = ask(Range=asked)

    assert (response.status_code, response["Content-Range"], body(response)) == (
        416,
        "bytes */15",
        b"",
    )


def test_serve_to_a_browser_that_has_it_already(ask):
    first = ask()
    again = ask(If_None_Match=first["ETag"], Range="bytes=0-1")
    by_day = ask(If_Modified_Since=first["Last-Modified"])

    assert [(one.status_code, body(one)) for one in (again, by_day)] == [(304, b"")] * 2
    assert again["ETag"] == first["ETag"]
    assert body(ask(If_None_Match='"another"')) == DIGITS


def test_serve_on_condition_of_the_same_file(ask):
    first = ask()

    assert ask(If_Match=first["ETag"]).status_code == 200
    assert ask(If_Match='"another"').status_code == 412


@pytest.mark.parametrize(
    ("header", "status"),
    [("ETag", 206), ("Last-Modified", 206), (None, 200)],
    ids=["etag", "day", "other"],
)
def test_serve_a_part_only_of_the_file_begun(ask, header, status):
    condition = ask()[header] if header else '"another"'

    assert ask(Range="bytes=0-1", If_Range=condition).status_code == status


def test_serve_tells_the_head_alone(ask):
    response = ask("HEAD", Range="bytes=0-1")

    assert (response.status_code, response["Content-Length"], body(response)) == (200, "15", b"")


def test_serve_names_the_file_in_thai(ask):
    thai = "filename*=utf-8''%E0%B9%81%E0%B8%9C%E0%B8%99.pdf"

    assert ask(inline=True)["Content-Disposition"] == f"inline; {thai}"
    assert ask(inline=False)["Content-Disposition"] == f"attachment; {thai}"


def test_serve_never_shows_what_could_run(ask):
    response = ask(inline=True, content_type="text/html")

    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"].endswith("; sandbox")


@pytest.mark.parametrize(
    ("content_type", "boxed"),
    [("image/png", True), ("application/pdf", False), ("video/mp4", False)],
)
def test_serve_lets_a_shown_file_load_nothing(ask, content_type, boxed):
    policy = ask(inline=True, content_type=content_type)["Content-Security-Policy"]

    assert policy.startswith("default-src 'none';")
    assert policy.endswith("sandbox") is boxed


def test_serve_is_not_squeezed_on_its_way(ask, keep):
    stored = keep(PDF + bytes(3000))
    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip", "Range": "bytes=0-999"})

    response = GZipMiddleware(
        lambda request: uploads.serve(
            request, stored.path, name="a.pdf", content_type="application/pdf", inline=True
        )
    )(request)

    assert (response.status_code, len(body(response))) == (206, 1000)
    assert not response.has_header("Content-Encoding")


def test_serve_through_nginx(ask, settings):
    settings.X_ACCEL_PREFIX = "/private/"

    response = ask(Range="bytes=0-1")

    assert (response.status_code, response.content) == (200, b"")
    assert response["X-Accel-Redirect"].startswith("/private/plans/")
    assert response["Content-Type"] == "application/pdf"
    assert not response.has_header("Content-Length")


def test_serve_of_a_file_that_is_gone():
    with pytest.raises(Http404):
        uploads.serve(
            RequestFactory().get("/"), "plans/aa/gone.pdf", name="a", content_type="b", inline=True
        )


def test_serve_reads_no_more_than_was_asked_for(keep, db):
    data = PDF + bytes(range(256)) * 4096 + b"%%EOF"
    stored = keep(data)
    request = RequestFactory().get("/", headers={"Range": "bytes=100000-400000"})

    response = uploads.serve(
        request, stored.path, name="a.pdf", content_type="application/pdf", inline=True
    )

    assert body(response) == data[100000:400001]
