"""Measures what SELECTION_DATA holds: `python -m bench.measure OUT [--all]`, writes JSON to OUT."""

import json
import sys
from pathlib import Path
from typing import Any

import django

django.setup()

from bench import letters, panels, ranking, serving, workbooks  # noqa: E402  models come after the set-up
from bench.closing import end_marking  # noqa: E402
from bench.pages import pages, ranking_of_marks  # noqa: E402
from bench.visits import Visitors  # noqa: E402


def measure(*, everything: bool) -> dict[str, Any]:
    visitors = Visitors(times=5 if everything else 1)
    visits = [visitors.visit(page) for page in pages()]
    end_marking()
    visits += [visitors.visit(page) for page in ranking_of_marks()]
    found: dict[str, Any] = {
        "empty page, CPU ms": round(visitors.empty, 2),
        "pages": [visit._asdict() for visit in visits],
    }
    if everything:
        found |= {
            "letters": letters.figures(),
            "ranking": ranking.figures(),
            "panels": panels.figures(),
            "workbooks": workbooks.figures(),
            "serving": serving.figures(visitors),
        }
    return found


if __name__ == "__main__":
    out = Path(sys.argv[1])
    out.write_text(json.dumps(measure(everything="--all" in sys.argv)), encoding="utf-8")
