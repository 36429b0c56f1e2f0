"""Makes the copy that browsers play. Runs in the child process only."""

import errno
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from selection_site.lib.video.recoding import Recoder

if TYPE_CHECKING:
    from fractions import Fraction

    from av.packet import Packet  # generic to mypy alone

# Containers with true time stamps; H.264 out of others is converted.
EXACT = ("mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm")
PLAIN_PIXELS = ("yuv420p", "yuvj420p")
FULL_HD = (1920, 1080)
SANE_BITS_PER_SECOND = 8_000_000
BAD_PACKETS, BAD_SHARE = 5, 50  # a scratch: five packets, and one more of every fifty
SHARE_PRESENT = Decimal("0.9")  # of the announced length that must really come
OUR_FAULT = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG, errno.EACCES, errno.ENOENT, errno.EROFS}
)


def make_playable(path: Path, out: Path, seconds: Decimal, max_seconds: int | None) -> str:
    found = inspect(path, max_seconds)
    stays = plays_as_it_is(found)
    try:
        with (
            open_media(path) as media,
            av.open(str(out), "w", format="mp4", options={"movflags": "+faststart"}) as playable,
        ):
            reel = Reel(media, max_seconds)
            if stays:
                repack(reel, playable)
            else:
                convert(reel, playable, found.probe.rotation)
    except av.error.FFmpegError as error:
        if error.errno in OUR_FAULT:
            raise
        raise VideoError("damaged") from error
    if reel.reached < seconds * SHARE_PRESENT - 1:
        raise VideoError("truncated")
    return "remuxed" if stays else "converted"


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

    `reached` is the second up to which packets came, whatever the header announced.
    """

    def __init__(self, media: InputContainer, max_seconds: int | None) -> None:
        self.media = media
        self.picture = moving_picture(media)
        self.sound = readable_sound(media)
        self.max_seconds = max_seconds
        self.begins: Fraction | None = None
        self.reached = Decimal(0)

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
        end = begins + (packet.duration or 0) * packet.time_base - self.begins
        self.reached = max(self.reached, two_places(end))
        if self.max_seconds is not None and end > self.max_seconds + ROUNDING:
            raise VideoError("too_long", limit=self.max_seconds)


def repack(reel: Reel, playable: OutputContainer) -> None:
    streams = [stream for stream in (reel.picture, reel.sound) if stream is not None]
    copies = {stream.index: playable.add_stream_from_template(stream) for stream in streams}
    for packet in reel.packets():
        if packet.dts is not None:
            packet.stream = copies[packet.stream_index]
            playable.mux(packet)


def convert(reel: Reel, playable: OutputContainer, rotation: int) -> None:
    recoder = Recoder(reel.picture, reel.sound, playable, rotation)
    bad = 0
    for seen, packet in enumerate(reel.packets()):
        try:
            recoder.take(packet)
        except ValueError as error:  # FFmpeg's "invalid data" is one
            bad += 1
            if bad > BAD_PACKETS + seen // BAD_SHARE:
                raise VideoError("damaged") from error
    recoder.finish()
