"""Decodes a clip and codes it anew as H.264 and AAC. Runs in the child process only."""

import os
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import av
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

if TYPE_CHECKING:
    from av.packet import Packet  # generic to mypy alone

MOST_PICTURES = 30  # a second
USUAL_PICTURES = 25  # where the file does not say
KEY_PICTURE_SECONDS = 2  # so that seeking lands near
SOUND_RATE = 44100
SOUND_BLOCK = 1024  # samples in a packet of AAC
# Each decoding thread holds whole pictures; more of them would meet the memory limit with 4K.
THREADS = min(4, os.cpu_count() or 1)
Step = tuple[str, str | None]
TURNS: dict[int, list[Step]] = {
    90: [("transpose", "cclock")],
    180: [("hflip", None), ("vflip", None)],
    270: [("transpose", "clock")],
}


class Rendition(NamedTuple):
    """How large and how fine a copy is; its coder's other wishes as x264 names them."""

    shorter_side: int
    quality: dict[str, str]
    sound_bits: int
    sound_layout: str


CLEAR = Rendition(720, {"crf": "26", "preset": "veryfast"}, 96_000, "stereo")
# At most about 500 kbit a second, so that a line of 1 Mbit plays it without a pause.
SMALL = Rendition(
    480,
    {"crf": "29", "preset": "veryfast", "maxrate": "440k", "bufsize": "880k"},
    48_000,
    "mono",
)


class Recoder:
    """Packets in, a playable file out; `finish` once at the end."""

    def __init__(
        self,
        picture: VideoStream,
        sound: AudioStream | None,
        playable: OutputContainer,
        rotation: int,
        rendition: Rendition = CLEAR,
    ) -> None:
        self.playable = playable
        film = Film(picture, playable, rotation, rendition)
        self.tracks: dict[int, Film | Tone] = {picture.index: film}
        if sound is not None:
            self.tracks[sound.index] = Tone(playable, rendition)

    def take(self, packet: "Packet[Any]") -> None:
        track = self.tracks[packet.stream_index]
        for frame in packet.decode():
            self.playable.mux(list(track.coded(frame)))

    def finish(self) -> None:
        for track in self.tracks.values():
            self.playable.mux(list(track.coded(None)))


class Film:
    """The picture: upright, square dots, at most 30 of them a second."""

    def __init__(
        self,
        picture: VideoStream,
        playable: OutputContainer,
        rotation: int,
        rendition: Rendition,
    ) -> None:
        picture.thread_type = "AUTO"
        picture.codec_context.thread_count = THREADS
        rate = steady_rate(picture)
        width, height = upright_size(picture, rotation, rendition.shorter_side)
        self.graph = graph(picture, rotation, width, height, rate)
        self.stream = playable.add_stream(
            "libx264",
            rate=rate,
            options={**rendition.quality, "g": str(max(1, round(KEY_PICTURE_SECONDS * rate)))},
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
    """The sound: AAC."""

    def __init__(self, playable: OutputContainer, rendition: Rendition) -> None:
        layout = rendition.sound_layout
        self.stream = playable.add_stream("aac", rate=SOUND_RATE, layout=layout)
        self.stream.bit_rate = rendition.sound_bits
        # "async" fills gaps and straightens time stamps that go backwards, as those of AVI do.
        self.resampler = AudioResampler(
            "fltp", layout, SOUND_RATE, SOUND_BLOCK, options={"async": "1"}
        )

    def coded(self, frame: Any) -> Iterator["Packet[Any]"]:
        for ready in self.resampler.resample(frame):
            yield from self.stream.encode(ready)
        if frame is None:
            yield from self.stream.encode(None)


def steady_rate(picture: VideoStream) -> Fraction:
    rate = picture.average_rate or Fraction(USUAL_PICTURES)
    return min(max(rate, Fraction(1)), Fraction(MOST_PICTURES)).limit_denominator(1001)


def upright_size(picture: VideoStream, rotation: int, shorter_side: int) -> tuple[int, int]:
    """Even numbers, the shorter side no longer than asked for, dots made square."""
    dot = picture.codec_context.sample_aspect_ratio or Fraction(1)
    width, height = Fraction(picture.width) * dot, Fraction(picture.height)
    if rotation in (90, 270):
        width, height = height, width
    scale = min(Fraction(1), Fraction(shorter_side) / min(width, height))
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
