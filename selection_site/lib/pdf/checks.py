"""Says at start, and to `doctor`, what would make every letter unreadable."""

from typing import Any

from django.core.checks import CheckMessage, Error

from selection_site.lib.fonts import FontMissingError, laksaman


def pdf_font_check(**_options: Any) -> list[CheckMessage]:
    """A Django system check: an error when no Thai font for letters is installed."""
    try:
        laksaman()
    except FontMissingError as error:
        return [Error(str(error), id="pdf.E001")]
    return []
