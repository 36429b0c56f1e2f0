"""Small media files, made on the spot: what people send, and what they should not."""

import struct
from fractions import Fraction

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 160, 30), (30, 30, 200), (235, 235, 235)
SOUND_RATE = 44100


def make_clip(
    path,
    *,
    seconds=2,
    fps=10,
    size=(320, 180),
    codec="libx264",
    sound="aac",
    container="mp4",
    faststart=True,
    options=None,
    metadata=None,
    dot=None,
    black_until=0,
    noise=False,
    pause=(0, 0),
    beep=None,
):
    """A clip whose corners are red, green (above), blue and white (below)."""
    flags = {"movflags": "+faststart"} if faststart and container in ("mp4", "mov") else {}
    with av.open(str(path), "w", format=container, options=flags) as clip:
        clip.metadata.update(metadata or {})
        film = clip.add_stream(codec, rate=Fraction(fps), options=options or {})
        film.width, film.height = size
        film.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        if dot:
            film.codec_context.sample_aspect_ratio = dot
        tone = clip.add_stream(sound, rate=SOUND_RATE, layout="stereo") if sound else None
        still, chance = corners(size), np.random.default_rng(1)
        for number in range(round(seconds * Fraction(fps))):
            frame = still
            if number < black_until * fps:
                frame = np.zeros_like(still)
            elif noise:
                frame = chance.integers(0, 255, still.shape, dtype=np.uint8)
            image = VideoFrame.from_ndarray(frame, format="rgb24")
            image.pts, image.time_base = number, 1 / Fraction(fps)
            clip.mux(film.encode(image))
        clip.mux(film.encode(None))
        if tone is not None:
            for packet in (*coded(tone, seconds, beep), *tone.encode(None)):
                if not pause[0] <= packet.pts * packet.time_base < pause[1]:
                    clip.mux(packet)
    return path


def make_sound(path, *, seconds=2, codec="libmp3lame", container="mp3"):
    with av.open(str(path), "w", format=container) as file:
        tone = file.add_stream(codec, rate=SOUND_RATE, layout="stereo")
        for packet in (*coded(tone, seconds), *tone.encode(None)):
            file.mux(packet)
    return path


def corners(size):
    width, height = size
    frame = np.empty((height, width, 3), dtype=np.uint8)
    frame[: height // 2, : width // 2], frame[: height // 2, width // 2 :] = RED, GREEN
    frame[height // 2 :, : width // 2], frame[height // 2 :, width // 2 :] = BLUE, WHITE
    return frame


def coded(tone, seconds, beep=None):
    """Silence, with a fifth of a second of noise at second `beep`."""
    samples = round(seconds * SOUND_RATE)
    for start in range(0, samples, 1024):
        piece = np.zeros((2, min(1024, samples - start)), dtype=np.float32)
        if beep is not None and beep <= start / SOUND_RATE < beep + 0.2:
            piece[:] = np.sin(np.arange(piece.shape[1]) / 5) / 2
        block = AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
        block.sample_rate, block.pts = SOUND_RATE, start
        block.time_base = Fraction(1, SOUND_RATE)
        yield from tone.encode(block)


def first_beep(path):
    """The second at which a file is first heard."""
    with av.open(str(path)) as clip:
        loud = (one.time for one in clip.decode(audio=0) if np.abs(one.to_ndarray()).max() > 0.2)
        return next(loud)


def turn_clockwise(path):
    """Say in the track's header what a telephone held upright does: turn by 90 degrees."""
    data = bytearray(path.read_bytes())
    matrix = data.index(b"tkhd") + 44
    data[matrix : matrix + 36] = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30)
    path.write_bytes(data)
    return path


def claim_seconds(path, seconds):
    """Write another length into every header of an MP4; its index keeps the truth."""
    data = bytearray(path.read_bytes())
    for name, scale_at, length_at in ((b"mvhd", 16, 20), (b"mdhd", 16, 20)):
        at = data.find(name)
        while at >= 0:
            scale = int.from_bytes(data[at + scale_at : at + scale_at + 4])
            data[at + length_at : at + length_at + 4] = struct.pack(">I", scale * seconds)
            at = data.find(name, at + 4)
    path.write_bytes(data)
    return path


def picture_at(path, second=0):
    """One picture of a file as an RGB array, not turned."""
    with av.open(str(path)) as clip:
        clip.seek(round(second * 1_000_000))
        frames = (frame for frame in clip.decode(video=0) if frame.time >= second)
        return next(frames).to_ndarray(format="rgb24")


def names_in_order(path):
    """The boxes of an MP4 on its top level."""
    data, at, names = path.read_bytes(), 0, []
    while at < len(data):
        names.append(data[at + 4 : at + 8].decode())
        at += int.from_bytes(data[at : at + 4])
    return names
