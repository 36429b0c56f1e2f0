"""Decodes a clip and codes it anew as H.264 and AAC. Runs in the child process only."""

import os
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

if TYPE_CHECKING:
    from av.packet import Packet  # generic to mypy alone

SHORTER_SIDE = 720
MOST_PICTURES = 30  # a second
USUAL_PICTURES = 25  # where the file does not say
QUALITY = {"crf": "26", "preset": "veryfast"}
KEY_PICTURE_SECONDS = 2  # so that seeking lands near
SOUND_RATE = 44100
SOUND_BITS = 96_000
SOUND_BLOCK = 1024  # samples in a packet of AAC
# Each decoding thread holds whole pictures; more of them would meet the memory limit with 4K.
THREADS = min(4, os.cpu_count() or 1)
Step = tuple[str, str | None]
TURNS: dict[int, list[Step]] = {
    90: [("transpose", "cclock")],
    180: [("hflip", None), ("vflip", None)],
    270: [("transpose", "clock")],
}


class Recoder:
    """Packets in, a playable file out; `finish` once at the end."""

    def __init__(
        self,
        picture: VideoStream,
        sound: AudioStream | None,
        playable: OutputContainer,
        rotation: int,
    ) -> None:
        self.playable = playable
        self.tracks: dict[int, Film | Tone] = {picture.index: Film(picture, playable, rotation)}
        if sound is not None:
            self.tracks[sound.index] = Tone(playable)

    def take(self, packet: "Packet[Any]") -> None:
        track = self.tracks[packet.stream_index]
        for frame in packet.decode():
            self.playable.mux(list(track.coded(frame)))

    def finish(self) -> None:
        for track in self.tracks.values():
            self.playable.mux(list(track.coded(None)))


class Film:
    """The picture: upright, square dots, at most 720p and 30 pictures a second."""

    def __init__(self, picture: VideoStream, playable: OutputContainer, rotation: int) -> None:
        picture.thread_type = "AUTO"
        picture.codec_context.thread_count = THREADS
        rate = steady_rate(picture)
        width, height = upright_size(picture, rotation)
        self.graph = graph(picture, rotation, width, height, rate)
        self.stream = playable.add_stream(
            "libx264",
            rate=rate,
            options={**QUALITY, "g": str(max(1, round(KEY_PICTURE_SECONDS * rate)))},
        )
        # All of it before the first packet of sound is written, or PyAV refuses.
        self.stream.width, self.stream.height = width, height
        self.stream.pix_fmt = "yuv420p"
        source, coder = picture.codec_context, self.stream.codec_context
        coder.time_base = 1 / rate
        coder.color_primaries = source.color_primaries
        coder.color_trc = source.color_trc
        coder.colorspace = source.colorspace

    def coded(self, frame: Any) -> Iterator["Packet[Any]"]:
        self.graph.vpush(frame)
        for ready in pulled(self.graph):
            ready.pict_type = 0  # x264 chooses its own key pictures
            yield from self.stream.encode(ready)
        if frame is None:
            yield from self.stream.encode(None)


class Tone:
    """The sound: stereo AAC."""

    def __init__(self, playable: OutputContainer) -> None:
        self.stream = playable.add_stream("aac", rate=SOUND_RATE, layout="stereo")
        self.stream.bit_rate = SOUND_BITS
        # "async" fills gaps and straightens time stamps that go backwards, as those of AVI do.
        self.resampler = AudioResampler(
            "fltp", "stereo", SOUND_RATE, SOUND_BLOCK, options={"async": "1"}
        )

    def coded(self, frame: Any) -> Iterator["Packet[Any]"]:
        for ready in self.resampler.resample(frame):
            yield from self.stream.encode(ready)
        if frame is None:
            yield from self.stream.encode(None)


def steady_rate(picture: VideoStream) -> Fraction:
    rate = picture.average_rate or Fraction(USUAL_PICTURES)
    return min(max(rate, Fraction(1)), Fraction(MOST_PICTURES)).limit_denominator(1001)


def upright_size(picture: VideoStream, rotation: int) -> tuple[int, int]:
    """Even numbers, the shorter side at most 720, dots made square."""
    dot = picture.codec_context.sample_aspect_ratio or Fraction(1)
    width, height = Fraction(picture.width) * dot, Fraction(picture.height)
    if rotation in (90, 270):
        width, height = height, width
    scale = min(Fraction(1), Fraction(SHORTER_SIDE) / min(width, height))
    return max(2, int(width * scale) // 2 * 2), max(2, int(height * scale) // 2 * 2)


def graph(picture: VideoStream, rotation: int, width: int, height: int, rate: Fraction) -> Graph:
    steps: list[Step] = [
        *TURNS.get(rotation, []),
        ("scale", f"{width}:{height}:out_range=tv"),
        ("setsar", "1"),
        ("fps", str(rate)),
        ("format", "yuv420p"),
        ("buffersink", None),
    ]
    made = Graph()
    nodes = [made.add_buffer(template=picture), *(made.add(name, args) for name, args in steps)]
    made.link_nodes(*nodes).configure()
    return made


def pulled(graph: Graph) -> Iterator[VideoFrame]:
    while True:
        try:
            yield graph.vpull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
