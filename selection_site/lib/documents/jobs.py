"""Starts the child process that opens foreign documents, and turns its answer into ours."""

import json
import subprocess
from pathlib import Path
from typing import Any

from selection_site.lib.documents.findings import Finding, Findings
from selection_site.lib.sandbox import outside
from selection_site.lib.sandbox.outside import ChildError

WALL_SECONDS = 120
CPU_SECONDS = 60
MEMORY_BYTES = 1 << 30
KINDS = frozenset({"pdf", "docx", "xlsx", "doc", "xls"})


def find_numbers(path: Path, kind: str) -> Findings:
    """Search a kept file, one of KINDS, for national numbers; takes at most two minutes.

    What the file is to blame for is an answer (`extent`), not an error. Raises `ChildError`.
    """
    order = {
        "path": str(path.resolve()),
        "kind": kind,
        "cpu_seconds": CPU_SECONDS,
        "memory_bytes": MEMORY_BYTES,
    }
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter and file, no shell)
            outside.command("selection_site.lib.documents.child", order),
            env=outside.environment(),
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
    if extent := outside.blame(returncode):
        return Findings(extent, 0, [])
    answer: dict[str, Any] = json.loads(stdout)
    if "failed" in answer:
        raise ChildError(f"the child met {answer['failed']}")
    found = answer["found"]
    places = [Finding(*place) for place in found["places"]]
    return Findings(found["extent"], found["total"], places)
