"""Starts the child process that opens foreign files, and turns its answer into ours."""

import contextlib
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

from selection_site.lib.sandbox import outside
from selection_site.lib.video.facts import Probe, VideoError

GIBIBYTE = 1 << 30
LOOK_SECONDS = 30  # to probe or to take a still: it takes well under one
CONVERT_BASE_SECONDS = 300
CONVERT_PER_SECOND = 10  # of clip: 4K on two slow cores takes about two
BEAT_SECONDS = 3.0  # between two calls of on_progress

How = Literal["remuxed", "converted"]
OnProgress = Callable[[int], None]  # percent done


class Prepared(NamedTuple):
    """A clip ready to be shown: what it was, and what had to be done."""

    probe: Probe
    how: How


def probe(path: Path, *, max_seconds: int | None) -> Probe:
    """Look into a file. Raises `VideoError` when it is no clip, damaged, cut off or too long.

    `max_seconds` None means any length. Half a second over is taken for container rounding.
    """
    answer = run("probe", wall=LOOK_SECONDS, path=path, max_seconds=max_seconds)
    return as_probe(answer["probe"])


def make_playable(
    path: Path,
    out: Path,
    probe: Probe,
    *,
    max_seconds: int | None,
    on_progress: OnProgress | None = None,
) -> How:
    """Write an MP4 that every browser plays, index in front, at most 30 pictures a second.

    H.264 with AAC up to 1080p is only repacked ("remuxed"); all else becomes H.264 and AAC, at
    most 720p, upright ("converted"). Metadata such as the place of recording is left behind.
    `out` appears whole or not at all and is replaced by a second run. `on_progress` is called
    every few seconds with the percent done; what it raises ends the work. Raises `VideoError`, for
    instance when more than `max_seconds` come out whatever the header says.
    """
    with whole(out) as part:
        answer = run(
            "make_playable",
            wall=convert_seconds(probe.seconds),
            on_progress=on_progress or unheard,
            path=path,
            out=part,
            seconds=str(probe.seconds),
            max_seconds=max_seconds,
        )
    return cast("How", answer["how"])


def make_poster(path: Path, out: Path, probe: Probe) -> None:
    """Write an upright JPEG, 640 dots on its longer side, of an early picture that shows much."""
    with whole(out) as part:
        run("make_poster", wall=LOOK_SECONDS, path=path, out=part, seconds=str(probe.seconds))


def prepare(
    path: Path,
    out: Path,
    poster: Path,
    *,
    max_seconds: int | None,
    on_progress: OnProgress | None = None,
) -> Prepared:
    """Probe, make playable and take the poster in one child: a third of the starting cost.

    Same refusals as the three; nothing is written when one refuses.
    """
    longest = Decimal(max_seconds if max_seconds is not None else 3600)
    with whole(out) as part, whole(poster) as still:
        answer = run(
            "prepare",
            wall=convert_seconds(longest),
            on_progress=on_progress or unheard,
            path=path,
            out=part,
            poster=still,
            max_seconds=max_seconds,
        )
    return Prepared(as_probe(answer["probe"]), cast("How", answer["how"]))


def lighten(
    path: Path,
    small: Path,
    strip: Path,
    *,
    count: int,
    seconds: Decimal,
    on_progress: OnProgress | None = None,
) -> Probe:
    """Make what thin lines need out of a playable copy: one of 480p, and a strip of pictures.

    The strip is one JPEG of `count` upright pictures of equal size side by side, 160 by 90 dots
    each, or 90 by 160. Both appear or neither; a second run replaces them. Answers what the
    playable copy is; refuses as `make_playable` does.
    """
    with whole(small) as part, whole(strip) as still:
        answer = run(
            "lighten",
            wall=convert_seconds(seconds),
            on_progress=on_progress or unheard,
            path=path,
            small=part,
            strip=still,
            count=count,
        )
    return as_probe(answer["probe"])


def unheard(percent: int) -> None:
    """Progress that nobody asked for."""


@contextmanager
def whole(out: Path) -> Iterator[Path]:
    """A path beside `out` that takes its place only when all went well.

    Always the same one, so that what a killed worker left behind is overwritten by the next.
    """
    part = out.with_name(f"{out.name}.part")
    try:
        yield part
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def convert_seconds(seconds: Decimal) -> int:
    return CONVERT_BASE_SECONDS + CONVERT_PER_SECOND * int(seconds)


def as_probe(fields: dict[str, Any]) -> Probe:
    return Probe(**{**fields, "seconds": Decimal(fields["seconds"])})


def run(
    verb: str,
    *,
    wall: int,
    on_progress: OnProgress | None = None,
    **arguments: object,
) -> dict[str, Any]:
    """Have a child do `verb`; `on_progress` goes with those that tell how far they are."""
    with contextlib.ExitStack() as pipes:
        told, tell = pipe(pipes) if on_progress else (None, None)
        child = started(verb, wall, tell, arguments)
        try:
            stdout, stderr = wait(child, wall, Progress(told, on_progress))
        finally:
            if child.poll() is None:
                child.kill()
                child.communicate()
    return outcome(child.returncode, stdout, stderr)


def pipe(pipes: contextlib.ExitStack) -> tuple[int, int]:
    """A pipe that closes with `pipes`; reading from it never waits."""
    told, tell = os.pipe()
    pipes.callback(os.close, told)
    pipes.callback(os.close, tell)
    os.set_blocking(told, False)
    return told, tell


def started(
    verb: str, wall: int, tell: int | None, arguments: dict[str, object]
) -> subprocess.Popen[str]:
    order = {
        "verb": verb,
        "cpu_seconds": wall * (os.cpu_count() or 1),
        "memory_bytes": 4 * GIBIBYTE,
        "tell": tell,
        "arguments": {key: absolute(value) for key, value in arguments.items()},
    }
    return subprocess.Popen(  # noqa: S603 (our own interpreter and file, no shell)
        outside.command("selection_site.lib.video.child", order),
        env=outside.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        pass_fds=() if tell is None else (tell,),
    )


class Progress:
    """What the child has told so far, passed on whenever it is time."""

    def __init__(self, told: int | None, listener: OnProgress | None) -> None:
        self.told, self.listener, self.percent = told, listener, 0

    def pass_on(self) -> None:
        if self.told is None or self.listener is None:
            return
        with contextlib.suppress(BlockingIOError):
            if lines := os.read(self.told, 4096).split():
                self.percent = int(lines[-1])
        self.listener(self.percent)


def wait(child: subprocess.Popen[str], wall: int, progress: Progress) -> tuple[str, str]:
    ends = time.monotonic() + wall
    while (left := ends - time.monotonic()) > 0:
        try:
            return child.communicate(timeout=min(left, BEAT_SECONDS))
        except subprocess.TimeoutExpired:
            progress.pass_on()
    raise VideoError("too_heavy")


def outcome(returncode: int, stdout: str, stderr: str) -> dict[str, Any]:
    if code := outside.blame(returncode, stderr[-2000:]):
        raise VideoError(code)
    answer: dict[str, Any] = json.loads(stdout)
    refused = answer.get("refused")
    if refused is not None:
        seconds = refused.pop("seconds")
        raise VideoError(**refused, seconds=None if seconds is None else Decimal(seconds))
    return answer


def absolute(value: object) -> object:
    return str(value.resolve()) if isinstance(value, Path) else value
