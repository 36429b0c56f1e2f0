"""What is told of a file beside its name: what was found in it, and what was not looked at."""

from collections.abc import Iterable
from typing import NamedTuple

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from selection_site.lib import uploads
from submissions.enums import Reading, Section
from submissions.models import Attachment
from submissions.selectors.missing import Missing

PLACES_SHOWN = 3
A_YEAR = 365 * 24 * 60 * 60

# Where a number stands; `at` is the number of the page, or of sheet and row.
PLACES = {
    "name": gettext_lazy("in the name of the file"),
    "page": gettext_lazy("page %(at)s"),
    "form": gettext_lazy("in a field that was filled in"),
    "text": gettext_lazy("in the text"),
    "margin": gettext_lazy("at the head or foot of the pages"),
    "note": gettext_lazy("in a note or comment"),
    "row": gettext_lazy("sheet %(sheet)s, row %(row)s"),
}
UNREAD = {
    Reading.PARTLY: gettext_lazy(
        "Not all of it could be searched for national numbers. Look yourself."
    ),
    Reading.PICTURES: gettext_lazy(
        "Its pages are pictures and could not be searched for national numbers. Look yourself."
    ),
    Reading.LOCKED: gettext_lazy(
        "It is locked with a password, so nobody can read it. Remove it and add it without one."
    ),
    Reading.DAMAGED: gettext_lazy(
        "It cannot be read to its end: it is damaged. Remove it and add it again."
    ),
    Reading.TOO_HEAVY: gettext_lazy(
        "It is too large to be searched for national numbers. Look yourself."
    ),
}


class Remark(NamedTuple):
    """A sentence about a file; `tone` is warn, or bad when nobody can read the file."""

    tone: str
    sentence: str


def file_remarks(file: Attachment) -> list[Remark]:
    """What whoever wrote or checks the plan should know of a file; nothing for a harmless one.

    Never shown to the committee. A picture is never searched, which its page says once for all.
    """
    remarks = []
    if file.numbers_found:
        remarks.append(Remark("warn", numbers_sentence(file)))
    reading = Reading(file.reading)
    if reading in UNREAD and not file.is_picture:
        bad = reading in (Reading.LOCKED, Reading.DAMAGED)
        remarks.append(Remark("bad" if bad else "warn", str(UNREAD[reading])))
    return remarks


def numbers_sentence(file: Attachment) -> str:
    found = ngettext(
        "It seems to hold %(count)s person's national number: %(places)s.",
        "It seems to hold %(count)s persons' national numbers: %(places)s.",
        file.numbers_found,
    )
    return found % {"count": file.numbers_found, "places": places_of(file)}


def places_of(file: Attachment) -> str:
    """The first places with their covered numbers, and how many more there are."""
    shown = [
        f"{place_words(place, at)} ({masked})" for place, at, masked in file.numbers[:PLACES_SHOWN]
    ]
    more = file.numbers_found - len(shown)
    if more > 0:
        shown.append(ngettext("%(more)s more", "%(more)s more", more) % {"more": more})
    return "; ".join(shown)


def place_words(place: str, at: str) -> str:
    sheet, _colon, row = at.partition(":")
    return str(PLACES[place]) % {"at": at, "sheet": sheet, "row": row}


class FileRow(NamedTuple):
    """A file as the lists of the plan show it."""

    file: Attachment
    remarks: list[Remark]


def file_rows(files: Iterable[Attachment]) -> list[FileRow]:
    return [FileRow(file, file_remarks(file)) for file in files]


def file_cautions(files: Iterable[Attachment]) -> list[Missing]:
    """What the writer should think about once more; none of it stops the plan."""
    return [
        Missing(Section.FILES, f"file-{file.pk}", _said(file, remark))
        for file in files
        for remark in file_remarks(file)
    ]


def files_remarks(files: Iterable[Attachment]) -> list[Remark]:
    """What the province reads of all files together before it forwards; empty without files."""
    files = list(files)
    remarks = [
        Remark(remark.tone, _said(file, remark)) for file in files for remark in file_remarks(file)
    ]
    unread = sum(file.reading == Reading.WAITING for file in files)
    if unread:
        words = ngettext(
            "%(unread)s file is not looked through yet; wait a moment.",
            "%(unread)s files are not looked through yet; wait a moment.",
            unread,
        )
        remarks.append(Remark("warn", words % {"unread": unread}))
    if files and not remarks:
        words = ngettext(
            "%(count)s file, no national number found in it",
            "%(count)s files, no national number found in them",
            len(files),
        )
        remarks.append(Remark("good", words % {"count": len(files)}))
    return remarks


def _said(file: Attachment, remark: Remark) -> str:
    return _("“%(name)s”: %(remark)s") % {"name": file.name, "remark": remark.sentence}


def thumbnail_response(request: HttpRequest, file: Attachment) -> HttpResponseBase:
    """The small picture of a file, for whoever may see the file; 404 for what has none.

    It never changes under its address, so that a slow line carries it once.
    """
    if not file.thumbnail_path:
        raise Http404
    return uploads.serve(
        request,
        file.thumbnail_path,
        name="thumbnail.jpg",
        content_type="image/jpeg",
        inline=True,
        keep_seconds=A_YEAR,
    )
