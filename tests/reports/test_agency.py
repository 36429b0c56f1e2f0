"""The letterhead: who changes it, and which picture may become the Garuda of letters."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from PIL import Image

from groups.enums import Role
from groups.models import Event
from reports import services
from reports.enums import Capacity
from reports.models import Agency
from reports.selectors.agency import agency, missing
from reports.services import AgencyRefusedError
from reports.services.agency import FIELDS
from selection_site.lib import uploads
from tests.factories import budgets as make
from tests.factories.groups import PostFactory
from tests.factories.reports import SIGNER, administrator, letterhead

pytestmark = pytest.mark.django_db

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def picture(height=800, kind="PNG", mode="RGBA"):
    file = io.BytesIO()
    Image.new(mode, (height, height)).save(file, kind)
    return SimpleUploadedFile("ครุฑ.png", file.getvalue(), "image/png")


def typed(**values):
    kept = agency()
    return {**{name: getattr(kept, name) for name in FIELDS}, "signer": SIGNER, **values}


def test_letterhead_nobody_saved_lacks_its_signer_and_its_number():
    assert missing(agency()) == [
        "The letterhead does not say who signs.",
        "The letterhead begins its numbers with “มท ๐๔xx”: put the department's own.",
    ]


def test_save_writes_what_is_given_and_keeps_the_rest():
    services.save_agency({"signer": SIGNER, "prefix": "มท 0407"}, by=administrator())

    kept = agency()
    assert (kept.signer, kept.prefix, kept.name) == (SIGNER, "มท 0407", "กรมการพัฒนาชุมชน")
    assert missing(kept) == []
    assert Event.objects.get().detail == {"signer": SIGNER, "prefix": "มท 0407"}


def test_save_twice_writes_once():
    user = administrator()
    services.save_agency({"signer": SIGNER}, by=user)

    services.save_agency({"signer": SIGNER}, by=user)

    assert (Agency.objects.count(), Event.objects.count()) == (1, 1)


@pytest.mark.parametrize("role", set(Role) - {Role.ADMINISTRATOR})
def test_save_is_refused_to_other_posts(role):
    with pytest.raises(AgencyRefusedError, match="Only the administrator"):
        services.save_agency({"signer": SIGNER}, by=PostFactory(role=role).user)

    assert Agency.objects.count() == 0


def test_save_is_refused_when_nobody_is_represented():
    with pytest.raises(ValidationError, match="in whose place"):
        services.save_agency({"capacity": Capacity.ON_BEHALF}, by=administrator())

    assert Agency.objects.count() == 0


def test_emblem_is_drawn_anew_for_print():
    kept = services.set_emblem(picture(1600), by=administrator())

    with Image.open(uploads.absolute(kept.garuda_path)) as drawn:
        assert (drawn.format, drawn.size, drawn.getpixel((0, 0))) == (
            "JPEG",
            (900, 900),
            (255, 255, 255),
        )


def test_emblem_that_would_look_coarse_is_refused():
    with pytest.raises(AgencyRefusedError, match="599 dots high"):
        services.set_emblem(picture(599), by=administrator())

    assert agency().garuda_path == ""


@pytest.mark.parametrize("content", [SVG, b"", b"%PDF-1.7 nothing"])
def test_emblem_that_is_no_picture_is_refused(content):
    with pytest.raises(uploads.UploadError):
        services.set_emblem(SimpleUploadedFile("garuda.png", content), by=administrator())

    assert agency().garuda_path == ""


@pytest.mark.parametrize("role", set(Role) - {Role.ADMINISTRATOR})
def test_emblem_is_refused_to_other_posts(role):
    with pytest.raises(AgencyRefusedError):
        services.set_emblem(picture(), by=PostFactory(role=role).user)

    assert agency().garuda_path == ""


def test_removed_emblem_is_off_letters_to_come_and_its_file_stays_for_the_others():
    user = administrator()
    path = services.set_emblem(picture(), by=user).garuda_path

    services.remove_emblem(by=user)
    services.remove_emblem(by=user)

    assert agency().garuda_path == ""
    assert uploads.absolute(path).is_file()
    assert Event.objects.filter(verb="agency_emblem").count() == 2


def test_administrator_saves_the_letterhead_on_its_page(client):
    client.force_login(administrator())

    response = client.post(
        reverse("reports:agency"), typed(prefix="มท ๐๔๐๗", contact="โทร. 1\r\nโทรสาร 2")
    )

    assert response.status_code == 302
    assert (agency().prefix, agency().contact) == ("มท ๐๔๐๗", "โทร. 1\nโทรสาร 2")


def test_letterhead_without_a_signer_is_shown_again(client):
    client.force_login(administrator())

    response = client.post(reverse("reports:agency"), typed(signer=" ", office="กองทุน"))

    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, ["signer"])
    assert form["office"].value() == "กองทุน"
    assert Agency.objects.count() == 0


def test_letterhead_that_represents_nobody_is_shown_again(client):
    client.force_login(administrator())

    response = client.post(reverse("reports:agency"), typed(capacity="acting"))

    assert response.status_code == 422
    assert Agency.objects.count() == 0


def test_staff_read_the_letterhead_and_cannot_change_it(client):
    letterhead()
    client.force_login(make.staff())

    page = client.get(reverse("reports:agency"))
    posted = client.post(reverse("reports:agency"), typed(signer="คนอื่น"))

    assert (page.status_code, page.context["may_set"]) == (200, False)
    assert posted.status_code == 422
    assert agency().signer == SIGNER


@pytest.mark.parametrize("role", [Role.PROVINCE, Role.DISTRICT, Role.MEMBER, Role.CHAIR])
def test_letterhead_is_not_there_for_others(client, role):
    client.force_login(PostFactory(role=role).user)

    assert client.get(reverse("reports:agency")).status_code == 404


def test_administrator_uploads_and_sees_the_emblem(client):
    client.force_login(administrator())
    before = client.get(reverse("reports:emblem")).status_code

    client.post(reverse("reports:set_emblem"), {"emblem": picture()})

    shown = client.get(reverse("reports:emblem"))
    with Image.open(io.BytesIO(b"".join(shown))) as drawn:
        assert drawn.size == (800, 800)
    shown.close()
    assert (before, shown.status_code, shown["Content-Type"]) == (404, 200, "image/jpeg")


def test_refused_emblem_is_told_on_the_page(client):
    client.force_login(administrator())
    file = SimpleUploadedFile("garuda.svg", SVG)

    response = client.post(reverse("reports:set_emblem"), {"emblem": file})

    assert (response.status_code, list(response.context["emblem_form"].errors)) == (
        422,
        ["emblem"],
    )


def test_staff_cannot_upload_an_emblem(client):
    client.force_login(make.staff())

    response = client.post(reverse("reports:set_emblem"), {"emblem": picture()})

    assert (response.status_code, agency().garuda_path) == (404, "")
