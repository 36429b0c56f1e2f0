"""The child process (`lib.sandbox`): an order as its argument, one JSON answer on stdout."""

import contextlib
import json
import os
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from selection_site.lib.sandbox import inside
from selection_site.lib.video import conversion, stills
from selection_site.lib.video.facts import Probe, VideoError
from selection_site.lib.video.inspection import inspect

LARGEST_OUTPUT = 2 << 30  # bytes

Answer = dict[str, Any]


def main(order: Answer) -> Answer:
    inside.settle(order, largest_output=LARGEST_OUTPUT)
    try:
        return VERBS[order["verb"]](**order["arguments"], **teller(order["tell"]))
    except VideoError as refusal:
        return refused(refusal.code, refusal.seconds, refusal.limit, refusal.detail)
    except MemoryError:
        return refused("too_heavy")


def teller(pipe: int | None) -> dict[str, conversion.Tell]:
    """How a verb that takes its time says how far it is: lines in the pipe of the one who asked."""
    if pipe is None:
        return {}
    return {"tell": lambda percent: tell(pipe, percent)}


def tell(pipe: int, percent: int) -> None:
    with contextlib.suppress(BrokenPipeError):  # who asked is gone, and this process will be
        os.write(pipe, b"%d\n" % percent)


def refused(
    code: str, seconds: Decimal | None = None, limit: int | None = None, detail: str = ""
) -> Answer:
    said = None if seconds is None else str(seconds)
    return {"refused": {"code": code, "seconds": said, "limit": limit, "detail": detail}}


def probe(path: str, max_seconds: int | None) -> Answer:
    return {"probe": as_json(inspect(Path(path), max_seconds).probe)}


def make_playable(
    path: str, out: str, seconds: str, max_seconds: int | None, tell: conversion.Tell
) -> Answer:
    length = Decimal(seconds)
    made = conversion.make_playable(Path(path), Path(out), length, max_seconds, tell)
    return {"how": made.how}


def make_poster(path: str, out: str, seconds: str) -> Answer:
    stills.make_poster(Path(path), Path(out), Decimal(seconds))
    return {}


def prepare(
    path: str, out: str, poster: str, max_seconds: int | None, tell: conversion.Tell
) -> Answer:
    found = inspect(Path(path), max_seconds).probe
    made = conversion.make_playable(Path(path), Path(out), found.seconds, max_seconds, tell)
    stills.make_poster(Path(path), Path(poster), found.seconds)
    return {"probe": as_json(found._replace(seconds=made.seconds)), "how": made.how}


def lighten(path: str, small: str, strip: str, count: int, tell: conversion.Tell) -> Answer:
    found = inspect(Path(path), None).probe
    conversion.make_small(Path(path), Path(small), tell)
    # Out of the small copy: its key pictures lie near each other, and it is quick to read.
    stills.make_strip(Path(small), Path(strip), found.seconds, count)
    return {"probe": as_json(found)}


def as_json(probe: Probe) -> Answer:
    return {**probe._asdict(), "seconds": str(probe.seconds)}


VERBS: dict[str, Callable[..., Answer]] = {
    "probe": probe,
    "make_playable": make_playable,
    "make_poster": make_poster,
    "prepare": prepare,
    "lighten": lighten,
}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(json.loads(sys.argv[1]))))
