"""The child process, started by `launch`: an order as its argument, one JSON answer on stdout.

It takes its limits before it opens anything, and leaves when the process that asked is gone. What
it read goes nowhere: the answer holds covered numbers, an error only its name.
"""

import json
import os
import resource
import sys
import threading
import time
import zipfile
from pathlib import Path
from typing import Any

from selection_site.lib.documents import office, pdf
from selection_site.lib.documents.findings import Findings

NICENESS = 5  # pages come first
LOOKS = {
    "pdf": pdf.look,
    "docx": office.look_into_word,
    "xlsx": office.look_into_excel,
    "doc": office.look_into_old,
    "xls": office.look_into_old,
}

Answer = dict[str, Any]


def main(order: Answer) -> Answer:
    limit(order["cpu_seconds"], order["memory_bytes"])
    threading.Thread(target=leave_with, args=(order["parent"],), daemon=True).start()
    try:
        return found(LOOKS[order["kind"]], Path(order["path"]))
    except OSError as error:
        return {"failed": type(error).__name__}


def found(look: Any, path: Path) -> Answer:
    try:
        findings: Findings = look(path)
    except (MemoryError, RecursionError, office.TooMuchError):
        findings = Findings("too_heavy", 0, [])
    except OSError:
        raise
    except (zipfile.BadZipFile, office.DamagedError):
        findings = Findings("damaged", 0, [])
    except Exception:  # noqa: BLE001 (a reader that a foreign file has confused; its words may quote it)
        findings = Findings("damaged", 0, [])
    return {"found": findings._asdict()}


def limit(cpu_seconds: int, memory_bytes: int) -> None:
    os.nice(NICENESS)
    # The hard limit a little later, so that the first signal is the one that names the reason.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def leave_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(json.loads(sys.argv[1]))))
