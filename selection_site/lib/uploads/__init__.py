"""Files of people and of our own: taken in, kept under names nobody can guess, given out.

A row keeps what `Stored` says; the file itself is reached only through it.
"""

from selection_site.lib.uploads.archive import zip_files
from selection_site.lib.uploads.kinds import Kind
from selection_site.lib.uploads.names import clean_name
from selection_site.lib.uploads.pictures import make_thumbnail
from selection_site.lib.uploads.refusals import TusError, UploadError
from selection_site.lib.uploads.serving import serve
from selection_site.lib.uploads.storing import (
    Stored,
    absolute,
    free_bytes,
    remove,
    store,
    write_bytes,
)

__all__ = [
    "Kind",
    "Stored",
    "TusError",
    "UploadError",
    "absolute",
    "clean_name",
    "free_bytes",
    "make_thumbnail",
    "remove",
    "serve",
    "store",
    "write_bytes",
    "zip_files",
]
