"""The queue of files that serves without Redis; a message lies in it whole or not at all."""

from json import JSONDecodeError
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Kombu's own channel writes into a file that a reader may already take away.

    What that reader found was empty, and ended the worker and the site with it. A message that
    cannot be read is passed over: rows are the truth, and the next sweep finds them again.
    """

    def _put(  # type: ignore[override]  # two ancestors name the message differently
        self, queue: str, payload: object, **kwargs: Any
    ) -> None:
        name = f"{round(monotonic() * 1000)}_{uuid4()}.{queue}"
        draft = Path(self.data_folder_out, f"{name}.part")
        draft.write_bytes(str_to_bytes(dumps(payload)))
        draft.replace(draft.with_suffix(".msg"))

    def _get(self, queue: str, timeout: Any = None) -> Any:
        try:
            return super()._get(queue)
        except JSONDecodeError:
            raise Empty from None


class Transport(filesystem.Transport):
    """Queues of files with the channel above."""

    Channel = Channel
