"""Making the file that a row owes, the same way for letters, receipts, minutes and reports."""

import logging
from collections.abc import Callable
from datetime import timedelta

from groups.models.owed import OwedQuerySet, Row
from selection_site.lib import uploads
from selection_site.lib.uploads import Stored

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)


def make_file(
    owing: OwedQuerySet[Row],
    pk: int,
    *,
    draw: Callable[[Row], bytes],
    folder: str,
    suffix: str,
    stamp: Callable[[Row, Stored], bool],
) -> bool:
    """Make the file of one row among those `owing` theirs; False when nothing was made.

    Claimed, drawn outside any transaction, stamped: of two workers one stamps and the other's
    file goes. `stamp` writes path, digest and moment and says whether the row still owed them.
    What fails stays owed, with its error on the row, five times at most. A second run finds the
    row made and does nothing.
    """
    if not owing.claim(pk, lease=LEASE):
        return False
    row = owing.get(pk=pk)
    try:
        stored = uploads.write_bytes(draw(row), folder=folder, suffix=suffix)
    except Exception as error:
        log.exception("The file of %s %s was not made", type(row).__name__, pk)
        owing.release(pk, error=str(error) or type(error).__name__)
        return False
    if not stamp(row, stored):
        uploads.remove(stored.path)
        return False
    return True
