"""The tus 1.0 protocol: resumable uploads over HTTP (https://tus.io/protocols/resumable-upload).

Core with creation, creation-with-upload, checksum, termination and expiration. What an upload
belongs to, and who may have it, is its caller's business.
"""

import base64
import binascii
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import http_date

from selection_site.lib.uploads import parts
from selection_site.lib.uploads.parts import ALGORITHMS, Checksum, Piece
from selection_site.lib.uploads.refusals import TusError
from selection_site.lib.uploads.storing import PIECE

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,termination,expiration"
BODY = "application/offset+octet-stream"
PATIENCE = 60  # seconds without a byte after which a sender counts as vanished

Verb = Callable[[], HttpResponse]


def speak(request: HttpRequest, verbs: Mapping[str, Verb]) -> HttpResponse:
    """Answer with the verb asked for, and turn what it refuses into the protocol's code."""
    try:
        response = answer(method_of(request), request, verbs)
    except TusError as refusal:
        response = HttpResponse(str(refusal), status=refusal.status, content_type="text/plain")
    except Http404:
        response = HttpResponse("no such upload", status=404, content_type="text/plain")
    if response.status_code in (405, 412):
        response.headers["Tus-Version"] = VERSION
    response.headers["Tus-Resumable"] = VERSION
    response.headers["Cache-Control"] = "no-store"
    return response


def answer(method: str, request: HttpRequest, verbs: Mapping[str, Verb]) -> HttpResponse:
    if method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
        raise TusError(412, f"this server speaks tus {VERSION}")
    if method not in verbs:
        raise TusError(405, "not a verb of this address")
    return verbs[method]()


def method_of(request: HttpRequest) -> str:
    """The verb meant: networks that let no PATCH through send it as a POST that says so.

    Only a POST may: its token has been checked, that of a GET has not.
    """
    method = request.method or ""
    if method == "POST":
        return request.headers.get("X-HTTP-Method-Override", method).upper()
    return method


def abilities(max_bytes: int) -> HttpResponse:
    """The answer to OPTIONS."""
    return HttpResponse(
        status=204,
        headers={
            "Tus-Version": VERSION,
            "Tus-Extension": EXTENSIONS,
            "Tus-Max-Size": max_bytes,
            "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
        },
    )


def state(offset: int, length: int, name: str) -> HttpResponse:
    """The answer to HEAD."""
    encoded = base64.b64encode(name.encode()).decode()
    return HttpResponse(
        headers={
            "Upload-Offset": offset,
            "Upload-Length": length,
            "Upload-Metadata": f"filename {encoded}",
        }
    )


def progress(offset: int, expires_at: datetime, *, location: str = "") -> HttpResponse:
    """The answer to a PATCH, or with `location` to the POST that began the upload."""
    headers: dict[str, str | int] = {
        "Upload-Offset": offset,
        "Upload-Expires": http_date(expires_at.timestamp()),
    }
    if location:
        headers["Location"] = location
    return HttpResponse(status=201 if location else 204, headers=headers)


def new_upload(request: HttpRequest) -> tuple[str, int]:
    """The file name, empty if none is given, and the length that a POST announces."""
    metadata = parse_metadata(request.headers.get("Upload-Metadata", ""))
    return metadata.get("filename", ""), whole_number(request, "Upload-Length")


def carries_bytes(request: HttpRequest) -> bool:
    """Whether the POST that begins an upload brings its first bytes along."""
    return request.content_type == BODY


def receive(
    request: HttpRequest, key: uuid.UUID, *, length: int, name: str, at: int | None = None
) -> int:
    """Take in the bytes of a request and answer the new offset; refusals as `parts.append`.

    Also 415 for another kind of body, 411 for one of unknown length.
    """
    if not carries_bytes(request):
        raise TusError(415, f"the body must be {BODY}")
    if not request.headers.get("Content-Length"):
        raise TusError(411, "Content-Length is missing")
    piece = Piece(
        at=whole_number(request, "Upload-Offset") if at is None else at,
        announced=whole_number(request, "Content-Length"),
        checksum=parse_checksum(request.headers.get("Upload-Checksum", "")),
    )
    return parts.append(key, piece, body_of(request), length=length, name=name)


def nothing_more(request: HttpRequest, *, length: int) -> int:
    """Answer a request that comes after the last byte; `TusError` 409 unless it brings none."""
    if whole_number(request, "Upload-Offset") != length or request.read(1):
        raise TusError(409, f"the offset is {length}")
    return length


def body_of(request: HttpRequest) -> Iterator[bytes]:
    """The body in pieces of 1 MiB, never whole. A silent sender ends it with an OSError.

    Somebody whose line is cut sends nothing more, not even that: without an end to waiting, the
    part file would stay locked against the same person's next request.
    """
    if connection := request.META.get("gunicorn.socket"):
        connection.settimeout(PATIENCE)
    while data := request.read(PIECE):
        yield data


def parse_metadata(header: str) -> dict[str, str]:
    """`Upload-Metadata`: pairs of a name and a value in base64. Raises `TusError` 400."""
    found = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        name, _, value = pair.partition(" ")
        try:
            found[name] = decoded(value).decode()
        except UnicodeDecodeError as error:
            raise TusError(400, f"Upload-Metadata: {name} is not UTF-8") from error
    return found


def parse_checksum(header: str) -> Checksum | None:
    """`Upload-Checksum`: an algorithm and a sum in base64. Raises `TusError` 400."""
    if not header:
        return None
    algorithm, _, digest = header.partition(" ")
    if algorithm not in ALGORITHMS:
        raise TusError(400, f"Upload-Checksum: one of {', '.join(ALGORITHMS)}")
    return Checksum(algorithm, decoded(digest))


def decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise TusError(400, "not base64") from error


def whole_number(request: HttpRequest, name: str) -> int:
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise TusError(400, f"{name} must be a whole number")
    return int(text)
