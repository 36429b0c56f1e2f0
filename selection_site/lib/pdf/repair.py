"""Makes Thai text come out of a PDF as it went in.

WeasyPrint 70 names a glyph by the text of its first use, so that สำนักงาน is copied as สานักงาน
and ผู้ as ผ้้. Two repairs: every drawn line carries its own text (ActualText), which is what
pdftotext, Acrobat and browsers read; and a glyph that a character maps to is named by that
character, for readers that know no ActualText. A third closes the colour profile, one file left
open for each letter. The version is pinned because all three reach inside.
"""

import io
import unicodedata
from typing import Any

import pydyf
from PIL import ImageFile

PRIVATE_USE = "Co"


def install() -> None:
    """Repair WeasyPrint in this process; a second run does nothing."""
    import weasyprint.draw.text as drawing
    import weasyprint.pdf as writing
    from weasyprint.pdf.fonts import Font

    if hasattr(drawing.draw_first_line, "repairs"):
        return
    # Importing WeasyPrint makes Pillow take pictures that break off, and uploads rely on the error.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    draw_line, subset, profile = drawing.draw_first_line, Font.subset, writing.ColorProfile

    def draw_line_with_text(stream: Any, textbox: Any, *rest: Any) -> Any:
        text = pydyf.String(textbox.pango_layout.text)
        pydyf.Stream.begin_marked_content(stream, "Span", pydyf.Dictionary({"ActualText": text}))
        emojis = draw_line(stream, textbox, *rest)
        stream.end_marked_content()
        return emojis

    def subset_with_characters(font: Any, to_unicode: dict[int, str], hinting: bool) -> None:
        for glyph, character in characters(font).items():
            if glyph in font.to_unicode:
                font.to_unicode[glyph] = character
        subset(font, to_unicode, hinting)

    def profile_closed(file: Any, *rest: Any) -> Any:
        with file:
            return profile(file, *rest)

    draw_line_with_text.repairs = draw_line  # type: ignore[attr-defined]  # the mark looked for above
    drawing.draw_first_line = draw_line_with_text
    Font.subset = subset_with_characters
    writing.ColorProfile = profile_closed


def characters(font: Any) -> dict[int, str]:
    """Glyph number to its character; a low or shifted tone mark is named uni0E49.low or so."""
    from weasyprint.pdf.fonts import TTFont

    with TTFont(io.BytesIO(font.file_content), fontNumber=font.index, lazy=True) as opened:
        drawn = {
            name: chr(code)
            for code, name in opened.getBestCmap().items()
            if unicodedata.category(chr(code)) != PRIVATE_USE
        }
        names = ((glyph, name.split(".")[0]) for glyph, name in enumerate(opened.getGlyphOrder()))
        return {glyph: drawn[name] for glyph, name in names if name in drawn}
