"""How a child is called, what it may know of us, and what its end says about the file."""

import json
import os
import sys
from pathlib import Path
from typing import Any, Literal

LAUNCH = Path(__file__).with_name("launch.py")
# What the operating system says when a child met its own limits, or a library a poisoned file.
OUT_OF_TIME = {-24}  # SIGXCPU
CRASHED = {-4, -6, -7, -8, -11}  # SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGSEGV


class ChildError(RuntimeError):
    """The child failed for a reason that is not the file's: worth another try."""


def command(module: str, order: dict[str, Any]) -> list[str]:
    """The words that start `module`; the order must name `cpu_seconds` and `memory_bytes`."""
    said = json.dumps({**order, "parent": os.getpid()})
    return [sys.executable, "-P", str(LAUNCH), module, said]


def environment() -> dict[str, str]:
    """No secret of ours travels into a process that reads foreign files."""
    kept = ("PATH", "PYTHONPATH", "TMPDIR")
    return {"LANG": "C.UTF-8", **{key: os.environ[key] for key in kept if key in os.environ}}


def blame(returncode: int, said: str = "") -> Literal["too_heavy", "damaged"] | None:
    """What is wrong with a file whose child ended so; None when it ended well.

    Raises `ChildError` where it is not the file's doing; `said` is for whoever reads that.
    """
    if returncode in OUT_OF_TIME:
        return "too_heavy"
    if returncode in CRASHED:
        return "damaged"
    if returncode:
        raise ChildError(f"the child ended with {returncode}: {said}")
    return None
