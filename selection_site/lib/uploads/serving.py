"""Gives a private file out, whole or in parts, after the caller has checked the permission."""

import os
import re
from pathlib import Path
from typing import IO

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import (
    content_disposition_header,
    http_date,
    parse_http_date_safe,
    quote_etag,
)

from selection_site.lib.uploads.storing import absolute

# No file is longer than 18 digits can say, and Python refuses to read thousands of them.
ONE_RANGE = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.ASCII)
# Shown inside the browser; everything else is only saved, whatever the caller asks for.
SHOWABLE = {"application/pdf", "image/jpeg", "image/png", "video/mp4"}
# A shown file may run nothing and load nothing. In a sandbox Chromium shows neither PDF nor film.
PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'"
SANDBOX = f"{PAGE_POLICY}; sandbox"


def serve(
    request: HttpRequest,
    relative: str,
    *,
    name: str,
    content_type: str,
    inline: bool,
    keep_seconds: int = 0,
) -> HttpResponseBase:
    """Answer with a kept file: 200, 206, 304, 412 or 416 as RFC 9110 says; 404 when it is gone.

    The caller has checked that this person may have it. `name` is what the file is called when
    saved. `keep_seconds` lets this person's browser, and no cache on the way, show the file for so
    long without asking again: for what never changes under its address. One range is answered in
    part, several or a wrong one with the whole. With X_ACCEL_PREFIX set, nginx sends the file and
    looks after ranges.
    """
    path = absolute(relative)
    try:
        facts = path.stat()
    except FileNotFoundError as error:
        raise Http404(relative) from error
    headers = protective_headers(name, content_type, inline=inline and content_type in SHOWABLE)
    if keep_seconds:
        headers["Cache-Control"] = f"private, max-age={keep_seconds}, immutable"
    if prefix := getattr(settings, "X_ACCEL_PREFIX", ""):
        place = f"{prefix.rstrip('/')}/{relative}"
        return HttpResponse(headers={**headers, "X-Accel-Redirect": place})
    # A file goes out as it is: no middleware may squeeze a part of it.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    return from_here(request, path, facts, headers)


def protective_headers(name: str, content_type: str, *, inline: bool) -> dict[str, str]:
    headers = {
        "Content-Type": content_type,
        "Content-Disposition": content_disposition_header(not inline, name) or "attachment",
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    free = inline and not content_type.startswith("image/")
    return {**headers, "Content-Security-Policy": PAGE_POLICY if free else SANDBOX}


def from_here(
    request: HttpRequest, path: Path, facts: os.stat_result, headers: dict[str, str]
) -> HttpResponseBase:
    size, changed = facts.st_size, int(facts.st_mtime)
    etag = quote_etag(f"{facts.st_mtime_ns:x}-{size:x}")
    headers |= {"Accept-Ranges": "bytes", "ETag": etag, "Last-Modified": http_date(changed)}
    unchanged = HttpResponse(headers=headers)
    unmet = get_conditional_response(request, etag=etag, last_modified=changed, response=unchanged)
    if unmet is not None and unmet is not unchanged:
        return unmet
    wanted = asked_range(request, etag, changed, size)
    if wanted is None:
        start, length, status = 0, size, 200
    elif wanted:
        start, length, status = wanted.start, len(wanted), 206
        headers["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{size}"
    else:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    headers["Content-Length"] = str(length)
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    window = Window(path.open("rb"), start, length)
    kind = headers.pop("Content-Type")  # as an argument, or Django guesses one
    return Part(window, status=status, content_type=kind, headers=headers)


def asked_range(request: HttpRequest, etag: str, changed: int, size: int) -> range | None:
    """The bytes asked for; None: all of them; an empty range: none that exist."""
    asked = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if request.method != "GET" or asked is None or not still_the_same(request, etag, changed):
        return None
    first, last = asked.groups()
    if first:
        if last and int(last) < int(first):
            return None
        return range(int(first), min(int(last) + 1 if last else size, size))
    return range(max(size - int(last), 0), size) if last else None


def still_the_same(request: HttpRequest, etag: str, changed: int) -> bool:
    """Whether If-Range allows a part: the person holds the beginning of this very file."""
    condition = request.headers.get("If-Range")
    return condition is None or condition == etag or parse_http_date_safe(condition) == changed


class Part(FileResponse):
    block_size = 1 << 16


class Window:
    """Some bytes of a file, read like a file; closed with the answer."""

    def __init__(self, file: IO[bytes], start: int, length: int) -> None:
        self.file, self.left = file, length
        file.seek(start)

    def read(self, most: int = -1) -> bytes:
        wanted = self.left if most < 0 else min(most, self.left)
        piece = self.file.read(wanted)
        self.left -= len(piece)
        return piece

    def close(self) -> None:
        self.file.close()
