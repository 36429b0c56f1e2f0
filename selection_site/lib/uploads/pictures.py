"""Pictures: turned upright, shrunk, and freed of what a camera writes about place and person."""

import struct
import zlib
from pathlib import Path

from PIL import Image, ImageOps

from selection_site.lib.uploads.kinds import JPEG, PNG, Content
from selection_site.lib.uploads.refusals import UploadError

READABLE = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE = 2400
MOST_DOTS = 64_000_000  # what a telephone takes today; a bomb of 200 KB unfolds to more
QUALITY = 85
OPAQUE = 255
CARRIED_OVER = ("icc_profile", "transparency")
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
BROKEN = (OSError, SyntaxError, ValueError, struct.error, zlib.error)


def redraw(path: Path, out: Path, name: str) -> Content:
    """Write the picture anew, upright, at most 2400 dots a side; say what it has become.

    What was PNG or has clear places becomes PNG, all else JPEG. Only the dots and their colour
    profile are carried over. Raises `UploadError`, which calls the file `name`.
    """
    picture, drawn = shrunk(path, LONGEST_SIDE, name)
    content = PNG if drawn or is_clear(picture) else JPEG
    write(picture, out, content)
    return content


def make_thumbnail(path: Path, out: Path, side: int = 320) -> None:
    """Write a JPEG of at most `side` dots a side, clear places white. Raises `UploadError`."""
    picture, _ = shrunk(path, side, path.name)
    if is_clear(picture):
        ground = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(ground, picture.convert("RGBA"))
    write(picture, out, JPEG)


def shrunk(path: Path, side: int, name: str) -> tuple[Image.Image, bool]:
    """The bare dots, upright, and whether they came as PNG."""
    try:
        with Image.open(path, formats=READABLE) as picture:
            if picture.width * picture.height > MOST_DOTS:
                raise too_many_dots(name)
            drawn = picture.format == "PNG"
            picture.thumbnail((side, side))
            upright = ImageOps.exif_transpose(picture)
    except BOMBS as error:
        raise too_many_dots(name) from error
    except UploadError:
        raise
    except BROKEN as error:
        raise UploadError("damaged", {"name": name}) from error
    upright.info = {key: value for key, value in upright.info.items() if key in CARRIED_OVER}
    return upright, drawn


def too_many_dots(name: str) -> UploadError:
    return UploadError("picture_size", {"name": name, "most": MOST_DOTS // 1_000_000})


def is_clear(picture: Image.Image) -> bool:
    if not picture.has_transparency_data:
        return False
    return picture.convert("RGBA").getchannel("A").getextrema() != (OPAQUE, OPAQUE)


def write(picture: Image.Image, out: Path, content: Content) -> None:
    if content is PNG:
        picture.save(out, format="PNG", optimize=True)
        return
    if picture.mode == "CMYK":
        picture.info.pop("icc_profile", None)  # it speaks of inks, the file will hold light
    profile = picture.info.get("icc_profile")
    picture.convert("RGB").save(out, format="JPEG", quality=QUALITY, icc_profile=profile)
