"""Letters and reports: HTML to PDF whose text can be copied, searched and read aloud.

WeasyPrint takes half a second to import, so that only the functions that print load it.
"""

from selection_site.lib.fonts import FontMissingError
from selection_site.lib.pdf.addresses import ForeignAddressError
from selection_site.lib.pdf.checks import pdf_font_check
from selection_site.lib.pdf.press import Press, render

__all__ = ["FontMissingError", "ForeignAddressError", "Press", "pdf_font_check", "render"]
