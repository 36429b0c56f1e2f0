"""Draws the short clips of the demonstration years and of `rehearse`."""

import random
from collections.abc import Iterator
from fractions import Fraction
from math import pi, sin, tau
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.container import OutputContainer
from av.video.frame import VideoFrame
from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFont

from selection_site.lib.fonts import laksaman
from selection_site.lib.video.jobs import whole

SOUND_RATE = 22050
SOUND_BITS = 24_000
SOUND_BLOCK = 1024  # samples in a packet of AAC
LOUDNESS = 0.05
QUALITY = {"crf": "30", "preset": "veryfast", "g": "48"}
INK = (33, 37, 41)
PAPER = (255, 255, 255)


class Scene(NamedTuple):
    seconds: int
    title_lines: tuple[str, ...]
    colour: str
    width: int
    height: int
    fps: int
    seed: int
    grain: float


def draw(out: Path, scene: Scene) -> None:
    with (
        whole(out) as part,
        av.open(str(part), "w", format="mp4", options={"movflags": "+faststart"}) as clip,
    ):
        write_tracks(clip, scene)


def write_tracks(clip: OutputContainer, scene: Scene) -> None:
    film = clip.add_stream("libx264", rate=scene.fps, options=QUALITY)
    film.width, film.height, film.pix_fmt = scene.width, scene.height, "yuv420p"
    tone = clip.add_stream("aac", rate=SOUND_RATE, layout="mono")
    tone.bit_rate = SOUND_BITS
    film.codec_context.thread_count = 1
    for picture in pictures(scene):
        clip.mux(film.encode(picture))
    clip.mux(film.encode(None))
    for block in sound(scene):
        clip.mux(tone.encode(block))
    clip.mux(tone.encode(None))


def pictures(scene: Scene) -> Iterator[VideoFrame]:
    card, top = title_card(scene)
    spots = drifting_spots(scene)
    size = (scene.width, scene.height)
    grain = Image.effect_noise(size, 64).convert("RGB") if scene.grain else None
    length = scene.seconds * scene.fps
    for number in range(length):
        picture = Image.new("RGB", size, scene.colour)
        brush = ImageDraw.Draw(picture)
        for spot in spots:
            brush.ellipse(spot.box(number / length, scene), fill=spot.colour)
        picture.paste(card, (0, top))
        done = round(scene.width * (number + 1) / length)
        if grain is not None:
            moved = ImageChops.offset(grain, 37 * number, 91 * number)
            picture = Image.blend(picture, moved, scene.grain)
            brush = ImageDraw.Draw(picture)
        brush.rectangle((0, scene.height - 4, done, scene.height), fill=scene.colour)
        yield VideoFrame.from_image(picture)


class Spot(NamedTuple):
    """A round patch that swings once around its place during the clip."""

    x: float
    y: float
    reach: float
    radius: float
    phase: float
    colour: tuple[int, int, int]

    def box(self, moment: float, scene: Scene) -> tuple[float, float, float, float]:
        angle = tau * (moment + self.phase)
        x = (self.x + self.reach * sin(angle)) * scene.width
        y = (self.y + self.reach * sin(angle + pi / 2)) * scene.height
        radius = self.radius * scene.height
        return x - radius, y - radius, x + radius, y + radius


def drifting_spots(scene: Scene) -> list[Spot]:
    chance = random.Random(scene.seed)  # noqa: S311 (a picture, not a secret)
    base = ImageColor.getrgb(scene.colour)
    return [
        Spot(
            x=chance.uniform(0.1, 0.9),
            y=chance.uniform(0.0, 0.5),
            reach=chance.uniform(0.05, 0.15),
            radius=chance.uniform(0.12, 0.35),
            phase=chance.random(),
            colour=lighter(base, 0.12 + 0.07 * number),
        )
        for number in range(4)
    ]


def lighter(colour: tuple[int, ...], share: float) -> tuple[int, int, int]:
    red, green, blue = (round(part + (255 - part) * share) for part in colour[:3])
    return red, green, blue


def title_card(scene: Scene) -> tuple[Image.Image, int]:
    """The lower third with the titles, and where it begins: the first line large, the rest less."""
    faces = laksaman()
    edge = scene.width // 24
    fonts = [
        fitted(line, faces.regular if number else faces.bold, scene, 0.09 if number else 0.13)
        for number, line in enumerate(scene.title_lines)
    ]
    heights = [round(font.size * 1.45) for font in fonts]
    height = sum(heights) + edge
    card = Image.new("RGB", (scene.width, height), PAPER)
    brush = ImageDraw.Draw(card)
    y = edge // 3
    for line, font, line_height in zip(scene.title_lines, fonts, heights, strict=True):
        brush.text((edge, y), line, font=font, fill=INK, language="th")
        y += line_height
    return card, scene.height - height


def fitted(line: str, face: Path, scene: Scene, share: float) -> ImageFont.FreeTypeFont:
    """The face at `share` of the picture's height, smaller where the line would not fit."""
    size = round(scene.height * share)
    room = scene.width * 11 / 12
    font = ImageFont.truetype(str(face), size)
    wide = font.getlength(line)
    return font if wide <= room else ImageFont.truetype(str(face), max(8, int(size * room / wide)))


def sound(scene: Scene) -> Iterator[AudioFrame]:
    """A quiet chord that swells and fades, another one for each seed."""
    samples = scene.seconds * SOUND_RATE
    moments = np.arange(samples, dtype=np.float32) / SOUND_RATE
    low = 110 * 2 ** (scene.seed % 12 / 12)
    swell = np.sin(pi * moments / scene.seconds)
    wave = sum(np.sin(tau * low * step * moments) for step in (1, 1.5, 2)) * swell * LOUDNESS
    for start in range(0, samples, SOUND_BLOCK):
        piece = wave[start : start + SOUND_BLOCK].astype(np.float32).reshape(1, -1)
        block = AudioFrame.from_ndarray(piece, format="fltp", layout="mono")
        block.sample_rate, block.pts = SOUND_RATE, start
        block.time_base = Fraction(1, SOUND_RATE)
        yield block
