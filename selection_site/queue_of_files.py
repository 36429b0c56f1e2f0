"""The queue of files that serves without Redis; a message lies in it whole or not at all."""

from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps


class Channel(filesystem.Channel):  # type: ignore[misc]  # kombu has no types
    """Kombu's own channel writes into a file that a reader may already take away.

    What that reader found was empty, and ended the worker and the site with it.
    """

    def _put(self, queue: str, payload: object, **kwargs: Any) -> None:
        name = f"{round(monotonic() * 1000)}_{uuid4()}.{queue}"
        draft = Path(self.data_folder_out, f"{name}.part")
        draft.write_bytes(str_to_bytes(dumps(payload)))
        draft.replace(draft.with_suffix(".msg"))


class Transport(filesystem.Transport):  # type: ignore[misc]  # kombu has no types
    Channel = Channel
