"""The letterhead: what the department's letters begin and end with."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from groups.models import User
from groups.services import record
from reports import rules
from reports.models import Agency
from reports.selectors.agency import agency
from selection_site.lib import uploads

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

EMBLEM_BYTES = 10_000_000
# The emblem is printed 3 cm high: below this it looks coarse, above it letters only grow heavier.
LEAST_DOTS = 600
PRINTED_DOTS = 900
FIELDS = (
    "name",
    "address",
    "prefix",
    "office",
    "contact",
    "signer",
    "signer_position",
    "capacity",
    "represented",
)


class AgencyRefusedError(Exception):
    """The letterhead cannot be changed like this; the message says why."""


@transaction.atomic
def save_agency(values: Mapping[str, object], *, by: User) -> Agency:
    """Write the letterhead of letters to come; letters that are numbered keep theirs.

    `values` has names of FIELDS; those left out stay. Raises AgencyRefusedError for anybody but the
    administrator and ValidationError for values that no letter can carry. A second run with the
    same values changes nothing.
    """
    _check_may_set(by)
    kept = agency()
    changed = {name: values[name] for name in FIELDS if name in values}
    changed = {name: new for name, new in changed.items() if new != getattr(kept, name)}
    if not changed and not kept._state.adding:
        return kept
    for name, value in changed.items():
        setattr(kept, name, value)
    kept.full_clean(exclude=["id"])
    kept.save()
    record("agency_save", kept, by=by, detail=changed)
    return kept


def set_emblem(uploaded: "UploadedFile[bytes]", *, by: User) -> Agency:
    """Put the Garuda on letters to come: a PNG, JPEG or WebP picture at least 600 dots high.

    It is drawn anew for print, on white. Raises AgencyRefusedError for anybody but the
    administrator and for a picture too small, UploadError for anything that is no such picture (SVG
    too: it can carry programs). Files of earlier emblems stay, because letters name them.
    """
    _check_may_set(by)
    given = uploads.store(
        uploaded, folder="emblems", max_bytes=EMBLEM_BYTES, kinds=frozenset({"picture"})
    )
    try:
        drawn = _for_print(uploads.absolute(given.path))
    finally:
        uploads.remove(given.path)
    stored = uploads.write_bytes(drawn, folder="emblems", suffix="jpg")
    return _write_emblem(stored.path, stored.sha256, by=by)


def remove_emblem(*, by: User) -> Agency:
    """Letters to come carry the outlined box for paper with a printed Garuda; twice is once."""
    _check_may_set(by)
    return _write_emblem("", "", by=by)


def _for_print(given: Path) -> bytes:
    with Image.open(given) as picture:
        if picture.height < LEAST_DOTS:
            raise AgencyRefusedError(
                _(
                    "The picture is %(height)d dots high and would look coarse in print. "
                    "Choose one of at least %(least)d dots."
                )
                % {"height": picture.height, "least": LEAST_DOTS}
            )
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "emblem.jpg"
        uploads.make_thumbnail(given, out, side=PRINTED_DOTS)
        return out.read_bytes()


@transaction.atomic
def _write_emblem(path: str, sha256: str, *, by: User) -> Agency:
    kept = agency()
    if kept.garuda_path == path:
        return kept
    kept.garuda_path = path
    kept.save()
    record("agency_emblem", kept, by=by, detail={"sha256": sha256})
    return kept


def _check_may_set(by: User) -> None:
    if not rules.may_set_agency(by):
        raise AgencyRefusedError(_("Only the administrator changes the letterhead."))
