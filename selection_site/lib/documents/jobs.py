"""Starts the child process that opens foreign documents, and turns its answer into ours."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from selection_site.lib.documents.findings import Finding, Findings

LAUNCH = Path(__file__).with_name("launch.py")
WALL_SECONDS = 120
CPU_SECONDS = 60
MEMORY_BYTES = 1 << 30
KINDS = frozenset({"pdf", "docx", "xlsx", "doc", "xls"})
# What the operating system says when a child met its own limits, or a library a poisoned file.
OUT_OF_TIME = {-24}  # SIGXCPU
CRASHED = {-4, -6, -7, -8, -11}  # SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGSEGV


class ChildError(RuntimeError):
    """The child failed for a reason that is not the file's: worth another try."""


def find_numbers(path: Path, kind: str) -> Findings:
    """Search a kept file, one of KINDS, for national numbers; takes at most two minutes.

    What the file is to blame for is an answer (`extent`), not an error. Raises `ChildError`.
    """
    order = {
        "path": str(path.resolve()),
        "kind": kind,
        "parent": os.getpid(),
        "cpu_seconds": CPU_SECONDS,
        "memory_bytes": MEMORY_BYTES,
    }
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter and file, no shell)
            [sys.executable, "-P", str(LAUNCH), json.dumps(order)],
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # the words of a library may quote the document
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Findings("too_heavy", 0, [])
    return outcome(done.returncode, done.stdout)


def outcome(returncode: int, stdout: bytes) -> Findings:
    if returncode in OUT_OF_TIME:
        return Findings("too_heavy", 0, [])
    if returncode in CRASHED:
        return Findings("damaged", 0, [])
    if returncode:
        raise ChildError(f"the child ended with {returncode}")
    answer: dict[str, Any] = json.loads(stdout)
    if "failed" in answer:
        raise ChildError(f"the child met {answer['failed']}")
    found = answer["found"]
    places = [Finding(*place) for place in found["places"]]
    return Findings(found["extent"], found["total"], places)


def environment() -> dict[str, str]:
    """No secret of ours travels into a process that reads foreign files."""
    kept = ("PATH", "PYTHONPATH", "TMPDIR")
    return {"LANG": "C.UTF-8", **{key: os.environ[key] for key in kept if key in os.environ}}
