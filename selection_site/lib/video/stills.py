"""The picture that stands for a clip. Runs in the child process only."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

import av
from av.video.frame import VideoFrame
from PIL import Image, ImageStat

from selection_site.lib.video.facts import VideoError
from selection_site.lib.video.inspection import moving_picture, open_media, upright_turn

LONGER_SIDE = 640
QUALITY = 82
TILE = (160, 90)  # of a strip; the other way round for an upright film
STRIP_QUALITY = 68
PLACES = (Decimal("0.1"), Decimal("0.3"), Decimal("0.5"), Decimal(0))  # of the length
CONTRAST = 12.0  # a picture below it is a fade or a blank wall


def make_poster(path: Path, out: Path, seconds: Decimal) -> None:
    best = max_contrast(stills(path, [seconds * place for place in PLACES]))
    best.save(out, format="JPEG", quality=QUALITY, optimize=True)


def make_strip(path: Path, out: Path, seconds: Decimal, count: int) -> None:
    """Write `count` small pictures side by side, one from the middle of each part of the film."""
    tiles = [still_at(path, seconds * (2 * place + 1) / (2 * count)) for place in range(count)]
    found = next((tile for tile in tiles if tile is not None), None)
    if found is None:
        raise VideoError("damaged")
    width, height = reversed(TILE) if found.height > found.width else TILE
    strip = Image.new("RGB", (width * count, height))
    for number, tile in enumerate(tiles):
        if tile is not None:
            tile.thumbnail((width, height))
            left, top = (width - tile.width) // 2, (height - tile.height) // 2
            strip.paste(tile, (number * width + left, top))
    strip.save(out, format="JPEG", quality=STRIP_QUALITY, optimize=True)


def still_at(path: Path, moment: Decimal) -> Image.Image | None:
    """The picture shown at `moment`, the last one where the film ends before it."""
    with open_media(path) as media:
        picture = moving_picture(media)
        shown = None
        try:
            media.seek(int(moment * av.time_base))
            for frame in media.decode(picture):
                if shown is not None and frame.time is not None and frame.time > moment:
                    break
                shown = frame
        except av.error.FFmpegError:
            pass
        return upright(shown, max(TILE)) if shown is not None else None


def max_contrast(pictures: Iterator[Image.Image]) -> Image.Image:
    """The first picture that shows something, otherwise the one that shows most."""
    best: tuple[float, Image.Image] | None = None
    for picture in pictures:
        contrast = ImageStat.Stat(picture.convert("L")).stddev[0]
        if best is None or contrast > best[0]:
            best = contrast, picture
        if contrast >= CONTRAST:
            break
    if best is None:
        raise VideoError("damaged")
    return best[1]


def stills(path: Path, moments: Iterable[Decimal]) -> Iterator[Image.Image]:
    """Upright pictures from about these seconds; a moment that cannot be read is passed over."""
    with open_media(path) as media:
        picture = moving_picture(media)
        for moment in moments:
            try:
                media.seek(int(moment * av.time_base))
                frame = next(media.decode(picture), None)
            except av.error.FFmpegError:
                continue
            if frame is not None:
                yield upright(frame, LONGER_SIDE)


def upright(frame: VideoFrame, longer_side: int) -> Image.Image:
    still = frame.to_image()
    turn = upright_turn(frame)
    still = still.rotate(turn, expand=True) if turn else still
    still.thumbnail((longer_side, longer_side))
    return still
