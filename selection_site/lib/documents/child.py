"""The child process (`lib.sandbox`): an order as its argument, one JSON answer on stdout.

What it read goes nowhere: the answer holds covered numbers, an error only its name.
"""

import json
import sys
import zipfile
from pathlib import Path
from typing import Any

from selection_site.lib.documents import office, pdf
from selection_site.lib.documents.findings import Findings
from selection_site.lib.sandbox import inside

LOOKS = {
    "pdf": pdf.look,
    "docx": office.look_into_word,
    "xlsx": office.look_into_excel,
    "doc": office.look_into_old,
    "xls": office.look_into_old,
}

Answer = dict[str, Any]


def main(order: Answer) -> Answer:
    inside.settle(order)
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


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(json.loads(sys.argv[1]))))
