"""What is counted while something runs: statements, processor time, bytes read from files."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection

Figures = dict[str, float]


@contextmanager
def statements() -> Iterator[Counter[str]]:
    """Every statement that reaches the database, with how often; its parameters left aside.

    The same statement for every row of a list is what N+1 looks like.
    """
    seen: Counter[str] = Counter()

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        seen[sql] += 1
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield seen


def cpu_ms(act: Callable[[], object], *, times: int = 5) -> float:
    """Milliseconds of processor time of this process: the median of some runs."""
    taken = []
    for _run in range(times):
        began = time.process_time()
        act()
        taken.append(time.process_time() - began)
    return median(taken) * 1000


def bytes_read(act: Callable[[], object]) -> int:
    """Bytes that this process asked the system for, from whatever file (Linux only)."""
    before = _read_so_far()
    act()
    return _read_so_far() - before


def _read_so_far() -> int:
    lines = Path("/proc/self/io").read_text(encoding="ascii").splitlines()
    return int(dict(line.split(": ") for line in lines)["rchar"])
