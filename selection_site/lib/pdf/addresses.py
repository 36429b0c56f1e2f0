"""Which files a page may draw in: what it carries itself, our style sheets, kept files, the font.

Text of people stands in letters and reports. Should some of it ever become a tag, it still makes
this server fetch nothing and print no file of the machine.
"""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings

from selection_site.lib.fonts import folders

STYLES = Path(__file__).resolve().parents[3] / "templates" / "_pdf"


class ForeignAddressError(ValueError):
    """A page wanted something from outside: nothing was fetched, nothing is printed."""


def own_files() -> Any:
    """The fetcher for WeasyPrint, which has to be asked for its classes at run time."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class OwnFiles(URLFetcher):
        refused = ""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            if not is_ours(url):
                self.refused = url[:200]
                raise FatalURLFetchingError(self.refused)
            return super().fetch(url, headers)

    return OwnFiles(allowed_protocols=("data", "file"), allow_redirects=False)


def is_ours(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme == "data":
        return True
    if parts.scheme != "file" or parts.netloc:
        return False
    path = Path(unquote(parts.path)).resolve()
    ours = (STYLES, Path(settings.MEDIA_ROOT), *folders())
    return any(folder.resolve() in path.parents for folder in ours)
