"""What is known about a clip, and why one is refused."""

from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _


class Probe(NamedTuple):
    """A clip as its file has it: width and height lie as stored, before `rotation`.

    `seconds` has two places; `rotation` is how far to turn it anticlockwise until it stands
    upright: 0, 90, 180 or 270 degrees.
    """

    seconds: Decimal
    width: int
    height: int
    rotation: int
    video_codec: str
    audio_codec: str | None
    fps: float

    @property
    def upright_size(self) -> tuple[int, int]:
        """Width and height as people see the picture."""
        turned = self.rotation in (90, 270)
        return (self.height, self.width) if turned else (self.width, self.height)


REASONS = {
    "empty": _(
        "The file is empty (0 bytes). Choose the clip again and wait until the upload ends."
    ),
    "not_video": _(
        "This file is not a video that can be read. Upload the clip itself, for example as MP4."
    ),
    "no_picture": _(
        "This file has sound but no moving picture. Upload the clip itself, for example as MP4."
    ),
    "codec": _("The video is coded as %(codec)s, which cannot be read. Save it again as MP4."),
    "picture_size": _(
        "The picture is %(size)s dots, more than can be handled. Save the clip as Full HD (1080p)."
    ),
    "damaged": _("The clip is damaged and cannot be read through. Save it again and upload."),
    "truncated": _(
        "The clip breaks off: part of the file is missing. Upload it again from the original."
    ),
    "too_heavy": _(
        "The clip could not be converted in the time allowed. Save it as Full HD (1080p) MP4."
    ),
}


class VideoError(ValueError):
    """A clip that is refused for good: `code` for programs, `str()` for people.

    The sentence is in the language active when it is read. `seconds` is the clip's length when
    that is known, `limit` the seconds it should have kept to, `detail` a codec or a size.
    """

    def __init__(
        self,
        code: str,
        *,
        seconds: Decimal | None = None,
        limit: int | None = None,
        detail: str = "",
    ) -> None:
        super().__init__(code)
        self.code = code
        self.seconds = seconds
        self.limit = limit
        self.detail = detail

    def __str__(self) -> str:
        if self.code == "too_long":
            return self.too_long()
        return str(REASONS[self.code]) % {"codec": self.detail, "size": self.detail}

    def too_long(self) -> str:
        allowed = length(self.limit or 0)
        if self.seconds is None:
            return gettext("The clip is longer than %(allowed)s. Shorten it and upload again.") % {
                "allowed": allowed
            }
        return gettext(
            "The clip is %(length)s long, but at most %(allowed)s are allowed. "
            "Shorten it and upload again."
        ) % {"length": length(int(self.seconds)), "allowed": allowed}


def length(seconds: int) -> str:
    """Whole seconds in words: "5 minutes 20 seconds"."""
    minutes, rest = divmod(seconds, 60)
    words = []
    if minutes:
        words.append(ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes})
    if rest or not minutes:
        words.append(ngettext("%(n)s second", "%(n)s seconds", rest) % {"n": rest})
    return " ".join(words)
