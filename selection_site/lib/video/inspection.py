"""What a file really is. Runs in the child process only."""

from decimal import Decimal
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from selection_site.lib.video.facts import Probe, VideoError

if TYPE_CHECKING:
    from av.packet import Packet  # generic to mypy alone

# The two whitelists stop a playlist or a reference file from making FFmpeg open other files or
# addresses. Do not widen them.
OPTIONS = {
    "protocol_whitelist": "file",
    "format_whitelist": "mov,matroska,webm,avi,mpegts,asf,mpeg",
}
CODECS = frozenset(
    {"h264", "hevc", "vp8", "vp9", "av1", "mpeg4", "h263", "mpeg2video", "mjpeg", "prores"}
    | {"wmv3", "msmpeg4v3"}
)
BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid"})
LONGEST_SIDE = 8192
ROUNDING = Fraction(1, 2)  # seconds a container's length may differ from what was cut
PACKETS_TRIED = 300


class Inspection(NamedTuple):
    """A probe, and what decides whether the file may stay as it is."""

    probe: Probe
    container: str
    pixels: str
    bits_per_second: int


def open_media(path: Path) -> InputContainer:
    if path.stat().st_size == 0:
        raise VideoError("empty")
    if is_cut_off(path):
        raise VideoError("truncated")
    try:
        return av.open(str(path), options=OPTIONS, timeout=10)
    except av.error.FFmpegError as error:
        raise VideoError("not_video") from error


def is_cut_off(path: Path) -> bool:
    """Whether this was an MP4 whose end is missing: an upload that broke off.

    FFmpeg opens such a file when half an index is left, and then has no sound for it.
    """
    size, at, seen = path.stat().st_size, 0, set()
    with path.open("rb") as file:
        while at < size:
            file.seek(at)
            head = file.read(16)
            length, name = int.from_bytes(head[:4]), head[4:8]
            if name not in BOXES or (name == b"ftyp") != (at == 0):
                return False
            seen.add(name)
            at += int.from_bytes(head[8:16]) if length == 1 else max(length, 8)
    return at > size or b"moov" not in seen


def inspect(path: Path, max_seconds: int | None) -> Inspection:
    """Read the header and the first frames. Refuses what is no video, too long or cut off."""
    with open_media(path) as media:
        picture = moving_picture(media)
        check_complete(picture, path.stat().st_size)
        rotation = first_rotation(media, picture)
        seconds = duration(media, picture)
        if max_seconds is not None and seconds > max_seconds + ROUNDING:
            raise VideoError("too_long", seconds=two_places(seconds), limit=max_seconds)
        sound = readable_sound(media)
        probe = Probe(
            seconds=two_places(seconds),
            width=picture.width,
            height=picture.height,
            rotation=rotation,
            video_codec=picture.codec_context.name,
            audio_codec=sound.codec_context.name if sound else None,
            fps=round(float(picture.average_rate or 0), 2),
        )
        return Inspection(
            probe,
            media.format.name,
            picture.codec_context.pix_fmt or "",
            round(path.stat().st_size * 8 / max(seconds, Fraction(1))),
        )


def moving_picture(media: InputContainer) -> VideoStream:
    """The film itself, not the cover picture that music files carry."""
    cover = Disposition.attached_pic
    picture = next((s for s in media.streams.video if not s.disposition & cover), None)
    if picture is None:
        raise VideoError("no_picture" if media.streams.audio else "not_video")
    codec = getattr(picture.codec_context, "name", "?")  # no context where no decoder is
    if codec not in CODECS:
        raise VideoError("codec", detail=codec)
    if max(picture.width, picture.height) > LONGEST_SIDE:
        raise VideoError("picture_size", detail=f"{picture.width} × {picture.height}")
    return picture


def readable_sound(media: InputContainer) -> AudioStream | None:
    """The first sound that can be decoded; newer phones add a second one that cannot."""
    return next((s for s in media.streams.audio if s.codec_context is not None), None)


def check_complete(picture: VideoStream, size: int) -> None:
    """An MP4 whose index points past the end of the file was cut off on its way."""
    entries = picture.index_entries
    if len(entries) and entries[-1].pos + entries[-1].size > size:
        raise VideoError("truncated")


def first_rotation(media: InputContainer, picture: VideoStream) -> int:
    """How the first picture stands that can be decoded: a header alone proves nothing.

    A recording taken over from a broadcast begins in the middle of something; that is skipped.
    """
    try:
        for packet in islice(media.demux(picture), PACKETS_TRIED):
            for frame in readable(packet):
                return upright_turn(frame)
    except av.error.FFmpegError as error:
        raise VideoError("damaged") from error
    raise VideoError("damaged")


def readable(packet: "Packet[VideoStream]") -> list[VideoFrame]:
    try:
        return packet.decode()
    except av.error.InvalidDataError:
        return []


def upright_turn(frame: VideoFrame) -> int:
    return round(frame.rotation / 90) * 90 % 360


def duration(media: InputContainer, picture: VideoStream) -> Fraction:
    """Seconds of the longest of picture and sound; neither header nor index may hide some."""
    lengths = [
        stream.duration * stream.time_base
        for stream in (picture, *media.streams.audio[:1])
        if stream.duration and stream.time_base
    ]
    if media.duration:
        lengths.append(Fraction(media.duration, av.time_base))
    entries = picture.index_entries
    if len(entries) and picture.time_base:
        lengths.append((entries[-1].timestamp - entries[0].timestamp) * picture.time_base)
    return max(lengths, default=Fraction(0)) or scanned(media, picture)


def scanned(media: InputContainer, picture: VideoStream) -> Fraction:
    """Read to the end, for files that a browser or camera wrote without a length."""
    end = Fraction(0)
    for packet in media.demux(picture):
        if packet.pts is not None:
            end = max(end, (packet.pts + (packet.duration or 0)) * packet.time_base)
    return end


def two_places(seconds: Fraction) -> Decimal:
    return Decimal(round(seconds * 100)).scaleb(-2)
