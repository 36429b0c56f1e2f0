"""The picture that stands for a clip. Runs in the child process only."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import av
from PIL import Image, ImageStat

from selection_site.lib.video.facts import VideoError
from selection_site.lib.video.inspection import moving_picture, open_media, upright_turn

LONGER_SIDE = 640
QUALITY = 82
PLACES = (Decimal("0.1"), Decimal("0.3"), Decimal("0.5"), Decimal(0))  # of the length
CONTRAST = 12.0  # a picture below it is a fade or a blank wall


def make_poster(path: Path, out: Path, seconds: Decimal) -> None:
    best = max_contrast(stills(path, seconds))
    best.save(out, format="JPEG", quality=QUALITY, optimize=True)


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


def stills(path: Path, seconds: Decimal) -> Iterator[Image.Image]:
    with open_media(path) as media:
        picture = moving_picture(media)
        for place in PLACES:
            try:
                media.seek(int(seconds * place * av.time_base))
                frame = next(media.decode(picture), None)
            except av.error.FFmpegError:
                continue
            if frame is not None:
                still = frame.to_image()
                turn = upright_turn(frame)
                still = still.rotate(turn, expand=True) if turn else still
                still.thumbnail((LONGER_SIDE, LONGER_SIDE))
                yield still
