import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def kept_secret(folder: Path) -> str:
    """The signing key of this installation, made on the first start, readable by its owner only.

    Web, worker and beat start together: each writes a key of its own aside, the first to link
    it in wins, and all read the winner's.
    """
    kept = folder / "secret_key"
    if not kept.exists():
        handle, aside = tempfile.mkstemp(dir=folder, prefix=".secret_key")
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            os.link(aside, kept)
        Path(aside).unlink()
    return kept.read_text()
