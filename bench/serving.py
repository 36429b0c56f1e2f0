"""A clip of 50 MB: what is read of it, against what is sent."""

from typing import Any

from django.urls import reverse

from bench.counting import Figures, bytes_read
from bench.pages import FINISHED
from bench.visits import Visitors
from selection_site.lib import uploads
from submissions.models import Clip

SIZE = 50_000_000
PIECES = 10


def figures(visitors: Visitors) -> Figures:
    clip = Clip.objects.filter(submission__call__year=FINISHED).order_by("pk")[0]
    make_large(clip)
    address = reverse("submissions:clip_file", args=[clip.pk])
    piece = SIZE // PIECES
    return {
        "bytes": SIZE,
        "whole, read of sent": read_of_sent(visitors, address, [None]),
        "in 10 ranges, read of sent": read_of_sent(
            visitors, address, [f"bytes={at}-{at + piece - 1}" for at in range(0, SIZE, piece)]
        ),
        "its last 64 kB, read of sent": read_of_sent(visitors, address, ["bytes=-64000"]),
    }


def make_large(clip: Clip) -> None:
    with uploads.absolute(clip.playable_path).open("r+b") as file:
        file.truncate(SIZE)


def read_of_sent(visitors: Visitors, address: str, ranges: list[str | None]) -> float:
    client = visitors.client("staff")
    sent = 0

    def take() -> None:
        nonlocal sent
        for wanted in ranges:
            headers: dict[str, Any] = {"Range": wanted} if wanted else {}
            response = client.get(address, headers=headers)
            sent += sum(map(len, response))
            response.close()

    read = bytes_read(take)
    return read / sent
