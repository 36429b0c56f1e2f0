"""Makes the copy that browsers play. Runs in the child process only."""

import errno
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import av
from av.container import InputContainer, OutputContainer

from selection_site.lib.video.facts import VideoError
from selection_site.lib.video.inspection import (
    ROUNDING,
    Inspection,
    inspect,
    moving_picture,
    open_media,
    readable_sound,
    two_places,
)
from selection_site.lib.video.recoding import CLEAR, SMALL, Recoder, Rendition

if TYPE_CHECKING:
    from av.packet import Packet  # generic to mypy alone

# Containers with true time stamps; H.264 out of others is converted.
EXACT = ("mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm")
PLAIN_PIXELS = ("yuv420p", "yuvj420p")
FULL_HD = (1920, 1080)
SANE_BITS_PER_SECOND = 8_000_000
BAD_PACKETS, BAD_SHARE = 5, 50  # a scratch: five packets, and one more of every fifty
BACKWARDS = 1  # seconds; pictures that lean on later ones go back by less
TOLD = Decimal("0.5")  # seconds more than announced that are rounding, not a false header
SHARE_PRESENT = Decimal("0.9")  # of the announced length that must really come
OUR_FAULT = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG, errno.EACCES, errno.ENOENT, errno.EROFS}
)


Tell = Callable[[int], None]


class Limits(NamedTuple):
    """How long a clip says it is, how long it may be, and who hears how many percent are done."""

    seconds: Decimal
    max_seconds: int | None
    tell: Tell


class Made(NamedTuple):
    """How the copy was made, and how long it is: what came, where a file announced much less."""

    how: str
    seconds: Decimal


def make_playable(
    path: Path, out: Path, seconds: Decimal, max_seconds: int | None, tell: Tell
) -> Made:
    """Write the copy that everybody plays: packet for packet where it plays as it is."""
    found = inspect(path, max_seconds)
    rendition = None if plays_as_it_is(found) else CLEAR
    reached = copied(path, out, found, rendition, Limits(seconds, max_seconds, tell))
    if reached < seconds * SHARE_PRESENT - 1:
        raise VideoError("truncated")
    length = reached if reached > seconds + TOLD else seconds
    return Made("converted" if rendition else "remuxed", length)


def make_small(path: Path, out: Path, tell: Tell) -> None:
    """Write the copy for thin lines, out of the one that everybody plays."""
    found = inspect(path, None)
    copied(path, out, found, SMALL, Limits(found.probe.seconds, None, tell))


def copied(
    path: Path, out: Path, found: Inspection, rendition: Rendition | None, limits: Limits
) -> Decimal:
    """Write a copy, packet for packet without a rendition; the second up to which it came."""
    try:
        with (
            open_media(path) as media,
            av.open(str(out), "w", format="mp4", options={"movflags": "+faststart"}) as playable,
        ):
            reel = Reel(media, limits)
            if rendition is None:
                repack(reel, playable)
            else:
                convert(reel, playable, found.probe.rotation, rendition)
    except av.error.FFmpegError as error:
        if error.errno in OUR_FAULT:
            raise
        raise VideoError("damaged") from error
    return reel.reached


def plays_as_it_is(found: Inspection) -> bool:
    probe = found.probe
    sides = sorted((probe.width, probe.height), reverse=True)
    return (
        probe.video_codec == "h264"
        and probe.audio_codec in ("aac", None)
        and found.container in EXACT
        and found.pixels in PLAIN_PIXELS
        and sides[0] <= FULL_HD[0]
        and sides[1] <= FULL_HD[1]
        and found.bits_per_second <= SANE_BITS_PER_SECOND
    )


class Reel:
    """A file on its way through: picture and first sound, packet by packet, never past the limit.

    `reached` is the second up to which packets came, whatever the header announced. Time stamps
    that begin anew in the middle count on: two films in one file are as long as both.
    """

    def __init__(self, media: InputContainer, limits: Limits) -> None:
        self.media = media
        self.picture = moving_picture(media)
        self.sound = readable_sound(media)
        self.limits = limits
        self.begins: Fraction | None = None
        self.ends: dict[int, Fraction] = {}
        self.lost: dict[int, Fraction] = {}
        self.reached = Decimal(0)
        self.percent = 0

    def packets(self) -> Iterator["Packet[Any]"]:
        wanted = [stream for stream in (self.picture, self.sound) if stream is not None]
        for packet in self.media.demux(*wanted):
            self.measure(packet)
            yield packet

    def measure(self, packet: "Packet[Any]") -> None:
        if packet.pts is None or packet.time_base is None:
            return
        begins = packet.pts * packet.time_base
        if self.begins is None:
            self.begins = begins
        duration = (packet.duration or 0) * packet.time_base
        end = self.straight(packet.stream_index, begins - self.begins) + duration
        self.ends[packet.stream_index] = max(end, self.ends.get(packet.stream_index, end))
        self.reached = max(self.reached, two_places(end))
        limit = self.limits.max_seconds
        if limit is not None and end > limit + ROUNDING:
            raise VideoError("too_long", limit=limit)
        self.tell()

    def straight(self, stream: int, at: Fraction) -> Fraction:
        """The moment of a packet by a clock of its stream that never begins anew."""
        at += self.lost.get(stream, Fraction(0))
        before = self.ends.get(stream, at)
        if at >= before - BACKWARDS:
            return at
        self.lost[stream] = self.lost.get(stream, Fraction(0)) + before - at
        return before

    def tell(self) -> None:
        percent = min(99, int(self.reached * 100 / max(self.limits.seconds, Decimal(1))))
        if percent > self.percent:
            self.percent = percent
            self.limits.tell(percent)


def repack(reel: Reel, playable: OutputContainer) -> None:
    streams = [stream for stream in (reel.picture, reel.sound) if stream is not None]
    copies = {stream.index: playable.add_stream_from_template(stream) for stream in streams}
    for packet in reel.packets():
        if packet.dts is not None:
            packet.stream = copies[packet.stream_index]
            playable.mux(packet)


def convert(reel: Reel, playable: OutputContainer, rotation: int, rendition: Rendition) -> None:
    recoder = Recoder(reel.picture, reel.sound, playable, rotation, rendition)
    bad = 0
    for seen, packet in enumerate(reel.packets()):
        try:
            recoder.take(packet)
        except ValueError as error:  # FFmpeg's "invalid data" is one
            bad += 1
            if bad > BAD_PACKETS + seen // BAD_SHARE:
                raise VideoError("damaged") from error
    recoder.finish()
