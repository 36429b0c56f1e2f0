"""What the child does before it opens anything: take its limits, and watch who asked."""

import os
import resource
import threading
import time

NICENESS = 5  # pages come first


def settle(order: dict[str, int], *, largest_output: int = 0) -> None:
    """Take the limits of the order, from now on to the end; leave when the asking process is gone.

    `largest_output` in bytes; none means that nothing may be written.
    """
    os.nice(NICENESS)
    # The hard limit a little later, so that the first signal is the one that names the reason.
    cpu_seconds, memory_bytes = order["cpu_seconds"], order["memory_bytes"]
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest_output, largest_output))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.Thread(target=leave_with, args=(order["parent"],), daemon=True).start()


def leave_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
