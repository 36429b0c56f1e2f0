"""Clips: what a file really is, a playable copy of it, a picture of it, and made-up ones.

Files from outside are opened only in a child process with limits (`child`), never in the process
that asks. PyAV is therefore not imported here: a web process carries none of its libraries.
"""

from collections.abc import Sequence
from pathlib import Path

from selection_site.lib.video.captions import CaptionsError, read_captions
from selection_site.lib.video.facts import Probe, VideoError
from selection_site.lib.video.jobs import (
    lighten,
    make_playable,
    make_poster,
    prepare,
    probe,
)

__all__ = [
    "CaptionsError",
    "Probe",
    "VideoError",
    "generate_clip",
    "lighten",
    "make_playable",
    "make_poster",
    "prepare",
    "probe",
    "read_captions",
]


def generate_clip(
    out: Path,
    *,
    seconds: int,
    title_lines: Sequence[str],
    colour: str,
    width: int = 640,
    height: int = 360,
    fps: int = 12,
    seed: int = 0,
    grain: float = 0,
) -> None:
    """Write a short demonstration clip: Thai titles, slow shapes, a quiet tone; H.264 and AAC.

    The same arguments give the same picture; with `grain`, from 0 to 1, it is as hard to squeeze as
    what a camera makes, and not the same twice. Raises `FontMissingError` where no Thai font is
    installed. Our own picture needs no child process; only those who draw one load PyAV.
    """
    from selection_site.lib.video import demonstration  # noqa: PLC0415 (25 MB of every web process)

    demonstration.draw(
        out,
        demonstration.Scene(seconds, tuple(title_lines), colour, width, height, fps, seed, grain),
    )
