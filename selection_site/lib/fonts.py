"""Where the Thai font of letters and demonstration clips lies on this machine."""

from pathlib import Path
from typing import NamedTuple

from django.conf import settings

PACKAGE = "fonts-tlwg-laksaman-ttf"
FOLDERS = (
    "/usr/share/fonts/truetype/tlwg",
    "/usr/share/fonts/tlwg",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
)


class FontMissingError(RuntimeError):
    """No Thai font on this machine: pages would come out as rows of boxes."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Font {name} not found. Install the package {PACKAGE}, or put the four Laksaman "
            "files into a folder and name it in LETTER_FONT_DIR."
        )


class Faces(NamedTuple):
    regular: Path
    bold: Path
    italic: Path
    bold_italic: Path


def laksaman() -> Faces:
    """The four faces of Laksaman. Raises `FontMissingError`; never falls back to another font.

    `LETTER_FONT_DIR` in the settings goes before the folders of the system.
    """
    return Faces(
        found("Laksaman.ttf"),
        found("Laksaman-Bold.ttf"),
        found("Laksaman-Italic.ttf"),
        found("Laksaman-BoldItalic.ttf"),
    )


def found(name: str) -> Path:
    for folder in folders():
        path = folder / name
        if path.is_file():
            return path
    raise FontMissingError(name)


def folders() -> list[Path]:
    own = getattr(settings, "LETTER_FONT_DIR", "")
    return [Path(folder).expanduser() for folder in ([own] if own else []) + list(FOLDERS)]
