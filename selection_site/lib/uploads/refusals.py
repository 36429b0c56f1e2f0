"""Why a file is not taken."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "empty": _("“%(name)s” is empty (0 bytes). Choose the file again."),
    "too_large": _(
        "“%(name)s” has %(size)s, but at most %(most)s are allowed. "
        "Make the file smaller or split it."
    ),
    "wrong_kind": _("“%(name)s” is of the kind %(kind)s. Allowed here: %(allowed)s."),
    "unknown_kind": _(
        "“%(name)s” is of a kind that is not taken, or is damaged. Allowed here: %(allowed)s."
    ),
    "macros": _(
        "“%(name)s” contains macros (small programs). Save it without macros and choose it again."
    ),
    "locked": _(
        "“%(name)s” is locked with a password. Save it without a password and choose it again."
    ),
    "bomb": _(
        "“%(name)s” unpacks to far more than a document holds. Save it anew and choose it again."
    ),
    "heic": _("“%(name)s” is a HEIC picture, which many computers cannot open. Save it as JPEG."),
    "picture_size": _("“%(name)s” has more than %(most)s million dots. Save it smaller."),
    "damaged": _("“%(name)s” cannot be read to its end: it is damaged. Choose the file again."),
    "no_room": _("The server has no room left for “%(name)s”. Tell the administrator."),
}


class UploadError(ValueError):
    """A file that is refused: `code` for programs, `str()` for people, naming the file.

    The sentence is in the language active when it is read.
    """

    def __init__(self, code: str, facts: Mapping[str, object]) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return str(SENTENCES[self.code]) % self.facts


class TusError(Exception):
    """A request for a resumable upload that is refused, with the protocol's code for it.

    The reason is for whoever writes a client; people read sentences of their own.
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
